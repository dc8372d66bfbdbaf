"""Who sees what of government: names, criteria, evidence and stance are for the facilitation team, in every answer."""

import pytest
from django.urls import reverse

from tests import factories
from tests.government import story
from tests.government.canary import CANARY, OTHERS, seat_of


def test_canary_is_there_for_the_team(collaboration, guarded, facilitator, sign_in):
    client = sign_in(facilitator)
    page = client.get(guarded["mandate"].get_absolute_url()).content.decode()
    for part in ("Name1", "Name2", "Name3", "Name4", " ability", " stance"):
        assert f"{CANARY}{part}" in page or f"{CANARY} {part.strip()}" in page
    assert f"{CANARY}2@example.org" not in page


@pytest.mark.parametrize("role", ["funder", "partner", "liaison"])
def test_others_see_the_state_and_the_weakest_criterion_by_role(collaboration, guarded, sign_in, role):
    client = sign_in(seat_of(collaboration, role, guarded))
    for url in (reverse("government:mandate_list", args=[collaboration.slug]), guarded["mandate"].get_absolute_url()):
        page = client.get(url).content.decode()
        assert "Covered" in page
        assert "Weakest criterion: bandwidth." in page
        for hidden in ("Sole decider", "stance 1", "fitness", "Minister<", 'class="criteria"', "of 4"):
            assert hidden not in page


@pytest.mark.parametrize(("role", "sees"), [("funder", True), ("partner", False), ("liaison", True)])
def test_contacts_are_evidence(collaboration, guarded, sign_in, role, sees):
    page = sign_in(seat_of(collaboration, role, guarded)).get(guarded["mandate"].get_absolute_url()).content.decode()
    assert ("When we talked" in page) is sees
    assert ("Last talked" in page) is sees


def test_liaison_sees_the_own_mandate_only(collaboration, guarded, sign_in):
    hidden = story.mandate(collaboration, topic="Of others")
    for seat in (seat_of(collaboration, "liaison", guarded), seat_of(collaboration, "liaison")):
        client, is_own = sign_in(seat), seat.organization == guarded["body"]
        page = client.get(reverse("government:mandate_list", args=[collaboration.slug])).content.decode()
        assert "Of others" not in page
        assert ("Inspection" in page) is is_own
        assert client.get(hidden.get_absolute_url()).status_code == 404
        assert client.get(guarded["mandate"].get_absolute_url()).status_code == (200 if is_own else 404)


def test_liaison_is_known_by_the_address_of_the_person(collaboration, guarded, sign_in):
    seat = seat_of(collaboration, "liaison")
    person = guarded["liaison"].person
    person.email = seat.user.email.upper()
    person.save()
    assert sign_in(seat).get(guarded["mandate"].get_absolute_url()).status_code == 200


def test_viewer_and_stranger_are_refused(collaboration, guarded, sign_in, stranger):
    url = reverse("government:mandate_list", args=[collaboration.slug])
    assert sign_in(seat_of(collaboration, "viewer")).get(url).status_code == 403
    assert sign_in(stranger).get(url).status_code == 404


def test_navigation_leads_there_for_those_who_may(collaboration, sign_in):
    url = reverse("government:mandate_list", args=[collaboration.slug])
    overview = reverse("metrics:collaboration_detail", args=[collaboration.slug])
    seen = {
        role: url in sign_in(seat_of(collaboration, role)).get(overview).content.decode()
        for role in ("funder", "viewer")
    }
    assert seen == {"funder": True, "viewer": False}


@pytest.mark.parametrize("role", ["facilitator", "funder", "partner", "viewer", "liaison"])
def test_only_coordinators_set_the_role_of_the_state(collaboration, sign_in, role):
    url = reverse("government:state_role_create", args=[collaboration.slug])
    data = {"role": "mixed", "from_on": "2025-02-01", "reason": "Why"}
    assert sign_in(seat_of(collaboration, role)).post(url, data).status_code == 403
    assert not collaboration.state_roles.exists()


@pytest.mark.parametrize("role", OTHERS)
def test_others_write_nothing(collaboration, guarded, sign_in, role):
    client = sign_in(seat_of(collaboration, role, guarded))
    for name, key in (
        ("official_leave", "official"), ("liaison_leave", "liaison"), ("liaison_edit", "liaison"),
        ("rating_create", "liaison"), ("stance_create", "mandate"), ("mandate_edit", "mandate"),
        ("official_create", "mandate"), ("liaison_create", "mandate"), ("none_found_create", "mandate"),
        ("mandate_compare", "mandate"),
    ):  # fmt: skip
        url = reverse(f"government:{name}", args=[collaboration.slug, guarded[key].pk])
        assert client.get(url).status_code == 403
        assert client.post(url, {"to_on": "2025-06-01"}).status_code in (403, 405)


@pytest.mark.parametrize(("role", "found"), [("facilitator", True), ("funder", False), ("partner", False)])
def test_a_promise_is_not_found_by_the_name_of_a_liaison(guarded, collaboration, sign_in, role, found):
    seat = seat_of(collaboration, role)
    factories.commitment(guarded["body"], seat.organization, person=guarded["liaison"].person, text="Send the list")
    rows = sign_in(seat).get(reverse("collab:commitment_list", args=[collaboration.slug]), {"q": CANARY})
    assert ("Send the list" in rows.content.decode()) is found
