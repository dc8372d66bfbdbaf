"""Whom the shield covers is not named beside a partner either: on its page, in the list, in the file of the list."""

from typing import Any

import pytest

from collab.models import Seat
from tests import factories
from tests.government import story


@pytest.fixture
def partner(coordinator: Seat) -> Any:
    """A partner whose contact is an official, and whose owner on our side is a liaison."""
    here = coordinator.collaboration
    mandate = story.mandate(here)
    official = factories.person(organization=mandate.body, name="Canary Official")
    liaison = factories.person(organization=here.backbone, name="Canary Liaison")
    story.official(mandate, person=official)
    story.liaison(mandate, person=liaison)
    one = factories.partner(mandate.body)
    one.contact, one.owner = official, liaison
    one.save()
    return one


@pytest.mark.parametrize("role", ["facilitator", "funder", "viewer"])
def test_names_beside_a_partner_are_for_the_facilitation_team(partner: Any, role: str, sign_in: Any):
    seat = factories.seat(collaboration=partner.collaboration, role=role, organization=partner.collaboration.backbone)
    client, home = sign_in(seat), f"/c/{partner.collaboration.slug}/partners/"
    told = [client.get(f"{home}{path}").getvalue().decode() for path in (f"{partner.pk}/", "", "?as=csv")]
    assert all("Canary" in text for text in told) is (role == "facilitator")
    assert any("Canary" in text for text in told) is (role == "facilitator")
    if role == "funder":
        assert told[0].count("not shown") == 2
