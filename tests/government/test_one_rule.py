"""The page and the score read the same evidence by the same rule: who carries a mandate, and what a contact is."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from government.coverage import Cover
from government.ladder import Rung, rungs_of
from government.models import Mandate, NoneFound
from metrics.scoring import score_collaboration
from tests import factories
from tests.government import story


@pytest.fixture
def place(desk: Any) -> Any:
    """A collaboration of 700 days, state-led."""
    c = desk.collaboration
    type(c).objects.filter(pk=c.pk).update(started_on=c.today() - timedelta(days=700))
    c.refresh_from_db()
    story.state_led(c)
    return c


def ago(place: Any, days: int) -> Any:
    return place.today() - timedelta(days=days)


def both(place: Any) -> tuple[Rung, dict[str, Any]]:
    """The only mandate as the page shows it, and the parts of the score today."""
    today = place.today()
    (rung,) = rungs_of(place, Mandate.objects.in_force(on=today), on=today)
    score_collaboration(place, today=today)
    return rung, place.scores.series("government").last().parts


def none_found(mandate: Mandate, days: int) -> None:
    on = ago(mandate.collaboration, days)
    NoneFound.objects.create(collaboration=mandate.collaboration, mandate=mandate, confirmed_on=on)


def left(mandate: Mandate, days: int) -> None:
    story.liaison(mandate, from_on=ago(mandate.collaboration, 600)).leave(on=ago(mandate.collaboration, days))


def left_without_a_word(mandate: Mandate, days: int) -> None:
    """As a row that came by import: it ended, and nobody said that nobody followed."""
    story.liaison(mandate, from_on=ago(mandate.collaboration, 600), to_on=ago(mandate.collaboration, days))


def rated(mandate: Mandate, days: int) -> None:
    liaison = story.liaison(mandate, from_on=ago(mandate.collaboration, 600))
    story.rating(liaison, (3, 3, 3, 3, 3), rated_on=ago(mandate.collaboration, days))


def unanswered(mandate: Mandate, days: int) -> None:
    liaison = story.liaison(mandate, from_on=ago(mandate.collaboration, 600))
    story.rating(liaison, (3, 3, None, 3, 3), rated_on=ago(mandate.collaboration, days))


@pytest.mark.parametrize("days", [1, 180, 181, 365, 366, 500])
@pytest.mark.parametrize("what", [none_found, left, left_without_a_word, rated, unanswered])
def test_state_on_the_page_is_the_value_in_the_score(place, what, days):
    what(story.mandate(place, from_on=place.started_on), days)
    rung, parts = both(place)
    value = parts["coverage"]["value"]
    expected = {None: Cover.UNKNOWN, 0.0: Cover.GAP, 75.0: Cover.COVERED}[value]
    assert rung.coverage.state is expected
    assert (value is None) is (days > 365 or what in (left_without_a_word, unanswered))


def at(place: Any, days: int) -> datetime:
    return datetime.combine(ago(place, days), time(12), tzinfo=UTC)


def by_body(mandate: Mandate, **held: Any) -> None:
    factories.meeting(mandate.collaboration.backbone, mandate.body, **held)


def by_official(mandate: Mandate, **held: Any) -> None:
    who = factories.person(organization=mandate.collaboration.backbone)
    story.official(mandate, person=who, from_on=ago(mandate.collaboration, 600))
    factories.meeting(collaboration=mandate.collaboration, people=(who,), **held)


def by_liaison(mandate: Mandate, **held: Any) -> None:
    who = factories.person(organization=mandate.collaboration.backbone)
    story.liaison(mandate, person=who, from_on=ago(mandate.collaboration, 600))
    factories.meeting(collaboration=mandate.collaboration, people=(who,), **held)


def by_somebody_who_had_left(mandate: Mandate, **held: Any) -> None:
    who = factories.person(organization=mandate.collaboration.backbone)
    story.official(mandate, person=who, from_on=ago(mandate.collaboration, 600), to_on=ago(mandate.collaboration, 50))
    factories.meeting(collaboration=mandate.collaboration, people=(who,), **held)


def by_consultation(mandate: Mandate, **held: Any) -> None:
    story.consultation(mandate, **held)


@pytest.mark.parametrize(
    ("how", "counts"),
    [(by_body, True), (by_official, True), (by_liaison, True), (by_consultation, True),
     (by_somebody_who_had_left, False)],
)  # fmt: skip
def test_a_contact_on_the_page_is_a_contact_in_the_score(place, how, counts):
    mandate = story.mandate(place, from_on=place.started_on)
    how(mandate, held_at=at(place, 10))
    by_body(mandate, held_at=at(place, 5), is_held=False)
    factories.meeting(place.backbone, held_at=at(place, 2))
    rung, parts = both(place)
    assert rung.last_on == (ago(place, 10) if counts else None)
    # 10 days ago: recency is full; one contact of the six that 180 days ask for: 16.67
    assert parts["frequency"]["value"] == pytest.approx(100 / 2 + 100 / 6 / 2 if counts else 0.0)
