"""The four gates of one collaboration at all snapshots, from the figures of all scores."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from collab.models import Gate, GateState
from metrics.breakdown import Breakdown
from metrics.computing import Computed
from metrics.evidence import BoolArray
from metrics.formulas import gates as formulas
from metrics.formulas.catalogue import PARTNER_READINESS
from metrics.formulas.composite import number
from metrics.formulas.gates import Blocker, Interest, Verdict
from metrics.formulas.rules import Rules
from metrics.ratings import Ratings
from metrics.readiness import Readiness, appropriateness

INTEREST = PARTNER_READINESS.keys.index("interest")


def verdicts_of(
    relationship: Computed,
    readiness: Readiness,
    ownership: Breakdown,
    government: Breakdown | None,
    known: Ratings,
    core: BoolArray,
    rules: Sequence[Rules],
) -> list[dict[str, Verdict]]:
    """The gates at each snapshot, by key. core[snapshots, partners] in the order of the ratings."""
    return [
        {
            Gate.G0: formulas.worth_exploring(
                appropriateness(readiness.whole, month), readiness.whole.part("A1", month)
            ),
            Gate.G1: _proven(relationship, readiness, known, core, one, month),
            Gate.G2: formulas.preconditions(
                {key: readiness.whole.part(key, month) for key in formulas.PRECONDITIONS},
                government.at(month) if government else None,
                _threshold(government, one, month),
            ),
            Gate.G3: formulas.ready(
                readiness.whole.at(month),
                ownership.at(month),
                government.at(month) if government else None,
                {key: readiness.whole.part(key, month) for key in formulas.FACTORS},
                _threshold(government, one, month),
                need_readiness=one.thresholds["readiness"],
                need_ownership=one.thresholds["ownership"],
            ),
        }
        for month, one in enumerate(rules)
    ]  # fmt: skip


def gate_rows(
    found: Sequence[dict[str, Verdict]], days: Sequence[date], *, collaboration_id: int, generation: int
) -> list[GateState]:
    """One row a gate and month, as stored."""
    return [
        GateState(
            collaboration_id=collaboration_id, gate=gate, month=month, as_of=as_of, state=str(verdict.state),
            blockers=[_stored(one) for one in verdict.blockers], generation=generation,
        )
        for month, (as_of, verdicts) in enumerate(zip(days, found, strict=True))
        for gate, verdict in verdicts.items()
    ]  # fmt: skip


def _proven(
    relationship: Computed, readiness: Readiness, known: Ratings, core: BoolArray, rules: Rules, month: int
) -> Verdict:
    needed, pairs = relationship.need.needed[month], relationship.parts.figures
    interests = [
        Interest(
            int(known.organizations[one]),
            number(readiness.partners.value[month, one, INTEREST]),
            int(readiness.assessors[month, one, INTEREST]),
        )
        for one in np.flatnonzero(core[month])
    ]
    return formulas.relationships_proven(
        pairs.value[month, needed],
        pairs.low[month, needed],
        pairs.high[month, needed],
        number(relationship.whole.figures.coverage[month]),
        interests,
        rules.thresholds["relationships"],
    )


def _threshold(government: Breakdown | None, rules: Rules, month: int) -> float:
    """What the context asks of government engagement; where no role of the state is said, that of a mixed one."""
    return float(government.notes[month]["_threshold"]) if government else rules.thresholds["mixed"]


def _stored(one: Blocker) -> dict[str, object]:
    return {"key": one.key, "fails": one.fails, "subjects": list(one.subjects), "numbers": dict(one.numbers)}
