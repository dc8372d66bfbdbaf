"""Changing meetings: one winner, no text lost, nothing twice."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from collab.models import Attendance, Meeting
from tests import factories
from tests.collab.meeting_story import Here, typed


@pytest.fixture
def here(facilitator, sign_in):
    """A facilitator at work, and a meeting of two partners with a note."""
    here = Here(facilitator, sign_in(facilitator))
    here.meeting = factories.meeting(here.estero, people=(here.lidia,), topics="Catch records", note="Lidia is tired.")
    here.edit = here.url("edit", here.meeting.pk)
    return here


def changed(here, **changes):
    """What the edit form sends when nothing was changed, with changes."""
    data = {
        "version": here.meeting.version, "mode": "in person", "kind": "bilateral", "day": "2025-03-01",
        "clock": "15:00", "who": [f"p{here.lidia.pk}-{here.viva.pk}", f"o{here.estero.pk}"], "topics": "Catch records",
        "summary": "",
    }  # fmt: skip
    return {name: value for name, value in (data | changes).items() if value is not None}


def test_edit_changes_the_meeting_and_its_people_and_leaves_the_note(here):
    new = {"newcomers-0-person_name": "Dra. Ríos", "newcomers-0-organization": str(here.estero.pk)}
    data = changed(here, topics="Second month", who=[f"p{here.chuy.pk}-{here.estero.pk}"], mode="call", clock="16:30")
    assert here.client.post(here.edit, data | new).url == here.meeting.get_absolute_url()
    meeting = Meeting.objects.get()
    assert (meeting.topics, meeting.mode, meeting.version) == ("Second month", "call", 2)
    assert meeting.held_at == datetime(2025, 3, 1, 16, 30, tzinfo=UTC)
    assert meeting.private_note == "Lidia is tired."
    assert set(Attendance.objects.values_list("person__name", "organization__name")) == {
        ("Chuy Valdez", "Unión Estero"), ("Dra. Ríos", "Unión Estero"),
    }  # fmt: skip


def test_edit_keeps_and_changes_who_called_and_chaired(here):
    Meeting.objects.update(called_by=here.viva, chaired_by=here.estero)
    page = here.client.get(here.edit).content.decode()
    assert page.count(f'<option value="{here.viva.pk}" selected>Marea Viva</option>') == 1
    assert page.count(f'<option value="{here.estero.pk}" selected>Unión Estero</option>') == 1
    here.client.post(here.edit, changed(here, called_by=here.viva.pk, chaired_by=here.viva.pk))
    here.meeting.refresh_from_db()
    assert (here.meeting.called_by, here.meeting.chaired_by) == (here.viva, here.viva)
    late = here.client.post(here.edit, changed(here, version=1, called_by="", chaired_by=here.viva.pk))
    assert late.context["form"].theirs == {"Called by": ("", "Marea Viva")}


def test_edit_page_shows_what_is_stored(here):
    page = here.client.get(here.edit).content.decode()
    assert 'value="2025-03-01"' in page
    assert 'value="15:00"' in page
    assert 'value="Catch records"' in page
    assert page.count("checked") == 3  # the mode and two attendees
    assert "tired" not in page


def test_second_editor_sees_both_texts_and_can_save_knowingly(here):
    other = here.meeting.pk
    assert here.client.post(here.edit, changed(here, summary="Theirs", topics="Their topic")).status_code == 302
    answer = here.client.post(here.edit, changed(here, summary="Mine, long thought about"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert answer.context["form"].theirs == {
        "Topics": ("Catch records", "Their topic"), "What happened": ("Mine, long thought about", "Theirs"),
    }  # fmt: skip
    assert answer.context["form"].conflict.by == str(here.seat.user)
    assert "changed this while you were writing" in page
    assert "Mine, long thought about</textarea>" in page
    assert "Theirs" in page
    assert Meeting.objects.get(pk=other).summary == "Theirs"
    version = answer.context["form"]["version"].value()
    again = here.client.post(here.edit, changed(here, summary="Both", version=version))
    assert again.status_code == 302
    assert Meeting.objects.get(pk=other).summary == "Both"


def test_conflict_over_people_shows_their_names(here):
    here.client.post(here.edit, changed(here, who=[f"o{here.viva.pk}"]))
    form = here.client.post(here.edit, changed(here)).context["form"]
    mine = f"Lidia Armenta, {here.viva.label}, Unión Estero"
    assert form.theirs == {"Who was there": (mine, "Marea Viva")}
    assert set(Attendance.objects.values_list("person", "organization")) == {(None, here.viva.pk)}


@pytest.mark.django_db(transaction=True)
def test_of_ten_editors_at_once_one_wins(here, sign_in):
    clients = [sign_in(here.seat) for _ in range(10)]
    start, codes = Barrier(10), []

    def save(number):
        start.wait()
        codes.append((clients[number].post(here.edit, changed(here, summary=f"Text {number}")).status_code, number))
        connection.close()

    threads = [Thread(target=save, args=(number,)) for number in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    winners = [number for code, number in codes if code == 302]
    assert len(winners) == 1
    assert sorted(code for code, _number in codes) == [302] + [422] * 9
    assert Meeting.objects.get().summary == f"Text {winners[0]}"


@pytest.mark.django_db(transaction=True)
def test_of_ten_same_logs_at_once_one_is_written(here, sign_in):
    clients = [sign_in(here.seat) for _ in range(10)]
    start, answers, data = Barrier(10), [], typed(here)

    def send(client):
        start.wait()
        answer = client.post(here.log, data)
        answers.append((answer.status_code, answer.url))
        connection.close()

    threads = [Thread(target=send, args=(client,)) for client in clients]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers == [(302, here.url("detail", data["id"]))] * 10
    assert Meeting.objects.count() == 2
    assert Attendance.objects.filter(meeting=data["id"]).count() == 2


@pytest.mark.parametrize("version", [None, "", "0", "-1", "x", "2147483648", "9" * 40, "1e309"])
def test_damaged_version_is_an_error_and_keeps_the_text(here, version):
    answer = here.client.post(here.edit, changed(here, version=version, summary="My words"))
    assert answer.status_code == 422
    assert "My words" in answer.content.decode()
    assert Meeting.objects.get().summary == ""


def test_meeting_deleted_meanwhile_is_404(here):
    here.meeting.delete()
    assert here.client.post(here.edit, changed(here)).status_code == 404


def test_planned_meeting_is_marked_as_held_where_one_says_who_came(here):
    here.meeting.is_held = False
    here.meeting.save()
    page = here.client.get(here.meeting.get_absolute_url()).content.decode()
    assert f"{here.edit}?held=1" in page
    assert 'name="is_planned" id="id_is_planned" checked' in here.client.get(here.edit).content.decode().replace(
        "  ", " "
    )
    assert 'id="id_is_planned" checked' not in here.client.get(f"{here.edit}?held=1").content.decode()
    here.client.post(here.edit, changed(here))
    assert Meeting.objects.get().is_held


def test_meeting_with_a_promise_cannot_be_deleted(here):
    factories.commitment(here.viva, meeting=here.meeting)
    url = here.url("delete", here.meeting.pk)
    assert "cannot be deleted" in here.client.get(url).content.decode()
    assert here.client.post(url).status_code == 422
    assert Meeting.objects.count() == 1


def test_delete_asks_first(here):
    url = here.url("delete", here.meeting.pk)
    assert here.client.get(url).status_code == 200
    assert Meeting.objects.count() == 1
    assert here.client.post(url).url == here.list
    assert Meeting.objects.count() == 0


def test_future_meeting_cannot_be_marked_as_held(here):
    ahead = here.today + timedelta(days=2)
    answer = here.client.post(here.edit, changed(here, day=str(ahead)))
    assert answer.status_code == 422
    assert Meeting.objects.get().held_at == here.meeting.held_at


# -- sent twice ------------------------------------------------------------------------------------------------------


def test_second_click_on_an_edit_is_saved_and_shows_no_conflict(here):
    new = {"newcomers-0-person_name": "Dra. Ríos", "newcomers-0-organization": str(here.estero.pk)}
    data = changed(here, summary="Mine", clock="16:30", **new)
    assert [here.client.post(here.edit, data).status_code for _ in range(3)] == [302] * 3
    assert Meeting.objects.get().version == 2
    assert Attendance.objects.count() == 3


def test_second_click_with_other_newcomers_is_a_conflict(here):
    here.client.post(here.edit, changed(here, summary="Mine"))
    new = {"newcomers-0-person_name": "Dra. Ríos", "newcomers-0-organization": str(here.estero.pk)}
    late = here.client.post(here.edit, changed(here, summary="Mine", **new))
    assert late.status_code == 422
    assert "Dra. Ríos" in late.content.decode()
    assert Attendance.objects.count() == 2


def test_people_of_one_name_are_told_apart_in_a_conflict(here):
    twin = factories.person(organization=here.viva, name="Lidia Armenta")
    here.client.post(here.edit, changed(here, who=[f"p{twin.pk}-{here.viva.pk}", f"o{here.estero.pk}"]))
    assert here.client.post(here.edit, changed(here)).status_code == 422
