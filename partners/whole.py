"""Readiness of the whole as its page shows it: sections of items, each with the newest statement of each assessor."""

from dataclasses import dataclass
from datetime import date

from collab.models import Seat
from collab.roles import Action
from partners.models import CollaborationRating, newest
from partners.shown import DIFFER_POINTS, FRESH_DAYS, LAST_DAYS
from partners.words import ITEM_ANCHORS, ITEM_QUESTION, SECTIONS, Words, anchor

FACTS = {"C3"}  # earlier collaboration does not age


@dataclass(frozen=True)
class Statement:
    """One signed statement about one item."""

    rating: CollaborationRating
    words: Words
    is_aged: bool
    is_gone: bool


@dataclass(frozen=True)
class ShownItem:
    """One item: who said what, how far apart they are, the mean as a length."""

    key: str
    label: Words
    question: Words
    top: int
    said: tuple[Statement, ...]

    @property
    def levels(self) -> list[int]:
        """The levels that count."""
        return [one.rating.level for one in self.said if one.rating.level is not None and not one.is_gone]

    @property
    def share(self) -> float | None:
        """The mean of the levels as a length from 0 to 100; None where nothing counts."""
        return 100 * sum(self.levels) / len(self.levels) / self.top if self.levels else None

    @property
    def views_differ(self) -> bool:
        """Whether assessors are two levels or more apart."""
        return bool(self.levels) and max(self.levels) - min(self.levels) >= DIFFER_POINTS


@dataclass(frozen=True)
class ShownSection:
    """One section of items."""

    letter: str
    title: Words
    hint: Words
    items: tuple[ShownItem, ...]


def sections(seat: Seat, *, on: date) -> list[ShownSection]:
    """All four sections by that day; a reader who sees only the own statements gets those. One query."""
    rows = CollaborationRating.objects.filter(collaboration=seat.collaboration, rated_on__lte=on)
    if not seat.may_for_all(Action.RATE_PARTNERS):
        rows = rows.filter(assessor=seat.organization_id)
    found = list(newest(rows, "item", "assessor_id").select_related("assessor", "rated_by"))
    return [
        ShownSection(letter, title, hint, tuple(_item(key, found, on) for key in keys))
        for letter, title, hint, keys in SECTIONS
    ]


def _item(key: str, found: list[CollaborationRating], on: date) -> ShownItem:
    own = sorted((one for one in found if one.item == key), key=lambda one: one.rated_on, reverse=True)
    label = CollaborationRating.Item(key).label
    return ShownItem(
        key, label, ITEM_QUESTION[key], len(ITEM_ANCHORS[key]) - 1, tuple(_statement(one, on) for one in own)
    )


def _statement(rating: CollaborationRating, on: date) -> Statement:
    age = 0 if rating.item in FACTS else (on - rating.rated_on).days
    return Statement(rating, anchor(rating.item, rating.level), FRESH_DAYS < age <= LAST_DAYS, age > LAST_DAYS)
