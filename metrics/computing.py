"""All months and all pairs of one collaboration at once: evidence in, figures out. Knows no database and no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from collab.models import Metric, Score
from metrics.components import Opinions, Talk, evidence_of_pairs, opinions_of, parts_of, talk_of
from metrics.evidence import BoolArray, Evidence, IntArray
from metrics.formulas import relationship as formulas
from metrics.formulas.catalogue import RELATIONSHIP
from metrics.formulas.composite import Composite, FloatArray, contributions, number, observed_mean, stored
from metrics.pairs import Need, Pairs, need_of, pairs_of
from partners.suppression import releases

Parts = dict[str, dict[str, float | None]]


@dataclass(frozen=True)
class Breakdown:
    """Components of composites on the last axis: value and points with NaN = missing, quality 0-1."""

    value: FloatArray
    quality: FloatArray
    points: FloatArray

    def rows(self, *index: Any) -> list[Parts]:
        """The parts as they are stored; the index leaves one axis of composites."""
        arrays = (stored(array[index]).tolist() for array in (self.value, self.quality, self.points))
        return [
            {
                key: {"value": _known(value), "weight": weight, "quality": quality, "points": _known(points)}
                for key, weight, value, quality, points in zip(
                    RELATIONSHIP.keys, RELATIONSHIP.weights, *row, strict=True
                )
            }
            for row in zip(*arrays, strict=True)
        ]


@dataclass(frozen=True)
class Computed:
    """Relationship strength of all pairs, [snapshots, pairs], and of the collaboration, [snapshots]."""

    organizations: IntArray
    pairs: Pairs
    need: Need
    counted: BoolArray
    said: Opinions
    talk: Talk
    has_evidence: BoolArray
    figures: Composite
    parts: Breakdown
    whole: Composite
    whole_parts: Breakdown

    def confidential(self) -> list[dict[int, bytes]]:
        """What each organisation said on trust that stands in the collaboration's value, for each snapshot."""
        rater = np.column_stack([self.pairs.low, self.pairs.high]).ravel()
        said = np.where(self.counted[..., None], self.said.trust, np.nan).reshape(len(self.counted), rater.size)
        return [
            {int(one): month[rater == one].tobytes() for one in np.unique(rater[~np.isnan(month)])} for month in said
        ]


def compute(evidence: Evidence, days: Sequence[date], extra: Iterable[tuple[int, int]] = ()) -> Computed:
    """All snapshots of one collaboration, the last one being that up to which the evidence was loaded.

    `extra` pairs (positions) are computed too where nothing is known of them. Example: docs/metrics.md#relationship.
    """
    pairs = pairs_of(evidence, np.array([day.toordinal() for day in days], dtype=np.int64), extra)
    need, said = need_of(evidence, pairs), opinions_of(evidence, pairs)
    found = parts_of(evidence, pairs, need.needed, said)
    figures = formulas.relationship(found)
    value = np.stack([found[key].value for key in RELATIONSHIP.keys], axis=-1)
    quality = np.stack([found[key].quality for key in RELATIONSHIP.keys], axis=-1)
    quality = np.where(np.isnan(value), 0.0, quality)
    counted = formulas.counted_pairs(figures.coverage, need.needed)
    whole = formulas.collaboration_relationship(figures.value, figures.low, figures.high, figures.coverage, need.needed)
    points = formulas.collaboration_contributions(value, counted)
    return Computed(
        organizations=evidence.organizations,
        pairs=pairs,
        need=need,
        counted=counted,
        said=said,
        talk=talk_of(evidence, pairs),
        has_evidence=evidence_of_pairs(evidence, pairs),
        figures=figures,
        parts=Breakdown(value, quality, adding_up(contributions(value, RELATIONSHIP.weights), figures.value)),
        whole=whole,
        whole_parts=Breakdown(
            value=_mean_over(counted, value),
            quality=np.nan_to_num(_mean_over(need.needed, quality)),
            points=adding_up(points, whole.value),
        ),
    )


def score_rows(computed: Computed, days: Sequence[date], *, collaboration_id: int, generation: int) -> list[Score]:
    """One row a month, as stored."""
    said = computed.confidential()
    may_show = releases(said)
    parts = computed.whole_parts.rows()
    return [
        Score(
            collaboration_id=collaboration_id,
            metric=Metric.RELATIONSHIP,
            month=month,
            as_of=as_of,
            value=number(computed.whole.value[month]),
            low=number(computed.whole.low[month]),
            high=number(computed.whole.high[month]),
            coverage=number(computed.whole.coverage[month]),
            parts=parts[month]
            | {
                "_answered": len(said[month]),
                "_released": may_show[month],
                "_pairs": int(computed.need.needed[month].sum()),
                "_counted": int(computed.counted[month].sum()),
            },
            generation=generation,
        )
        for month, as_of in enumerate(days)
    ]


def pair_rows(computed: Computed) -> list[dict[str, Any]]:
    """The pairs of the last snapshot that are needed or of which anything is known, as stored."""
    return rows_of(computed, np.flatnonzero(computed.need.needed[-1] | computed.has_evidence))


def rows_of(computed: Computed, chosen: IntArray) -> list[dict[str, Any]]:
    """Some pairs at the last snapshot."""
    figures, said, pairs = computed.figures, computed.said, computed.pairs
    columns = {
        "a": computed.organizations[pairs.low[chosen]].tolist(),
        "b": computed.organizations[pairs.high[chosen]].tolist(),
        "needed": computed.need.needed[-1, chosen].tolist(),
        "value": _cells(figures.value[-1, chosen]),
        "low": _cells(figures.low[-1, chosen]),
        "high": _cells(figures.high[-1, chosen]),
        "coverage": _cells(figures.coverage[-1, chosen]),
        "parts": computed.parts.rows(-1, chosen),
        "joint": [list(both) for both in zip(*(_cells(side) for side in said.joint[-1, chosen].T), strict=True)],
        "trust": [list(both) for both in zip(*(_cells(side) for side in said.trust[-1, chosen].T), strict=True)],
        "last_contact_on": [_day(last) for last in computed.talk.last_on[chosen].tolist()],
        "contacts": computed.talk.recent[chosen].tolist(),
        "cadence_days": computed.need.cadence_days[chosen].tolist(),
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def adding_up(points: FloatArray, total: FloatArray) -> FloatArray:
    """Points [..., k] with stored decimals that add up to the stored total [...]; the largest takes up the rounding.

    Example: 33.33333 three times of 100 -> 33.3334, 33.3333, 33.3333.
    """
    rounded = stored(points)
    rest = np.nan_to_num(stored(total) - np.nansum(rounded, axis=-1))
    largest = np.argmax(np.nan_to_num(rounded, nan=-1.0), axis=-1)[..., None]
    taken = np.take_along_axis(rounded, largest, axis=-1) + rest[..., None]
    np.put_along_axis(rounded, largest, stored(taken), axis=-1)
    return rounded


def _mean_over(pairs: BoolArray, values: FloatArray) -> FloatArray:
    """Mean over some pairs of what is observed: [snapshots, pairs, k] -> [snapshots, k]."""
    return observed_mean(np.moveaxis(np.where(pairs[..., None], values, np.nan), 1, -1))


def _cells(values: FloatArray) -> list[float | None]:
    return [_known(value) for value in stored(values).tolist()]


def _known(value: float) -> float | None:
    return None if value != value else value  # NaN alone differs from itself


def _day(ordinal: int) -> str | None:
    return date.fromordinal(ordinal).isoformat() if ordinal else None
