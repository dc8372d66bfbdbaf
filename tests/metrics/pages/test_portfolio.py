"""The portfolio: which of my collaborations needs me?"""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collab.models import GateState
from metrics.models import Attempt, SavedView, Stale
from metrics.models.standings import write_standing
from tests import factories
from tests.collab.hostile import QUERIES
from tests.collab.test_take_away import as_csv
from tests.metrics.pages.made import scored, settled, started, today, words_of

pytestmark = pytest.mark.django_db
THIN = (None, 20.0, 80.0, 40.0)
LOW = (12.0, 8.0, 30.0, 70.0)
GOOD = (48.0, 45.0, 50.0, 95.0)


def seat_in(user: Any, **values: Any) -> Any:
    """A seat of a user in a collaboration with figures."""
    made = scored(values.pop("figures", [THIN] * 9 + [GOOD]), **values)
    return settled(factories.seat(user=user, collaboration=made, role="funder").collaboration)


def test_rows_are_the_readers_own_with_figures_in_words(sign_in: Any):
    user = factories.user()
    seat_in(user, name="Madeira Digna", issue="Timber", country="Brazil", figures=[THIN] * 9 + [LOW])
    seat_in(user, name="Mesa", country="Mexico")
    scored([GOOD], name="Somebody else's")
    text = words_of(sign_in(user).get("/").content)
    assert "1 of your 2 collaborations needs you" in text
    assert "A score is lower than expected, or a gate is not passed in its month: Madeira Digna." in text
    assert "Relationship strength is lower than expected It is 12; by month 9, 28 to 53 is expected." in text
    assert "Month 9 of 24" in text
    assert "Relationship strength 12 8–30 below provisional" in text
    assert "Relationship strength 48 45–50 as expected" in text
    assert "Build relationships and test interest Timber Brazil" in text
    assert "Somebody else" not in text


def test_a_score_without_enough_evidence_has_no_number(sign_in: Any):
    user = factories.user()
    seat_in(user, figures=[(63.0, 20.0, 80.0, 49.0)])
    text = words_of(sign_in(user).get("/").content)
    assert "Not enough evidence for relationship strength" in text
    assert "Not enough evidence 20–80" in text
    assert "63" not in text


def test_freshness_is_said(sign_in: Any):
    user = factories.user()
    made = seat_in(user)
    client = sign_in(user)
    assert "Newer figures are being computed." not in words_of(client.get("/").content)
    Stale.objects.create(collaboration=made)
    assert "Newer figures are being computed." in words_of(client.get("/").content)


def test_nobody_without_a_seat_reads_anything(sign_in: Any, stranger: Any):
    scored([GOOD], name="Closed door")
    seat = factories.seat(collaboration=scored([GOOD], name="Left long ago"), from_on=started(3), to_on=today())
    assert "Closed door" not in words_of(sign_in(stranger).get("/").content)
    assert "You have no seat in a collaboration yet" in words_of(sign_in(seat).get("/").content)


def test_an_administrator_is_led_to_the_first_collaboration(sign_in: Any):
    html = sign_in(factories.user(is_administrator=True)).get("/").content.decode()
    assert "Create the first collaboration" in html
    assert "Create a collaboration</a>" in html


def test_search_country_and_order(sign_in: Any):
    user = factories.user()
    seat_in(user, name="Alder", country="Brazil", issue="Fish", started_on=started(9))
    seat_in(user, name="Birch", country="Mexico", issue="Forest", figures=[(3.0, 1.0, 9.0, 90.0)] * 3)
    client = sign_in(user)

    def names(query: str) -> list[str]:
        return [row.collaboration.name for row in client.get(f"/{query}").context["rows"]]

    assert names("?order=name") == ["Alder", "Birch"]
    assert names("?order=start") == ["Birch", "Alder"]
    assert names("?country=Mexico") == ["Birch"]
    assert names("?q=fish") == ["Alder"]
    assert names("?phase=4") == ["Alder"]
    assert names("?phase=0") == ["Birch"]
    assert names("?needs=attention") == ["Birch"]
    assert names("?order=fresh") == ["Alder", "Birch"]
    assert names("?q=%25") == []
    assert names("?country=Nowhere") == ["Birch", "Alder"]
    assert "Select a valid choice" in words_of(client.get("/?country=Nowhere").content)
    assert "No collaboration matches" in words_of(client.get("/?q=zzz").content)


def test_a_part_is_answered_to_htmx(sign_in: Any):
    user = factories.user()
    seat_in(user, name="Alder")
    html = sign_in(user).get("/?q=al", headers={"HX-Request": "true"}).content.decode()
    assert html.lstrip().startswith('<div id="collaborations"')
    assert "Alder" in html


def test_long_lists_have_pages(sign_in: Any):
    user = factories.user()
    for number in range(21):
        seat_in(user, name=f"Number {number:02}", figures=[GOOD])
    client = sign_in(user)
    assert len(client.get("/").context["rows"]) == 10
    assert [row.collaboration.name for row in client.get("/?page=3").context["rows"]] == ["Number 20"]
    assert [row.collaboration.name for row in client.get("/?page=9000000000").context["rows"]] == ["Number 20"]
    assert len(client.get("/?page=9e9").context["rows"]) == 10


def test_what_changed_is_told_since_the_readers_own_last_review(sign_in: Any):
    user = factories.user()
    made = seat_in(user, figures=[GOOD, (40.0, 35.0, 45.0, 95.0), *[(46.0, 40.0, 50.0, 95.0)] * 5, GOOD])
    factories.review(made, decided_on=today())
    assert "Relationship strength rose by 2 since month 4." in words_of(sign_in(user).get("/").content)
    for month in (1, 2):
        factories.review(made, signer=user, decided_on=made.scores.get(metric="relationship", month=month).as_of)
    assert "Relationship strength rose by 8 since month 1." in words_of(sign_in(user).get("/").content)


def test_query_count_does_not_grow_with_the_list(sign_in: Any):
    counts = []
    for size in (1, 30):
        user = factories.user()
        for _number in range(size):
            seat_in(user, figures=[GOOD] * 3)
        client = sign_in(user)
        client.get("/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 8


@pytest.mark.parametrize("query", [*QUERIES, "?country=%00", "?country=a&country=b", "?order="])
def test_no_query_breaks_it(sign_in: Any, query: str):
    user = factories.user()
    seat_in(user, name="Alder")
    client = sign_in(user)
    for headers in ({}, {"HX-Request": "true"}):
        assert client.get(f"/{query}", headers=headers).status_code == 200


def test_names_are_texts(sign_in: Any):
    user = factories.user()
    evil = '<img src=x onerror="top.__x=1">'
    seat_in(user, name=evil, issue=evil, country=evil)
    html = sign_in(user).get("/").content.decode()
    assert "<img" not in html


def test_what_needs_somebody_comes_first_and_gates_filter(sign_in: Any):
    user = factories.user()
    calm, waits = seat_in(user, name="Alder"), seat_in(user, name="Birch")
    gate = GateState.objects.create(
        collaboration=waits, gate="G1", month=9, as_of=today(), state="fail", blockers=[{"key": "x"}], generation=7
    )
    write_standing(waits, waits.scores.all(), [gate])
    client = sign_in(user)
    answer = client.get("/")
    assert [row.collaboration.name for row in answer.context["rows"]] == ["Birch", "Alder"]
    assert "G1 is not passed: Relationships proven It was expected by month 9." in words_of(answer.content)
    assert [row.collaboration.name for row in client.get("/?gate=G1-fail").context["rows"]] == ["Birch"]
    assert [row.collaboration.name for row in client.get("/?gate=G1-pass").context["rows"]] == []
    assert calm.standing.troubles == 0


def test_a_view_is_kept_under_a_name_for_its_owner_only(sign_in: Any):
    user, other = factories.user(), factories.user()
    seat_in(user, name="Alder", country="Brazil")
    client = sign_in(user)
    kept = client.post("/views/new/?country=Brazil&order=name&x=1", {"name": "Only Brazil"})
    assert (kept.status_code, kept.headers["Location"]) == (302, "/?country=Brazil&order=name")
    assert "Your views: Only Brazil" in words_of(client.get("/").content)
    again = client.post("/views/new/?country=Brazil", {"name": "Only Brazil"})
    assert again.status_code == 422
    assert "You have a view of this name already." in words_of(again.content)
    view = SavedView.objects.get(user=user)
    assert "Only Brazil" not in words_of(sign_in(other).get("/").content)
    assert sign_in(other).post(f"/views/{view.pk}/remove/").status_code == 404
    assert sign_in(user).post(f"/views/{view.pk}/remove/").status_code == 302
    assert not SavedView.objects.exists()


def test_two_are_compared_each_against_its_own_month(sign_in: Any):
    user = factories.user()
    seat_in(user, name="Alder", slug="alder", figures=[THIN] * 9 + [LOW])
    seat_in(user, name="Birch", slug="birch", figures=[GOOD] * 3)
    scored([GOOD], name="Hidden", slug="hidden")
    client = sign_in(user)
    text = words_of(client.get("/compare/?with=alder&with=birch").content)
    assert "Expected by month 9: 28 to 53." in text
    assert "Expected by month 2:" in text
    assert "with=alder&amp;with=birch&amp;as=csv" in client.get("/compare/?with=alder&with=birch").content.decode()
    file = as_csv(client, "/compare/?with=alder&with=birch&as=csv")
    assert [row[0] for row in file] == ["Alder", "Birch"]
    for row in file:
        assert f"{row[5]} {row[6]}–{row[7]}" in text, "value and bounds of relationship strength stand on the page"
    one = words_of(client.get("/compare/?with=alder&with=hidden").content)
    assert "Compare Alder with another" in one
    assert "Birch" in one
    assert "Hidden" not in one


def test_a_liaison_sees_the_name_and_no_figure(sign_in: Any):
    user = factories.user()
    made = scored([GOOD], name="Upper River", slug="upper-river")
    settled(factories.seat(user=user, collaboration=made, role="liaison").collaboration)
    text = words_of(sign_in(user).get("/").content)
    assert "Where you are a liaison Upper River" in text
    assert "48" not in text
    assert "Upper River" not in words_of(sign_in(user).get("/compare/").content)


def test_what_cannot_be_computed_does_not_say_that_it_is_being_computed(sign_in: Any):
    made = scored([(30.0, 25.0, 36.0, 90.0)])
    reader = sign_in(factories.seat(collaboration=made, role="coordinator"))
    settled(made)
    Attempt.objects.create(collaboration=made, tries=5, error="ValueError")
    text = words_of(reader.get("/").content)
    assert "Newer figures could not be computed; these are the last ones." in text
    assert "being computed" not in text
    Stale.objects.create(collaboration=made)  # new evidence gives it another try
    assert "Newer figures are being computed." in words_of(reader.get("/").content)
