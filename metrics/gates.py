"""The four gates of one collaboration at all snapshots, from the figures of all scores."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from collab.models import Gate, GateState
from metrics.breakdown import Breakdown, cells
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
    whole, first = readiness.whole.series(), appropriateness(readiness.whole)
    owned, governed = ownership.series(), government.series() if government else [None] * len(rules)
    items = readiness.whole.part_series()
    interests = _interests(readiness, known, core)
    found: list[dict[str, Verdict]] = []
    for month, one in enumerate(rules):
        threshold = _threshold(government, one, month)
        rated = items[month]
        found.append({
            Gate.G0: formulas.worth_exploring(first[month], rated["A1"]),
            Gate.G1: _proven(relationship, interests[month], one, month),
            Gate.G2: formulas.preconditions(rated, governed[month], threshold),
            Gate.G3: formulas.ready(
                whole[month], owned[month], governed[month], rated, threshold,
                need_readiness=one.thresholds["readiness"], need_ownership=one.thresholds["ownership"],
            ),
        })  # fmt: skip
    return found


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


def _interests(readiness: Readiness, known: Ratings, core: BoolArray) -> list[list[Interest]]:
    """What is known of the interest of each core partner at each snapshot."""
    values, assessors = cells(readiness.partners.value[..., INTEREST]), readiness.assessors[..., INTEREST].tolist()
    ids = known.organizations.tolist()
    return [
        [Interest(ids[one], values[month][one], assessors[month][one]) for one in np.flatnonzero(members).tolist()]
        for month, members in enumerate(core)
    ]


def _proven(relationship: Computed, interests: Sequence[Interest], rules: Rules, month: int) -> Verdict:
    needed, pairs = relationship.need.needed[month], relationship.parts.figures
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
