"""Readiness of partners and of the collaboration, from stored ratings to stored scores."""

from datetime import date, timedelta
from typing import Any

import pytest

from collab.models import Collaboration, PartnerScore, Score
from metrics.scoring import score_collaboration
from partners.models import Partner
from tests import factories

TODAY = date(2025, 6, 1)
DAY = date(2025, 5, 1)


@pytest.fixture
def partner(collaboration: Collaboration) -> Partner:
    return factories.partner(factories.organization(collaboration=collaboration))


def rate(partner: Partner, criterion: str, own: int | None = None, backbone: int | None = None, on: date = DAY) -> None:
    for assessor, level in ((partner.organization, own), (partner.collaboration.backbone, backbone)):
        if level is not None:
            factories.readiness_rating(partner, level, criterion=criterion, assessor=assessor, rated_on=on)


def readiness(partner: Partner, today: date = TODAY) -> Any:
    score_collaboration(partner.collaboration, today=today)
    return PartnerScore.objects.get(organization=partner.organization).series[-1]


def worked_example(partner: Partner) -> None:
    """Interest 75, champion 50, mission fit 75, capacity 25 by the partner alone, legitimacy 100."""
    rate(partner, "interest", 3, 3)
    rate(partner, "champion", 3, 1)
    rate(partner, "mission_fit", 4, 2)
    rate(partner, "capacity", 1)
    rate(partner, "legitimacy", 4, 4)


def test_partner_readiness_of_the_worked_example_is_stored(partner: Partner):
    worked_example(partner)
    figure = readiness(partner)
    assert (figure.value, figure.low, figure.high, figure.coverage) == (65.2778, 58.75, 68.75, 82.5)
    assert {key: (part["value"], part["quality"]) for key, part in figure.parts.items()} == {
        "interest": (75.0, 1.0), "champion": (50.0, 1.0), "mission_fit": (75.0, 1.0), "capacity": (25.0, 0.5),
        "legitimacy": (100.0, 1.0), "track_record": (None, 0.0),
    }  # fmt: skip
    assert sum(part["points"] or 0 for part in figure.parts.values()) == pytest.approx(65.2778, abs=1e-9)
    assert {key: part["weight"] for key, part in figure.parts.items()}["interest"] == 0.25


def test_months_before_a_rating_know_nothing_of_it(partner: Partner):
    worked_example(partner)
    readiness(partner)
    stored = PartnerScore.objects.get(organization=partner.organization)
    assert stored.as_of == partner.collaboration.snapshots(on=TODAY)
    assert stored.value == [None, None, None, None, 65.2778, 65.2778]
    assert (stored.low[0], stored.high[0], stored.coverage[0]) == (0.0, 100.0, 0.0)
    assert stored.generation == partner.collaboration.pair_scores.generation


def test_the_newest_rating_of_each_assessor_counts(partner: Partner):
    rate(partner, "interest", own=0, on=DAY - timedelta(days=40))
    rate(partner, "interest", own=4, backbone=2)
    other = factories.organization(collaboration=partner.collaboration)
    factories.readiness_rating(partner, 3, criterion="interest", assessor=other, rated_on=DAY)
    assert readiness(partner).parts["interest"]["value"] == 81.25  # (4 + (2 + 3) / 2) / 2
    factories.readiness_rating(partner, None, criterion="interest", assessor=other, rated_on=DAY + timedelta(days=1))
    assert readiness(partner).parts["interest"]["value"] == 75.0  # it does not know any more


def test_opinions_age_and_track_record_does_not(partner: Partner):
    rate(partner, "interest", 4, 4)
    rate(partner, "track_record", 4, 4)
    aged = readiness(partner, today=DAY + timedelta(days=200)).parts
    assert (aged["interest"]["quality"], aged["track_record"]["quality"]) == (0.5, 1.0)
    gone = readiness(partner, today=DAY + timedelta(days=366)).parts
    assert (gone["interest"]["value"], gone["track_record"]["value"]) == (None, 100.0)


def test_a_partner_without_ratings_is_not_known_rather_than_unready(partner: Partner):
    figure = readiness(partner)
    assert (figure.value, figure.low, figure.high, figure.coverage) == (None, 0.0, 100.0, 0.0)
    assert not figure.has_enough_evidence


ITEMS = {
    "A1": 2, "A2": 2, "A3": 1, "A4": 2, "B1": 4, "B2": 2, "B3": 2, "C1": 3, "C2": 2, "C3": 2, "C4": 1, "C7": 1,
    "D1": 2, "D2": 1, "D3": 1, "D4": 2, "D5": 1,
}  # fmt: skip


def rate_whole(collaboration: Collaboration, items: dict[str, int], on: date = DAY) -> None:
    other = factories.organization(collaboration=collaboration)
    for item, level in items.items():
        for assessor in (collaboration.backbone, other):
            factories.collaboration_rating(collaboration, item, level, assessor=assessor, rated_on=on)


def whole(collaboration: Collaboration) -> Score:
    score_collaboration(collaboration, today=TODAY)
    return collaboration.scores.series("readiness").last()


def test_readiness_of_the_whole_is_its_sections_weighted(collaboration: Collaboration):
    rate_whole(collaboration, ITEMS)
    score = whole(collaboration)
    # A 87.5, B 66.67, C 225/5 = 45 over five of seven factors (relationships and government show no number), D 35
    assert score.value == pytest.approx(
        (0.15 * 87.5 + 0.35 * 200 / 3 + 0.3 / 7 * 225 + 0.2 * 35) / (1 - 0.3 * 2 / 7), abs=1e-4
    )
    assert score.parts["C5"] | {"weight": 0} == {"value": None, "weight": 0, "quality": 0.0, "points": None}
    assert score.coverage == pytest.approx(100 * (1 - 0.3 * 2 / 7), abs=1e-4)
    assert score.low == pytest.approx(score.value * (1 - 0.3 * 2 / 7), abs=1e-3)


def test_one_assessor_of_the_whole_is_half_of_the_evidence(collaboration: Collaboration):
    factories.collaboration_rating(collaboration, "D1", 4, rated_on=DAY)
    assert whole(collaboration).parts["D1"]["quality"] == 0.5


def test_relationship_strength_enters_once_it_shows_a_number_with_its_bounds(collaboration: Collaboration):
    a, b = (factories.organization(collaboration=collaboration) for _n in range(2))
    factories.partner(a)
    factories.partner(b)
    backbone = collaboration.backbone
    for one, other in ((a, b), (b, a), (a, backbone)):
        factories.answers(one, other, trust=(4, 4, 4), joint=5, counted_on=DAY)
    score = whole(collaboration)
    strength = collaboration.scores.series("relationship").last()
    assert strength.coverage < 50
    assert score.parts["C6"]["value"] is None
    assert (score.low, score.high) == (0, 100)
    factories.meeting(a, b, backbone)
    for one, other in ((backbone, a), (backbone, b), (b, backbone)):
        factories.answers(one, other, trust=(4, 4, 4), joint=5, counted_on=DAY)
    score, strength = whole(collaboration), collaboration.scores.series("relationship").last()
    assert strength.has_enough_evidence
    assert score.parts["C6"]["value"] == strength.value
    assert score.parts["C6"]["quality"] == pytest.approx(strength.coverage / 100, abs=1e-4)
    assert score.low == pytest.approx(0.3 / 7 * strength.low, abs=1e-3)
