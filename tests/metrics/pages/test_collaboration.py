"""A collaboration: where it stands, why, and that newer figures come by themselves."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collab.models import PublishedFigure, Score
from collab.months import running_month
from metrics.models import Stale
from metrics.models.standings import write_standing
from metrics.scoring import score_collaboration
from tests import factories
from tests.collab.hostile import QUERIES
from tests.government import story as government
from tests.metrics.pages.made import at, cells_of, scored, settled, started, story, today, words_of

pytestmark = pytest.mark.django_db
THIN = (None, 20.0, 80.0, 40.0)
FIGURES = [THIN, (10.4, 8.0, 20.0, 60.0), THIN, (18.5, 15.0, 25.0, 90.0), (24.5, 20.0, 30.0, 95.0)]


def page(sign_in: Any, made: Any, role: str = "facilitator", **headers: Any) -> Any:
    """The overview as somebody with this role sees it."""
    seat = factories.seat(collaboration=made, role=role)
    if made.scores.exists():
        settled(made)
    return sign_in(seat).get(f"/c/{made.slug}/", headers=headers)


def score_page(sign_in: Any, made: Any, role: str = "facilitator") -> Any:
    """The page of relationship strength as somebody with this role sees it."""
    return sign_in(factories.seat(collaboration=made, role=role)).get(f"/c/{made.slug}/scores/relationship/")


def test_the_finding_and_the_facts(sign_in: Any):
    text = words_of(page(sign_in, scored(FIGURES, issue="Timber", country="Brazil")).content)
    assert "The one score that can be told is as high as expected by month 4" in text
    assert "Relationship strength 25 20–30 Within the expected band Expected by month 4: 15 to 38." in text
    assert "+15 Relationship strength : 10 in month 1, 25 in month 4" in text
    assert "Month 4 of 24 Phase Build relationships and test interest" in text
    assert "Some evidence is visible to the facilitation team only." in text
    assert "Newer figures" not in text


def test_components_add_up_to_the_score_and_say_what_is_not_known(sign_in: Any):
    html = score_page(sign_in, scored(FIGURES), "funder").content
    rows = cells_of(html, "Components of relationship strength")
    assert rows[1:] == [
        ["Trust", "", "9.2", "30 %", "24.5"],
        ["Commitments kept", "", "7.6", "25 %", "24.5"],
        ["Joint work", "", "–", "20 %", "not known"],
        ["Contact", "", "4.6", "15 %", "24.5"],
        ["Give and take", "", "3.1", "10 %", "24.5"],
        ["Score", "", "24.5", "80 %", ""],
    ]
    assert round(sum(float(row[2]) for row in rows[1:-1] if row[2] != "–"), 1) == 24.5


def test_summary_table_sheet_and_chart_hold_the_same_numbers(sign_in: Any):
    made = scored(FIGURES, name="=1+1")
    seat = factories.seat(collaboration=made, role="viewer")
    client = sign_in(seat)
    html = client.get(f"/c/{made.slug}/").content.decode()
    table = [(row[0], row[2]) for row in cells_of(html, "Relationship strength by month")[1:]]
    sheet = list(
        csv.DictReader(io.StringIO(client.get(f"/c/{made.slug}/scores/relationship.csv").content.decode("utf-8-sig")))
    )
    data = client.get(re.search(r'<figure data-figure="([^"]+)"', html)[1]).json()["data"][-1]
    wanted = ["", "10", "", "19", "25"]
    assert [value if value.isdigit() else "" for _month, value in table] == wanted
    assert [row["value"] for row in sheet] == wanted
    assert [("" if y is None else f"{y:.0f}") for y in data["y"]] == wanted
    assert "From 10 in month 1 to 25 in month 4: up by 15." in words_of(html)
    assert [row["state"] for row in sheet][:2] == ["not enough evidence", "provisional"]
    assert sheet[0]["collaboration"] == "'=1+1"
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["as_of"]) for row in sheet)


def test_a_thin_score_shows_what_is_known_and_no_number(sign_in: Any):
    made = scored([(63.2, 20.0, 80.0, 49.0)])
    overview = words_of(page(sign_in, made).content)
    assert "Not enough evidence yet to tell where this stands" in overview
    assert "Give relationship strength the evidence for a number" in overview
    html = score_page(sign_in, made).content.decode()
    text = words_of(html)
    assert "63" not in overview.replace(made.name, "")  # which the masthead says, and which may hold any number
    assert "What is known so far does not carry a number" in text
    assert "Ask the partners how closely they work together" in text
    assert "63" not in re.sub(r"\d+%", "", text.replace(made.name, ""))
    assert [row[2] for row in cells_of(html, "Components of relationship strength")[1:]] == [
        "100 %", "100 %", "0 %", "100 %", "100 %",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["partner", "viewer"])
def test_scores_without_components_for_those_who_see_no_evidence(sign_in: Any, role: str):
    html = page(sign_in, scored(FIGURES), role).content.decode()
    assert "Relationship strength 25 20–30" in words_of(html)
    assert "Components of relationship strength" not in html
    assert "Evidence that came in last" not in html


def test_who_has_no_seat_finds_nothing_and_a_liaison_is_refused(sign_in: Any, stranger: Any):
    made = scored(FIGURES)
    assert sign_in(stranger).get(f"/c/{made.slug}/").status_code == 404
    assert page(sign_in, made, "liaison").status_code == 403


def test_newer_figures_take_their_place_once(sign_in: Any):
    it = story()
    client = sign_in(factories.seat(collaboration=it.collaboration, organization=it.backbone))
    url = f"/c/{it.collaboration.slug}/"
    assert "newer-figures" not in client.get(url).content.decode()
    factories.meeting(it.mill, it.fund, topics="A talk at the weir", held_at=at(1))  # noon today may still be to come
    html = client.get(url).content.decode()
    asked = re.search(r'id="newer-figures" hx-get="([^"]+)" hx-trigger="every 1s" hx-target="#scores"', html)
    assert asked is not None
    assert f'<a href="{url}">Show the newest figures</a>' in html
    poll = {"HX-Request": "true"}
    waiting = client.get(asked[1], headers=poll)
    assert (waiting.status_code, waiting.content) == (204, b"")
    score_collaboration(it.collaboration, today=it.collaboration.today())
    fresh = client.get(asked[1], headers=poll)
    part = fresh.content.decode()
    assert fresh.status_code == 200
    assert part.lstrip().startswith('<div id="scores" data-announce="The figures are up to date.')
    assert "newer-figures" not in part
    assert "A talk at the weir" in part
    assert "HX-Request" in fresh.headers["Vary"]


def test_a_newer_generation_is_sent_even_while_the_next_one_is_computed(sign_in: Any):
    it = story()
    client = sign_in(factories.seat(collaboration=it.collaboration, organization=it.backbone))
    old = Score.objects.filter(collaboration=it.collaboration).first()
    score_collaboration(it.collaboration, today=it.collaboration.today())
    Stale.objects.create(collaboration=it.collaboration)
    answer = client.get(f"/c/{it.collaboration.slug}/?seen={old.generation}", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert f"seen={old.generation + 1}" in answer.content.decode()


def test_before_the_start_and_without_needed_pairs(sign_in: Any):
    later = factories.collaboration(started_on=started(0).replace(year=started(0).year + 1))
    assert "This collaboration has not started yet" in words_of(page(sign_in, later).content)
    alone = scored([(None, None, None, None)])
    assert "Not enough evidence yet to tell where this stands" in words_of(page(sign_in, alone).content)
    fresh = factories.collaboration(started_on=started(2))
    text = words_of(page(sign_in, fresh).content)
    assert "The first figures are on their way" in text
    assert "Newer figures are being computed." in text


def test_query_count_does_not_grow_with_the_evidence(sign_in: Any):
    it = story()
    client = sign_in(factories.seat(collaboration=it.collaboration, organization=it.backbone))
    counts = []
    client.get(f"/c/{it.collaboration.slug}/")
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/c/{it.collaboration.slug}/").status_code == 200
        counts.append(len(queries))
        for number in range(12):
            one = factories.organization(collaboration=it.collaboration)
            factories.meeting(one, it.river, topics=f"Meeting {number}", held_at=at(number))
            factories.answers(one, it.mill, joint=3, counted_on=at(5).date())
        score_collaboration(it.collaboration, today=it.collaboration.today())
        client.get(f"/c/{it.collaboration.slug}/")  # the first reader of new figures draws them
    assert counts[0] == counts[1]
    assert counts[0] <= 6


def test_only_the_newest_evidence_that_the_reader_may_see(sign_in: Any):
    it = story()
    text = words_of(page(sign_in, it.collaboration, "funder").content)
    assert "Catch records In person" in text
    assert "Send the map RU: kept" in text


@pytest.mark.parametrize("query", [*QUERIES, "?seen=x", "?seen=%00", "?seen=-1"])
def test_no_query_breaks_it(sign_in: Any, query: str):
    made = scored(FIGURES[:2])
    seat = factories.seat(collaboration=made)
    client = sign_in(seat)
    for name in ("", "scores/relationship/", "scores/relationship.csv", "pairs/", "network/", "network.csv"):
        for headers in ({}, {"HX-Request": "true"}):
            assert client.get(f"/c/{made.slug}/{name}{query}", headers=headers).status_code == 200


def test_the_strip_shows_the_decimal_that_keeps_the_number_on_its_side(sign_in: Any):
    html = page(sign_in, scored([(25.3, 20.0, 30.0, 95.0)])).content.decode()
    text = words_of(html)
    assert "Relationship strength 25.3 20–30" in text
    assert 'aria-label="Relationship strength: 25.3, between 20 and 30; expected 5 to 25"' in html
    assert "Above the expected band Expected by month 0: 5 to 25." in text


def test_government_engagement_stands_beside_with_what_is_needed(sign_in: Any):
    made = scored(FIGURES)
    last = Score.objects.filter(collaboration=made).order_by("month").last()
    Score.objects.create(
        collaboration=made, metric="government", month=last.month, as_of=last.as_of, value=48.8132, low=48.8132,
        high=48.8132, coverage=100.0, parts={"_threshold": 70.0}, generation=last.generation,
    )  # fmt: skip
    write_standing(made, made.scores.all(), ())
    words = words_of(page(sign_in, made, "funder").content.decode())
    assert "Government engagement 49" in words
    assert "Needed in the end: 70." in words


def test_a_past_month_shows_nothing_that_came_later(sign_in: Any):
    made = scored(FIGURES)
    client = sign_in(factories.seat(collaboration=made, role="funder"))
    html = client.get(f"/c/{made.slug}/?month=1").content.decode()
    text = words_of(html)
    assert "You look back: the state of" in text
    assert "Relationship strength 10 8–20 Within the expected band provisional" in text
    assert [row[0] for row in cells_of(html, "Relationship strength by month")[1:]] == ["0", "1"]
    assert "Evidence that came in last" not in text
    assert "Next steps" not in text
    assert 'rel="prev" href="?month=0"' in html
    assert 'rel="next" href="?month=2"' in html
    assert "Select a valid choice" in words_of(client.get(f"/c/{made.slug}/?month=77").content)


def test_the_way_names_the_month_that_is_shown_and_only_the_running_one_is_today(sign_in: Any):
    made = scored(FIGURES)
    client = sign_in(factories.seat(collaboration=made, role="funder"))
    running = running_month(made.started_on, made.today())
    for query, said in (("?month=1", "Month 1"), ("", f"Today, month {running}")):
        html = client.get(f"/c/{made.slug}/{query}").content.decode()
        assert (
            re.findall(r'<text class="on" x="[^"]*" y="[^"]*" text-anchor="[^"]*">([^<]+)</text>', html) == [said] * 2
        )


def test_as_published_shows_the_first_publication_only(sign_in: Any):
    made = scored(FIGURES)
    first = made.scores.get(month=3)
    for value, day in ((41.0, first.as_of), (18.5, today())):
        PublishedFigure.objects.create(
            collaboration=made, metric="relationship", month=3, as_of=first.as_of, value=value, low=value, high=value,
            coverage=90.0, why="month end", occasion=f"month end {value}", published_on=day,
        )  # fmt: skip
    client = sign_in(factories.seat(collaboration=made, role="viewer"))
    text = words_of(client.get(f"/c/{made.slug}/?known=published").content)
    assert "figures as they were first published" in text
    assert "Relationship strength 41 41–41" in text
    assert "Nothing had been published by then." in words_of(
        client.get(f"/c/{made.slug}/?known=published&month=2").content
    )
    sheet = client.get(f"/c/{made.slug}/scores/relationship.csv?known=published").content.decode("utf-8-sig")
    assert [row["value"] for row in csv.DictReader(io.StringIO(sheet))] == ["41"]
    chart = client.get(f"/c/{made.slug}/scores/relationship.json?known=published").json()
    assert chart["data"][-1]["y"] == [41.0]


def test_consultations_and_versions_stand_below_the_way(sign_in: Any):
    made = scored(FIGURES)
    mandate = government.mandate(collaboration=made)
    government.consultation(mandate, held_at=at(60))
    factories.strategy(made, title="First outline", drafted_on=today() - timedelta(days=50))
    approved = {"drafted_on": today() - timedelta(days=40), "approved_on": today() - timedelta(days=20)}
    factories.strategy(made, title="Common strategy", **approved)
    html = page(sign_in, made).content.decode()
    assert "1 consultation with government. In force: Common strategy. 1 draft of the strategy." in html
    listed = words_of(html.partition("Consultations and versions with dates")[2].partition("</ul>")[0])
    order = [listed.index(words) for words in (str(mandate), "First outline", "Common strategy")]
    assert order == sorted(order)
    back = sign_in(factories.seat(collaboration=made, role="facilitator")).get(f"/c/{made.slug}/?month=2")
    assert "Common strategy" not in back.content.decode()
    viewer = page(sign_in, made, role="viewer").content.decode()
    assert "First outline" not in viewer
    assert "consultation with government" not in viewer
