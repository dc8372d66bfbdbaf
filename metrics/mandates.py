"""Reads the government evidence of one collaboration: rows in, arrays by mandate out, in a bounded number of queries.

Mandates and liaisons are counted by position (by id), days by `date.toordinal()`. Rows of a group stand in the order of
their days, so that the newest at a snapshot is found by one search.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Q

from collab.models import Attendance, Collaboration
from collab.months import end_of_day
from government.models import (
    CRITERIA,
    Consultation,
    Liaison,
    LiaisonRating,
    Mandate,
    NoneFound,
    Official,
    Stance,
    StateRole,
)
from metrics.evidence import NEVER, BoolArray, IntArray
from metrics.formulas.composite import FloatArray
from metrics.formulas.engagement import link_of


@dataclass(frozen=True)
class Posts:
    """Liaisons: for which mandate, from when to when, how near to the official (1 direct, .7, .4, 0)."""

    mandate: IntArray
    from_on: IntArray
    to_on: IntArray
    link: FloatArray


@dataclass(frozen=True)
class Ratings:
    """Ratings of liaisons by position: four criteria [ratings, 4] and the official's trust, 0-4, NaN = not known."""

    liaison: IntArray
    on: IntArray
    levels: FloatArray
    trust: FloatArray


@dataclass(frozen=True)
class Seen:
    """Something seen of a mandate on a day; level 0-4 for a stance, 0 for "nobody found, confirmed"."""

    mandate: IntArray
    on: IntArray
    level: FloatArray


@dataclass(frozen=True)
class Contacts:
    """One row for each held meeting that touched a mandate: its day, and the mandates touched [meetings, m]."""

    on: IntArray
    touches: BoolArray


@dataclass(frozen=True)
class Dossiers:
    """The government side of a collaboration."""

    weight: IntArray
    from_on: IntArray
    to_on: IntArray
    posts: Posts
    ratings: Ratings
    none_found: Seen
    stances: Seen
    contacts: Contacts
    roles: list[tuple[date, str]]  # the newest first
    consultations: list[tuple[int, str]]  # day and timing, in order
    met_on: IntArray


def load(collaboration: Collaboration, *, until: date, met_on: IntArray, only: int | None = None) -> Dossiers:
    """All government evidence dated up to a day; `only`: of one mandate, as if no other were listed."""
    listed = Mandate.objects.filter(collaboration=collaboration, from_on__lte=until)
    rows = list(
        (listed if only is None else listed.filter(pk=only))
        .order_by("pk")
        .values_list("pk", "body_id", "weight", "from_on", "to_on")
    )
    place = {pk: position for position, (pk, *_rest) in enumerate(rows)}
    mine: dict[str, Any] = {"collaboration": collaboration, "mandate__in": place}
    liaisons = _liaisons(mine, until) if rows else []
    found = NoneFound.objects.filter(**mine, confirmed_on__lte=until).order_by("mandate_id", "confirmed_on", "pk")
    seen = Stance.objects.filter(**mine, seen_on__lte=until).order_by("mandate_id", "seen_on", "pk")
    asked = _consultations(collaboration, until) if rows else []
    if only is not None:
        asked = [one for one in asked if one[3] == only]
    return Dossiers(
        weight=_ints(row[2] for row in rows),
        from_on=_days(row[3] for row in rows),
        to_on=_days(row[4] for row in rows),
        posts=Posts(
            _ints(place[one[1]] for one in liaisons), _days(one[2] for one in liaisons),
            _days(one[3] for one in liaisons), np.array([link_of(one[4]) for one in liaisons], dtype=np.float64),
        ),
        ratings=_ratings(collaboration, until, {one[0]: position for position, one in enumerate(liaisons)}),
        none_found=_seen([(*row, 0) for row in found.values_list("mandate_id", "confirmed_on")] if rows else [], place),
        stances=_seen(seen.values_list("mandate_id", "seen_on", "level") if rows else [], place),
        contacts=_contacts(collaboration, until, {row[0]: row[1] for row in rows}, liaisons, asked, place),
        roles=list(
            StateRole.objects.filter(collaboration=collaboration).in_force(on=until).values_list("from_on", "role")
        )
        if rows
        else [],
        consultations=[(day, timing) for day, timing, _meeting, _mandate in asked],
        met_on=met_on,
    )  # fmt: skip


def _liaisons(mine: dict[str, Any], until: date) -> list[tuple[Any, ...]]:
    """Liaisons by id: id, mandate, from, to, steps, person."""
    rows = Liaison.objects.filter(**mine, from_on__lte=until).order_by("pk")
    return list(rows.values_list("pk", "mandate_id", "from_on", "to_on", "steps", "person_id"))


def _ratings(collaboration: Collaboration, until: date, place: Mapping[int, int]) -> Ratings:
    found = LiaisonRating.objects.filter(collaboration=collaboration, liaison__in=place, rated_on__lte=until)
    rows = list(
        found.order_by("liaison_id", "rated_on", "pk").values_list("liaison_id", "rated_on", "trust", *CRITERIA)
        if place
        else []
    )
    said = np.array([[_level(one) for one in row[2:]] for row in rows], dtype=np.float64).reshape(-1, 1 + len(CRITERIA))
    return Ratings(_ints(place[row[0]] for row in rows), _days(row[1] for row in rows), said[:, 1:], said[:, 0])


def _seen(rows: Iterable[tuple[int, date, int]], place: Mapping[int, int]) -> Seen:
    found = list(rows)
    levels = np.array([row[2] for row in found], dtype=np.float64)
    return Seen(_ints(place[row[0]] for row in found), _days(row[1] for row in found), levels)


def _consultations(collaboration: Collaboration, until: date) -> list[tuple[int, str, Any, int]]:
    """Held meetings that were marked as consultations: day, timing, meeting, mandate; the first first."""
    zone = collaboration.zone
    rows = Consultation.objects.filter(
        collaboration=collaboration, meeting__is_held=True, meeting__held_at__lt=end_of_day(until, zone)
    ).order_by("meeting__held_at", "pk")
    return [
        (at.astimezone(zone).toordinal(), timing, meeting, mandate)
        for at, timing, meeting, mandate in rows.values_list("meeting__held_at", "timing", "meeting_id", "mandate_id")
    ]


def _contacts(
    collaboration: Collaboration,
    until: date,
    body_of: Mapping[int, int],
    liaisons: list[tuple[Any, ...]],
    asked: list[tuple[int, str, Any, int]],
    place: Mapping[int, int],
) -> Contacts:
    """Held meetings with the body, with the official or a liaison while they served, or marked as a consultation."""
    of_body: dict[int, list[int]] = defaultdict(list)
    for mandate, body in body_of.items():
        of_body[body].append(mandate)
    terms = _terms(collaboration, until, liaisons, place)
    touched: dict[Any, tuple[int, set[int]]] = {}
    for day, _timing, meeting, mandate in asked:
        if mandate in place:
            touched.setdefault(meeting, (day, set()))[1].add(mandate)
    for meeting, day, body, person in _present(collaboration, until, of_body, terms):
        through = (pk for pk, first, last in terms.get(person, ()) if first <= day < last)
        for mandate in {*of_body.get(body, ()), *through}:
            touched.setdefault(meeting, (day, set()))[1].add(mandate)
    rows = sorted((day, tuple(sorted(mandates))) for day, mandates in touched.values())
    touches = np.zeros((len(rows), len(place)), dtype=np.bool_)
    for row, (_day, mandates) in enumerate(rows):
        touches[row, [place[one] for one in mandates]] = True
    return Contacts(_ints(day for day, _mandates in rows), touches)


def _present(
    collaboration: Collaboration, until: date, bodies: Iterable[int], people: Iterable[int]
) -> Iterable[tuple[Any, int, int, int]]:
    """Who of these bodies and people was at which held meeting: meeting, day, body, person."""
    if not (whom := list(bodies)):
        return
    zone = collaboration.zone
    rows = Attendance.objects.filter(
        Q(organization__in=whom) | Q(person__in=list(people)), collaboration=collaboration,
        meeting__is_held=True, meeting__held_at__lt=end_of_day(until, zone),
    )  # fmt: skip
    for meeting, held_at, body, person in rows.order_by().values_list(
        "meeting_id", "meeting__held_at", "organization_id", "person_id"
    ):
        yield meeting, held_at.astimezone(zone).toordinal(), body, person


def _terms(
    collaboration: Collaboration, until: date, liaisons: list[tuple[Any, ...]], place: Mapping[int, int]
) -> dict[int, list[tuple[int, int, int]]]:
    """For which mandates a person stood, from which day up to, not including, which other."""
    terms: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    offices = Official.objects.filter(collaboration=collaboration, mandate__in=place, from_on__lte=until)
    served = [(one[5], *one[1:4]) for one in liaisons]
    held = offices.values_list("person_id", "mandate_id", "from_on", "to_on") if place else []
    for person, mandate, from_on, to_on in [*served, *held]:
        terms[person].append((mandate, from_on.toordinal(), to_on.toordinal() if to_on else NEVER))
    return terms


def _ints(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, dtype=np.int64)


def _days(values: Iterable[date | None]) -> IntArray:
    return _ints(NEVER if value is None else value.toordinal() for value in values)


def _level(value: int | None) -> float:
    return np.nan if value is None else float(value)
