"""The own entry of a liaison who signs in: found on the government page, read, answered; and nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab.models import Seat
from government.models import Liaison, OwnEntryLink, OwnStatement
from tests import factories
from tests.government import story


@pytest.fixture
def own(collaboration: Any) -> Liaison:
    """Somebody who signs in, as a liaison with evidence; a colleague carries the same mandate."""
    mandate = story.mandate(collaboration, topic="Inspection")
    seat = factories.seat(collaboration=collaboration, role="liaison", organization=mandate.body)
    person = factories.person(organization=mandate.body, name="Paulo Dias", email=seat.user.email.upper())
    entry = story.liaison(mandate, person=person)
    story.rating(entry, (3, 3, 2, 1, 3), bandwidth_evidence="Two talks a month")
    other = story.liaison(mandate, person=factories.person(organization=mandate.body, name="Hidden Colleague"))
    story.rating(other, ability_evidence="Hidden evidence")
    return entry


@pytest.fixture
def seat(own: Liaison) -> Seat:
    """The seat of that person."""
    return own.collaboration.seats.get(role="liaison")


def address(entry: Liaison) -> str:
    return reverse("government:own_entry_edit", args=[entry.collaboration.slug, entry.pk])


def test_it_is_one_click_from_the_government_page_and_from_the_mandate(own, seat, sign_in):
    client: Client = sign_in(seat)
    pages = (reverse("government:mandate_list", args=[own.collaboration.slug]), own.mandate.get_absolute_url())
    for page in pages:
        assert f'href="{address(own)}"' in client.get(page).content.decode()


def test_it_shows_what_is_held_of_that_person_and_nothing_of_others(own, seat, sign_in):
    page = sign_in(seat).get(address(own)).content.decode()
    for text in ("Paulo Dias", "Inspection", "Two talks a month", "1 of 4, Under 1 hour a month"):
        assert text in page
    for text in ("Hidden Colleague", "Hidden evidence", "liaison fitness"):
        assert text not in page


def test_what_the_liaison_says_is_kept_and_read_by_the_team(own, seat, desk, sign_in):
    client = sign_in(seat)
    answer = client.post(address(own), {"kind": "correction", "text": "I am the deputy."})
    assert (answer.status_code, answer.headers["Location"]) == (302, address(own))
    assert "Not answered yet" in client.get(address(own)).content.decode()
    assert "I am the deputy." in desk.page("entry_detail", own.person_id)
    wrong = client.post(address(own), {"kind": "bandwidth", "text": "Kept words"})
    assert wrong.status_code == 422
    assert "Kept words" in wrong.content.decode()
    assert OwnStatement.objects.count() == 1


def test_both_ways_to_the_entry_carry_the_token_of_the_form(own, seat, sign_in):
    assert "csrfmiddlewaretoken" in sign_in(seat).get(address(own)).content.decode().split("<main")[1]
    until = timezone.now() + timedelta(days=1)
    _link, token = OwnEntryLink.issue(collaboration=own.collaboration, liaison=own, expires_at=until)
    browser = Client()
    browser.post(reverse("government:own_entry_open", args=[token]))
    shown = browser.get(reverse("government:own_entry_detail")).content.decode()
    assert "csrfmiddlewaretoken" in shown.split("<main")[1]


def test_an_entry_that_ended_can_still_be_read_and_contested(own, seat, sign_in):
    own.leave(on=own.collaboration.today() - timedelta(days=1))
    client = sign_in(seat)
    assert client.get(address(own)).status_code == 200
    assert client.post(address(own), {"kind": "objection", "text": "Erase it."}).status_code == 302


def test_entries_of_others_are_not_found_and_who_has_no_entry_is_offered_none(own, seat, sign_in):
    other = own.mandate.liaisons.exclude(pk=own.pk).get()
    assert sign_in(seat).get(address(other)).status_code == 404
    assert sign_in(seat).post(address(other), {"kind": "objection", "text": "x"}).status_code == 404
    nobody = factories.seat(collaboration=own.collaboration, role="liaison", organization=own.mandate.body)
    assert "Your own entry" not in sign_in(nobody).get(own.mandate.get_absolute_url()).content.decode()
    assert sign_in(nobody).get(address(own)).status_code == 404


def test_a_partner_of_the_same_address_is_refused(own, sign_in):
    partner = factories.seat(collaboration=own.collaboration, role="partner", organization=own.mandate.body)
    own.person.email = partner.user.email
    own.person.save()
    assert sign_in(partner).get(address(own)).status_code == 403


def test_the_team_is_led_to_its_own_page(own, desk):
    assert desk.client.get(address(own)).headers["Location"] == desk.url("entry_detail", own.person_id)
    assert desk.client.post(address(own), {"kind": "objection", "text": "x"}).status_code == 302
    assert not OwnStatement.objects.exists()
