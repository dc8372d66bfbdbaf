"""What a score may be expected to be in the first 24 months."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.catalogue import EXPECTATION
from metrics.formulas.expectation import expected

laws = settings(deadline=None, max_examples=60)
metrics = st.sampled_from(sorted(EXPECTATION))
months = st.floats(0, 24)


def test_month_nine_of_relationship_strength(examples):
    assert list(expected("relationship", 9)) == examples["expectation_band_month_9_relationship"]


@pytest.mark.parametrize(
    ("metric", "month", "band"),
    [
        ("relationship", 0, (5, 25)),
        ("ownership", 24, (50, 75)),
        ("government", 12, (40, 65)),
        ("readiness", 6, (25, 50)),
    ],
)
def test_given_months_have_their_given_bands(metric, month, band):
    assert expected(metric, month) == band


@pytest.mark.parametrize("month", [-1, 24.5, 25, 60])
def test_there_is_no_band_outside_the_frame(month):
    assert expected("relationship", month) is None


def test_bands_of_a_weight_set_replace_the_defaults():
    assert expected("relationship", 3, [(0, 10), (10, 20), (20, 30), (30, 40), (40, 50)]) == (5, 15)


def test_bands_that_do_not_match_the_months_are_refused():
    with pytest.raises(ValueError, match="months"):
        expected("relationship", 3, [(0, 10)])
    with pytest.raises(KeyError):
        expected("happiness", 3)


@laws
@given(metrics, months, months)
def test_expectations_lie_on_the_scale_and_never_fall(metric, one, other):
    earlier, later = sorted((one, other))
    (low, high), (low_later, high_later) = expected(metric, earlier), expected(metric, later)
    assert 0 <= low < high <= 100
    assert low_later >= low
    assert high_later >= high
