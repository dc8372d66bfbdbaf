"""Since we last met: one sheet for a planned meeting or a group, for the team only."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from collab.models import Organization
from government.models import LiaisonRating, Stance
from tests import factories
from tests.government import story as government
from tests.metrics.pages.made import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(facilitator: Any, sign_in: Any) -> Any:
    return sign_in(facilitator)


def url(collaboration: Any, query: str = "") -> str:
    return f"/c/{collaboration.slug}/since-we-last-met/{query}"


def mandate_with_a_busy_liaison(body: Organization) -> None:
    """An office whose stance was seen nine days ago, and whose liaison lacks bandwidth."""
    c = body.collaboration
    mandate = government.mandate(body=body)
    Stance.objects.create(collaboration=c, mandate=mandate, level=2, seen_on=c.today() - timedelta(days=9))
    LiaisonRating.objects.create(
        collaboration=c, liaison=government.liaison(mandate), assessor=c.backbone, rated_on=c.today(), ability=4,
        willingness=4, authority=3, bandwidth=1,
    )  # fmt: skip


def test_sheet_of_a_planned_meeting(team: Any, collaboration: Any):
    now, today = timezone.now(), collaboration.today()
    port, union, other = (
        factories.organization(collaboration=collaboration, name=name) for name in ("Port", "Union", "Other")
    )
    rosa = factories.person(organization=port, name="Rosa", job_title="Harbour master")
    factories.meeting(port, union, topics="Very old", held_at=now - timedelta(days=300))
    last = factories.meeting(port, union, topics="Last talk", held_at=now - timedelta(days=60), note="Secret note")
    factories.meeting(port, topics="In between", held_at=now - timedelta(days=10))
    factories.meeting(other, topics="Not theirs", held_at=now - timedelta(days=5))
    planned = factories.meeting(
        union, people=(rosa,), topics="Next", held_at=now + timedelta(days=2), is_held=False,
        collaboration=collaboration,
    )  # fmt: skip
    made = today - timedelta(days=90)
    factories.commitment(port, union, text="Open one", made_on=made)
    factories.commitment(port, text="Kept since", made_on=made, outcome="kept", closed_on=today - timedelta(days=3))
    factories.commitment(port, text="Kept long ago", made_on=made, outcome="kept", closed_on=today - timedelta(days=80))
    factories.commitment(other, text="Of others", made_on=made)
    factories.decision(proposed=(union,), text="New rule", decided_on=today - timedelta(days=4))
    factories.decision(proposed=(union,), text="Still open", decided_on=today - timedelta(days=100), is_carried=False)
    mandate_with_a_busy_liaison(port)
    answer = team.get(url(collaboration, f"?meeting={planned.pk}"))
    assert answer.context["last"] == last
    text = words_of(answer.content)
    for part in (
        "Last talk", "Rosa", "Harbour master", "Open one", "Kept since", "New rule", "Still open", "In between",
        "Asks, then decides", "Weakest: Bandwidth , 1 of 4",
    ):  # fmt: skip
        assert part in text, part
    for part in ("Kept long ago", "Of others", "Not theirs", "Very old", "Secret note"):
        assert part not in text, part


def test_sheet_of_a_group_and_the_page_to_choose(team: Any, collaboration: Any):
    port = factories.organization(collaboration=collaboration, name="Port")
    assert "Show the sheet" in team.get(url(collaboration)).content.decode()
    text = words_of(team.get(url(collaboration, f"?organization={port.pk}")).content)
    assert "No earlier meeting of these organisations is written down." in text
    foreign = factories.organization()
    answer = team.get(url(collaboration, f"?organization={foreign.pk}"))
    assert foreign.name not in answer.content.decode()
    for bad in (uuid4(), factories.meeting(foreign).pk, "x"):
        assert team.get(url(collaboration, f"?meeting={bad}")).status_code == 404


@pytest.mark.parametrize("more", [1, 14])
def test_query_count_is_constant(team: Any, collaboration: Any, more: int, django_assert_num_queries: Any):
    port = factories.organization(collaboration=collaboration, name="Port")
    now = timezone.now()
    for _n in range(more):
        talk = factories.meeting(port, held_at=now - timedelta(days=9))
        factories.commitment(port, person=factories.person(organization=port), meeting=talk)
        factories.decision(proposed=(port,))
        government.liaison(government.mandate(body=port, topic=f"Topic {_n}"))
    address = url(collaboration, f"?organization={port.pk}")
    team.get(address)
    with django_assert_num_queries(23):
        team.get(address)
