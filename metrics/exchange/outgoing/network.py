"""A relation as it leaves the house: its organisations and their ties, with the days from which each level stood."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import FloatField
from django.db.models.functions import Cast

from collab.models import Collaboration
from metrics.exchange.node_ids import key_of, mark_of
from metrics.formulas.catalogue import OPINION_LAST_DAYS
from metrics.network import NetworkView, Node
from partners.models import JOINT_WORK_ITEM, Answer


@dataclass(frozen=True)
class Member:
    """An organisation. `key` is the same in every file; `between` is its betweenness, None = not measured."""

    key: str
    name: str
    label: str
    sector: str
    ties: int
    between: float | None


@dataclass(frozen=True)
class Spell:
    """A stretch of days with one level: from `start` up to the day before `end`; never empty."""

    start: date
    end: date
    level: float


@dataclass(frozen=True)
class SentTie:
    """What `source` says of `target` (keys of members): its spells in order, at least one."""

    key: str
    source: str
    target: str
    spells: tuple[Spell, ...]

    def level(self, *, on: date) -> float | None:
        """The level on a day; None when no tie stands then."""
        return next((one.level for one in self.spells if one.start <= on < one.end), None)


@dataclass(frozen=True)
class SentNetwork:
    """A relation up to a day: everybody in it, and every tie that ever stood."""

    title: str
    item: str
    on: date
    members: tuple[Member, ...]
    ties: tuple[SentTie, ...]

    def standing(self) -> list[tuple[SentTie, float]]:
        """The ties of the day with their levels."""
        found = ((tie, tie.level(on=self.on)) for tie in self.ties)
        return [(tie, level) for tie, level in found if level is not None]


def sent(
    collaboration: Collaboration, view: NetworkView, nodes: Iterable[Node], *, title: str, least: float = 0.0
) -> SentNetwork:
    """What a reader sees of a relation, with its past: the chosen organisations and their ties from a level on."""
    kept = {node.id for node in nodes}
    past = spells(collaboration, view.item, cut=max(view.cut, least), until=view.on)
    mark = mark_of(collaboration)
    ties = tuple(
        SentTie(f"t{source}-{target}", key_of(source, mark), key_of(target, mark), stretch)
        for (source, target), stretch in sorted(past.items())
        if {source, target} <= kept
    )
    return SentNetwork(title, view.item, view.on, _members(view, kept, ties, mark), ties)


def spells(
    collaboration: Collaboration, item: str, *, cut: float, until: date
) -> dict[tuple[int, int], tuple[Spell, ...]]:
    """The stretches in which what an organisation says of another is a tie, by (who says, of whom).

    A level holds from the day its wave counts until the next wave does; joint work ages out after a year as well.
    """
    said: dict[tuple[int, int], dict[date, list[float]]] = defaultdict(dict)
    rows = (
        Answer.objects.filter(collaboration=collaboration)
        .relation(item)
        .counted(on=until)
        .order_by("rater_id", "subject_id", "counted_on", "value")
        .values_list("rater_id", "subject_id", "counted_on", Cast("value", FloatField()))
    )
    for rater, subject, day, value in rows:
        heard = said[rater, subject].setdefault(day, [])
        heard += [] if value is None else [value]
    lasts = timedelta(days=OPINION_LAST_DAYS + 1) if item == JOINT_WORK_ITEM else None
    found = {pair: _stretches(waves, cut, until, lasts) for pair, waves in said.items()}
    return {pair: stretch for pair, stretch in found.items() if stretch}


def _stretches(waves: dict[date, list[float]], cut: float, until: date, lasts: timedelta | None) -> tuple[Spell, ...]:
    days = sorted(waves)
    ends = [*days[1:], until + timedelta(days=1)]
    found = []
    for start, end in zip(days, ends, strict=True):
        level = sum(waves[start]) / len(waves[start]) if waves[start] else None
        if level is not None and level >= cut:
            found.append(Spell(start, min(end, start + lasts) if lasts else end, level))
    return tuple(found)


def _members(view: NetworkView, kept: set[int], ties: tuple[SentTie, ...], mark: str) -> tuple[Member, ...]:
    """Those who stand in the relation on the day; ties count organisations, not directions."""
    pairs = {frozenset((one.source, one.target)) for one in ties if one.level(on=view.on) is not None}
    degree = Counter(key for pair in pairs for key in pair)
    between = view.network.betweenness
    return tuple(
        Member(key, node.name, node.label, node.sector, degree[key], between[place])
        for place, node in enumerate(view.nodes)
        if node.id in kept
        for key in [key_of(node.id, mark)]
    )
