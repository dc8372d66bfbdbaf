"""The rules of every score: value, bounds, coverage, contributions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.catalogue import PARTNER_READINESS, RELATIONSHIP
from metrics.formulas.composite import (
    Figure,
    Part,
    composite,
    contributions,
    number,
    observed_mean,
    of_parts,
    stored,
    support_of,
)

laws = settings(deadline=None, max_examples=60)
NAN = math.nan
EXACT = 1e-9

score = st.floats(0, 100)
weight = st.floats(0.01, 1)
component = st.tuples(score | st.just(NAN), st.floats(0, 1), weight)
components = st.lists(component, min_size=1, max_size=8)
some_observed = components.filter(lambda rows: any(not math.isnan(x) for x, _, _ in rows))


def columns(rows: list[tuple[float, float, float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values, quality, weights = zip(*rows, strict=True)
    return np.array(values), np.array(quality), np.array(weights)


def test_composite_of_partner_readiness_is_the_worked_example(examples):
    given_levels = examples["partner_readiness"]["inputs"]
    names = {"mission_fit": "mission", "track_record": "history"}
    values = [given_levels[names.get(key, key)] for key in PARTNER_READINESS.keys]
    values = [NAN if value is None else value for value in values]
    quality = [0.5 if key == "capacity" else 1 for key in PARTNER_READINESS.keys]
    assert composite(values, quality, PARTNER_READINESS.weights).at() == Figure(
        **examples["partner_readiness"]["result"]
    )


def test_composite_works_on_any_leading_shape():
    values = np.full((25, 10, 5), 40.0)
    values[3, 4, 1:] = NAN
    result = composite(values, np.ones_like(values), RELATIONSHIP.weights)
    assert result.value.shape == (25, 10)
    assert result.at(3, 4) == Figure(40.0, 12.0, 82.0, 30.0)
    assert result.at(0, 0) == Figure(40.0, 40.0, 40.0, 100.0)


def test_composite_takes_weights_that_differ_by_month():
    result = composite([[10, 90], [10, 90]], [[1, 1], [1, 1]], [[1, 1], [3, 1]])
    assert result.value.tolist() == [50, 30]


def test_nothing_observed_is_no_number_but_has_bounds():
    assert composite([NAN, NAN], [1, 1], [1, 1]).at() == Figure(None, 0.0, 100.0, 0.0)


def test_a_confirmed_zero_is_not_missing():
    assert composite([0, NAN], [1, 0], [1, 1]).at() == Figure(0.0, 0.0, 50.0, 50.0)


def test_bounds_of_a_part_are_handed_on():
    result = composite([80, 50], [1, 1], [1, 1], lows=[NAN, 30], highs=[NAN, 70])
    assert result.at() == Figure(65.0, 55.0, 75.0, 100.0)


def test_bounds_of_a_missing_part_are_not_handed_on_or_the_value_could_leave_its_own():
    result = composite([80, NAN], [1, 1], [1, 1], lows=[NAN, 30], highs=[NAN, 70])
    assert result.at() == Figure(80.0, 40.0, 90.0, 50.0)


@pytest.mark.parametrize(
    ("values", "quality", "weights"),
    [([101], [1], [1]), ([-1], [1], [1]), ([1], [1.5], [1]), ([1], [-0.5], [1]), ([1], [1], [-1]), ([1], [1], [0])],
)
def test_composite_refuses_what_cannot_be(values, quality, weights):
    with pytest.raises(ValueError, match=r"must|weights"):
        composite(values, quality, weights)


@pytest.mark.parametrize(
    ("coverage", "support"),
    [
        (0, "not_enough"),
        (49.9999, "not_enough"),
        (49.99999, "provisional"),
        (50, "provisional"),
        (79.9999, "provisional"),
        (80, "supported"),
        (100, "supported"),
        (NAN, "not_enough"),
    ],
)
def test_support_follows_the_stored_coverage(coverage, support):
    assert support_of(coverage) == support


def test_stored_has_four_decimals_and_missing_stays_missing():
    assert stored([64.07878, 1 / 3])[0] == 64.0788
    assert number(NAN) is None
    assert number(1 / 3) == 0.3333


@laws
@given(components)
def test_composite_stays_in_its_range_and_in_order(rows):
    result = composite(*columns(rows))
    assert 0 <= result.low <= result.high <= 100
    assert 0 <= result.coverage <= 100
    if not np.isnan(result.value):
        assert result.low - EXACT <= result.value <= result.high + EXACT


@laws
@given(some_observed)
def test_missing_is_not_zero(rows):
    """Leaving a missing component out gives the same value; only bounds and coverage know of it."""
    known = [row for row in rows if not math.isnan(row[0])]
    whole, seen = composite(*columns(rows)), composite(*columns(known))
    assert whole.value == pytest.approx(seen.value, abs=EXACT)
    assert whole.low <= seen.low + EXACT
    assert whole.high >= seen.high - EXACT


@laws
@given(components, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    one, other = composite(*columns(rows)), composite(*columns(mixed))
    for name in ("value", "low", "high", "coverage"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=EXACT, nan_ok=True)


@laws
@given(components, st.floats(0.1, 10))
def test_scale_of_the_weights_does_not_matter(rows, factor):
    values, quality, weights = columns(rows)
    one, other = composite(values, quality, weights), composite(values, quality, weights * factor)
    assert one.value == pytest.approx(other.value, abs=EXACT, nan_ok=True)
    assert one.coverage == pytest.approx(other.coverage, abs=EXACT)


@laws
@given(some_observed, st.floats(0, 100), st.data())
def test_better_evidence_never_lowers_the_score(rows, better, data):
    values, quality, weights = columns(rows)
    i = data.draw(st.sampled_from([i for i, x in enumerate(values) if not math.isnan(x)]))
    raised = values.copy()
    raised[i] = max(values[i], better)
    one, other = composite(values, quality, weights), composite(raised, quality, weights)
    assert other.value >= one.value - EXACT
    assert other.low >= one.low - EXACT
    assert other.high >= one.high - EXACT


@laws
@given(components, st.data())
def test_the_truth_lies_within_the_bounds(rows, data):
    """Whatever the missing components turn out to be, the full score lies between low and high."""
    values, quality, weights = columns(rows)
    full = np.array([data.draw(score) if math.isnan(x) else x for x in values])
    partial, whole = composite(values, quality, weights), composite(full, quality, weights)
    assert partial.low - EXACT <= whole.value <= partial.high + EXACT


@laws
@given(some_observed)
def test_contributions_add_up_to_the_score(rows):
    values, quality, weights = columns(rows)
    parts = contributions(values, weights)
    assert np.isnan(parts).tolist() == np.isnan(values).tolist()
    assert np.nansum(parts) == pytest.approx(composite(values, quality, weights).value, abs=EXACT)


def test_contributions_of_the_docstring():
    assert contributions([80, 40, NAN], [0.3, 0.1, 0.6]).tolist() == pytest.approx([60, 10, NAN], nan_ok=True)
    assert np.isnan(contributions([NAN, NAN], [1, 1])).all()


def test_observed_mean_leaves_out_what_is_missing():
    assert observed_mean([[40, NAN, 60], [NAN, NAN, NAN]]).tolist() == pytest.approx([50, NAN], nan_ok=True)


def test_of_parts_is_the_composite_of_the_stack():
    parts = [Part(np.array([10.0, NAN]), np.array([1.0, 0.0])), Part(np.array([30.0, 50.0]), np.array([0.5, 1.0]))]
    result = of_parts(parts, [1, 1])
    assert result.at(0) == Figure(20.0, 20.0, 20.0, 75.0)
    assert result.at(1) == Figure(50.0, 25.0, 75.0, 50.0)
