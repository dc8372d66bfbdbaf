"""What moved a score: rule 9 on stored rows, for every metric, and under new weights."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from collab.models import Collaboration, Seat
from metrics import explain
from metrics.models import WeightSet
from metrics.scoring import score_collaboration
from tests import factories

TODAY = date(2025, 6, 1)


@pytest.fixture
def pair(collaboration: Collaboration) -> Collaboration:
    """One needed pair: a alone has answered by March, both by May, when promises have fallen due too."""
    a, b = collaboration.backbone, factories.organization(collaboration=collaboration)
    factories.partner(b)
    factories.meeting(a, b, held_at=datetime(2025, 3, 1, 12, tzinfo=UTC))
    factories.answers(a, b, trust=(4, 4, 4), joint=3, counted_on=date(2025, 3, 1))
    factories.answers(b, a, trust=(2, 2, 2), joint=3, counted_on=date(2025, 5, 1))
    factories.commitment(a, b, outcome="kept", due_on=date(2025, 5, 1))
    return collaboration


def found(collaboration: Collaboration, metric: str, first: int, last: int, seat: Seat | None = None) -> dict[str, Any]:
    return {one.key: one for one in explain.change(collaboration, metric, first, last, seat=seat)}


def values(collaboration: Collaboration, metric: str) -> list[float | None]:
    return list(collaboration.scores.series(metric).values_list("value", flat=True))


def test_a_pair_moves_by_the_rule(pair: Collaboration, facilitator: Seat):
    score_collaboration(pair, today=TODAY)
    moved = found(pair, "relationship", 2, 4, facilitator)
    stored = values(pair, "relationship")
    assert sum(one.points for one in moved.values()) == pytest.approx(stored[4] - stored[2], abs=1e-9)
    # trust 100 -> 66.67, joint work 60 -> 60, contact fades; S = .3 + .2 + .15; commitments and reciprocity came
    assert moved["trust"].points == pytest.approx(0.30 * (66.6667 - 100) / 0.65, abs=1e-3)
    assert (moved["joint_work"].points, moved["joint_work"].kind) == (0.0, "changed")
    assert {key: one.kind for key, one in moved.items()} == {
        "trust": "changed", "commitments": "added", "joint_work": "changed", "contact": "changed",
        "reciprocity": "added",
    }  # fmt: skip
    assert moved["commitments"].added == moved["commitments"].points
    by_hand = moved["trust"].points + moved["contact"].points
    assert explain.trend(tuple(moved.values())) == pytest.approx(by_hand, abs=1e-3)


def test_new_weights_are_told_apart_from_what_partners_did(pair: Collaboration, coordinator: Seat):
    score_collaboration(pair, today=TODAY)
    plain = values(pair, "relationship")
    weights = {"trust": 0.1, "commitments": 0.1, "joint_work": 0.6, "contact": 0.1, "reciprocity": 0.1}
    WeightSet.objects.create(
        collaboration=pair, from_month=4, weights={"relationship": weights}, half_life=30, why="Agreed",
        set_by=coordinator.user,
    )  # fmt: skip
    score_collaboration(pair, today=TODAY)
    now = values(pair, "relationship")
    assert now[:4] == plain[:4]
    moved = found(pair, "relationship", 2, 4, coordinator)
    assert moved["formula"].points == pytest.approx(now[4] - plain[4], abs=1e-3)
    assert sum(one.points for one in moved.values()) == pytest.approx(now[4] - now[2], abs=1e-9)
    assert str(moved["formula"].label) == "Formula changed"
    stored = pair.scores.get(metric="relationship", month=4).parts
    assert stored["joint_work"]["weight"] == 0.6
    assert pair.scores.get(metric="relationship", month=3).parts["joint_work"]["weight"] == 0.2


@pytest.mark.parametrize("with_weights", [False, True])
def test_readiness_moves_by_its_items(collaboration: Collaboration, coordinator: Seat, with_weights: bool):
    for item, level, on in (("D1", 1, 1), ("D1", 3, 60), ("D2", 4, 60), ("B1", 2, 1)):
        factories.collaboration_rating(
            collaboration, item, level, rated_on=date.fromordinal(date(2025, 2, 1).toordinal() + on)
        )
    if with_weights:
        WeightSet.objects.create(
            collaboration=collaboration, from_month=3, why="Agreed", set_by=coordinator.user,
            weights={"readiness": {"A": 0, "B": 0.2, "C": 0.2, "D": 0.6}},
        )  # fmt: skip
    score_collaboration(collaboration, today=TODAY)
    moved, stored = found(collaboration, "readiness", 1, 4), values(collaboration, "readiness")
    assert moved["D1"].points == pytest.approx(0.04 * (75 - 25) / (0.04 + 0.35 / 3), abs=1e-3)
    assert moved["D2"].kind == "added"
    assert ("formula" in moved) is with_weights
    assert sum(one.points for one in moved.values()) == pytest.approx(stored[4] - stored[1], abs=1e-9)


def test_figures_that_wait_for_newer_evidence_are_not_compared(pair: Collaboration):
    score_collaboration(pair, today=TODAY)
    factories.answers(
        pair.backbone, pair.partners.get().organization, trust=(1, 1, 1), joint=0, counted_on=date(2025, 5, 9)
    )
    assert explain.change(pair, "relationship", 2, 4, seat=None) == ()
