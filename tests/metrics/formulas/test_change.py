"""Why a score moved: parts that add up exactly."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.catalogue import RELATIONSHIP
from metrics.formulas.change import Kind, changes
from metrics.formulas.composite import composite, observed_mean
from metrics.formulas.shown import round_half_up, shown_parts

laws = settings(deadline=None, max_examples=60)
NAN = math.nan
EXACT = 1e-9

value = st.floats(0, 100) | st.just(NAN)
step = st.tuples(value, value, st.floats(0.01, 1))
steps = st.lists(step, min_size=1, max_size=8)


def of_example(example: dict) -> list[float]:
    """The unrounded components of a worked example in the order of the catalogue."""
    exact = {66.6667: 200 / 3, 72.2222: 650 / 9, 64.4444: 580 / 9, 77.7778: 700 / 9, 63.8589: 63.8589, None: NAN}
    return [exact.get(example["components"][key], example["components"][key]) for key in RELATIONSHIP.keys]


def test_changes_from_the_one_sided_to_the_full_pair(examples):
    before, after = of_example(examples["relationship_one_sided"]), of_example(examples["relationship_full"])
    moved = changes(before, after, RELATIONSHIP.weights)
    assert [round(amount, 4) for amount in moved.amounts] == [-5.1282, 2.8329, -3.0769, 0, 0.3554]
    assert moved.kinds == (Kind.CHANGED, Kind.ADDED, Kind.CHANGED, Kind.CHANGED, Kind.ADDED)
    assert round(moved.total, 4) == -5.0168
    assert round(moved.trend, 4) == -8.2051
    assert moved.formula == 0


def test_evidence_that_ages_out_is_no_trend():
    moved = changes([80, 40, NAN], [NAN, 40, NAN], [1, 1, 1])
    assert moved.kinds == (Kind.REMOVED, Kind.CHANGED, Kind.MISSING)
    assert moved.amounts == (-20, 0, 0)
    assert (moved.total, moved.trend) == (-20, 0)


def test_new_weights_stand_on_their_own():
    moved = changes([80, 40], [80, 40], [1, 1], new_weights=[3, 1])
    assert (moved.amounts, moved.formula, moved.total) == ((0, 0), 10, 10)


def test_a_new_half_life_is_part_of_the_formula():
    moved = changes([80, 40], [80, 50], [1, 1], after_new=[80, 70])
    assert (moved.amounts, moved.formula, moved.total) == ((0, 5), 10, 15)


def test_nothing_in_common_cannot_be_compared():
    assert changes([80, NAN], [NAN, 40], [1, 1]) is None
    assert changes([NAN], [NAN], [1]) is None
    assert changes([50], [60], [0]) is None


def test_changes_refuse_lists_of_different_length():
    with pytest.raises(ValueError, match="length"):
        changes([1, 2], [1], [1])


@laws
@given(steps, st.data())
def test_changes_add_up_exactly(rows, data):
    before, after, weights = (list(column) for column in zip(*rows, strict=True))
    new_weights = data.draw(st.lists(st.floats(0.01, 1), min_size=len(rows), max_size=len(rows)))
    moved = changes(before, after, weights, new_weights=new_weights)
    in_common = any(not (math.isnan(x) or math.isnan(y)) for x, y in zip(before, after, strict=True))
    assert (moved is not None) == in_common
    if moved is not None:
        ones = np.ones(len(rows))
        difference = composite(after, ones, new_weights).value - composite(before, ones, weights).value
        assert moved.total == pytest.approx(difference, abs=EXACT)
        assert sum(moved.amounts) + moved.formula == pytest.approx(moved.total, abs=EXACT)
        on_screen = shown_parts([*moved.amounts, moved.formula], moved.total)
        assert sum(on_screen) == round_half_up(moved.total)


@laws
@given(steps)
def test_the_trend_is_the_change_of_what_both_snapshots_know(rows):
    before, after, weights = (np.array(column) for column in zip(*rows, strict=True))
    moved = changes(before, after, weights)
    both = ~np.isnan(before) & ~np.isnan(after)
    if moved is not None:
        trend = observed_mean(after[both], weights[both]) - observed_mean(before[both], weights[both])
        assert moved.trend == pytest.approx(trend, abs=EXACT)


@laws
@given(steps)
def test_going_back_undoes_the_trend(rows):
    before, after, weights = zip(*rows, strict=True)
    there, back = changes(before, after, weights), changes(after, before, weights)
    if there is not None:
        assert back.total == pytest.approx(-there.total, abs=EXACT)
        assert back.trend == pytest.approx(-there.trend, abs=EXACT)
