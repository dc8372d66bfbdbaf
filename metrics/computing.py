"""All months and all pairs of one collaboration at once: evidence in, figures out. Knows no database and no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from metrics.breakdown import Breakdown, adding_up, breakdown, cells
from metrics.components import Opinions, Talk, evidence_of_pairs, opinions_of, parts_of, talk_of
from metrics.evidence import BoolArray, Evidence, IntArray
from metrics.formulas import relationship as formulas
from metrics.formulas.catalogue import RELATIONSHIP
from metrics.formulas.composite import FloatArray, observed_mean
from metrics.formulas.rules import DEFAULT, Rules
from metrics.pairs import Need, Pairs, need_of, of_needed, pairs_of
from metrics.rules import weights_of
from partners.suppression import releases


@dataclass(frozen=True)
class Computed:
    """Relationship strength of all pairs, [snapshots, pairs], and of the collaboration, [snapshots]."""

    organizations: IntArray
    pairs: Pairs
    need: Need
    covered: BoolArray
    said: Opinions
    talk: Talk
    has_evidence: BoolArray
    parts: Breakdown
    whole: Breakdown


def compute(
    evidence: Evidence,
    days: Sequence[date],
    extra: Iterable[tuple[int, int]] = (),
    rules: Sequence[Rules] | None = None,
) -> Computed:
    """All snapshots of one collaboration, the last one being that up to which the evidence was loaded.

    `extra` pairs (positions) are computed too where nothing is known of them; `rules` are those in force at each
    snapshot, the defaults unless given. Example: docs/metrics.md#relationship.
    """
    pairs = pairs_of(evidence, np.array([day.toordinal() for day in days], dtype=np.int64), extra)
    need, said = need_of(evidence, pairs), opinions_of(evidence, pairs)
    in_force = rules or [DEFAULT] * len(days)
    weights = weights_of(RELATIONSHIP, in_force)[:, None, :]
    half_life = np.array([one.half_life for one in in_force])[:, None]
    found = parts_of(evidence, pairs, need.needed, said, half_life)
    figures = formulas.relationship(found, weights)
    value = np.stack([found[key].value for key in RELATIONSHIP.keys], axis=-1)
    quality = np.stack([found[key].quality for key in RELATIONSHIP.keys], axis=-1)
    parts = breakdown(RELATIONSHIP, figures, value, quality, weights)
    covered = formulas.covered_pairs(figures.coverage, need.needed)
    return Computed(
        organizations=evidence.organizations,
        pairs=pairs,
        need=need,
        covered=covered,
        said=said,
        talk=talk_of(evidence, pairs),
        has_evidence=evidence_of_pairs(evidence, pairs),
        parts=parts,
        whole=_whole(parts, need.needed, _notes(_confidential(pairs, need.needed, said), need.needed, covered)),
    )


def compute_needed(evidence: Evidence, days: Sequence[date], rules: Sequence[Rules]) -> Computed:
    """The same of the pairs alone that are needed at any snapshot: all that the collaboration's figures are of.

    Of thirty organisations most pairs have met, and few need each other.
    """
    on = np.array([day.toordinal() for day in days], dtype=np.int64)
    return compute(of_needed(evidence, on), days, rules=rules)


def _notes(said: list[dict[int, bytes]], needed: BoolArray, covered: BoolArray) -> list[dict[str, Any]]:
    columns = (releases(said), needed.sum(axis=1).tolist(), covered.sum(axis=1).tolist())
    return [
        {"_answered": len(one), "_released": show, "_pairs": pairs, "_counted": enough}
        for one, show, pairs, enough in zip(said, *columns, strict=True)
    ]


def _whole(parts: Breakdown, needed: BoolArray, notes: list[dict[str, Any]]) -> Breakdown:
    """The collaboration: one composite of all components of its needed pairs."""
    pairs = parts.figures
    figures = formulas.collaboration_relationship(pairs.value, pairs.low, pairs.high, pairs.coverage, needed)
    points = formulas.collaboration_contributions(parts.value, needed, parts.weights)
    return Breakdown(
        metric=RELATIONSHIP,
        figures=figures,
        value=_mean_over(needed, parts.value),
        quality=np.nan_to_num(_mean_over(needed, parts.quality)),
        points=adding_up(points, figures.value),
        weights=parts.weights[:, 0, :],
        notes=notes,
    )


def _confidential(pairs: Pairs, needed: BoolArray, said: Opinions) -> list[dict[int, bytes]]:
    """What each organisation said on trust that stands in the collaboration's value, for each snapshot."""
    rater = np.column_stack([pairs.low, pairs.high]).ravel()
    order = np.argsort(rater, kind="stable")
    raters, first = np.unique(rater[order], return_index=True)
    heard = np.where(needed[..., None], said.trust, np.nan).reshape(len(needed), rater.size)[:, order]
    found: list[dict[int, bytes]] = []
    for number, month in enumerate(heard):
        if number and month.tobytes() == heard[number - 1].tobytes():  # most months say what the month before said
            found.append(found[-1])
        else:
            own = zip(raters.tolist(), np.split(month, first[1:]), strict=False)  # without pairs there is one, empty
            found.append({one: mine.tobytes() for one, mine in own if not np.isnan(mine).all()})
    return found


def pair_columns(computed: Computed) -> dict[str, Any]:
    """The pairs of the last snapshot that are needed or of which anything is known, as stored."""
    return columns_of(computed, np.flatnonzero(computed.need.needed[-1] | computed.has_evidence))


def columns_of(computed: Computed, chosen: IntArray) -> dict[str, Any]:
    """Some pairs at the last snapshot, one array a figure."""
    if not chosen.size:
        return {}
    figures, said, pairs = computed.parts.figures, computed.said, computed.pairs
    return {
        "a": computed.organizations[pairs.low[chosen]].tolist(),
        "b": computed.organizations[pairs.high[chosen]].tolist(),
        "needed": computed.need.needed[-1, chosen].tolist(),
        "value": cells(figures.value[-1, chosen]),
        "low": cells(figures.low[-1, chosen]),
        "high": cells(figures.high[-1, chosen]),
        "coverage": cells(figures.coverage[-1, chosen]),
        "parts": computed.parts.columns(-1, chosen),
        "joint": cells(said.joint[-1, chosen]),
        "trust": cells(said.trust[-1, chosen]),
        "last_contact_on": [_day(last) for last in computed.talk.last_on[chosen].tolist()],
        "contacts": computed.talk.recent[chosen].tolist(),
        "cadence_days": computed.need.cadence_days[chosen].tolist(),
    }


def _mean_over(pairs: BoolArray, values: FloatArray) -> FloatArray:
    """Mean over some pairs of what is observed: [snapshots, pairs, k] -> [snapshots, k]."""
    return observed_mean(np.moveaxis(np.where(pairs[..., None], values, np.nan), 1, -1))


def _day(ordinal: int) -> str | None:
    return date.fromordinal(ordinal).isoformat() if ordinal else None
