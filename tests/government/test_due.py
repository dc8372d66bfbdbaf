"""Which offices should hear from us: the queryset agrees with the page, in the collaboration's own days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from government.ladder import rungs_of
from government.models import Mandate
from tests import factories
from tests.government import story

TODAY = date(2025, 9, 1)


@pytest.fixture
def offices(collaboration):
    """Five mandates: never met, body met, official met while in office, liaison met after leaving, consulted."""
    story.state_led(collaboration)
    never, met, official, left, asked = (story.mandate(collaboration, topic=name) for name in "ABCDE")
    who, former = (factories.person(organization=collaboration.backbone) for _n in range(2))
    story.official(official, person=who)
    story.liaison(left, person=former, to_on=date(2025, 3, 1))
    factories.meeting(met.body, held_at=datetime(2025, 8, 20, 9, tzinfo=UTC))
    factories.meeting(met.body, held_at=datetime(2025, 8, 30, 9, tzinfo=UTC), is_held=False)
    factories.meeting(people=(who,), collaboration=collaboration, held_at=datetime(2025, 8, 2, 9, tzinfo=UTC))
    factories.meeting(people=(former,), collaboration=collaboration, held_at=datetime(2025, 8, 29, 9, tzinfo=UTC))
    story.consultation(asked, held_at=datetime(2025, 7, 1, 9, tzinfo=UTC))
    return never, met, official, left, asked


def test_the_longest_silent_come_first(collaboration, offices):
    rows = [(one.topic, one.last_on, one.due_on) for one in collaboration.mandates.due(on=TODAY)]
    assert rows == [
        ("A", None, story.FROM + timedelta(days=30)), ("D", None, story.FROM + timedelta(days=30)),
        ("E", date(2025, 7, 1), date(2025, 7, 31)), ("C", date(2025, 8, 2), date(2025, 9, 1)),
    ]  # fmt: skip


def test_the_page_says_the_same(collaboration, offices):
    listed = {one.pk: (one.last_on, one.due_on) for one in collaboration.mandates.with_next_talk(on=TODAY)}
    rungs = rungs_of(collaboration, Mandate.objects.in_force(on=TODAY), on=TODAY)
    assert {one.mandate.pk: (one.last_on, one.due_on) for one in rungs} == listed


def test_days_are_those_of_the_place(collaboration):
    story.state_led(collaboration)
    one = story.mandate(collaboration)
    factories.meeting(one.body, held_at=datetime(2025, 8, 20, 23, 30, tzinfo=UTC))
    assert collaboration.mandates.with_next_talk(on=TODAY).get().last_on == date(2025, 8, 20)
    type(collaboration).objects.filter(pk=collaboration.pk).update(time_zone="Asia/Tokyo")
    assert collaboration.mandates.with_next_talk(on=TODAY).get().last_on == date(2025, 8, 21)


def test_nothing_is_due_while_the_role_of_the_state_is_not_said(collaboration):
    story.mandate(collaboration)
    assert not collaboration.mandates.due(on=TODAY)


def test_closed_mandates_are_not_due(collaboration):
    story.state_led(collaboration)
    story.mandate(collaboration, to_on=TODAY)
    assert not collaboration.mandates.due(on=TODAY)
