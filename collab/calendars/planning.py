"""Turns events into planned meetings: once each, changed while nobody has touched them, gone when they are gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from collab.calendars.reading import Planned, Span, read
from collab.models import Affiliation, CalendarEntry, CalendarSubscription, Collaboration, Invited, Meeting, Seat, User
from collab.models.calendars import meeting_id

DAYS_BACK = 7  # so that a meeting of last week can still be confirmed
DAYS_AHEAD = 180
Guest = tuple[int | None, int]  # person, organisation


@dataclass(frozen=True)
class Outcome:
    """How many meetings were planned anew, changed, taken away; and events left out as nobody here was invited."""

    made: int
    changed: int
    removed: int
    left_out: int


def span_of(collaboration: Collaboration, *, now: datetime) -> Span:
    """Which events count now."""
    return Span(now - timedelta(days=DAYS_BACK), now + timedelta(days=DAYS_AHEAD), collaboration.zone)


def take_over(
    raw: bytes,
    collaboration: Collaboration,
    *,
    now: datetime,
    by: User,
    subscription: CalendarSubscription | None = None,
) -> Outcome:
    """Plan meetings from a calendar file, all or nothing. Raises CalendarRefused.

    Of a subscribed calendar only events count to which somebody of the collaboration is invited; the rest is its
    owner's own life. What a person changed, confirmed or deleted stays as the person left it.
    """
    span = span_of(collaboration, now=now)
    events = {meeting_id(collaboration.pk, one.uid, one.occurrence): one for one in read(raw, span)}
    with transaction.atomic():
        Collaboration.objects.select_for_update(no_key=True).get(pk=collaboration.pk)  # two runs at once take turns
        guests = _guests(collaboration, {address for one in events.values() for address in one.invited}, now=now)
        kept = {pk: one for pk, one in events.items() if subscription is None or set(one.invited) & guests.keys()}
        entries = CalendarEntry.objects.select_related("meeting").in_bulk(kept)
        made = changed = 0
        for pk, event in kept.items():
            entry = entries.get(pk)
            if entry is None:
                entry = CalendarEntry(pk=pk, collaboration=collaboration, subscription=subscription)
                _write(entry, event, guests, by=by, is_new=True)
                made += 1
            elif entry.is_untouched() and _write(entry, event, guests, by=by, is_new=False):
                changed += 1
        removed = _remove_gone(subscription, set(kept), span) if subscription else 0
    return Outcome(made, changed, removed, len(events) - len(kept))


def _write(entry: CalendarEntry, event: Planned, guests: dict[str, Guest], *, by: User, is_new: bool) -> bool:
    """The meeting as the event says; whether that changed anything."""
    is_changed = is_new or (entry.topics, entry.held_at) != (event.title, event.starts_at)
    entry.topics, entry.held_at = event.title, event.starts_at
    entry.unknown_invited = len(set(event.invited) - guests.keys())
    if is_new:
        entry.meeting = Meeting(
            pk=entry.pk, collaboration=entry.collaboration, is_held=False, kind=Meeting.Kind.OTHER, logged_by=by,
            mode=Meeting.Mode.VIDEO if event.is_video else Meeting.Mode.IN_PERSON,
        )  # fmt: skip
    meeting = entry.meeting
    assert meeting is not None  # noqa: S101  an untouched entry has one
    meeting.topics, meeting.held_at = entry.topics, entry.held_at
    if is_changed:
        meeting.save(force_insert=is_new)
    entry.save(force_insert=is_new)
    return _invite(meeting, {guests[one] for one in event.invited if one in guests}) or is_changed


def _invite(meeting: Meeting, wanted: set[Guest]) -> bool:
    """Make the list of the invited these; whether it was another one."""
    there = {(one.person_id, one.organization_id): one for one in meeting.invited.all()}
    for guest in there.keys() - wanted:
        there[guest].delete()
    Invited.objects.bulk_create(
        Invited(collaboration_id=meeting.collaboration_id, meeting=meeting, person_id=person, organization_id=place)
        for person, place in wanted - there.keys()
    )
    return there.keys() != wanted


def _remove_gone(subscription: CalendarSubscription, kept: set[UUID], span: Span) -> int:
    """Take away planned meetings whose events are gone; what somebody has touched or filled stays."""
    rows = subscription.entries.filter(held_at__gte=span.first, held_at__lt=span.last).exclude(pk__in=kept)
    untouched = rows.filter(
        meeting__attendances=None, meeting__commitments=None, meeting__decisions=None, meeting__private_note_sealed=b""
    )
    gone = [one for one in untouched.select_related("meeting") if one.is_untouched()]
    for entry in gone:
        meeting = entry.meeting
        entry.delete()
        if meeting is not None:
            meeting.delete()
    return len(gone)


def _guests(collaboration: Collaboration, addresses: set[str], *, now: datetime) -> dict[str, Guest]:
    """Whom these addresses mean: people of the directory first, then those who have a seat."""
    today = now.astimezone(collaboration.zone).date()
    current = Affiliation.objects.filter(collaboration=collaboration).current(on=today).select_related("person")
    found: dict[str, Guest] = {}
    for seat in Seat.objects.filter(collaboration=collaboration).current(on=today).select_related("user"):
        found[seat.user.email.lower()] = (None, seat.organization_id)
    for one in _reversed(current.exclude(person__email="").order_by("pk")):
        found[one.person.email.lower()] = (one.person_id, one.organization_id)
    return {address: guest for address, guest in found.items() if address in addresses}


def _reversed(rows: Iterable[Affiliation]) -> list[Affiliation]:
    """So that the first affiliation of a person is the one that stays."""
    return list(rows)[::-1]
