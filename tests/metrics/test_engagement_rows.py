"""Government engagement from stored rows to stored scores."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from collab.models import Collaboration, Score
from government.models import Consultation, Liaison, LiaisonRating, Mandate, NoneFound, Stance, StateRole
from metrics.scoring import score_collaboration
from tests import factories

TODAY = date(2026, 6, 1)
STARTED_ON = date(2025, 10, 1)


def mandate(collaboration: Collaboration, level: str, weight: int) -> Mandate:
    body = factories.organization(collaboration=collaboration, sector="government", name=f"Body {level}")
    return Mandate.objects.create(
        collaboration=collaboration, body=body, level=level, topic="Labour", weight=weight, from_on=STARTED_ON
    )


def liaison(
    of: Mandate, levels: tuple[int | None, ...], *, steps: int = 3, trust: int | None = None, **values: Any
) -> Liaison:
    here = of.collaboration
    person = factories.person(collaboration=here)
    values = {"from_on": STARTED_ON} | values
    made = Liaison.objects.create(collaboration=here, mandate=of, person=person, steps=steps, **values)
    said = dict(zip(("ability", "willingness", "authority", "bandwidth"), levels, strict=True))
    LiaisonRating.objects.create(
        collaboration=here, liaison=made, assessor=here.backbone, rated_on=date(2026, 3, 1), trust=trust, **said
    )
    return made


@pytest.fixture
def three_mandates(db: None) -> Collaboration:
    """The worked example of the specification, as somebody would have recorded it."""
    made = factories.collaboration(started_on=STARTED_ON)
    StateRole.objects.create(collaboration=made, role="state-led", from_on=STARTED_ON)
    ministry, state, city = mandate(made, "national", 3), mandate(made, "regional", 2), mandate(made, "municipal", 3)
    liaison(ministry, (3, 3, 2, 2), steps=1, trust=3)
    liaison(ministry, (2, 4, 1, 3))
    liaison(state, (3, 4, 3, 2), steps=0, trust=2)
    NoneFound.objects.create(collaboration=made, mandate=city, confirmed_on=date(2026, 2, 1))
    for one in (ministry, state, city):
        Stance.objects.create(collaboration=made, mandate=one, level=2, seen_on=date(2026, 4, 1))
    for age in (50, 80, 110, 140):
        on = datetime(2026, 6, 1, 12, tzinfo=UTC) - timedelta(days=age)
        meeting = factories.meeting(made.backbone, ministry.body if age % 20 else state.body, held_at=on)
    Consultation.objects.create(collaboration=made, meeting=meeting, mandate=ministry, timing="before draft")
    return made


def newest(collaboration: Collaboration) -> Score:
    score_collaboration(collaboration, today=TODAY)
    return collaboration.scores.series("government").last()


def test_worked_example_from_stored_rows(three_mandates: Collaboration):
    score = newest(three_mandates)
    assert {key: part["value"] for key, part in score.parts.items() if not key.startswith("_")} == {
        "coverage": 41.1699, "link": 32.1875, "frequency": 64.8314, "stance": 50.0, "earliness": 75.0,
    }  # fmt: skip
    assert (score.value, score.low, score.high, score.coverage) == (48.8132, 48.8132, 48.8132, 100.0)
    assert (score.parts["_threshold"], score.parts["_role"]) == (70.0, "state-led")


def test_points_add_up_to_the_score(three_mandates: Collaboration):
    score = newest(three_mandates)
    points = [part["points"] for key, part in score.parts.items() if not key.startswith("_")]
    assert round(sum(points), 4) == score.value


def test_no_mandate_is_no_score(collaboration: Collaboration):
    score_collaboration(collaboration, today=TODAY)
    assert not collaboration.scores.series("government").exists()


def test_a_city_nobody_looked_at_is_not_known_rather_than_zero(three_mandates: Collaboration):
    NoneFound.objects.all().delete()
    coverage = newest(three_mandates).parts["coverage"]
    assert coverage["value"] == pytest.approx(65.8718, abs=1e-3)
    assert coverage["quality"] == 0.625


def test_one_zero_makes_a_liaison_worthless_and_an_open_question_makes_it_unknown(collaboration: Collaboration):
    one = mandate(collaboration, "national", 1)
    rated = liaison(one, (4, 4, 4, 0))
    assert newest(collaboration).parts["coverage"]["value"] == 0.0
    rated.ratings.update(bandwidth=1)
    assert newest(collaboration).parts["coverage"]["value"] == 70.7107
    rated.ratings.update(bandwidth=None)
    assert newest(collaboration).parts["coverage"]["value"] is None


def test_when_a_liaison_leaves_history_stands_and_the_gap_shows_from_that_day(three_mandates: Collaboration):
    before = newest(three_mandates)
    past = dict(three_mandates.scores.series("government").values_list("month", "value"))
    Liaison.objects.filter(steps=0).update(to_on=date(2026, 5, 20))
    after = newest(three_mandates)
    now = dict(three_mandates.scores.series("government").values_list("month", "value"))
    assert {month: value for month, value in now.items() if month < 8} == {m: v for m, v in past.items() if m < 8}
    assert after.parts["coverage"]["quality"] < before.parts["coverage"]["quality"]


def test_a_rating_ages_out_after_a_year(three_mandates: Collaboration):
    LiaisonRating.objects.update(rated_on=date(2025, 5, 31))
    score = newest(three_mandates)
    assert score.parts["coverage"]["value"] == 0.0  # only the confirmed gap of the city is still known
    assert score.parts["coverage"]["quality"] == 0.375


def test_scoring_reads_government_in_a_bounded_number_of_queries(
    three_mandates: Collaboration, django_assert_max_num_queries: Any
):
    for n in range(12):
        liaison(three_mandates.mandates.first(), (1, 2, 3, n % 5))
    with django_assert_max_num_queries(42):
        score_collaboration(three_mandates, today=TODAY)
