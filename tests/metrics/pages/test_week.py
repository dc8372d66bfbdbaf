"""My week: what to chase, exact and for the team only."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from government.models import StateRole
from metrics.scoring import score_collaboration
from tests import factories
from tests.government import story as government
from tests.metrics.pages.made import Story, story, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(db: None) -> Story:
    """Four organisations with evidence."""
    return story()


def url(it: Story) -> str:
    return f"/c/{it.collaboration.slug}/week/"


def team(sign_in: Any, it: Story) -> Any:
    return sign_in(factories.seat(collaboration=it.collaboration, role="facilitator", organization=it.backbone))


def test_week_gathers_what_to_chase(sign_in: Any, it: Story):
    today, now = it.collaboration.today(), timezone.now()
    late = factories.commitment(it.river, it.mill, text="Late form", made_on=today - timedelta(days=40))
    talk = factories.meeting(it.river, it.mill, topics="Dredging talk", held_at=now - timedelta(days=2))
    fresh = factories.commitment(
        it.mill, it.river, text="New map", made_on=today - timedelta(days=2), due_on=today + timedelta(days=30),
        meeting=talk,
    )  # fmt: skip
    factories.commitment(it.mill, text="Next year", made_on=today, due_on=today + timedelta(days=300))
    factories.meeting(it.mill, topics="Harbour tour", held_at=now - timedelta(days=1), is_held=False)
    factories.meeting(it.mill, topics="Far ahead", held_at=now + timedelta(days=9), is_held=False)
    mandate = government.mandate(
        body=factories.organization(collaboration=it.collaboration), from_on=today - timedelta(days=700)
    )
    StateRole.objects.create(collaboration=it.collaboration, role="state-led", from_on=it.collaboration.started_on)
    score_collaboration(it.collaboration, today=today)
    found = team(sign_in, it).get(url(it)).context
    assert late in found["overdue"]
    assert [one.text for one in found["overdue"]].count("Next year") == 0
    assert [(meeting.topics, promised) for meeting, promised in found["follow_ups"]] == [("Dredging talk", [fresh])]
    assert [one.topics for one in found["unconfirmed"]] == ["Harbour tour"]
    assert all(one.pair.needed and (one.late_days is None or one.late_days > 0) for one in found["quiet"])
    assert found["quiet"]
    assert {(gap.pair.first.name, gap.first, gap.second) for gap in found["apart"] if gap.about == "trust"} == {
        ("Mill Owners", "56", "89")
    }
    assert [one.pk for one in found["mandates"]] == [mandate.pk]


def test_a_calm_week_says_so(sign_in: Any, collaboration: Any, facilitator: Any):
    text = words_of(sign_in(facilitator).get(f"/c/{collaboration.slug}/week/").content)
    assert "Nothing to chase this week" in text


@pytest.mark.parametrize("more", [1, 30])
def test_query_count_is_constant(sign_in: Any, it: Story, more: int, django_assert_num_queries: Any):
    today, now = it.collaboration.today(), timezone.now()
    for _number in range(more):
        talk = factories.meeting(it.river, it.mill, held_at=now - timedelta(days=2))
        person = factories.person(organization=it.mill)
        factories.commitment(
            it.mill, it.river, made_on=today - timedelta(days=30), due_on=today - timedelta(days=1), meeting=talk,
            person=person,
        )  # fmt: skip
        factories.meeting(it.mill, held_at=now - timedelta(days=1), is_held=False)
        government.mandate(body=factories.organization(collaboration=it.collaboration))
    client = team(sign_in, it)
    client.get(url(it))
    with django_assert_num_queries(16):
        client.get(url(it))
