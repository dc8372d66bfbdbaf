"""Calendar files of four producers are read right; bad ones are refused with a reason."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from collab.calendars.reading import CalendarRefused, Span, read

DATA = Path(__file__).parent.parent / "data" / "calendars"
SPAN = Span(datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC), ZoneInfo("America/Mexico_City"))


def of(producer):
    """What a producer's file says: start in UTC and title."""
    return [(f"{one.starts_at:%m-%d %H:%M}", one.title) for one in read((DATA / f"{producer}.ics").read_bytes(), SPAN)]


def test_google():
    weekly = "Weekly call of the lagoon team with a title so long that Google folds it"
    assert of("google") == [
        ("03-10 18:00", "Field day"),  # a whole day: noon in the collaboration's zone
        ("03-13 18:00", "Weekly call, moved to Thursday"),
        ("03-19 13:00", weekly),  # after New York's clock change; the 5th is taken out, the 12th moved
        ("03-26 13:00", weekly),
    ]
    weekly = read((DATA / "google.ics").read_bytes(), SPAN)[-1]
    assert (weekly.invited, weekly.is_video) == (("team@example.org", "lidia@example.org"), True)
    assert weekly.occurrence == "20250326T130000Z"


def test_outlook():
    assert of("outlook") == [("04-28 08:00", "Lenkungskreis Förderung")]
    [one] = read((DATA / "outlook.ics").read_bytes(), SPAN)
    assert (one.invited, one.is_video) == (("anna@example.org", "jens@example.org"), True)


def test_apple():
    assert of("apple") == [
        ("03-20 14:30", "Floating breakfast"),
        ("04-03 19:45", "Harbour walk"),
        ("04-05 20:45", "Harbour walk"),  # summer time has ended there: half past nine by the same clock
        ("04-07 20:45", "Harbour walk"),
    ]


def test_nextcloud():
    assert of("nextcloud") == [
        ("03-28 16:00", "Runder Tisch"), ("04-02 15:00", "Runder Tisch"), ("04-04 15:00", "Runder Tisch"),
    ]  # fmt: skip


def file(*lines, start="DTSTART:20250310T100000Z", uid="UID:1"):
    """A calendar with one event."""
    event = ["BEGIN:VEVENT", uid, start, "SUMMARY:Talk", *lines, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *filter(None, event), "END:VCALENDAR", ""]).encode()


@pytest.mark.parametrize(("raw", "reason"), [
    (b"", "no calendar"), (b"<html>", "no calendar"), (b"\xff\xfe\x00", "UTF-8"), (b"PK\x03\x04", "no calendar"),
    (file()[:-20], "cut off"), (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "no event"),
    (file(start=""), "no start"), (file(start="DTSTART:soon"), "DTSTART cannot be read"), (file(uid=""), "no UID"),
    (file(start="DTSTART:18500310T100000Z"), "1990"), (file("RRULE:FREQ=SECONDLY"), "more often than daily"),
    (file("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "not read"), (file("RRULE:FREQ=DAILY;BYSECOND=1,2"), "not read"),
    (file("RRULE:FREQ=DAILY;BYSETPOS=300"), "not read"), (file("RRULE:FREQ=YEARLY;BYYEARDAY=100"), "not read"),
    (file("RECURRENCE-ID;RANGE=THISANDFUTURE:20250310T100000Z"), "all later ones"),
])  # fmt: skip
def test_bad_files_are_refused_with_a_reason(raw, reason):
    with pytest.raises(CalendarRefused, match=reason):
        read(raw, SPAN)


def test_too_many_events_are_refused():
    many = b"".join(file(uid=f"UID:{n}")[28:-15] for n in range(501))
    with pytest.raises(CalendarRefused, match="more than 500"):
        read(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + many + b"END:VCALENDAR\r\n", SPAN)
    old = b"".join(file("RRULE:FREQ=DAILY", uid=f"UID:{n}", start="DTSTART:19900310T100000Z")[28:-15] for n in range(9))
    with pytest.raises(CalendarRefused, match=r"too many|more than 500"):
        read(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + old + b"END:VCALENDAR\r\n", SPAN)
