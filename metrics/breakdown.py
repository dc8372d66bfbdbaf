"""A score at all snapshots with its parts, as computed and as stored; the same for every metric."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from collab.models import Score
from metrics.formulas.catalogue import Metric
from metrics.formulas.composite import Composite, Figure, FloatArray, contributions, number, stored
from metrics.formulas.composite import total as sum_of

Parts = dict[str, dict[str, float | None]]


@dataclass(frozen=True)
class Breakdown:
    """One metric: its figures [...] and its components [..., k]: value and points with NaN = missing, quality 0-1.

    weights broadcast to the components. `notes` are further facts for each snapshot, stored under keys with "_".
    """

    metric: Metric
    figures: Composite
    value: FloatArray
    quality: FloatArray
    points: FloatArray
    weights: FloatArray
    notes: Sequence[Mapping[str, Any]] = field(default=())

    def at(self, *index: int) -> Figure | None:
        """The figure at an index, as stored; None = not computed."""
        return self.figures.at(*index)

    def part(self, key: str, *index: int) -> float | None:
        """The value of one component at an index, as stored."""
        return number(self.value[(*index, self.metric.keys.index(key))])

    def series(self) -> list[Figure | None]:
        """The figure of every snapshot, as stored: for figures [snapshots]."""
        figures = self.figures
        columns = (cells(one) for one in (figures.value, figures.low, figures.high, figures.coverage))
        return [None if row[3] is None else Figure(*row) for row in zip(*columns, strict=True)]

    def part_series(self) -> list[dict[str, float | None]]:
        """The value of every component at every snapshot, as stored: for values [snapshots, k]."""
        return [dict(zip(self.metric.keys, row, strict=True)) for row in cells(self.value)]

    def rows(self, *index: Any) -> list[Parts]:
        """The parts as they are stored; the index leaves one axis of composites."""
        weights = np.broadcast_to(self.weights, self.value.shape)
        arrays = (cells(array[index]) for array in (self.value, weights, self.quality, self.points))
        return [
            {
                key: {"value": value, "weight": weight, "quality": quality, "points": points}
                for key, value, weight, quality, points in zip(self.metric.keys, *row, strict=True)
            }
            for row in zip(*arrays, strict=True)
        ]

    def columns(self, *index: Any) -> dict[str, dict[str, Any]]:
        """The same as one array a figure, for composites that share their weights; there is at least one."""
        weights = np.broadcast_to(self.weights, self.value.shape)[index][0].tolist()
        arrays = (cells(array[index].T) for array in (self.value, self.quality, self.points))
        return {
            key: {"weight": weight, "value": value, "quality": quality, "points": points}
            for key, weight, value, quality, points in zip(self.metric.keys, weights, *arrays, strict=True)
        }


def breakdown(
    metric: Metric,
    figures: Composite,
    value: FloatArray,
    quality: FloatArray,
    weights: FloatArray,
    notes: Sequence[Mapping[str, Any]] = (),
) -> Breakdown:
    """A metric whose points follow from its values: w x / sum(w observed)."""
    known = np.where(np.isnan(value), 0.0, quality)
    points = adding_up(contributions(value, weights), figures.value)
    return Breakdown(metric, figures, value, known, points, weights, notes)


def score_rows(found: Breakdown, days: Sequence[date], *, collaboration_id: int, generation: int) -> list[Score]:
    """One row a month, as stored: figures [snapshots], parts [snapshots, k]."""
    parts, figures = found.rows(), found.figures
    notes = found.notes or [{}] * len(days)
    columns = [cells(one) for one in (figures.value, figures.low, figures.high, figures.coverage)]
    return [
        Score(
            collaboration_id=collaboration_id, metric=found.metric.key, month=month, as_of=as_of, value=value, low=low,
            high=high, coverage=coverage, parts={**parts[month], **notes[month]}, generation=generation,
        )
        for month, (as_of, value, low, high, coverage) in enumerate(zip(days, *columns, strict=True))
    ]  # fmt: skip


def adding_up(points: FloatArray, total: FloatArray) -> FloatArray:
    """Points [..., k] with stored decimals that add up to the stored total [...]; the largest takes up the rounding.

    Example: 33.33333 three times of 100 -> 33.3334, 33.3333, 33.3333.
    """
    rounded = stored(points)
    rest = np.nan_to_num(stored(total) - sum_of(np.nan_to_num(rounded)))
    largest = np.argmax(np.nan_to_num(rounded, nan=-1.0), axis=-1)[..., None]
    taken = np.take_along_axis(rounded, largest, axis=-1) + rest[..., None]
    np.put_along_axis(rounded, largest, stored(taken), axis=-1)
    return rounded


def cells(values: FloatArray) -> Any:
    """An array as nested lists of stored numbers, None for NaN."""
    rounded = stored(values)
    missing = np.isnan(rounded)
    if not missing.any():
        return rounded.tolist()
    with_none = rounded.astype(object)
    with_none[missing] = None
    return with_none.tolist()
