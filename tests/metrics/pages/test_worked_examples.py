"""The worked examples of the documentation, from rows that people entered to the words that they read."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from collab.models import Collaboration, Gate, Organization
from metrics.scoring import score_collaboration
from partners.models import Partner
from tests import factories
from tests.metrics.test_ownership_rows import TODAY, five, worked_example
from tests.metrics.test_readiness_rows import rate

__all__ = ["five"]  # a fixture


def words_of(client: Client, name: str, *args: Any) -> str:
    """What a page says, tags and spaces taken out."""
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_shared_ownership_stands_on_its_page_and_beside_the_strategy(
    collaboration: Collaboration, five: list[Organization], sign_in: Any
) -> None:
    worked_example(collaboration, five)
    Organization.objects.filter(pk=five[4].pk).update(is_local=True)
    score_collaboration(collaboration, today=TODAY)
    assert collaboration.scores.series("ownership").last().value == 53.1944
    team = sign_in(factories.seat(collaboration=collaboration, role="facilitator"))
    for name, args in (("metrics:score_detail", ["ownership"]), ("metrics:ownership_panel", [])):
        text = words_of(team, name, collaboration.slug, *args)
        assert "53 48–58" in text, name
        values = re.findall(r"(Decisions|Authorship|Leadership) [\d.]+ [\d.]+ ?%? ([\d.]+)", text)
        assert {label: float(value) for label, value in values} == {
            "Decisions": 50.0, "Authorship": 60.0, "Leadership": 37.5,
        }, name  # fmt: skip
    assert "Decisions are made as if 3.1 of 5 partners decided" in words_of(
        team, "metrics:ownership_panel", collaboration.slug
    )
    story = team.get(reverse("collab:strategy_list", args=[collaboration.slug])).content.decode()
    assert reverse("metrics:ownership_panel", args=[collaboration.slug]) in story


def test_readiness_of_a_partner_stands_on_its_page_and_in_the_list(sign_in: Any, db: None) -> None:
    today = factories.collaboration().today()
    collaboration = factories.collaboration(started_on=today - timedelta(days=100))
    partner = factories.partner(factories.organization(collaboration=collaboration, name="Marea Viva"))
    readiness_example(partner, today)
    score_collaboration(collaboration, today=today)
    team = sign_in(factories.seat(collaboration=collaboration, role="facilitator"))
    text = words_of(team, "partners:partner_detail", collaboration.slug, partner.pk)
    assert "Readiness is 65." in text
    assert "65 59–69" in text
    assert "Coverage 82.5 %." in text
    assert "1 criterion is not known." in text
    assert "65" in words_of(team, "partners:partner_list", collaboration.slug).partition("Marea Viva")[2]


def readiness_example(partner: Partner, today: Any) -> None:
    """Interest 75, champion 50, mission fit 75, capacity 25 by the partner alone, legitimacy 100."""
    on = today - timedelta(days=10)
    for criterion, own, other in (
        ("interest", 3, 3), ("champion", 3, 1), ("mission_fit", 4, 2), ("capacity", 1, None), ("legitimacy", 4, 4),
    ):  # fmt: skip
        rate(partner, criterion, own, other, on=on)


def test_a_funder_reads_what_stands_in_the_way_where_it_decides(collaboration: Collaboration, sign_in: Any) -> None:
    score_collaboration(collaboration, today=collaboration.today())
    payer = sign_in(factories.seat(collaboration=collaboration, role="funder"))
    form = payer.get(reverse("partners:review_create", args=[collaboration.slug])).content.decode()
    gates = reverse("metrics:gate_list", args=[collaboration.slug])
    assert f'hx-get="{gates}"' in form
    text = words_of(payer, "metrics:gate_list", collaboration.slug)
    assert all(gate.value in text for gate in Gate)
    assert "Nobody has marked which organisations need each other." in text
    part = payer.get(gates, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    viewer = sign_in(factories.seat(collaboration=collaboration, role="viewer"))
    assert "href" not in viewer.get(gates, headers={"HX-Request": "true"}).content.decode()
