"""The worked examples of government engagement, from stored rows to what the page says."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from government.engagement import without_gaps
from government.ladder import rungs_of
from government.models import Mandate, NoneFound
from metrics.scoring import score_collaboration
from tests import factories
from tests.government import story


@pytest.fixture
def city(desk):
    """Ministry, state and a city without a liaison: weights 3, 2, 3; state-led; 4 contacts, the last 50 days ago."""
    c, today = desk.collaboration, desk.collaboration.today()
    type(c).objects.filter(pk=c.pk).update(started_on=today - timedelta(days=260))
    c.refresh_from_db()
    begun = {"from_on": c.started_on}
    story.state_led(c)
    ministry, state, town = (
        story.mandate(body=factories.organization(collaboration=c, name=name, sector="government"), weight=u, **begun)
        for name, u in (("Ministry of Labour", 3), ("State secretariat", 2), ("City of Palm", 3))
    )
    for mandate, levels, steps in (
        (ministry, (3, 3, 2, 2, 3), 1), (ministry, (2, 4, 1, 3, None), 3), (state, (3, 4, 3, 2, 2), 0),
    ):  # fmt: skip
        story.rating(story.liaison(mandate, steps=steps, **begun), levels, rated_on=today - timedelta(days=90))
    NoneFound.objects.create(collaboration=c, mandate=town, confirmed_on=today - timedelta(days=100))
    for mandate in (ministry, state, town):
        story.stance(mandate, 2, seen_on=today - timedelta(days=60))
    for age, mandate in ((50, ministry), (80, state), (110, ministry)):
        factories.meeting(c.backbone, mandate.body, held_at=noon(today, age))
    story.consultation(ministry, "before draft", held_at=noon(today, 140))
    score_collaboration(c, today=today)
    return desk


def noon(today: date, age: int) -> datetime:
    return datetime.combine(today - timedelta(days=age), time(12), tzinfo=UTC)


def words(desk) -> str:
    """The page as text."""
    return " ".join(re.sub(r"<[^>]+>", " ", desk.page("mandate_list")).split())


def test_page_shows_the_score_its_parts_and_the_mandate_without_a_liaison_as_the_reason(city):
    score = city.collaboration.scores.series("government").last()
    assert score.value == 48.8132
    said = words(city)
    assert "Government engagement is 49; 70 is asked for here" in said
    assert (
        "The mandate without a liaison holds it down: City of Palm, 3 of 8 points of weight, counts as 0. "
        "Without this gap it would be 61."
    ) in said
    for part, value, weight in (
        ("Liaison coverage", "41.2", "35 %"), ("Senior link", "32.2", "20 %"), ("Frequency", "64.8", "20 %"),
        ("Stance", "50.0", "15 %"), ("Earliness", "75.0", "10 %"),
    ):  # fmt: skip
        assert re.search(rf"{part} {value} {weight}", said), part
    assert "last contact 50 days ago; 4 in 180 days" in said
    assert said.index("City of Palm") < said.index("Where we stand")


def test_what_the_score_would_be_without_the_gap_is_what_the_formulas_give_without_that_mandate(city):
    c, today = city.collaboration, city.collaboration.today()
    score = c.scores.series("government").last()
    rungs = rungs_of(c, Mandate.objects.filter(collaboration=c), on=today)
    said = without_gaps(score.parts, score.value, rungs)
    Mandate.objects.filter(body__name="City of Palm").update(to_on=c.started_on)
    score_collaboration(c, today=today)
    alone = c.scores.series("government").last().parts
    parts = {key: alone[key] if key in ("coverage", "link") else score.parts[key] for key in ("coverage", "link")}
    expected = score.value + sum(
        part["weight"] * (part["value"] - score.parts[key]["value"]) for key, part in parts.items()
    )
    assert said == pytest.approx(expected, abs=1e-3) == pytest.approx(61.3206, abs=1e-3)


@pytest.mark.parametrize(
    ("levels", "fitness", "state", "weak"),
    [((4, 4, 4, 0, 4), "0.0", "Gap", "bandwidth"), ((4, 4, 4, 1, 4), "70.7", "Covered", "bandwidth")],
)
def test_one_weak_criterion_is_named_and_a_zero_stops_everything(desk, levels, fitness, state, weak):
    mandate = story.mandate(desk.collaboration)
    story.rating(story.liaison(mandate), levels)
    score_collaboration(desk.collaboration, today=desk.collaboration.today())
    coverage = desk.collaboration.scores.series("government").last().parts["coverage"]["value"]
    assert f"{coverage:.1f}" == fitness
    assert coverage in (0.0, 70.7107)
    said = words(desk)
    assert f"Liaison coverage {fitness} 35 %" in said
    assert f"{weak.capitalize()} {levels[3]} weakest" in said
    funder = desk.client.__class__()
    funder.force_login(factories.seat(collaboration=desk.collaboration, role="funder").user)
    answer = funder.get(desk.url("mandate_list")).content.decode()
    assert f"Weakest criterion: {weak}." in answer
    assert state in answer


def test_nothing_is_claimed_without_the_gap_where_something_is_not_known(city):
    unknown = story.mandate(city.collaboration, from_on=city.collaboration.started_on)
    score_collaboration(city.collaboration, today=city.collaboration.today())
    said = words(city)
    assert "The mandate without a liaison holds it down" in said
    assert "Without this gap" not in said
    assert unknown.body.name in said


def test_too_little_evidence_shows_no_number(desk):
    story.mandate(desk.collaboration)
    score_collaboration(desk.collaboration, today=desk.collaboration.today())
    said = words(desk)
    assert "Too little is known for a number; 58 is asked for here" in said
    assert "Government engagement is" not in said


def test_week_lists_what_is_due(city):
    said = words(city)
    week = said[said.index("This week") : said.index("Where we stand")]
    assert week.index("City of Palm") < week.index("State secretariat") < week.index("Ministry of Labour")
    assert "Was due on" in week
    assert "not told what is held" in week
    assert "Rate again" not in week
    liaison = city.collaboration.liaisons.order_by("pk").first()
    liaison.ratings.update(rated_on=city.collaboration.today() - timedelta(days=200))
    assert "Rated more than 180 days ago: it counts half." in words(city)


def test_timeline_shows_drafts_and_approvals_so_that_too_late_is_visible(city):
    c, today = city.collaboration, city.collaboration.today()
    c.strategy_versions.create(
        title="Plan A", drafted_on=today - timedelta(days=120), approved_on=today - timedelta(days=40)
    )
    c.strategy_versions.create(title="Plan B", drafted_on=today + timedelta(days=5))
    page = city.page("mandate_list")
    assert "Drafted: Plan A" in page
    assert "Approved: Plan A" in page
    assert "Plan B" not in page
    assert "asking now is too late for it" in page
    late = factories.meeting(c.backbone, held_at=noon(today, 10))
    form = city.page("consultation_create", late.pk)
    assert not re.search('value="later"[^>]* checked', form)  # nobody said when the problem was framed
    type(c).objects.filter(pk=c.pk).update(framed_on=c.started_on)
    assert re.search('value="later"[^>]* checked', city.page("consultation_create", late.pk))
