"""Statements about partners as rows of a sheet: the reply stands beside the level it answers."""

from datetime import date
from typing import Any

import pytest

from partners.models import Partner, RatingReply
from partners.statements import HEAD, statement_rows
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
    assert len(HEAD) == len(row.cells)
    assert (row.partner, row.level, row.meaning, row.evidence) == ("Marea Viva", 1, "Said so", "Missed two meetings")
    assert (row.reply, row.replied_on) == ("We were at both.", date(2025, 3, 9))
    assert row.reply_kind != ""


def test_a_partner_gets_its_own_rows(member: Desk, partner: Partner) -> None:
    factories.readiness_rating(partner)
    other = factories.partner(factories.organization(collaboration=member.collaboration, name="Canary Union"))
    factories.readiness_rating(other, evidence="canary evidence")
    assert [row.partner for row in statement_rows(member.seat, on=TODAY)] == ["Marea Viva"]


@pytest.mark.parametrize("count", [1, 30])
def test_it_is_one_query(desk: Desk, partner: Partner, django_assert_num_queries: Any, count: int) -> None:
    for n in range(count):
        other = factories.partner(factories.organization(collaboration=desk.collaboration, name=f"Other {n:02}"))
        factories.readiness_rating(other)
    with django_assert_num_queries(1):
        assert len(statement_rows(desk.seat, on=TODAY)) == count
