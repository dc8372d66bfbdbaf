"""Reads the evidence of one collaboration: rows of all apps in, arrays out, in a bounded number of queries.

Organisations are counted by position (0 to n - 1, by id), days by `date.toordinal()`. All arrays are in an order that
follows from their content alone, so that sums come out the same to the last bit however the rows were written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import FloatField, Q, Value
from django.db.models.functions import Cast

from collab.models import Collaboration, Commitment, Meeting, Organization
from collab.months import end_of_day
from metrics.answers import NEVER, Answers, Picks, said_of_others
from metrics.formulas.catalogue import MODE_WEIGHTS
from metrics.formulas.composite import FloatArray
from metrics.formulas.relationship import contact_weights
from metrics.numbers import BoolArray, IntArray
from partners.models import Answer, Partner, Tie

NOBODY = -1  # the position of no organisation
OUTCOMES = tuple(Commitment.Outcome.values)

# a meeting with contacts: organisations present, day, weight of its mode, called by, chaired by, who was there
Met = tuple[int, int, float, int, int, list[int]]


@dataclass(frozen=True)
class Core:
    """Which organisation belonged to the core, from a day up to, not including, another."""

    organization: IntArray
    from_on: IntArray
    to_on: IntArray


@dataclass(frozen=True)
class Ties:
    """What was agreed about pairs; where two hold on one day the later one stands."""

    low: IntArray
    high: IntArray
    is_needed: BoolArray
    cadence_days: IntArray
    from_on: IntArray
    to_on: IntArray


@dataclass(frozen=True)
class Contacts:
    """One row for each held meeting and each pair of organisations present."""

    on: IntArray
    weight: FloatArray
    low: IntArray
    high: IntArray
    called_by: IntArray
    chaired_by: IntArray


@dataclass(frozen=True)
class Promises:
    """Promises that fell due; promisee NOBODY = the whole group, outcome = position in OUTCOMES."""

    promiser: IntArray
    promisee: IntArray
    due_on: IntArray
    closed_on: IntArray
    outcome: IntArray


@dataclass(frozen=True)
class Evidence:
    """Everything that scores of one collaboration are made of."""

    organizations: IntArray  # ids, ascending
    is_public: BoolArray  # which are government bodies
    is_local: BoolArray
    backbone: int
    core: Core
    ties: Ties
    met_on: IntArray  # days of all held meetings, ascending: whether anybody keeps the log
    contacts: Contacts
    promises: Promises
    answers: Answers
    picks: Picks

    @property
    def size(self) -> int:
        """How many organisations there are."""
        return int(self.organizations.size)

    def position(self, organization_id: int) -> int:
        """Where an organisation stands. Raises KeyError when it is none of these."""
        found = int(np.searchsorted(self.organizations, organization_id))
        if found == self.size or self.organizations[found] != organization_id:
            raise KeyError(organization_id)
        return found


def load(collaboration: Collaboration, *, until: date) -> Evidence:
    """All evidence dated up to and including a day in the collaboration's time zone."""
    rows = Organization.objects.filter(collaboration=collaboration).order_by("id")
    ids, sectors, local = _columns(rows.values_list("id", "sector", "is_local"), 3)
    position: dict[int | None, int] = {pk: place for place, pk in enumerate(ids)}
    met_on, contacts = _meetings(collaboration, until, position)
    organizations = _ints(ids)
    answers, picks = said_of_others(collaboration, until=until, organizations=organizations)
    return Evidence(
        organizations=organizations,
        is_public=np.array([one == Organization.Sector.GOVERNMENT for one in sectors], dtype=np.bool_),
        is_local=np.array(local, dtype=np.bool_),
        backbone=position.get(collaboration.backbone_id, NOBODY),
        core=_core(collaboration, until, position),
        ties=_ties(collaboration, until, position),
        met_on=met_on,
        contacts=contacts,
        promises=_promises(collaboration, until, position),
        answers=answers,
        picks=picks,
    )


def days_met(collaboration: Collaboration, *, until: date) -> IntArray:
    """The days of all held meetings, ascending: for what needs nothing else of them."""
    zone = collaboration.zone
    rows = Meeting.objects.filter(collaboration=collaboration, held_at__lt=end_of_day(until, zone)).held()
    return np.sort(_ints(at.astimezone(zone).toordinal() for at in rows.values_list("held_at", flat=True)))


def relation(collaboration: Collaboration, item: str, *, until: date) -> tuple[IntArray, FloatArray, IntArray]:
    """One relation between organisations: ids, levels[n, n] of the newest wave (NaN = no answer), days[n, n].

    The level is the mean of the raters of an organisation. Organisations are those that answered or were asked about.
    """
    rows = (
        Answer.objects.filter(collaboration=collaboration)
        .relation(item)
        .counted(on=until)
        .order_by("rater_id", "subject_id", "counted_on", "value")
        .values_list("rater_id", "subject_id", "counted_on", Cast("value", FloatField()))
    )
    said: dict[tuple[int, int], tuple[date, list[float]]] = {}
    for rater, subject, wave, value in rows:
        newest, values = said.get((rater, subject), (wave, []))
        values = values if newest == wave else []
        said[rater, subject] = (wave, [*values, value] if value is not None else values)
    ids = sorted({one for pair in said for one in pair})
    place = {one: index for index, one in enumerate(ids)}
    levels, days = np.full((len(ids), len(ids)), np.nan), np.zeros((len(ids), len(ids)), dtype=np.int64)
    for (rater, subject), (wave, values) in said.items():
        days[place[rater], place[subject]] = wave.toordinal()
        if values:
            levels[place[rater], place[subject]] = sum(values) / len(values)
    return _ints(ids), levels, days


def relation_items(collaboration: Collaboration, *, until: date) -> list[str]:
    """The items that were answered about other organisations by a day and not in confidence, by name."""
    rows = Answer.objects.filter(collaboration=collaboration).open_relations().counted(on=until)
    return sorted(rows.order_by().values_list("item", flat=True).distinct())


def _core(collaboration: Collaboration, until: date, position: dict[int | None, int]) -> Core:
    rows = Partner.objects.filter(collaboration=collaboration, core_from_on__lte=until).order_by("organization_id")
    who, from_on, to_on = _columns(rows.values_list("organization_id", "core_from_on", "core_to_on"), 3)
    return Core(_ints(position[one] for one in who), _days(from_on), _days(to_on))


def _ties(collaboration: Collaboration, until: date, position: dict[int | None, int]) -> Ties:
    rows = Tie.objects.filter(collaboration=collaboration, from_on__lte=until).order_by("from_on", "id")
    first, second, needed, cadence, from_on, to_on = _columns(
        rows.values_list("first_id", "second_id", "is_needed", "cadence_days", "from_on", "to_on"), 6
    )
    return Ties(
        low=_ints(position[one] for one in first),
        high=_ints(position[one] for one in second),
        is_needed=np.array(needed, dtype=np.bool_),
        cadence_days=_ints(cadence),
        from_on=_days(from_on),
        to_on=_days(to_on),
    )


def _meetings(collaboration: Collaboration, until: date, position: dict[int | None, int]) -> tuple[IntArray, Contacts]:
    zone = collaboration.zone
    present = ArrayAgg(
        "attendances__organization_id",
        distinct=True,
        filter=Q(attendances__organization_id__isnull=False),
        default=Value([]),
    )
    rows = (
        Meeting.objects.filter(collaboration=collaboration, held_at__lt=end_of_day(until, zone))
        .held()
        .order_by()
        .annotate(present=present)
        .values_list("held_at", "mode", "called_by_id", "chaired_by_id", "present")
    )
    met_on: list[int] = []
    met: list[Met] = []
    for held_at, mode, called_by, chaired_by, organizations in rows:
        day = held_at.astimezone(zone).toordinal()
        met_on.append(day)
        if len(organizations) > 1:
            by = position.get(called_by, NOBODY), position.get(chaired_by, NOBODY)
            who = sorted(position[one] for one in organizations)
            met.append((len(who), day, MODE_WEIGHTS[mode], *by, who))
    return np.sort(_ints(met_on)), _contacts(sorted(met))


def _contacts(met: Iterable[Met]) -> Contacts:
    """Every pair of organisations present at each meeting; meetings of one size at a time."""
    blocks: list[tuple[npt.NDArray[Any], ...]] = [(np.zeros(0, np.int64), np.zeros(0), *(np.zeros((4, 0), np.int64)))]
    for size, group in groupby(met, key=itemgetter(0)):
        _size, on, weight, called_by, chaired_by, present = zip(*group, strict=True)
        first, second = np.triu_indices(size, 1)
        who = np.array(present, dtype=np.int64)
        facts = (np.array(on), contact_weights(weight, size), np.array(called_by), np.array(chaired_by))
        repeated = (np.repeat(one, first.size) for one in facts)
        blocks.append((*repeated, who[:, first].ravel(), who[:, second].ravel()))
    on_all, weights, called, chaired, low, high = (np.concatenate(column) for column in zip(*blocks, strict=True))
    return Contacts(on_all, weights, low, high, called, chaired)


def _promises(collaboration: Collaboration, until: date, position: dict[int | None, int]) -> Promises:
    rows = Commitment.objects.filter(collaboration=collaboration, due_on__lte=until).order_by()
    promiser, promisee, due_on, closed_on, outcome = _columns(
        rows.values_list("promiser_id", "promisee_id", "due_on", "closed_on", "outcome"), 5
    )
    return Promises(
        promiser=_ints(position[one] for one in promiser),
        promisee=_ints(position.get(one, NOBODY) for one in promisee),
        due_on=_days(due_on),
        closed_on=_days(closed_on),
        outcome=_ints(OUTCOMES.index(one) for one in outcome),
    )


def _columns(rows: Iterable[tuple[Any, ...]], count: int) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) or [()] * count


def _ints(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, dtype=np.int64)


def _days(values: Iterable[date | None]) -> IntArray:
    return _ints(NEVER if value is None else value.toordinal() for value in values)
