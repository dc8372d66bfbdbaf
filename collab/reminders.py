"""The daily digest: who is to be reminded of what, and the one mail that tells it. Mails carry links, never titles."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from collab.models import Collaboration, Commitment, OutboxMail, Person, PromiseLink, ReminderSetting, Seat
from collab.models.commitments import CommitmentQuerySet
from collab.models.directory import SHIELDED
from collab.models.mail import DIGEST_MAIL
from collab.roles import Role

DAYS_BEFORE = (7, 1, 0)  # a reminder comes a week and a day before the day, on the day,
OVERDUE_EVERY = 7  # and then the day after and every week
OVERDUE_TIMES = 13  # for a quarter of a year
SOON = timedelta(days=7)
FRIDAY = 4  # the team is told once a week what to chase
LINK_LIVES = timedelta(days=30)
TEAM = (Role.COORDINATOR, Role.FACILITATOR)


@dataclass(frozen=True)
class Part:
    """What one mail says of one collaboration: how much is overdue and due soon, and the page where it stands."""

    collaboration: Collaboration
    overdue: int
    soon: int
    seat: Seat | None = None
    person: Person | None = None

    @property
    def said(self) -> list[str]:
        """The numbers in words."""
        late = ngettext("%(n)s promise is overdue.", "%(n)s promises are overdue.", self.overdue) % {"n": self.overdue}
        soon = ngettext(
            "%(n)s promise is due within a week.", "%(n)s promises are due within a week.", self.soon
        ) % {"n": self.soon}  # fmt: skip
        return [text for number, text in ((self.overdue, late), (self.soon, soon)) if number]

    def link(self, *, now: datetime) -> str:
        """The page: a personal link for who may not sign in, the list for who may."""
        if self.person is None:
            return reverse("collab:commitment_list", args=[self.collaboration.slug]) + "?state=open"
        _link, token = PromiseLink.issue(
            collaboration=self.collaboration, person=self.person, expires_at=now + LINK_LIVES
        )
        return reverse("collab:promise_edit", args=[token])


@dataclass(frozen=True)
class Asked:
    """What a higher floor asks of the team once a week: numbers in words, and the page where it is done."""

    collaboration: Collaboration
    say: Callable[[], list[str]]  # in the language of the reader
    path: str

    @property
    def said(self) -> list[str]:
        """The numbers in words."""
        return self.say()

    def link(self, *, now: datetime) -> str:
        """The page, for who may sign in."""
        return self.path


# a higher floor adds what it asks of the team: (collaborations of one time zone, today) -> what is asked in each
ASKING: list[Callable[[list[Collaboration], date], Iterable[Asked]]] = []


@dataclass
class Digest:
    """Everything one address is told today."""

    email: str
    language: str
    parts: list[Part | Asked] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """What it is about: promises, wherever there is one."""
        has_promises = any(isinstance(part, Part) for part in self.parts)
        return gettext("Promises that are due") if has_promises else gettext("What should be looked at again")

    @property
    def zone(self) -> ZoneInfo:
        """Whose clock counts: that of the collaboration which stands here longest."""
        return min((part.collaboration for part in self.parts), key=lambda one: one.pk).zone


def days_of_reminding(today: date) -> list[date]:
    """The due days that are worth a mail today. Example: on the 8th the 15th, 9th, 8th, 7th, and the 30th before."""
    before = [today + timedelta(days=days) for days in DAYS_BEFORE]
    return before + [today - timedelta(days=1 + OVERDUE_EVERY * n) for n in range(OVERDUE_TIMES)]


def digests(*, now: datetime) -> list[Digest]:
    """Who is to be told something today, and what; a handful of queries for each time zone in use."""
    told: dict[str, Digest] = {}
    for collaborations, today in _by_zone(now):
        rows: Iterable[tuple[str, str, Part | Asked]] = chain(
            _to_people(collaborations, today), _to_seats(collaborations, today), _asked(collaborations, today)
        )
        for email, language, part in rows:
            digest = told.setdefault(email.lower(), Digest(email.lower(), language))
            digest.parts.append(part)
    return list(told.values())


def remind(digest: Digest, *, now: datetime) -> bool:
    """Queue the mail of an address, its links and the note that it was sent in one write; False when it is not due."""
    ReminderSetting.of(digest.email)
    with transaction.atomic():
        setting = ReminderSetting.objects.select_for_update().get(email__iexact=digest.email)
        if not setting.is_due(now=now, zone=digest.zone):
            return False
        setting.last_at = now
        setting.save(update_fields=["last_at"])
        _put(digest, setting, on=now.astimezone(digest.zone).date(), now=now)
    return True


def _put(digest: Digest, setting: ReminderSetting, *, on: date, now: datetime) -> None:
    with translation.override(digest.language):
        origin = settings.ORIGIN
        parts = [(part.collaboration.name, part.said, origin + part.link(now=now)) for part in digest.parts]
        stop = origin + reverse("collab:reminder_edit", args=[setting.token])
        OutboxMail.put(
            key=f"{DIGEST_MAIL}{setting.pk}:{on}",
            to=setting.email,
            subject=digest.subject,
            body=render_to_string("collab/digest.txt", {"parts": parts, "stop": stop}),
            stop_url=origin + reverse("collab:reminder_stop", args=[setting.token]),
        )


def _by_zone(now: datetime) -> Iterator[tuple[list[Collaboration], date]]:
    zones: dict[str, list[Collaboration]] = defaultdict(list)
    for one in Collaboration.objects.filter(ended_on=None):
        zones[one.time_zone].append(one)
    for collaborations in zones.values():
        yield collaborations, collaborations[0].today(now=now)


def _open(collaborations: Iterable[Collaboration]) -> CommitmentQuerySet:
    return Commitment.objects.open().filter(collaboration__in=list(collaborations))


def _counted(rows: CommitmentQuerySet, *by: str, today: date) -> list[dict[str, Any]]:
    """How many are overdue, due soon, and worth a mail today, for each value of some columns."""
    counts: Any = {
        "overdue": Count("pk", filter=Q(due_on__lt=today)),
        "soon": Count("pk", filter=Q(due_on__gte=today, due_on__lte=today + SOON)),
        "worth": Count("pk", filter=Q(due_on__in=days_of_reminding(today))),
    }
    return list(rows.order_by().values(*by).annotate(**counts))


def _to_people(collaborations: list[Collaboration], today: date) -> Iterator[tuple[str, str, Part]]:
    """Who promised in person, was told that it is recorded, and is no official whom we never write to unasked."""
    by_id = {one.pk: one for one in collaborations}
    asked = Q(person__informed_on__isnull=False) & ~Q(person__email="")
    rows = _open(collaborations).filter(asked)
    for shielded in SHIELDED:
        rows = rows.exclude(person__in=shielded())
    found = {row["person"]: row for row in _counted(rows, "person", today=today) if row["worth"]}
    for person in Person.objects.filter(pk__in=found).order_by("pk"):
        row, place = found[person.pk], by_id[person.collaboration_id]
        part = Part(place, row["overdue"], row["soon"], person=person)
        yield person.email, person.language or _first(place), part


def _to_seats(collaborations: list[Collaboration], today: date) -> Iterator[tuple[str, str, Part]]:
    """Partners of what their organisation promised with nobody named; the team, once a week, of everything."""
    by_id = {one.pk: one for one in collaborations}
    seats = Seat.objects.current(on=today).filter(collaboration__in=collaborations, user__is_active=True)
    nobody = _open(collaborations).filter(Q(person=None) | Q(person__email=""))
    own = _counted(nobody, "collaboration_id", "promiser_id", today=today)
    partners = {(row["collaboration_id"], row["promiser_id"]): row for row in own if row["worth"]}
    team: dict[int, dict[str, Any]] = {}
    if today.weekday() == FRIDAY:
        counted = _counted(_open(collaborations), "collaboration_id", today=today)
        team = {row["collaboration_id"]: row for row in counted if row["overdue"] or row["soon"]}
    for seat in seats.filter(role__in=(*TEAM, Role.PARTNER)).select_related("user").order_by("pk"):
        own_row = partners.get((seat.collaboration_id, seat.organization_id)) if seat.role == Role.PARTNER else None
        row = own_row or (team.get(seat.collaboration_id) if seat.role in TEAM else None)
        if row:
            part = Part(by_id[seat.collaboration_id], row["overdue"], row["soon"], seat=seat)
            yield seat.user.email, seat.user.language, part


def _asked(collaborations: list[Collaboration], today: date) -> Iterator[tuple[str, str, Asked]]:
    """The team, once a week, of what higher floors ask for."""
    if today.weekday() != FRIDAY:
        return
    found = [(one.collaboration.pk, one) for ask in ASKING for one in ask(collaborations, today)]
    seats = Seat.objects.current(on=today).filter(collaboration__in=[pk for pk, _one in found], role__in=TEAM)
    for seat in seats.filter(user__is_active=True).select_related("user").order_by("pk") if found else ():
        for pk, one in found:
            if pk == seat.collaboration_id:
                yield seat.user.email, seat.user.language, one


def _first(collaboration: Collaboration) -> str:
    known = dict(settings.LANGUAGES)
    return next((code for code in collaboration.languages if code in known), "en")
