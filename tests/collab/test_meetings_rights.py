"""Meetings: the private note, which few may open, and who may see, log, change and delete."""

import pytest

from collab.models import AuditEvent, Meeting
from tests import factories
from tests.collab.meeting_story import Here, typed


@pytest.fixture
def here(facilitator, sign_in):
    """A facilitator at work, and a meeting of two partners with a note."""
    here = Here(facilitator, sign_in(facilitator))
    here.meeting = factories.meeting(here.estero, people=(here.lidia,), topics="Catch records", note="Lidia is tired.")
    here.edit = here.url("edit", here.meeting.pk)
    return here


# -- the private note ------------------------------------------------------------------------------------------------


def test_note_opens_by_post_only_and_opening_is_written_down(here):
    url = here.url("note", here.meeting.pk)
    assert here.client.get(url).status_code == 405
    answer = here.client.post(url)
    assert "Lidia is tired." in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    event = AuditEvent.objects.get(act=AuditEvent.Act.NOTE_OPENED)
    assert (event.user, event.collaboration, event.subject) == (
        here.seat.user, here.collaboration, f"meeting {here.meeting.pk}",
    )  # fmt: skip


def test_note_is_changed_and_a_second_editor_loses_nothing(here):
    url = here.url("note_edit", here.meeting.pk)
    assert here.client.get(url).status_code == 405
    assert here.client.post(url, {"note": "New note", "version": 1}).url == here.meeting.get_absolute_url()
    assert Meeting.objects.get().private_note == "New note"
    late = here.client.post(url, {"note": "Mine", "version": 1})
    assert late.status_code == 422
    assert late.context["form"].theirs == {"Private note": ("Mine", "New note")}
    assert AuditEvent.objects.filter(act=AuditEvent.Act.NOTE_OPENED).count() == 1  # theirs was shown
    assert Meeting.objects.get().topics == "Catch records"


@pytest.mark.parametrize("role", ["funder", "partner", "liaison", "viewer"])
def test_note_and_its_existence_stay_hidden_from_others(here, sign_in, role):
    client = sign_in(factories.seat(collaboration=here.collaboration, role=role, organization=here.viva))
    assert client.post(here.url("note", here.meeting.pk)).status_code == 403
    assert client.post(here.url("note_edit", here.meeting.pk), {"note": "x", "version": 1}).status_code == 403
    with_note = client.get(here.meeting.get_absolute_url())
    here.meeting.private_note = ""
    here.meeting.save()
    assert _without_token(client.get(here.meeting.get_absolute_url())) == _without_token(with_note)
    for url in (here.list, here.meeting.get_absolute_url(), here.edit, here.url("delete", here.meeting.pk)):
        page = client.get(url).content.decode()
        assert "tired" not in page
        assert "rivate note" not in page
    assert not AuditEvent.objects.filter(act=AuditEvent.Act.NOTE_OPENED).exists()


def _without_token(answer):
    text = answer.content.decode()
    for name in ("csrfmiddlewaretoken", "X-CSRFToken"):
        while name in text:
            at = text.index(name)
            text = text[:at] + text[at + 120 :]
    return text


# -- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees", "logs"),
    [
        ("coordinator", 200, 200), ("facilitator", 200, 200), ("funder", 200, 403), ("partner", 200, 403),
        ("liaison", 200, 403), ("viewer", 403, 403),
    ],
)  # fmt: skip
def test_roles(here, sign_in, role, sees, logs):
    client = sign_in(factories.seat(collaboration=here.collaboration, role=role, organization=here.viva))
    pages = [client.get(url).status_code for url in (here.list, here.meeting.get_absolute_url())]
    assert pages == [sees, sees]
    forms = [client.get(url).status_code for url in (here.log, here.edit, here.url("delete", here.meeting.pk))]
    assert forms == [logs] * 3
    before = Meeting.objects.count()
    assert client.post(here.log, typed(here)).status_code == (302 if logs == 200 else 403)
    assert Meeting.objects.count() == before + (logs == 200)


def test_stranger_and_ended_seat_get_404(here, sign_in, stranger):
    gone = factories.seat(collaboration=here.collaboration, to_on=here.today)
    urls = [here.list, here.log, here.edit, here.meeting.get_absolute_url()]
    for who in (stranger, gone):
        assert [sign_in(who).get(url).status_code for url in urls] == [404] * 4
        assert sign_in(who).post(here.url("note", here.meeting.pk)).status_code == 404


def test_meeting_of_another_collaboration_is_404_under_this_one(here):
    other = factories.meeting(factories.organization(), note="Hidden")
    for name in ("detail", "edit", "delete"):
        assert here.client.get(here.url(name, other.pk)).status_code == 404
        assert here.client.post(here.url(name, other.pk), {}).status_code in (404, 405)
    assert here.client.post(here.url("note", other.pk)).status_code == 404
    assert Meeting.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("what", ["1.0", "01", "1%00", "x", "{upper}", "{cut}"])
def test_address_that_names_no_meeting_is_404(here, what):
    key = what.format(upper=str(here.meeting.pk).upper(), cut=str(here.meeting.pk)[:-1])
    for headers in ({}, {"HX-Request": "true"}):
        assert here.client.get(f"{here.list}{key}/", headers=headers).status_code == 404


def test_partner_sees_own_meetings_only_and_no_names_of_others(here, sign_in):
    third = factories.organization(collaboration=here.collaboration, name="Third house")
    hidden = factories.meeting(third, topics="Among others")
    client = sign_in(factories.seat(collaboration=here.collaboration, role="partner", organization=here.estero))
    page = client.get(here.list).content.decode()
    assert "Catch records" in page
    assert "Among others" not in page
    assert client.get(hidden.get_absolute_url()).status_code == 404
    own = client.get(here.meeting.get_absolute_url()).content.decode()
    assert "Marea Viva" in own
    assert "Lidia Armenta" not in own


def test_signed_out_reader_is_sent_to_sign_in(here, client):
    assert client.get(here.list).status_code == 302
    assert client.get(here.list, headers={"HX-Request": "true"}).status_code == 401
