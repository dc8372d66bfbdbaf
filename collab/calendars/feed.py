"""The feed: meetings and due commitments as a calendar for phones. No titles, no names of people, no notes.

It is copied to servers that nobody here knows, so it holds kinds, organisations and links; the words stand behind them.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from collab.models import Commitment, Meeting, Seat

DAYS_BACK = 60
DAYS_AHEAD = 365
MOST = 500
NAMED = 4  # organisations in a title
LENGTH = timedelta(hours=1)  # meetings here have no end


def feed_of(seat: Seat, *, now: datetime, origin: str) -> bytes:
    """What a seat may see of a year ahead and two months back."""
    calendar = Calendar()
    calendar.add("prodid", "-//Groundwork//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", seat.collaboration.name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    first, last = now - timedelta(days=DAYS_BACK), now + timedelta(days=DAYS_AHEAD)
    rows = Meeting.objects.visible_to(seat).between(first, last).defer("summary", "private_note_sealed")
    rows = rows.select_related("collaboration").prefetch_related("attendances__organization", "invited__organization")
    for meeting in rows.order_by("-held_at", "id")[:MOST]:
        calendar.add_component(_meeting(meeting, now=now, origin=origin))
    today = now.astimezone(seat.collaboration.zone).date()
    due = Commitment.objects.visible_to(seat).open().filter(due_on__gte=today - timedelta(days=DAYS_BACK))
    for one in due.select_related("promiser", "collaboration").order_by("due_on", "id")[:MOST]:
        calendar.add_component(_commitment(one, now=now, origin=origin))
    return calendar.to_ical()  # type: ignore[no-any-return]


def _meeting(meeting: Meeting, *, now: datetime, origin: str) -> Event:
    there: list[Any] = [*meeting.attendances.all(), *meeting.invited.all()]
    names = list(dict.fromkeys(one.organization.label for one in there))
    title = ": ".join(filter(None, [str(meeting.get_kind_display()), ", ".join(names[:NAMED])]))
    event = _event(f"meeting-{meeting.pk}", title, now=now, url=origin + meeting.get_absolute_url())
    event.add("dtstart", meeting.held_at)
    event.add("dtend", meeting.held_at + LENGTH)
    event.add("status", "CONFIRMED" if meeting.is_held else "TENTATIVE")
    return event


def _commitment(one: Commitment, *, now: datetime, origin: str) -> Event:
    title = _("Promise due: %(organisation)s") % {"organisation": one.promiser.label}
    event = _event(f"promise-{one.pk}", title, now=now, url=origin + one.get_absolute_url())
    event.add("dtstart", date(one.due_on.year, one.due_on.month, one.due_on.day))
    event.add("transp", "TRANSPARENT")
    return event


def _event(uid: str, title: str, *, now: datetime, url: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@groundwork")
    event.add("dtstamp", now)
    event.add("summary", title)
    event.add("url", url)
    return event
