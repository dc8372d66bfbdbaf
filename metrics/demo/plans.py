"""What lies ahead in each story: meetings from a calendar file, promises in person, a feed, an hour of reminding."""

from datetime import date, datetime, time, timedelta
from itertools import islice

from icalendar import Calendar, Event

from collab.calendars.planning import take_over
from collab.models import Affiliation, Collaboration, Commitment, FeedLink, ReminderSetting, Seat, User
from collab.models.calendars import FEED_LIVES
from collab.models.directory import SHIELDED

# days from today, hour, title, which of the people who can be invited; the first one is over and waits to be confirmed
EVENTS = (
    (-1, 10, "Bilateral: what the next quarter needs", (0,)),
    (3, 9, "Steering group: the quarter in one hour", (0, 1, 2)),
    (6, 16, "Visit: how the new form works", (1,)),
    (13, 11, "Data working group", (2, 3)),
)
MOST_IN_PERSON = 4
EARLY_HOUR = 7


def build_plans(collaboration: Collaboration, *, by: User, today: date) -> None:
    """Everything of one story, as its facilitator would have done it by today."""
    people = _people(collaboration)
    now = datetime.combine(today, time(8), tzinfo=collaboration.zone)
    take_over(_file(people, now), collaboration, now=now, by=by)
    _promised_in_person(collaboration, today)
    seat = Seat.objects.get(collaboration=collaboration, user=by)
    FeedLink.issue(collaboration=collaboration, seat=seat, expires_at=now + FEED_LIVES)
    setting = ReminderSetting.of(by.email)
    setting.hour = EARLY_HOUR
    setting.save(update_fields=["hour"])


def _people(collaboration: Collaboration) -> list[str]:
    """Addresses of one person of each partner, never of an official."""
    rows = Affiliation.objects.filter(collaboration=collaboration).exclude(person__email="")
    for shielded in SHIELDED:
        rows = rows.exclude(person__in=shielded())
    others = rows.exclude(organization=collaboration.backbone).order_by("pk")
    first = {one.organization_id: one.person.email for one in reversed(others.select_related("person"))}
    return [first[key] for key in sorted(first)]


def _file(people: list[str], now: datetime) -> bytes:
    """A calendar file as a program would export it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Demo//EN")
    calendar.add("version", "2.0")
    for number, (days, hour, title, guests) in enumerate(EVENTS):
        event, start = Event(), now.replace(hour=hour) + timedelta(days=days)
        event.add("uid", f"demo-{number}")
        event.add("summary", title)
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(hours=1))
        for guest in guests:
            event.add("attendee", f"mailto:{people[guest % len(people)]}")
        calendar.add_component(event)
    return calendar.to_ical()  # type: ignore[no-any-return]


def _promised_in_person(collaboration: Collaboration, today: date) -> None:
    """Some open promises were made by somebody by name, so that they are reminded."""
    rows = Commitment.objects.open().filter(collaboration=collaboration, person=None, due_on__gte=today)
    for one in islice(rows.order_by("due_on", "pk"), MOST_IN_PERSON):
        there = Affiliation.objects.filter(organization=one.promiser).order_by("pk").first()
        if there:
            one.person = there.person
            one.save(update_fields=["person"])
