"""The own entry by personal link, and what is owed to people who are named: told, heard, looked at, exported."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab.models import AuditEvent, OutboxMail
from collab.tasks import deliver_mail
from government.entries import entries
from government.models import EntryReview, OwnEntryLink, OwnStatement, PrivacyNotice
from tests import factories
from tests.government import story


@pytest.fixture
def liaison(desk):
    """Somebody rated, with an address, and another liaison of the same mandate."""
    mandate = story.mandate(desk.collaboration, topic="Inspection")
    person = factories.person(organization=mandate.body, name="Paulo Dias", email="paulo@example.org", phone="+551")
    one = story.liaison(mandate, person=person)
    story.rating(one, (3, 3, 2, 1, 3), bandwidth_evidence="Two talks a month")
    other = story.liaison(mandate, person=factories.person(organization=mandate.body, name="Hidden Colleague"))
    story.rating(other, ability_evidence="Hidden evidence")
    return one


def opened(liaison, **values):
    """A browser in which the link was opened, and the link."""
    until = {"expires_at": timezone.now() + timedelta(days=1)} | values
    link, token = OwnEntryLink.issue(collaboration=liaison.collaboration, liaison=liaison, **until)
    client = Client()
    return client, link, client.post(reverse("government:own_entry_open", args=[token]))


def test_link_is_mailed_and_opens_the_own_entry_only(desk, liaison):
    answer = desk.client.post(desk.url("own_entry_link_create", liaison.pk))
    assert answer.url == desk.url("entry_detail", liaison.person_id)
    mail = OutboxMail.objects.get()
    assert mail.to == "paulo@example.org"
    path = re.search(r"https?://[^/]+(/own-entry/\S+)", mail.body).group(1)
    client = Client()
    first = client.get(path)
    assert "Paulo" not in first.content.decode()
    assert OwnEntryLink.objects.get().used_at is None
    then = client.post(path)
    assert then.url == reverse("government:own_entry_detail")
    page = client.get(then.url).content.decode()
    for text in ("Paulo Dias", "Inspection", "paulo@example.org", "Two talks a month", "1 of 4, Under 1 hour a month"):
        assert text in page
    for text in ("Hidden Colleague", "Hidden evidence", "liaison fitness"):
        assert text not in page
    deliver_mail()
    assert OutboxMail.objects.get().body == ""  # the token is nowhere any more
    liaison.person.refresh_from_db()
    assert liaison.person.informed_on == desk.collaboration.today()
    assert PrivacyNotice.objects.get().how == "link"


def test_a_new_link_ends_the_older_one(desk, liaison):
    client, link, _answer = opened(liaison)
    desk.client.post(desk.url("own_entry_link_create", liaison.pk))
    assert client.get(reverse("government:own_entry_detail")).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is not None


@pytest.mark.parametrize(
    "values",
    [{"expires_at": timezone.now() - timedelta(seconds=1)}, {"revoked_at": timezone.now()}],
    ids=["too old", "revoked"],
)
def test_dead_link_is_not_found(liaison, values):
    _client, _link, answer = opened(liaison, **values)
    assert answer.status_code == 404


def test_unknown_link_and_a_browser_without_one_are_not_found(db):
    assert Client().get("/own-entry/unknown/").status_code == 404
    assert Client().get(reverse("government:own_entry_detail")).status_code == 404


def test_without_an_address_nothing_is_mailed(desk, liaison):
    liaison.person.email = ""
    liaison.person.save()
    answer = desk.client.post(desk.url("own_entry_link_create", liaison.pk), follow=True)
    assert "No e-mail address is known" in answer.content.decode()
    assert not OutboxMail.objects.exists()


def test_objection_is_kept_shown_and_answered(desk, liaison):
    client, _link, _answer = opened(liaison)
    url = reverse("government:own_entry_detail")
    assert client.post(url, {"kind": "objection", "text": "I never agreed."}).status_code == 302
    assert "Not answered yet" in client.get(url).content.decode()
    (entry,) = [one for one in entries(desk.collaboration, on=desk.collaboration.today()) if one.unanswered]
    assert entry.person == liaison.person
    assert "I never agreed." in desk.page("entry_detail", liaison.person_id)
    statement = OwnStatement.objects.get()
    data = {"answer": "The line is taken out."}
    assert desk.client.post(desk.url("own_statement_edit", statement.pk), data).status_code == 302
    assert "The line is taken out." in client.get(url).content.decode()


def test_time_is_confirmed_and_stands_beside_the_rating(desk, liaison):
    client, _link, _answer = opened(liaison)
    client.post(reverse("government:own_entry_detail"), {"kind": "bandwidth", "bandwidth": "3"})
    assert OwnStatement.objects.get().bandwidth == 3
    page = desk.page("mandate_detail", liaison.mandate_id)
    assert "this person says: half a day a month, or a deputy" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"kind": "objection", "text": " "}, "Say in your own words"),
        ({"kind": "bandwidth"}, "how much time there is"),
        ({"kind": "bandwidth", "bandwidth": "5"}, "valid choice"),
        ({"kind": "x", "text": "Kept words"}, "valid choice"),
        ({"kind": "correction", "text": "x" * 2001}, "at most 2000"), ({}, "required"),
    ],
)  # fmt: skip
def test_wrong_words_are_422_and_kept(liaison, data, said):
    client, _link, _answer = opened(liaison)
    answer = client.post(reverse("government:own_entry_detail"), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert data.get("text") != "Kept words" or "Kept words" in answer.content.decode()
    assert not OwnStatement.objects.exists()


# -- told, looked at again ---


def test_entry_is_due_after_a_year_and_when_the_office_ends(desk):
    c, today = desk.collaboration, desk.collaboration.today()
    person = factories.person(collaboration=c)
    office = story.official(story.mandate(c), person=person, from_on=today - timedelta(days=400))
    (entry,) = entries(c, on=today)
    assert (entry.review_on, entry.is_due) == (today - timedelta(days=35), True)
    data = {"outcome": "keep", "reason": "Still in office", "reviewed_on": (today - timedelta(days=10)).isoformat()}
    assert desk.client.post(desk.url("entry_review_create", person.pk), data).status_code == 302
    (entry,) = entries(c, on=today)
    assert (entry.review_on, entry.is_due) == (today + timedelta(days=355), False)
    office.leave(on=today - timedelta(days=5))
    (entry,) = entries(c, on=today)
    assert (entry.review_on, entry.is_due, entry.is_open) == (today - timedelta(days=5), True, False)
    EntryReview.objects.create(collaboration=c, person=person, reviewed_on=today, outcome="ended")
    (entry,) = entries(c, on=today)
    assert entry.review_on is None


def test_told_is_noted_with_its_day_and_the_newest_stands_on_the_person(desk):
    person = factories.person(collaboration=desk.collaboration)
    url = desk.url("privacy_notice_create", person.pk)
    for day in ("2025-06-01", "2025-03-01"):
        assert desk.client.post(url, {"how": "talk", "told_on": day}).status_code == 302
    person.refresh_from_db()
    assert person.informed_on.isoformat() == "2025-06-01"
    assert desk.client.post(url, {"how": "talk", "told_on": "2025-03-01"}).status_code == 422
    assert desk.client.post(url, {"how": "talk", "told_on": "2098-03-01"}).status_code == 422


@pytest.mark.parametrize("count", [1, 12])
def test_number_of_queries_of_the_list_does_not_grow(desk, count, django_assert_num_queries):
    for _n in range(count):
        mandate = story.mandate(desk.collaboration)
        story.official(mandate)
        story.own_statement(story.liaison(mandate))
    desk.page("entry_list")
    with django_assert_num_queries(8):
        desk.page("entry_list")


# -- export ---


def test_export_holds_all_of_the_person_nothing_of_others_and_is_written_down(desk, liaison):
    story.own_statement(liaison, text="My words")
    factories.meeting(liaison.mandate.body, people=(liaison.person,))
    answer = desk.client.post(desk.url("entry_export", liaison.person_id))
    assert answer["Content-Disposition"].startswith("attachment")
    data = json.loads(answer.content)
    assert data["person"]["email"] == "paulo@example.org"
    assert data["ratings"][0]["criteria"][3] == {
        "criterion": "Bandwidth", "level": 1, "means": "Under 1 hour a month", "evidence": "Two talks a month",
    }  # fmt: skip
    assert (data["own_words"][0]["text"], data["meetings"]) == ("My words", ["2025-03-01"])
    assert "Hidden" not in answer.content.decode()
    assert AuditEvent.objects.filter(act="exported", subject=f"entry of person {liaison.person_id}").exists()


# -- erasing, through its page ---


def test_coordinator_erases_after_writing_the_name(chair):
    mandate = story.mandate(chair.collaboration)
    person = factories.person(organization=mandate.body, name="Nilo Azevedo", email="nilo@example.org")
    story.liaison(mandate, person=person)
    held = factories.meeting(chair.collaboration.backbone, summary="Azevedo agreed.")
    url = chair.url("erasure_create", person.pk)
    assert "Azevedo</bdi> for good" in chair.client.get(url).content.decode()
    key = f"collab_meeting|{held.pk}|summary"
    wrong = chair.client.post(url, {"name": "Nilo", "redact": [key]})
    assert wrong.status_code == 422
    assert re.search(f'value="{re.escape(key)}"[^>]* checked', wrong.content.decode())
    answer = chair.client.post(url, {"name": "nilo azevedo ", "redact": [key]}, follow=True)
    page = answer.content.decode()
    assert "Nothing is left to redact." in page
    assert "Azevedo" not in page
    held.refresh_from_db()
    assert held.summary == "[…] agreed."
    again = chair.client.get(url, follow=True)
    assert "is erased already" in again.content.decode()
