"""Reads ratings of readiness: rows in, arrays by cell (partner x criterion, or item) and assessor out; two queries.

A cell is rated by several organisations, each in a slot of its own; rows of a slot stand in the order of their days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from collab.models import Collaboration
from metrics.dated import newest
from metrics.evidence import BoolArray, IntArray
from metrics.formulas.catalogue import PARTNER_READINESS, READINESS
from metrics.formulas.composite import FloatArray
from partners.models import CollaborationRating, Partner, ReadinessRating

Row = tuple[int, int, int, float]  # cell, assessor, day, level


@dataclass(frozen=True)
class Rated:
    """Ratings of some cells. Slots are numbered through: `cell`, `place` within the cell, `assessor` by slot."""

    cells: int
    cell: IntArray
    place: IntArray
    assessor: IntArray
    slot: IntArray
    on: IntArray
    level: FloatArray

    def at(self, days: IntArray) -> tuple[FloatArray, FloatArray]:
        """The newest level of each slot and its age in days at each snapshot: [snapshots, cells, places] twice."""
        found = newest(self.slot, self.on, days, self.cell.size)
        return self._spread(found.of(self.level)), self._spread(found.age)

    def by(self, assessors: IntArray) -> BoolArray:
        """Which slots belong to the organisation that stands for their cell, [cells, places]; assessors[cells]."""
        own = np.zeros((self.cells, self._width), dtype=np.bool_)
        own[self.cell, self.place] = self.assessor == assessors[self.cell]
        return own

    @property
    def _width(self) -> int:
        return int(self.place.max(initial=-1)) + 1

    def _spread(self, values: FloatArray) -> FloatArray:
        wide = np.full((values.shape[0], self.cells, self._width), np.nan)
        wide[:, self.cell, self.place] = values
        return wide


@dataclass(frozen=True)
class Ratings:
    """All ratings of a collaboration: of its partners [partners x criteria] and of the whole [items]."""

    partners: IntArray  # ids of partners
    organizations: IntArray  # their organisations
    of_partners: Rated
    of_the_whole: Rated


def load(collaboration: Collaboration, *, until: date) -> Ratings:
    """All ratings made by a day."""
    members = list(
        Partner.objects.filter(collaboration=collaboration).order_by("organization_id").values_list(
            "pk", "organization_id"
        )
    )  # fmt: skip
    place = {pk: number for number, (pk, _organization) in enumerate(members)}
    criteria = {key: number for number, key in enumerate(PARTNER_READINESS.keys)}
    items = {key: number for number, key in enumerate(READINESS.keys)}
    rows = (
        ReadinessRating.objects.filter(collaboration=collaboration, rated_on__lte=until)
        .order_by()
        .values_list("partner_id", "criterion", "assessor_id", "rated_on", "level")
    )
    whole = (
        CollaborationRating.objects.filter(collaboration=collaboration, rated_on__lte=until)
        .order_by()
        .values_list("item", "assessor_id", "rated_on", "level")
    )
    return Ratings(
        np.array([pk for pk, _organization in members], dtype=np.int64),
        np.array([organization for _pk, organization in members], dtype=np.int64),
        _rated(
            [
                (place[partner] * len(criteria) + criteria[criterion], by, on.toordinal(), _level(level))
                for partner, criterion, by, on, level in rows
            ],
            len(members) * len(criteria),
        ),
        _rated([(items[item], by, on.toordinal(), _level(level)) for item, by, on, level in whole], len(items)),
    )


def _rated(rows: Sequence[Row], cells: int) -> Rated:
    ordered = sorted(rows)
    cell, assessor, on, level = (list(column) for column in zip(*ordered, strict=True)) if ordered else ([], [], [], [])
    pair = np.stack([_ints(cell), _ints(assessor)], axis=-1)
    slots, slot = np.unique(pair, axis=0, return_inverse=True) if ordered else (pair, _ints([]))
    first = np.searchsorted(slots[:, 0], slots[:, 0], side="left")
    return Rated(
        cells, slots[:, 0], np.arange(len(slots)) - first, slots[:, 1], slot.ravel(), _ints(on),
        np.array(level, dtype=np.float64),
    )  # fmt: skip


def _ints(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, dtype=np.int64)


def _level(level: int | None) -> float:
    return np.nan if level is None else float(level)
