"""The map of influence and interest: a grid of five by five, numbers on it, names in the table beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.models import Organization
from government.models import Influence
from government.words import INFLUENCE, INTEREST, Words

CELL, LEFT, RIGHT, ROW = 5, 12.0, 100.0, 64  # steps of a scale; the plot in per cent; px a row
MUCH = 3  # of 4: from here on influence is large, and interest frequent
BESIDE = (0, 18, -18)  # px from the middle of a cell for the first, second and third number in a row, and so for rows


@dataclass(frozen=True)
class Place:
    """One organisation on the map."""

    number: int
    organization: Organization
    influence: int
    interest: int
    judged_on: date
    x: str
    y: int
    dx: int
    has_room: bool = True  # whether the name fits beside the number: nobody else stands in this cell

    @property
    def influence_words(self) -> Words:
        """The level of influence in words."""
        return INFLUENCE[self.influence]

    @property
    def interest_words(self) -> Words:
        """The level of interest in words."""
        return INTEREST[self.interest]


@dataclass(frozen=True)
class InfluenceMap:
    """Who is placed, and who is not yet."""

    places: tuple[Place, ...]
    unplaced: tuple[Organization, ...]
    columns: tuple[tuple[str, int], ...] = tuple(
        (f"{LEFT + (RIGHT - LEFT) * (level + 0.5) / CELL:.1f}%", level) for level in range(CELL)
    )
    edges: tuple[str, ...] = tuple(f"{LEFT + (RIGHT - LEFT) * level / CELL:.1f}%" for level in range(CELL + 1))
    rows: tuple[tuple[int, int], ...] = tuple((ROW * (CELL - level) - ROW // 2, level) for level in range(CELL))
    height: int = ROW * CELL + 40
    foot: int = ROW * CELL + 18

    @property
    def headline(self) -> str:
        """The finding: who can move the issue much and deals with it little."""
        able = [one for one in self.places if one.influence >= MUCH]
        idle = [one for one in able if one.interest < MUCH]
        words: dict[str, Any] = {"able": len(able), "idle": len(idle), "name": idle[0].organization if idle else ""}
        if not able:
            return _("Nobody who is placed can move much of the issue")
        if not idle:
            return ngettext(
                "The one who can move much of the issue deals with it often",
                "All %(able)s who can move much of the issue deal with it often", len(able),
            ) % words  # fmt: skip
        if len(idle) == 1:
            return _("%(name)s can move much of the issue but seldom deals with it") % words
        return _("%(idle)s of %(able)s who can move much of the issue seldom deal with it") % words


def influence_map(organizations: Iterable[Organization], *, on: date) -> InfluenceMap:
    """Each organisation at its newest place by a day, sorted by name; influence runs up, interest to the right."""
    places: list[Place] = []
    unplaced: list[Organization] = []
    taken: dict[tuple[int, int], int] = {}
    for one in organizations:
        newest = next((place for place in one.influences.all() if place.judged_on <= on), None)
        if newest is None:
            unplaced.append(one)
            continue
        cell = (newest.influence, newest.interest)
        places.append(_place(len(places) + 1, one, newest, taken.get(cell, 0)))
        taken[cell] = taken.get(cell, 0) + 1
    alone = {cell for cell, count in taken.items() if count == 1}
    named = (replace(one, has_room=(one.influence, one.interest) in alone) for one in places)
    return InfluenceMap(tuple(named), tuple(unplaced))


def _place(number: int, organization: Organization, newest: Influence, before: int) -> Place:
    line, column = divmod(before, len(BESIDE))
    x = LEFT + (RIGHT - LEFT) * (newest.interest + 0.5) / CELL
    y = ROW * (CELL - newest.influence) - ROW // 2 + BESIDE[line % len(BESIDE)]
    return Place(
        number, organization, newest.influence, newest.interest, newest.judged_on, f"{x:.1f}%", y, BESIDE[column]
    )
