"""Statements about partners in one list and in a file: the reply stands beside the level it answers."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from partners.models import Partner, RatingReply
from partners.statements import statement_rows
from tests import factories
from tests.partners.conftest import Desk

TODAY = date(2025, 6, 1)


def test_a_contest_stands_beside_the_level_it_answers(desk: Desk, partner: Partner) -> None:
    rating = factories.readiness_rating(partner, 1, evidence="Missed two meetings")
    RatingReply.objects.create(
        collaboration=partner.collaboration, rating=rating, kind="contest", text="We were at both.",
        author=factories.user(), replied_on=date(2025, 3, 9),
    )  # fmt: skip
    factories.readiness_rating(partner, 3, criterion="capacity", rated_on=date(2025, 7, 1))  # later than asked for
    [row] = statement_rows(desk.seat, on=TODAY)
    assert (str(row.rating.partner), row.rating.level, row.meaning) == ("Marea Viva", 1, "Said so")
    assert row.reply is not None
    assert row.reply.text == "We were at both."
    assert "We were at both." in desk.page("partners:statement_list")
    head, line, *_later = taken_away(desk, "partners:statement_list")
    named = dict(zip(head, line, strict=True))
    assert (named["Partner"], named["Criterion"], named["Level, 0 to 4"]) == ("Marea Viva", "Interest tested", "1")
    assert (named["Reply"], named["The partner’s words"], named["Replied on"]) == (
        "Contests the level", "We were at both.", "2025-03-09",
    )  # fmt: skip


def test_one_partner_can_be_asked_for(desk: Desk, partner: Partner) -> None:
    factories.readiness_rating(partner, evidence="Came twice")
    other = factories.partner(factories.organization(collaboration=desk.collaboration, name="Mill"))
    factories.readiness_rating(other, evidence="Milled flour")
    html = desk.page("partners:statement_list", partner=other.pk)
    assert "Milled flour" in html
    assert "Came twice" not in html
    assert [line[0] for line in taken_away(desk, "partners:statement_list", partner=other.pk)] == ["Partner", "Mill"]


def test_a_partner_cannot_ask_for_another(member: Desk, partner: Partner) -> None:
    factories.readiness_rating(partner, evidence="Came twice")
    other = factories.partner(factories.organization(collaboration=member.collaboration, name="Canary Union"))
    factories.readiness_rating(other, evidence="canary evidence")
    html = member.page("partners:statement_list", partner=other.pk)
    assert "Came twice" in html
    assert "anary" not in html


def taken_away(desk: Desk, name: str, **query: Any) -> list[list[str]]:
    """The lines of the file."""
    answer: Any = desk.client.get(desk.url(name), query | {"as": "csv"})
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def test_a_partner_gets_its_own_rows(member: Desk, partner: Partner) -> None:
    factories.readiness_rating(partner)
    other = factories.partner(factories.organization(collaboration=member.collaboration, name="Canary Union"))
    factories.readiness_rating(other, evidence="canary evidence")
    assert [str(row.rating.partner) for row in statement_rows(member.seat, on=TODAY)] == ["Marea Viva"]


@pytest.mark.parametrize("count", [1, 30])
def test_it_is_one_query(desk: Desk, partner: Partner, django_assert_num_queries: Any, count: int) -> None:
    for n in range(count):
        other = factories.partner(factories.organization(collaboration=desk.collaboration, name=f"Other {n:02}"))
        factories.readiness_rating(other)
    with django_assert_num_queries(1):
        assert len(statement_rows(desk.seat, on=TODAY)) == count
