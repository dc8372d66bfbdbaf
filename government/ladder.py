"""Mandates as rungs of a ladder: all that a page shows of each, read in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from collab.models import Attendance, Collaboration, Seat
from collab.months import end_of_day
from collab.roles import Action
from government.coverage import CRITERIA, Cover, Coverage, Rated, Standing, coverage, standing
from government.models import (
    Consultation,
    Liaison,
    LiaisonRating,
    Mandate,
    NoneFound,
    Official,
    OwnStatement,
    Stance,
    StateRole,
)
from government.models.mandates import MandateQuerySet, sees_people


@dataclass(frozen=True)
class Contact:
    """One held meeting that touched a mandate; `timing` where it was a consultation on substance."""

    meeting: UUID
    on: date
    timing: str = ""


@dataclass(frozen=True)
class Carrier:
    """A current liaison and how this person stands. For the facilitation team only."""

    liaison: Liaison
    standing: Standing
    trust: float | None
    own: OwnStatement | None = None  # how much time the person says there is


@dataclass(frozen=True)
class Rung:
    """One mandate with everything that stands beside it."""

    mandate: Mandate
    coverage: Coverage
    official: Official | None = None
    former: Official | None = None  # the last one who left, while nobody follows
    carriers: tuple[Carrier, ...] = ()
    stance: Stance | None = None
    gap_since: date | None = None
    contacts: tuple[Contact, ...] = ()  # the newest last
    due_on: date | None = None
    is_late: bool = False
    with_people: bool = True

    @property
    def last_on(self) -> date | None:
        """The day of the last contact."""
        return self.contacts[-1].on if self.contacts else None

    def by_role(self) -> "Rung":
        """What those outside the facilitation team may see: the state, never a person, a level or a stance."""
        plain = replace(self.coverage, fitness=None)
        return replace(self, coverage=plain, official=None, former=None, carriers=(), stance=None, with_people=False)

    def without_contacts(self) -> "Rung":
        """What those may see who have no right on evidence of others."""
        return replace(self, contacts=(), due_on=None, is_late=False)


@dataclass
class _Beside:
    """Rows that stand beside mandates, by mandate."""

    officials: dict[int, list[Official]] = field(default_factory=lambda: defaultdict(list))
    liaisons: dict[int, list[Liaison]] = field(default_factory=lambda: defaultdict(list))
    ratings: dict[int, list[LiaisonRating]] = field(default_factory=lambda: defaultdict(list))
    none_found: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    own: dict[int, OwnStatement] = field(default_factory=dict)  # by liaison, the newest
    stances: dict[int, list[Stance]] = field(default_factory=lambda: defaultdict(list))
    contacts: dict[int, list[Contact]] = field(default_factory=lambda: defaultdict(list))


def rungs_for(seat: Seat, mandates: MandateQuerySet, *, on: date) -> list[Rung]:
    """The rungs as this reader may see them."""
    rungs = rungs_of(seat.collaboration, mandates.visible_to(seat), on=on)
    if not sees_people(seat):
        rungs = [one.by_role() for one in rungs]
    return rungs if sees_contacts(seat) else [one.without_contacts() for one in rungs]


def sees_contacts(seat: Seat) -> bool:
    """Whether a reader sees when a mandate was talked to: who sees all evidence, or has this mandate as own."""
    from_all = seat.may_for_all(Action.SEE_EVIDENCE)
    return from_all or not seat.may_for_all(Action.SEE_SCORES)


def rungs_of(collaboration: Collaboration, mandates: MandateQuerySet, *, on: date) -> list[Rung]:
    """Everything beside these mandates on a day, gaps first. Not for the eyes of everybody: see `rungs_for`."""
    rows = list(mandates.select_related("body"))
    beside = _read(collaboration, rows, on)
    state = collaboration.state_roles.in_force(on=on).first()
    return sorted((_rung(one, beside, state, on) for one in rows), key=_order)


def _order(rung: Rung) -> tuple[Any, ...]:
    place = (Cover.GAP, Cover.UNKNOWN, Cover.THIN, Cover.COVERED).index(rung.coverage.state)
    mandate = rung.mandate
    return (place, not rung.coverage.is_forgotten, -mandate.weight, mandate.body.name, mandate.topic, mandate.pk)


def _rung(mandate: Mandate, beside: _Beside, state: StateRole | None, on: date) -> Rung:
    offices = beside.officials[mandate.pk]  # the newest first
    official = next((one for one in offices if one.to_on is None or one.to_on > on), None)
    left = [one for one in offices if one.to_on and one.to_on <= on]
    changed_on = max((one.to_on for one in left if one.to_on), default=None)
    entries = beside.liaisons[mandate.pk]
    serving = [one for one in entries if one.to_on is None or one.to_on > on]
    carriers = sorted((_carrier(one, beside, changed_on, on) for one in serving), key=_best_first)
    none_found = beside.none_found[mandate.pk]
    ended = [one.to_on for one in entries if one.to_on and one.to_on <= on]
    contacts = tuple(sorted(beside.contacts[mandate.pk], key=lambda one: (one.on, str(one.meeting))))
    due_on = _due(mandate, contacts, state)
    return Rung(
        mandate=mandate, official=official, former=None if official or not left else left[0], carriers=tuple(carriers),
        coverage=coverage(
            [one.standing for one in carriers], had_liaison=bool(ended),
            confirmed_days=(on - max(none_found)).days if none_found else None,
            has_official=official is not None or not left,
        ),
        stance=next(iter(beside.stances[mandate.pk]), None),
        gap_since=None if carriers else max([*ended, *none_found], default=None),
        contacts=contacts, due_on=due_on, is_late=due_on is not None and due_on < on,
    )  # fmt: skip


def _carrier(liaison: Liaison, beside: _Beside, changed_on: date | None, on: date) -> Carrier:
    rows = beside.ratings[liaison.pk]
    rated = [Rated(one.rated_on, {name: getattr(one, name) for name in CRITERIA}) for one in rows]
    heard = [Rated(one.rated_on, {CRITERIA[0]: one.trust}) for one in rows]
    here, trust = standing(rated, on=on, changed_on=changed_on), standing(heard, on=on).levels[0]
    return Carrier(liaison, here, trust, beside.own.get(liaison.pk))


def _best_first(one: Carrier) -> tuple[float, str, int]:
    value = one.standing.fitness
    return (1.0 if value is None else -value, one.liaison.person.name, one.liaison.pk)


def _due(mandate: Mandate, contacts: Sequence[Contact], state: StateRole | None) -> date | None:
    """When the office should be talked to next; nothing while the role of the state is not set."""
    if state is None:
        return None
    return (contacts[-1].on if contacts else mandate.from_on) + timedelta(days=state.cadence_days)


# -- reading ----------------------------------------------------------------------------------------------------------


def _read(collaboration: Collaboration, mandates: Sequence[Mandate], on: date) -> _Beside:
    beside, ids = _Beside(), [one.pk for one in mandates]
    for official in Official.objects.filter(mandate__in=ids, from_on__lte=on).select_related("person"):
        beside.officials[official.mandate_id].append(official)
    for liaison in Liaison.objects.filter(mandate__in=ids, from_on__lte=on).select_related("person"):
        beside.liaisons[liaison.mandate_id].append(liaison)
    for rating in LiaisonRating.objects.filter(liaison__mandate__in=ids).by_day(on=on):
        beside.ratings[rating.liaison_id].append(rating)
    for mandate_id, day in NoneFound.objects.filter(mandate__in=ids, confirmed_on__lte=on).values_list(
        "mandate_id", "confirmed_on"
    ):
        beside.none_found[mandate_id].append(day)
    said = OwnStatement.objects.filter(liaison__mandate__in=ids, bandwidth__isnull=False, said_on__lte=on)
    for one in said.order_by("said_on", "pk"):
        beside.own[one.liaison_id] = one
    for stance in Stance.objects.filter(mandate__in=ids, seen_on__lte=on):
        beside.stances[stance.mandate_id].append(stance)
    _read_contacts(collaboration, mandates, beside, on)
    return beside


def _read_contacts(collaboration: Collaboration, mandates: Sequence[Mandate], beside: _Beside, on: date) -> None:
    """Held meetings with the body, with the official or a liaison while they served, or marked as a consultation."""
    zone, until = collaboration.zone, end_of_day(on, collaboration.zone)
    asked: dict[tuple[int, UUID], Contact] = {}
    for mandate_id, meeting_id, held_at, timing in Consultation.objects.filter(
        mandate__in=[one.pk for one in mandates], meeting__is_held=True, meeting__held_at__lt=until
    ).values_list("mandate_id", "meeting_id", "meeting__held_at", "timing"):
        asked[mandate_id, meeting_id] = Contact(meeting_id, held_at.astimezone(zone).date(), timing)
    terms = _terms(beside)
    of_body: dict[int, list[int]] = defaultdict(list)
    for one in mandates:
        of_body[one.body_id].append(one.pk)
    present = Attendance.objects.filter(
        Q(organization__in=list(of_body)) | Q(person__in=list(terms)),
        collaboration=collaboration, meeting__is_held=True, meeting__held_at__lt=until,
    ).values_list("meeting_id", "meeting__held_at", "organization_id", "person_id")  # fmt: skip
    for meeting_id, held_at, body_id, person_id in present:
        day = held_at.astimezone(zone).date()
        through = (pk for pk, first, last in terms.get(person_id, ()) if first <= day and (last is None or day < last))
        for mandate_id in {*of_body.get(body_id, ()), *through}:
            asked.setdefault((mandate_id, meeting_id), Contact(meeting_id, day))
    for (mandate_id, _meeting), contact in asked.items():
        beside.contacts[mandate_id].append(contact)


def _terms(beside: _Beside) -> dict[int, list[tuple[int, date, date | None]]]:
    """For whom a person stood, from when to when."""
    terms: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
    rows: Iterable[Official | Liaison] = (
        one for found in (beside.officials, beside.liaisons) for some in found.values() for one in some
    )
    for one in rows:
        terms[one.person_id].append((one.mandate_id, one.from_on, one.to_on))
    return terms
