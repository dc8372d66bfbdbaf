"""Reads calendar files: which events begin in a span of time, repeated ones unrolled. No database, no clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from icalendar import Calendar

Event = Any  # the library's own; its properties are of thirty types
MOST_EVENTS = 500  # that become meetings at once
MOST_STEPS = 50_000  # of all rules together, from their beginning to the end of the span
FIRST_YEAR = 1990
NOON = time(12)
RATES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
UNREAD = {"BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO", "RSCALE", "SKIP"}
LARGEST_POSITION = 5
DAYS_OF = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FAR_SPEECH = ("zoom.", "teams.", "meet.", "webex", "https://", "http://", "jitsi", "skype", "whereby")


class CalendarRefused(Exception):
    """A file that is not taken over, with the reason for the person who brought it."""


@dataclass(frozen=True)
class Planned:
    """One event at one time. `occurrence` names one of a series; invited are addresses in lower case."""

    uid: str
    occurrence: str
    starts_at: datetime
    title: str
    invited: tuple[str, ...]
    is_video: bool


@dataclass(frozen=True)
class Span:
    """From when to when events count, and the zone for those that have none."""

    first: datetime
    last: datetime
    zone: ZoneInfo


def read(raw: bytes, span: Span) -> list[Planned]:
    """All events that begin in the span, in order. Raises CalendarRefused with the reason."""
    series: dict[str, list[Event]] = {}
    for number, event in enumerate(_events(raw), start=1):
        series.setdefault(_checked(event, number), []).append(event)
    found: list[Planned] = []
    steps = iter(range(MOST_STEPS))
    for uid, events in series.items():
        found += _of_series(uid, events, span, steps)
        if len(found) > MOST_EVENTS:
            raise CalendarRefused(
                _("The calendar holds more than %(most)s events of this time.") % {"most": MOST_EVENTS}
            )
    return sorted(found, key=lambda one: (one.starts_at, one.uid))


def _events(raw: bytes) -> list[Event]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CalendarRefused(_("The file is not text in UTF-8.")) from None
    if "\x00" in text or not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise CalendarRefused(_("The file is no calendar: it does not begin with BEGIN:VCALENDAR."))
    if "END:VCALENDAR" not in text.upper():
        raise CalendarRefused(_("The file was cut off: it has no END:VCALENDAR."))
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise CalendarRefused(_("The file cannot be read: %(why)s") % {"why": str(error)[:120]}) from None
    events = [one for calendar in calendars for one in calendar.walk("VEVENT")]
    if not events:
        raise CalendarRefused(_("The calendar holds no event."))
    return events


def _checked(event: Event, number: int) -> str:
    """The UID of an event that can be read."""
    where = _("Event %(number)s (“%(title)s”)") % {"number": number, "title": str(event.get("SUMMARY", ""))[:60]}
    broken = [name for name, _why in event.errors if name in ("DTSTART", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID")]
    if broken:
        raise CalendarRefused(_("%(where)s: %(name)s cannot be read.") % {"where": where, "name": broken[0]})
    if "UID" not in event or not str(event["UID"]).strip():
        raise CalendarRefused(_("%(where)s has no UID.") % {"where": where})
    start = getattr(event.get("DTSTART"), "dt", None)
    if not isinstance(start, date):
        raise CalendarRefused(_("%(where)s has no start.") % {"where": where})
    if not FIRST_YEAR <= start.year < 2100:  # noqa: PLR2004  what the tables accept
        raise CalendarRefused(_("%(where)s lies outside of 1990 to 2099.") % {"where": where})
    moved = event.get("RECURRENCE-ID")
    if moved is not None and moved.params.get("RANGE"):
        raise CalendarRefused(_("%(where)s changes all later ones at once, which is not read.") % {"where": where})
    for rule in _all(event.get("RRULE")):
        _check_rule(rule, where)
    return str(event["UID"])


def _check_rule(rule: Any, where: str) -> None:
    """Rules that repeat within a day, never happen, or are too rare in practice to be read right are refused."""
    if str(rule.get("FREQ", [""])[0]).upper() not in RATES:
        raise CalendarRefused(_("%(where)s repeats more often than daily.") % {"where": where})
    positions = [abs(int(one)) for one in rule.get("BYSETPOS", [])]
    days, months = rule.get("BYMONTHDAY", []), rule.get("BYMONTH", []) or range(1, 13)
    never = days and not any(abs(int(day)) <= DAYS_OF[int(month) - 1] for day in days for month in months)
    if never or UNREAD & set(rule) or any(one > LARGEST_POSITION for one in positions):
        raise CalendarRefused(_("%(where)s repeats by a rule that is not read.") % {"where": where})


# -- series -----------------------------------------------------------------------------------------------------------


def _of_series(uid: str, events: list[Event], span: Span, steps: Iterator[int]) -> Iterator[Planned]:
    """The occurrences of one UID: the rule's, without those taken out, with those moved."""
    moved = {_key(one["RECURRENCE-ID"].dt, span): one for one in events if "RECURRENCE-ID" in one}
    for event in (one for one in events if "RECURRENCE-ID" not in one):
        is_series = bool({"RRULE", "RDATE"} & set(event))
        for start in _starts(event, span, steps):
            key = _key(start, span)
            if key not in moved:
                yield from _planned(uid, key if is_series else "", event, start, span)
    for key, event in moved.items():
        yield from _planned(uid, key, event, event["DTSTART"].dt, span)


def _planned(uid: str, key: str, event: Event, start: date, span: Span) -> Iterator[Planned]:
    at = _instant(start, span)
    is_off = str(event.get("STATUS", "")).upper() == "CANCELLED"
    is_private = str(event.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL")
    if not is_off and not is_private and span.first <= at < span.last:
        title = " ".join(str(event.get("SUMMARY", "")).split())[:200]
        yield Planned(uid, key, at, title, tuple(_invited(event)), _is_video(event))


def _starts(event: Event, span: Span, steps: Iterator[int]) -> Iterator[date]:
    """When an event begins, each time: rules run on the clock of the event's own place."""
    start = event["DTSTART"].dt
    out = {_key(one, span) for one in _dates(event.get("EXDATE"))}
    seen = set()
    for one in (*_dates(event.get("RDATE")), *_ruled(event, start, span, steps)):
        key = _key(one, span)
        if key not in out and key not in seen:
            seen.add(key)
            yield one


def _ruled(event: Event, start: date, span: Span, steps: Iterator[int]) -> Iterator[date]:
    rules = _all(event.get("RRULE"))
    if not rules:
        yield start
        return
    zone = start.tzinfo if isinstance(start, datetime) else None
    base = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
    for rule in rules:
        for wall in _walls(rule, base, zone):
            one = wall.replace(tzinfo=zone) if isinstance(start, datetime) else wall.date()
            if _instant(one, span) >= span.last:
                break
            if next(steps, None) is None:
                raise CalendarRefused(_("The calendar repeats too many events over too long a time."))
            yield one


def _walls(rule: Any, base: datetime, zone: Any) -> Iterable[datetime]:
    """What the clock on the wall shows each time."""
    until = next(iter(rule.get("UNTIL", [])), None)
    text = ";".join(part for part in rule.to_ical().decode().split(";") if not part.upper().startswith("UNTIL="))
    try:
        made = rrulestr(text, dtstart=base)
    except (ValueError, TypeError) as error:
        raise CalendarRefused(_("A rule of repeating cannot be read: %(why)s") % {"why": str(error)[:80]}) from None
    if until is None:
        return made
    if not isinstance(until, datetime):
        last = datetime.combine(until, time.max)
    else:
        last = (until.astimezone(zone) if until.tzinfo and zone else until).replace(tzinfo=None)
    return made.replace(until=last)


# -- parts of an event ------------------------------------------------------------------------------------------------


def _all(value: Any) -> list[Any]:
    """A property that may stand never, once or several times."""
    return [] if value is None else value if isinstance(value, list) else [value]


def _dates(value: Any) -> Iterator[date]:
    for one in _all(value):
        yield from (each.dt for each in one.dts if isinstance(each.dt, date))


def _instant(start: date, span: Span) -> datetime:
    """When it begins; a whole day at noon, and a time without a zone, on the clock of the collaboration."""
    if not isinstance(start, datetime):
        return datetime.combine(start, NOON, span.zone).astimezone(UTC)
    return (start if start.tzinfo else start.replace(tzinfo=span.zone)).astimezone(UTC)


def _key(start: date, span: Span) -> str:
    """The same occurrence, however its time is written."""
    return start.isoformat() if not isinstance(start, datetime) else f"{_instant(start, span):%Y%m%dT%H%M%SZ}"


def _invited(event: Event) -> Iterator[str]:
    for one in dict.fromkeys([*_all(event.get("ORGANIZER")), *_all(event.get("ATTENDEE"))]):
        kind, said = (str(one.params.get(name, "")).upper() for name in ("CUTYPE", "PARTSTAT"))
        address = str(one).strip().lower().removeprefix("mailto:")
        if "@" in address and kind not in ("RESOURCE", "ROOM") and said != "DECLINED":
            yield address


def _is_video(event: Event) -> bool:
    told = {"X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "CONFERENCE"} & set(event)
    return bool(told) or any(word in str(event.get("LOCATION", "")).lower() for word in FAR_SPEECH)
