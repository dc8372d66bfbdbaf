"""Calendars in and out: planned once, never over a person's hand, invited is not attended; a feed within rights."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from collab.calendars.planning import Outcome, take_over
from collab.calendars.reading import CalendarRefused
from collab.models import Attendance, CalendarSubscription, FeedLink, Invited, Meeting
from tests import factories
from tests.government import story as government

NOW = datetime(2025, 3, 10, 12, tzinfo=UTC)


def event(uid="1", day="20250312", title="Talk", *lines, guests=("lidia@example.org",)):
    """One event of a file."""
    invited = [f"ATTENDEE:mailto:{one}" for one in guests]
    whole = ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{day}T100000Z", f"SUMMARY:{title}", *invited, *lines, "END:VEVENT"]
    return "\r\n".join(whole)


def file(*events):
    """A calendar file."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]).encode()


def url(what, collaboration, *args):
    """An address."""
    return reverse(f"collab:{what}", args=[collaboration.slug, *args])


@pytest.fixture
def lidia(collaboration):
    """Somebody whom calendars invite."""
    viva = factories.organization(collaboration=collaboration, name="Viva")
    return factories.person(organization=viva, name="Lidia", email="Lidia@Example.org")


@pytest.fixture
def team(facilitator, sign_in):
    """A facilitator's browser."""
    return sign_in(facilitator)


@pytest.fixture
def subscription(collaboration, facilitator):
    """A calendar that is read."""
    made = CalendarSubscription(collaboration=collaboration, name="Mine", host="x.example", added_by=facilitator.user)
    made.address = "https://x.example/secret.ics"
    made.save()
    return made


def plan(collaboration, facilitator, *events, **more):
    """Take a file over."""
    return take_over(file(*events), collaboration, now=NOW, by=facilitator.user, **more)


def test_events_become_planned_meetings_and_invited_is_not_attended(collaboration, facilitator, lidia):
    events = (event(guests=("lidia@example.org", "stranger@example.org")), event("2", "20250313", "Alone", guests=()))
    assert plan(collaboration, facilitator, *events) == Outcome(2, 0, 0, 0)
    talk = Meeting.objects.get(topics="Talk")
    assert (talk.is_held, talk.held_at) == (False, datetime(2025, 3, 12, 10, tzinfo=UTC))
    assert [(one.person, one.organization.name) for one in talk.invited.all()] == [(lidia, "Viva")]
    assert talk.calendar_entry.unknown_invited == 1
    assert Attendance.objects.count() == 0


def test_the_same_file_again_changes_nothing_and_a_moved_event_moves_its_meeting(collaboration, facilitator, lidia):
    plan(collaboration, facilitator, event())
    assert plan(collaboration, facilitator, event()) == Outcome(0, 0, 0, 0)
    assert plan(collaboration, facilitator, event(day="20250314", title="Later", guests=())) == Outcome(0, 1, 0, 0)
    only = Meeting.objects.get()
    assert (only.topics, only.held_at.day, Invited.objects.count()) == ("Later", 14, 0)


def test_what_a_person_changed_confirmed_or_deleted_stays(collaboration, facilitator, lidia, subscription):
    events = [event(str(n), title=f"Talk {n}") for n in range(3)]
    plan(collaboration, facilitator, *events, subscription=subscription)
    Meeting.objects.filter(topics="Talk 0").update(topics="Mine", version=2)
    Meeting.objects.filter(topics="Talk 1").update(is_held=True)
    Meeting.objects.get(topics="Talk 2").delete()
    moved = [event(str(n), "20250320", f"New {n}") for n in range(3)]
    assert plan(collaboration, facilitator, *moved, subscription=subscription) == Outcome(0, 0, 0, 0)
    assert sorted(Meeting.objects.values_list("topics", "is_held")) == [("Mine", False), ("Talk 1", True)]


def test_subscribed_calendar_brings_only_what_concerns_us(collaboration, facilitator, lidia, subscription):
    dentist = event("2", title="Dentist", guests=())
    assert plan(collaboration, facilitator, event(), dentist, subscription=subscription) == Outcome(1, 0, 0, 1)
    assert not Meeting.objects.filter(topics="Dentist").exists()
    kept = event("3", "20250320", "Kept")
    assert plan(collaboration, facilitator, kept, subscription=subscription) == Outcome(1, 0, 1, 0)
    assert [one.topics for one in Meeting.objects.all()] == ["Kept"]
    assert plan(collaboration, facilitator, event(), subscription=subscription).made == 1


def test_two_collaborations_that_read_one_calendar_have_a_meeting_each(collaboration, facilitator):
    there = factories.seat(role="facilitator")
    plan(collaboration, facilitator, event())
    plan(there.collaboration, there, event())
    assert Meeting.objects.count() == 2


def test_upload_plans_or_says_why_not(team, collaboration, facilitator, lidia):
    soon = f"{datetime.now(UTC) + timedelta(days=3):%Y%m%d}"
    good = SimpleUploadedFile("a.ics", file(event(day=soon)))
    assert team.post(url("calendar_upload", collaboration), {"file": good}).status_code == 302
    assert Meeting.objects.count() == 1
    bad = SimpleUploadedFile("a.ics", file(event("2", soon), event("3", soon, "Bad", "RRULE:FREQ=SECONDLY")))
    answer = team.post(url("calendar_upload", collaboration), {"file": bad})
    assert answer.status_code == 422
    assert "Event 2 (“Bad”) repeats more often than daily." in answer.content.decode()
    assert Meeting.objects.count() == 1
    assert team.post(url("calendar_upload", collaboration), {}).status_code == 422
    with pytest.raises(CalendarRefused):
        plan(collaboration, facilitator, event("4"), event("5", "20250312", "Bad", "RRULE:FREQ=HOURLY"))
    assert Meeting.objects.count() == 1


def test_address_is_kept_sealed_and_only_a_public_one_is_taken(team, collaboration, monkeypatch):
    for bad in (
        "http://example.org/a.ics",
        "https://127.0.0.1/a.ics",
        "https://[::1]/",
        "https://u:p@example.org/",
        "x",
    ):
        answer = team.post(url("subscription_create", collaboration), {"name": "Mine", "url": bad})
        assert answer.status_code == 422, bad
        assert bad in answer.content.decode()
    good = "https://93.184.215.14/secret-token/basic.ics"
    assert team.post(url("subscription_create", collaboration), {"name": "Mine", "url": good}).status_code == 302
    one = CalendarSubscription.objects.get()
    assert (one.address, one.host) == (good, "93.184.215.14")
    assert b"secret-token" not in bytes(one.address_sealed)
    assert "secret-token" not in team.get(url("calendar_detail", collaboration)).content.decode()
    assert team.post(url("subscription_delete", collaboration, one.pk)).status_code == 302
    assert CalendarSubscription.objects.count() == 0


def test_each_calendar_is_claimed_by_one_worker_an_hour(subscription):
    assert subscription.claim(now=NOW)
    assert not subscription.claim(now=NOW + timedelta(minutes=59))
    assert subscription.claim(now=NOW + timedelta(minutes=61))


# -- the feed ---------------------------------------------------------------------------------------------------------


def feed_address(client, collaboration):
    """A new address of the reader's feed."""
    return client.post(url("feed_create", collaboration)).context["address"]


def events_of(address):
    """What a calendar program reads at an address: summary by UID."""
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    return {str(one["UID"]): str(one["SUMMARY"]) for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_feed_holds_what_the_seat_may_see_and_no_words(collaboration, sign_in):
    now, today = datetime.now(UTC), collaboration.today()
    own, other = (factories.organization(collaboration=collaboration, short_label=label) for label in ("OWN", "OTH"))
    official = government.official(government.mandate(body=other)).person
    official.name = "Canary Minister"
    official.save()
    near = factories.meeting(own, topics="Canary topic", summary="Canary text", note="Canary note", held_at=now)
    far = factories.meeting(other, topics="Canary far", held_at=now)
    due = factories.commitment(own, text="Canary promise", person=official, made_on=today, due_on=today)
    hidden = factories.commitment(other, collaboration.backbone, text="Canary", made_on=today, due_on=today)
    factories.commitment(own, text="Closed", made_on=today, due_on=today, outcome="kept")
    expected = {
        f"meeting-{near.pk}@groundwork": "Bilateral talk: OWN",
        f"promise-{due.pk}@groundwork": "Promise due: OWN",
    }
    partner = sign_in(factories.seat(collaboration=collaboration, role="partner", organization=own))
    address = feed_address(partner, collaboration)
    assert events_of(address) == expected
    assert b"Canary" not in Client().get(address).content
    team = sign_in(factories.seat(collaboration=collaboration, role="facilitator", organization=own))
    assert events_of(feed_address(team, collaboration)).keys() == expected.keys() | {
        f"meeting-{far.pk}@groundwork", f"promise-{hidden.pk}@groundwork",
    }  # fmt: skip


def test_feed_ends_when_it_is_closed_replaced_or_the_seat_ends(collaboration, facilitator, team):
    first = feed_address(team, collaboration)
    second = feed_address(team, collaboration)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    assert team.post(url("feed_delete", collaboration)).status_code == 302
    assert Client().get(second).status_code == 404
    third = feed_address(team, collaboration)
    facilitator.end(on=date(2025, 6, 1))
    assert Client().get(third).status_code == 404
    assert Client().get(reverse("collab:feed_detail", args=["none"])).status_code == 404
    assert FeedLink.objects.count() == 3


@pytest.mark.parametrize("more", [1, 30])
def test_feed_asks_a_constant_number_of_times(collaboration, team, more, django_assert_num_queries):
    address, now = feed_address(team, collaboration), datetime.now(UTC)
    for _n in range(more):
        place = factories.organization(collaboration=collaboration)
        meeting = factories.meeting(place, held_at=now)
        Invited.objects.create(collaboration=collaboration, meeting=meeting, organization=place)
        factories.commitment(place, made_on=now.date(), due_on=now.date())
    with django_assert_num_queries(9):
        Client().get(address)
