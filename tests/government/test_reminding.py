"""The weekly digest of the team: what government asks for, in numbers and with one link, through the outbox."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from collab.models import Collaboration, OutboxMail
from collab.reminders import digests, remind
from government.models import NoneFound
from government.reminding import asked
from tests import factories
from tests.government import story

FRIDAY = datetime(2025, 9, 5, 9, tzinfo=UTC)
TODAY = FRIDAY.date()


@pytest.fixture
def team(facilitator: Any, settings: Any) -> Any:
    """A facilitator's seat; mails may carry links."""
    settings.ORIGIN = "https://groundwork.example"
    return facilitator


def rated(c: Collaboration, days: int | None, **values: Any) -> None:
    liaison = story.liaison(story.mandate(c), person=factories.person(collaboration=c, name="Ana Quiet"), **values)
    if days is not None:
        story.rating(liaison, rated_on=TODAY - timedelta(days=days))


def confirmed(c: Collaboration, days: int, **values: Any) -> None:
    mandate = story.mandate(c, **values)
    NoneFound.objects.create(collaboration=c, mandate=mandate, confirmed_on=TODAY - timedelta(days=days))


def said(c: Collaboration) -> list[str]:
    return [line for one in asked([c], TODAY) for line in one.said]


def test_liaisons_gaps_and_statements_are_counted(collaboration):
    c = collaboration
    for days in (180, 181, 400, None):
        rated(c, days)
    rated(c, None, to_on=TODAY)  # left
    story.mandate(c, to_on=TODAY)  # does not matter any more
    confirmed(c, 180)
    confirmed(c, 181)
    story.own_statement(c.liaisons.first())
    story.own_statement(c.liaisons.first(), answered_on=TODAY)
    story.own_statement(c.liaisons.first(), kind="bandwidth", text="", bandwidth=2)
    assert said(c) == [
        "3 liaisons should be rated again.",
        # the one confirmed 181 days ago, and the one whose liaison left without a word
        "For 2 mandates somebody should look again who could carry them.",
        "1 person who is named waits for an answer about the own entry.",
    ]


def test_nothing_is_asked_where_all_is_fresh(collaboration):
    rated(collaboration, 10)
    confirmed(collaboration, 10)
    assert said(collaboration) == []


def test_it_goes_to_the_team_on_fridays_once_and_names_nobody(team):
    rated(team.collaboration, 200)
    factories.seat(collaboration=team.collaboration, role="funder")
    factories.seat(collaboration=team.collaboration, role="viewer")
    assert digests(now=FRIDAY - timedelta(days=1)) == []
    (digest,) = digests(now=FRIDAY)
    assert (remind(digest, now=FRIDAY), remind(digest, now=FRIDAY + timedelta(minutes=5))) == (True, False)
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.subject) == (team.user.email, "What should be looked at again")
    assert "1 liaison should be rated again." in mail.body
    assert f"https://groundwork.example/c/{team.collaboration.slug}/government/" in mail.body
    assert "Ana Quiet" not in mail.body


def test_it_stands_in_the_same_mail_as_promises(team):
    rated(team.collaboration, 200)
    a, b = (factories.organization(collaboration=team.collaboration) for _n in range(2))
    factories.commitment(a, b, due_on=date(2025, 9, 8))
    (digest,) = digests(now=FRIDAY)
    assert remind(digest, now=FRIDAY)
    mail = OutboxMail.objects.get()
    assert mail.subject == "Promises that are due"
    assert "1 promise is due within a week." in mail.body
    assert "1 liaison should be rated again." in mail.body


def test_it_is_written_in_the_language_of_the_reader_and_not_for_a_place_that_ended(team):
    rated(team.collaboration, 200)
    Collaboration.objects.filter(pk=team.collaboration.pk).update(ended_on=TODAY, closed_as="handed on")
    assert digests(now=FRIDAY) == []


@pytest.mark.parametrize("count", [1, 9])
def test_number_of_queries_does_not_grow(count, django_assert_num_queries, db):
    places = [factories.collaboration() for _n in range(count)]
    for one in places:
        rated(one, 200)
    with django_assert_num_queries(3):
        assert len(list(asked(places, TODAY))) == count
