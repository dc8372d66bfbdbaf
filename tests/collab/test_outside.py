"""What is read without signing in, for every role: feeds, digests and personal links tell what the role may open."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as sent
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from collab.models import PromiseLink, ReminderSetting
from collab.reminders import digests, remind
from collab.roles import Role
from collab.tasks import deliver_mail
from tests import factories
from tests.government import story as government


@pytest.fixture
def place(collaboration):
    """Two organisations with the same of everything; each text, name and note of it is a canary."""
    today, now = collaboration.today(), datetime.now(UTC)
    collaboration.own, collaboration.other = (
        factories.organization(collaboration=collaboration, name=name, short_label=label)
        for name, label in (("Own House", "OWN"), ("Canary House", "FAR"))
    )
    official = government.official(government.mandate(body=collaboration.other)).person
    official.name, official.email, official.informed_on = "Canary Minister", "minister@example.org", today
    official.save()
    collaboration.rows = []
    for near, far in ((collaboration.own, collaboration.other), (collaboration.other, collaboration.backbone)):
        talk = factories.meeting(near, topics="Canary topic", summary="Canary text", note="Canary note", held_at=now)
        due = factories.commitment(near, far, text="Canary promise", meeting=talk, made_on=today, due_on=today)
        collaboration.rows += [(f"meeting-{talk.pk}", talk), (f"promise-{due.pk}", due)]
    by_official = factories.commitment(
        collaboration.other, person=official, text="Canary of an official", made_on=today, due_on=today
    )
    collaboration.rows.append((f"promise-{by_official.pk}", by_official))
    return collaboration


def seats(place):
    """One of every role, at the first organisation."""
    return {role: factories.seat(collaboration=place, role=role, organization=place.own) for role in Role.values}


def test_feed_of_every_role_holds_exactly_what_it_may_open_and_no_words(place, sign_in):
    held = {}
    for role, seat in seats(place).items():
        client = sign_in(seat)
        made = client.post(reverse("collab:feed_create", args=[place.slug]))
        if made.status_code == 403:
            held[role] = "refused"
            continue
        body = Client().get(made.context["address"]).content
        uids = {str(one["UID"]).removesuffix("@groundwork") for one in Calendar.from_ical(body).walk("VEVENT")}
        assert uids == {uid for uid, row in place.rows if client.get(row.get_absolute_url()).status_code == 200}, role
        assert b"Canary" not in body.replace(b"Canary House", b""), role
        assert b"inister" not in body, role
        held[role] = len(uids)
    assert held["viewer"] == "refused"
    assert held["coordinator"] == held["facilitator"] == 5
    assert held["partner"] < 5


def friday():
    """The next one, by day."""
    now = timezone.now().replace(hour=9, minute=0)
    return now + timedelta(days=(4 - now.weekday()) % 7)


def test_digest_of_every_role_holds_numbers_only_and_reaches_whom_it_concerns(place):
    everybody = seats(place)
    now = friday()
    for one in place.commitments.all():
        one.due_on = now.date()
        one.save()
    for digest in digests(now=now):
        remind(digest, now=now)
    deliver_mail()
    told = {one.to[0]: one for one in sent.outbox}
    roles = {role for role, seat in everybody.items() if seat.user.email in told}
    assert roles == {"coordinator", "facilitator", "partner"}
    assert "minister@example.org" not in told
    for one in told.values():
        assert "anary" not in f"{one.subject} {one.body} {one.extra_headers}"
        assert "inister" not in one.body
    of_partner = told[everybody["partner"].user.email].body
    assert "1 promise is due within a week." in of_partner
    assert "3 promises are due within a week." in told[everybody["facilitator"].user.email].body


def test_personal_links_show_the_own_promises_whoever_is_signed_in(place, sign_in):
    rosa = factories.person(organization=place.own, name="Rosa", email="rosa@example.org")
    today = place.today()
    factories.commitment(place.own, person=rosa, text="Rosa counts boats", made_on=today, due_on=today)
    closed = factories.commitment(place.own, person=rosa, text="Canary closed", made_on=today, due_on=today)
    closed.close(outcome="kept", on=today)
    _link, token = PromiseLink.issue(collaboration=place, person=rosa, expires_at=timezone.now() + timedelta(days=1))
    stop = ReminderSetting.of("rosa@example.org").token
    readers = [Client(), *(sign_in(seat) for seat in seats(place).values())]
    for reader in readers:
        page = reader.get(reverse("collab:promise_edit", args=[token])).content.decode()
        assert "Rosa counts boats" in page
        assert "Canary" not in page
        asked = reader.get(reverse("collab:reminder_edit", args=[stop])).content.decode()
        assert "Canary" not in asked
        assert "Rosa" not in asked
        assert place.name not in asked
