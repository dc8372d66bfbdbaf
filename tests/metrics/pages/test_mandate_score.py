"""Government engagement of one office: explained as every score, and only to those who see people by name."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from collab.models import Collaboration, Score
from metrics import explain
from metrics.models import WeightSet
from metrics.scoring import score_collaboration
from tests import factories
from tests.collab.test_take_away import as_csv
from tests.government import story
from tests.government.canary import CANARY, guarded_rows, seat_of
from tests.metrics.pages.made import at, cells_of, started, words_of
from tests.metrics.pages.test_figure_files import numbers, team_of

pytestmark = pytest.mark.django_db
FIGURES = ("value", "low", "high", "coverage")


def office(made: Collaboration) -> Any:
    """An office with a liaison rated twice, a stance, meetings and a consultation, within the last 200 days."""
    today = made.today()
    story.state_led(made)
    body = factories.organization(collaboration=made, name="Port Authority", sector="government")
    one = story.mandate(body=body, topic="Quotas", weight=3, from_on=today - timedelta(days=190))
    rosa = story.liaison(one, person=factories.person(organization=body, name="Rosa Lind"), steps=1)
    for days, levels in ((150, (2, 2, 2, 2, 2)), (20, (4, 4, 4, 1, 3))):
        story.rating(rosa, levels, rated_on=today - timedelta(days=days))
    story.stance(one, 2, seen_on=today - timedelta(days=40), evidence="Asked us first")
    for days in (120, 50):
        factories.meeting(made.backbone, body, topics=f"Talk {days}", held_at=at(days))
    return one


@pytest.fixture
def made() -> Collaboration:
    return factories.collaboration(name="River Clean-Up", started_on=started(7))


@pytest.fixture
def mandate(made: Collaboration) -> Any:
    return office(made)


def test_where_one_mandate_is_listed_its_score_is_that_of_the_whole(made: Collaboration, mandate: Any):
    story.consultation(mandate, held_at=at(90))
    score_collaboration(made, today=made.today())
    stored = [row for row in Score.objects.filter(collaboration=made).series("government") if row.coverage is not None]
    found = explain.mandate_scores(mandate, on=made.today()).rows
    assert len(found) == len(stored) > 3
    for here, there in zip(found, stored, strict=True):
        assert (here.month, here.as_of, here.parts) == (there.month, there.as_of, there.parts)
        assert [getattr(here, name) for name in FIGURES] == [getattr(there, name) for name in FIGURES]


def test_other_mandates_change_nothing(made: Collaboration, mandate: Any):
    alone = explain.mandate_scores(mandate, on=made.today()).rows
    other = story.mandate(made, topic="Another", weight=1)
    story.stance(other, 4)
    story.consultation(other, "before framing")
    story.rating(story.liaison(other))
    found = explain.mandate_scores(mandate, on=made.today()).rows
    assert [(row.value, row.parts) for row in found] == [(row.value, row.parts) for row in alone]


@pytest.mark.parametrize("query", ["", "?month=5"])
def test_drawing_summary_table_sheet_and_chart_have_the_same_numbers(
    made: Collaboration, mandate: Any, sign_in: Any, query: str
):
    team, page = team_of(sign_in, made), f"/c/{made.slug}/government/mandates/{mandate.pk}/score"
    html = team.get(f"{page}/{query}").content
    shown = cells_of(html, "Government engagement of Port Authority by month")[1:]
    months = as_csv(team, f"{page}.csv{query}")
    assert {row[1] for row in months} == {"Port Authority: Quotas"}
    assert [[row[3], row[4]] for row in months] == [row[:2] for row in shown]
    assert [row[5] or "not enough evidence" for row in months] == [row[2] for row in shown]
    assert [f"{row[6]}–{row[7]}" for row in months] == [row[3] for row in shown]
    assert {row[4] for row in shown} == {"–"}  # nothing is expected of one office
    explored = team.get(f"{page}.json{query}").json()
    assert explored["data"][-1]["y"] == [float(row[5]) if row[5] else None for row in months]
    parts = cells_of(html, "Components of the government engagement of Port Authority")[1:]
    file = as_csv(team, f"{page}.csv{query or '?'}&figure=components")
    assert [row[1:] for row in file[:-1]] == numbers(parts[:-1], 2, 3, 4)
    assert sum(Decimal(row[1]) for row in file[:-1] if row[1]) == Decimal(file[-1][1])
    moved = cells_of(html, "Parts of the change in the government engagement of Port Authority")[1:]
    file = as_csv(team, f"{page}.csv{query or '?'}&figure=change")
    assert [row[2] for row in file] == [cell for [cell] in numbers(moved, 2)]
    assert sum(Decimal(row[2]) for row in file[:-1]) == Decimal(file[-1][2])


def test_the_page_says_why_and_leads_to_the_records(made: Collaboration, mandate: Any, sign_in: Any):
    team, page = team_of(sign_in, made), f"/c/{made.slug}/government/mandates/{mandate.pk}"
    assert f'href="{page}/score/"' in team.get(f"{page}/").content.decode()
    text = words_of(team.get(f"{page}/score/?part=coverage").content)
    # 70.71, 52.5, 48.16 and 50 by .35, .20, .20 and .15; nobody was consulted
    assert "Why is the government engagement of Port Authority 58?" in text
    assert "Government engagement of Port Authority is 58, mostly" in text
    assert "Rosa Lind: ability 4, willing 4, authority 4, bandwidth 1" in text
    for part, record in (
        ("link", "Rosa Lind: one step away"), ("frequency", "Talk 50"), ("stance", "Asks, then decides"),
        ("earliness", "Nothing is recorded that counts here"),
    ):  # fmt: skip
        assert record in words_of(team.get(f"{page}/score/?part={part}").content), part
    past = words_of(team.get(f"{page}/score/?part=coverage&month=4").content)
    assert "ability 2, willing 2, authority 2, bandwidth 2" in past


def test_other_rules_are_told_apart_from_what_the_office_did(made: Collaboration, mandate: Any):
    before = explain.mandate_scores(mandate, on=made.today())
    weights = {"coverage": 0.6, "link": 0.1, "frequency": 0.1, "stance": 0.1, "earliness": 0.1}
    author = factories.seat(collaboration=made).user
    WeightSet.objects.create(collaboration=made, set_by=author, from_month=6, weights={"government": weights}, why="x")
    found = explain.mandate_scores(mandate, on=made.today())
    moved = found.change(4, 7, seat=factories.seat(collaboration=made))
    then, now, under_old = (rows.at(month).value for rows, month in ((found, 4), (found, 7), (before, 7)))  # type: ignore[union-attr]
    assert round(sum(one.points for one in moved), 4) == round(now - then, 4)
    assert [one.points for one in moved if one.key == "formula"] == [round(now - under_old, 4)]


def test_an_office_that_mattered_for_a_while_has_only_those_months(made: Collaboration, sign_in: Any):
    days = made.snapshots(on=made.today())
    one = story.mandate(made, from_on=days[2], to_on=days[3] + timedelta(days=1))
    story.stance(one, 3, seen_on=days[2])
    assert [row.month for row in explain.mandate_scores(one, on=made.today()).rows] == [2, 3]
    team, page = team_of(sign_in, made), f"/c/{made.slug}/government/mandates/{one.pk}/score/"
    assert 'rel="prev"' not in team.get(f"{page}?month=2").content.decode()
    later = story.mandate(made, from_on=made.today() + timedelta(days=9))
    answer = team.get(f"/c/{made.slug}/government/mandates/{later.pk}/score/")
    assert "The first figures of" in answer.content.decode()


@pytest.mark.parametrize("role", ["funder", "partner", "liaison", "viewer"])
def test_others_open_neither_page_nor_sheet_nor_chart(collaboration: Collaboration, sign_in: Any, role: str):
    guarded = guarded_rows(collaboration)
    page = f"/c/{collaboration.slug}/government/mandates/{guarded['mandate'].pk}/score"
    team = sign_in(seat_of(collaboration, "facilitator"))
    assert f"{CANARY} Name3" in team.get(f"{page}/?part=coverage").content.decode()
    for ending in (".csv", ".csv?figure=components", ".csv?figure=change", ".json"):  # they leave: without people
        answer = team.get(f"{page}{ending}")
        assert answer.status_code == 404 or CANARY not in answer.getvalue().decode(), ending
    client = sign_in(seat_of(collaboration, role, guarded))
    for ending in ("/", "/?part=coverage", ".csv", ".csv?figure=components", ".json"):
        assert client.get(f"{page}{ending}").status_code == 403, ending
    assert f"{guarded['mandate'].pk}/score/" not in client.get(f"{page.removesuffix('score')}").content.decode()
    stranger = story.mandate()
    assert team.get(page.replace(str(guarded["mandate"].pk), str(stranger.pk)) + "/").status_code == 404


@pytest.mark.parametrize("more", [1, 6])
def test_query_count_is_constant(
    made: Collaboration, mandate: Any, sign_in: Any, more: int, django_assert_num_queries: Any
):
    for number in range(more):
        story.rating(story.liaison(mandate))
        story.stance(story.mandate(made), 3)
        story.consultation(mandate, held_at=at(60 + number))
    team, page = team_of(sign_in, made), f"/c/{made.slug}/government/mandates/{mandate.pk}/score/?part=frequency"
    team.get(page)
    with django_assert_num_queries(29):
        team.get(page)
