"""One sentence in plain words: why a score is what it is, and why it changed."""

from decimal import Decimal
from typing import Any

import pytest

from collab.models import Score, Seat
from metrics import explain
from metrics.explain import Change
from tests import factories

WEIGHTS = {"trust": 0.3, "commitments": 0.25, "joint_work": 0.2, "contact": 0.15, "reciprocity": 0.1}


def score(points: dict[str, float | None], **values: Any) -> Score:
    """A stored score of relationship strength with these points."""
    parts: dict[str, Any] = {
        key: {"value": points.get(key), "weight": weight, "quality": 1.0, "points": points.get(key)}
        for key, weight in WEIGHTS.items()
    }
    base = {"value": sum(one or 0 for one in points.values()), "low": 20.0, "high": 70.0, "coverage": 90.0}
    return Score(metric="relationship", month=3, parts=parts | {"_released": True}, **base | values)


def said(found: Score, seat: Seat | None = None) -> str:
    return explain.score_sentence(found, seat=seat)


ALL = {"trust": 20.4, "commitments": 12.0, "joint_work": 10.0, "contact": 8.0, "reciprocity": 2.6}


def test_a_score_names_the_parts_that_carry_it():
    assert said(score(ALL)) == (
        "Relationship strength is 53, mostly trust (20 points) and commitments kept (12 points)."
    )


def test_what_is_not_known_is_named():
    known = ALL | {"trust": None, "reciprocity": None}
    assert said(score(known, coverage=60.0)) == (
        "Relationship strength is provisionally 30, mostly commitments kept (12 points) and joint work (10 points);"
        " nothing is known of trust and give and take."
    )


def test_without_enough_evidence_there_is_no_number_in_the_sentence():
    assert said(score({"contact": 8.0}, coverage=15.0)) == (
        "Relationship strength has no number yet, for 15 % of it is known; it lies between 20 and 70, and nothing is "
        "known of trust, commitments kept and 2 other parts."
    )


def test_coverage_just_below_the_limit_does_not_read_as_enough():
    assert "49.7 %" in said(score({"contact": 8.0}, coverage=49.7))


def test_nothing_computed():
    assert said(score({}, value=None, low=None, high=None, coverage=None)) == "Nothing has been computed yet."


def test_parts_that_may_only_be_shown_together_are_named_together(db: None):
    made = score(ALL)
    made.parts |= {"_released": False, "_answered": 2}
    funder = factories.seat(role="funder")
    assert "trust (20 points)" not in said(made, funder)
    assert "trust + commitments kept (32 points)" in said(made, funder)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        ("4", "Readiness rose by 4 from month 9 to month 12, mostly"),
        ("-4", "Readiness fell by 4 from month 9 to month 12, mostly"),
        ("0", "Readiness stayed as it was from month 9 to month 12, for"),
    ],
)
def test_a_change_names_the_parts_that_moved_it(size: str, text: str):
    moved = (
        Change("B3", "added", 1.2, "readiness"), Change("B1", "changed", 3.1, "readiness"),
        Change("D1", "changed", -0.3, "readiness"),
    )  # fmt: skip
    assert explain.change_sentence("readiness", 9, 12, Decimal(size), moved) == (
        f"{text} champions +3.1 (changed) and urgency +1.2 (added)."
    )


def test_a_change_that_nothing_explains_is_still_told():
    assert explain.change_sentence("ownership", 0, 3, Decimal(-2), ()) == (
        "Shared ownership fell by 2 from month 0 to month 3."
    )
