"""Lists that have no test page of their own on this: one row or many, the database is asked as often."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collab.models import GateState, Seat
from government.models import Influence
from metrics.models import ShareLink
from partners.models import PartnerField
from tests import factories

Make = Callable[[Seat, str], Any]


def outline(seat: Seat, name: str) -> None:
    seat.collaboration.outlines.create(name=name)


def share(seat: Seat, name: str) -> None:
    ShareLink.give(seat.collaboration, label=name, by=seat.user, now=timezone.now())


def partner_field(seat: Seat, name: str) -> None:
    PartnerField.objects.create(collaboration=seat.collaboration, name=name)


def influence(seat: Seat, name: str) -> None:
    body = factories.organization(collaboration=seat.collaboration, name=name, sector="government")
    Influence.objects.create(
        collaboration=seat.collaboration, organization=body, influence=3, interest=2, judged_on=seat.from_on
    )


@pytest.mark.parametrize(
    ("address", "make"),
    [
        ("collab:outline_list", outline), ("metrics:share_list", share), ("partners:field_list", partner_field),
        ("government:influence_list", influence),
    ],
)  # fmt: skip
def test_list_asks_as_often_for_many_rows_as_for_one(address: str, make: Make, coordinator: Seat, sign_in: Any) -> None:
    client, url = sign_in(coordinator), reverse(address, args=[coordinator.collaboration.slug])
    asked = []
    for names in (["First of all"], ["Second row", "Third row", "Fourth row"]):
        for name in names:
            make(coordinator, name)
        client.get(url)  # what is made once for a reader is made here
        with CaptureQueriesContext(connection) as queries:
            text = client.get(url).content.decode()
        assert all(name in text for name in names)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


def test_gates_ask_as_often_for_many_in_the_way_as_for_one(coordinator: Seat, sign_in: Any) -> None:
    here = coordinator.collaboration
    client, url = sign_in(coordinator), reverse("metrics:gate_list", args=[here.slug])
    names, asked = ["Albatross", "Bittern", "Curlew", "Dunlin", "Egret"], []
    partners = [factories.partner(factories.organization(collaboration=here, name=name)) for name in names]

    def blocked(gate: str, subjects: list[int]) -> None:
        blocker = {"key": "interest", "fails": True, "numbers": {"need": 3, "have": 1}, "subjects": subjects}
        GateState.objects.create(
            collaboration=here, gate=gate, month=0, as_of=here.today(), state="fail", blockers=[blocker], generation=1
        )

    blocked("G0", [partners[0].organization_id])
    client.get(url)
    for more in ([], ["G1", "G2", "G3"]):
        for gate in more:
            blocked(gate, [one.organization_id for one in partners])
        with CaptureQueriesContext(connection) as queries:
            text = client.get(url).content.decode()
        assert ["Egret" in text, "Albatross" in text] == [bool(more), True]
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8
