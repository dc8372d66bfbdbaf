"""The worked examples of the specification, from stored rows to stored scores."""

from datetime import UTC, date, datetime, timedelta

import pytest

from collab.models import Collaboration, Meeting, Organization, PairScores, Score
from metrics.scoring import score_collaboration
from tests import factories

STARTED_ON, TODAY = date(2025, 1, 15), date(2025, 4, 20)
CONTACTS = (("in person", 10, "a"), ("call", 40, "a"), ("in person", 75, "a"), ("message", 5, "b"))
FULL = {"trust": 66.6667, "commitments": 72.2222, "joint_work": 50.0, "contact": 63.8589, "reciprocity": 64.4444}


@pytest.fixture
def collaboration(db: None) -> Collaboration:
    """Without a backbone, so that its two core partners are its only pair."""
    return factories.collaboration(backbone=None, started_on=STARTED_ON)


@pytest.fixture
def pair(collaboration: Collaboration) -> tuple[Organization, Organization]:
    """Two core partners."""
    a, b = (factories.organization(collaboration=collaboration, name=name) for name in "AB")
    factories.partner(a)
    factories.partner(b)
    return a, b


def talk(a: Organization, b: Organization, *, callers: str = "aaab") -> list[Meeting]:
    """The contacts of the example."""
    return [
        factories.meeting(
            a, b, held_at=noon(TODAY - timedelta(days=age)), mode=mode, called_by={"a": a, "b": b}.get(caller)
        )
        for (mode, age, _), caller in zip(CONTACTS, callers, strict=True)
    ]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def full_example(a: Organization, b: Organization) -> None:
    """Everything that is known of the pair of the full example."""
    talk(a, b)
    recent = {"counted_on": TODAY - timedelta(days=10)}
    factories.answers(a, b, trust=(4, 3, 3), joint=3, **recent)
    factories.answers(b, a, trust=(3, 3, 2), joint=2, **recent)
    for number, outcome in enumerate(["kept"] * 5 + ["partly", "broken"]):
        promiser, promisee = (a, b) if number % 2 else (b, a)
        factories.commitment(promiser, promisee, outcome=outcome, made_on=date(2025, 3, 1))


def running(collaboration: Collaboration) -> Score:
    score_collaboration(collaboration, today=TODAY)
    return Score.objects.filter(collaboration=collaboration).series("relationship").last()


def test_full_example_is_stored_exactly(collaboration, pair):
    full_example(*pair)
    score = running(collaboration)
    assert (score.month, score.as_of) == (4, TODAY)
    assert (score.value, score.low, score.high, score.coverage) == (64.0788, 64.0788, 64.0788, 100.0)
    parts = {key: part for key, part in score.parts.items() if not key.startswith("_")}
    assert {key: part["value"] for key, part in parts.items()} == FULL
    assert {key: part["weight"] for key, part in parts.items()} == {
        "trust": 0.3, "commitments": 0.25, "joint_work": 0.2, "contact": 0.15, "reciprocity": 0.1,
    }  # fmt: skip
    assert all(part["quality"] == 1 for part in parts.values())
    assert sum(part["points"] for part in parts.values()) == pytest.approx(64.0788, abs=1e-9)
    assert (score.parts["_answered"], score.parts["_pairs"], score.parts["_counted"]) == (2, 1, 1)


def test_pair_of_the_full_example_is_stored_exactly(collaboration, pair):
    full_example(*pair)
    running(collaboration)
    stored = PairScores.objects.get(collaboration=collaboration)
    assert (stored.month, stored.as_of) == (4, TODAY)
    (row,) = stored.rows
    assert {key: part["value"] for key, part in row.pop("parts").items()} == FULL
    assert row == {
        "a": pair[0].pk, "b": pair[1].pk, "needed": True, "value": 64.0788, "low": 64.0788, "high": 64.0788,
        "coverage": 100.0, "joint": [3.0, 2.0], "trust": [77.7778, 55.5556], "last_contact_on": "2025-04-15",
        "contacts": 4, "cadence_days": 60,
    }  # fmt: skip


def test_one_sided_example_has_not_enough_evidence(collaboration, pair):
    a, b = pair
    talk(a, b, callers="aab-")
    factories.answers(a, b, trust=(4, 3, 3), joint=3, counted_on=TODAY - timedelta(days=10))
    score = running(collaboration)
    assert (score.value, score.low, score.high, score.coverage) == (69.0957, 44.9122, 79.9122, 40.0)
    assert not score.has_enough_evidence
    (row,) = PairScores.objects.get(collaboration=collaboration).rows
    assert (row["value"], row["low"], row["high"], row["coverage"]) == (69.0957, 44.9122, 79.9122, 40.0)
    assert {key: part["value"] for key, part in row["parts"].items()} == {
        "trust": 77.7778, "commitments": None, "joint_work": 60.0, "contact": 63.8589, "reciprocity": None,
    }  # fmt: skip
    assert (row["trust"], row["joint"]) == ([77.7778, None], [3.0, None])
