"""What a device keeps for days without signal: a shell about nobody, and a form without private things."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab.models import Meeting
from tests import factories
from tests.collab.meeting_story import Here, typed


@pytest.fixture
def here(facilitator, sign_in):
    """A facilitator at work, who met Lidia with a private note; Chuy was met by nobody for long."""
    here = Here(facilitator, sign_in(facilitator))
    now = timezone.now()
    factories.meeting(here.viva, people=(here.lidia,), held_at=now, summary="Said aloud", note="Lidia is tired.")
    here.kept = here.url("kept")
    return here


def test_form_to_keep_holds_usual_attendees_and_nothing_private(here):
    page = here.client.get(here.kept)
    text = page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert "Lidia Armenta" in text
    for hidden in ("Chuy Valdez", "tired", "Said aloud", "private_note", "csrfmiddlewaretoken"):
        assert hidden not in text
    assert f'data-log="{here.log}"' in text
    assert "<html" not in text


def test_page_of_a_device_is_the_same_for_everybody(here):
    url = reverse("collab:device")
    mine, nobodys = (client.get(url).content.decode() for client in (here.client, Client()))
    assert mine == nobodys
    assert "csrf" not in mine
    assert str(here.seat.user) not in mine


def test_worker_names_every_file_that_the_page_of_a_device_loads(here):
    code = here.client.get(reverse("collab:worker"))
    assert code.headers["Content-Type"] == "text/javascript"
    shell = json.loads(re.search(r"self\.SHELL = (\[.*?\]);", code.content.decode())[1])
    page = here.client.get(shell[0]).content.decode()
    loaded = re.findall(r'(?:rel="stylesheet" href|<script src|data-offline|data-kept)="([^"]+)"', page)
    assert sorted(shell[1:]) == sorted(loaded)
    assert "js/worker" in code.content.decode()


def test_manifest_names_icons_that_exist(client):
    about = client.get(reverse("collab:manifest")).json()
    assert about["display"] == "standalone"
    assert {one["sizes"] for one in about["icons"]} == {"192x192", "512x512"}
    assert all(finders.find(f"img/groundwork-{size}.png") for size in (192, 512))


def test_state_says_who_is_signed_in_and_nothing_to_others(here):
    url = reverse("collab:device_state")
    said = here.client.get(url).json()
    assert said.keys() == {"reader", "token"}
    assert said["reader"] == str(here.seat.user.pk)
    nobody = Client().get(url)
    assert (nobody.status_code, nobody.json()) == (401, {})


def send(here, data, client=None):
    """As offline.js sends: htmx's header, so that every outcome has a status of its own."""
    return (client or here.client).post(here.log, data | {"kept": "1"}, headers={"HX-Request": "true"})


def test_outcome_of_sending_is_told_by_its_status(here, sign_in):
    data = {name: value for name, value in typed(here).items() if name != "private_note"}
    sent = [send(here, data) for _ in range(3)]
    assert [(one.status_code, one.headers["HX-Redirect"]) for one in sent] == [
        (204, here.url("detail", data["id"]))
    ] * 3
    assert send(here, data, Client()).status_code == 401
    assert send(here, data | {"who": []}).status_code == 422
    here.seat.to_on = here.today
    here.seat.save()
    assert send(here, data).status_code == 404
    assert Meeting.objects.count() == 2


def test_what_a_device_sent_leaves_no_pile_of_messages(here):
    for number in range(3):
        send(here, typed(here, topics=f"Talk {number}"))
    assert "The meeting is saved." not in here.client.get(here.list).content.decode()


def test_meeting_written_by_an_older_release_is_taken(here):
    data = typed(here, when="2025-03-01", clock="", private_note=None, kind=None, summary=None, unknown_then="x")
    old = {name: value for name, value in data.items() if not name.endswith("_FORMS")}
    assert send(here, old).status_code == 204
    meeting = Meeting.objects.get(pk=data["id"])
    assert meeting.commitments.count() == 1
    assert f"{meeting.held_at.astimezone(here.collaboration.zone):%Y-%m-%d}" == "2025-03-01"


def test_same_id_from_another_person_with_other_words_writes_nothing(here, sign_in):
    other = sign_in(factories.seat(collaboration=here.collaboration, role="facilitator"))
    data = typed(here, private_note=None)
    assert send(here, data).status_code == 204
    assert send(here, data | {"summary": "Mine"}, other).status_code == 422
    assert Meeting.objects.get(pk=data["id"]).summary == "Viva showed the first month."
