"""Pairs: who sees what of them, and the evidence behind one."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collab.models import PairScores
from metrics.scoring import score_collaboration
from tests import factories
from tests.metrics.pages.made import Story, at, cells_of, story, words_of

pytestmark = pytest.mark.django_db
# trust of the river union in the mill, of the mill in the river union, and the mean of both, as they are shown
TRUST = ("88.9", "55.6", "72.2", "89", "56", "72")


@pytest.fixture
def it(db: None) -> Story:
    """Four organisations with evidence."""
    return story()


def url(it: Story, a: Any = None, b: Any = None, query: str = "") -> str:
    pair = f"{a.pk}/{b.pk}/" if a else ""
    return f"/c/{it.collaboration.slug}/pairs/{pair}{query}"


def reader(sign_in: Any, it: Story, role: str, organization: Any = None) -> Any:
    seat = factories.seat(collaboration=it.collaboration, role=role, organization=organization or it.backbone)
    return sign_in(seat)


def test_the_team_sees_value_bounds_and_coverage(sign_in: Any, it: Story):
    client = reader(sign_in, it, "facilitator")
    row = next(
        pair
        for pair in PairScores.objects.get(collaboration=it.collaboration).rows
        if pair["a"] == it.river.pk and pair["b"] == it.mill.pk
    )
    rows = client.get(url(it)).context["rows"]
    shown = next(one for one in rows if {one.pair.a, one.pair.b} == {it.river.pk, it.mill.pk})
    assert shown.value == f"{row['value']:.0f}"
    text = words_of(client.get(url(it, it.river, it.mill)).content)
    assert "River Union about Mill Owners 3.0 89" in text
    assert "Mill Owners about River Union 2.0 56" in text
    assert "RU on MO: trust 88.9 of 100" in text
    assert "Some evidence is visible to the facilitation team only." in text


def test_list_stands_by_name_with_its_columns(sign_in: Any, it: Story):
    text = words_of(reader(sign_in, it, "facilitator").get(url(it)).content)
    names = ["Backbone Office and Lane Fund", "Lane Fund and River Union", "Mill Owners and River Union"]
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)
    assert "6 pairs of organisations" in text


def test_a_funder_sees_work_and_contact_but_no_trust_and_no_strength(sign_in: Any, it: Story):
    client = reader(sign_in, it, "funder")
    listed = client.get(url(it)).content.decode()
    assert "Strength" not in listed
    assert "Joint work" in listed
    html = client.get(url(it, it.river, it.mill)).content.decode()
    text = words_of(html)
    assert "River Union about Mill Owners 3.0" in text
    assert "Catch records" in text
    assert "Some evidence is visible to the facilitation team only." in text
    for page in (listed, html):
        assert not any(f">{value}<" in page or f" {value} " in words_of(page) for value in TRUST)
        assert "rust, 0–100" not in page
    assert "trust 88" not in html
    assert [row[0] for row in cells_of(html, "Components of this pair")[1:]] == [
        "Commitments kept",
        "Joint work",
        "Contact",
    ]


def test_a_partner_sees_own_pairs_and_the_own_half_of_trust(sign_in: Any, it: Story):
    client = reader(sign_in, it, "partner", it.river)
    rows = client.get(url(it)).context["rows"]
    assert {frozenset((row.pair.a, row.pair.b)) for row in rows} == {
        frozenset((it.river.pk, other.pk)) for other in (it.backbone, it.mill, it.fund)
    }
    html = client.get(url(it, it.river, it.mill)).content.decode()
    assert "River Union about Mill Owners 3.0 89" in words_of(html)
    assert "Mill Owners about River Union 2.0 –" in words_of(html)
    assert not any(value in words_of(html) for value in ("55.6", "72.2"))
    assert client.get(url(it, it.mill, it.fund)).status_code == 404


@pytest.mark.parametrize("pair", ["0/1/", "1/1/", "99999999999999999999999/1/", "999999/999998/"])
def test_a_pair_that_is_none_is_not_found(sign_in: Any, it: Story, pair: str):
    assert reader(sign_in, it, "facilitator").get(url(it) + pair).status_code == 404


def test_a_pair_of_another_collaboration_is_not_found(sign_in: Any, it: Story):
    other = story()
    client = reader(sign_in, it, "facilitator")
    assert client.get(url(it, other.river, other.mill)).status_code == 404
    assert client.get(url(it, it.river, other.mill)).status_code == 404
    assert client.get(url(other, other.river, other.mill)).status_code == 404


def test_the_order_of_the_two_does_not_matter(sign_in: Any, it: Story):
    client = reader(sign_in, it, "facilitator")
    assert words_of(client.get(url(it, it.river, it.mill)).content) == words_of(
        client.get(url(it, it.mill, it.river)).content
    )


def test_a_past_month_shows_what_was_known_of_it(sign_in: Any, it: Story):
    text = words_of(reader(sign_in, it, "facilitator").get(url(it, it.river, it.mill, "?month=2")).content)
    assert "There is not enough evidence for a number." in text
    assert "Catch records" not in text


@pytest.mark.parametrize("month", ["abc", "-1", "99", "9e9", "%00", "1.0", "7", "9" * 5000])
def test_a_month_that_is_none_is_said_so(sign_in: Any, it: Story, month: str):
    answer = reader(sign_in, it, "facilitator").get(url(it, it.river, it.mill, f"?month={month}"))
    assert answer.status_code == 200
    assert "Select a valid choice" in words_of(answer.content)


def test_filters(sign_in: Any, it: Story):
    client = reader(sign_in, it, "facilitator")

    def count(query: str) -> int:
        return len(client.get(url(it, query=query)).context["rows"])

    assert count("") == 6
    assert count("?q=mill") == 3
    assert count("?q=MO") == 3
    assert count("?sector=community") == 3
    assert count("?needed=no") == 0
    assert count("?needed=maybe") == 6
    assert "No pair matches" in words_of(client.get(url(it, query="?q=zzz")).content)


def test_quiet_pairs_are_counted_and_named(sign_in: Any, it: Story):
    html = reader(sign_in, it, "facilitator").get(url(it)).content
    assert "4 of 6 needed pairs have gone quiet" in words_of(html)
    assert words_of(html).count("quiet, meant every 60 days") == 4


def test_query_count_does_not_grow_with_the_pairs(sign_in: Any, it: Story):
    client = reader(sign_in, it, "facilitator")
    counts = []
    client.get(url(it))
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(it)).status_code == 200
        counts.append(len(queries))
        for _number in range(10):
            factories.meeting(factories.organization(collaboration=it.collaboration), it.river, held_at=at(3))
        score_collaboration(it.collaboration, today=it.collaboration.today())
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_no_pair_yet(sign_in: Any):
    made = factories.collaboration(backbone=False)
    text = words_of(sign_in(factories.seat(collaboration=made)).get(f"/c/{made.slug}/pairs/").content)
    assert "There are no pairs yet" in text
    assert "No pair has any evidence yet" in text
