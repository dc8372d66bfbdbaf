"""What stands on screen: rounding, limits, and parts that add up."""

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.composite import stored
from metrics.formulas.shown import round_half_up, shown, shown_parts

laws = settings(deadline=None, max_examples=60)
BANDS = (25, 50, 75)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (64.5, 0, "65"),
        (65.5, 0, "66"),
        (-64.5, 0, "-65"),
        (-0.2, 0, "0"),
        (1.005, 2, "1.01"),
        (2.675, 2, "2.68"),
        (64.49999, 0, "65"),
        (64.4999, 0, "64"),
        (100, 1, "100.0"),
    ],
)
def test_round_half_up_reads_the_stored_value(value, decimals, expected):
    assert str(round_half_up(value, decimals)) == expected


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_round_half_up_refuses_what_is_no_number(value):
    with pytest.raises(ValueError, match="number"):
        round_half_up(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (49.62, "49.6"),
        (50.4, "50"),
        (49.4, "49"),
        (50, "50"),
        (49.96, "49.96"),
        (49.99999, "50"),
        (24.5, "24.5"),
        (63.5, "64"),
        (0, "0"),
        (74.9999, "74.9999"),
    ],
)
def test_shown_never_stands_on_the_other_side_of_a_band(value, expected):
    assert str(shown(value, BANDS)) == expected


@pytest.mark.parametrize("value", [None, math.nan])
def test_shown_has_no_number_for_what_is_missing(value):
    assert shown(value, BANDS) is None


@laws
@given(st.floats(0, 100), st.lists(st.floats(0, 100).map(lambda x: round(x, 1)), max_size=4))
def test_shown_stands_on_the_side_of_the_stored_value(value, limits):
    on_screen, at_hand = shown(value, limits), float(stored(value))
    assert all((float(on_screen) >= limit) == (at_hand >= limit) for limit in limits)


def test_shown_parts_of_the_docstring():
    assert [str(part) for part in shown_parts([33.4, 33.3, 33.3], 100)] == ["34", "33", "33"]
    assert [str(part) for part in shown_parts([33.4, 33.3, 33.3], 100, 1)] == ["33.4", "33.3", "33.3"]
    assert shown_parts([], 0) == []


def test_shown_parts_refuses_parts_of_another_total():
    with pytest.raises(ValueError, match="add up"):
        shown_parts([10, 20], 40)


@laws
@given(st.lists(st.floats(-100, 100), min_size=1, max_size=10), st.integers(0, 2))
def test_shown_parts_add_up_to_the_shown_total(parts, decimals):
    total = sum(parts)
    on_screen = shown_parts(parts, total, decimals)
    assert sum(on_screen) == round_half_up(total, decimals)
    unit = Decimal(1).scaleb(-decimals)
    assert all(abs(part - Decimal(exact)) <= unit for part, exact in zip(on_screen, parts, strict=True))


def test_a_remainder_goes_to_the_part_that_lost_most():
    assert shown_parts([1.2, 1.7, 1.1], 4.0) == [1, 2, 1]
    assert shown_parts([-1.2, 3.3, 1.9], 4.0) == [-1, 3, 2]
    assert shown_parts([0.15, 0.14, 0.11], 0.4, 1) == [Decimal("0.2"), Decimal("0.1"), Decimal("0.1")]


def test_half_of_the_last_stored_decimal_is_rounded_up():
    assert round_half_up(1.00005, 4) == Decimal("1.0001")
    assert round_half_up(2.00025, 4) == Decimal("2.0003")
    assert str(round_half_up(7.0, 2)) == "7.00"
