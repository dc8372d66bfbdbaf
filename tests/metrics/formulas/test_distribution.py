"""How evenly something is spread: published figures, worked examples, laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.distribution import balance, effective_owners, gini, gini_unbiased, hhi

laws = settings(deadline=None, max_examples=60)
EXACT = 1e-9

amount = st.integers(0, 1000) | st.floats(0, 1e6).map(lambda x: round(x, 2))
amounts = st.lists(amount, min_size=3, max_size=10).filter(lambda x: sum(x) >= 3)


def test_gini_as_published(published, examples):
    expected = published["gini_hhi"]["gini"]
    assert gini(expected["x"]) == pytest.approx(expected["published"], abs=5e-8)
    assert gini(examples["gini_published"]["x"]) == pytest.approx(examples["gini_published"]["ours"], abs=5e-8)


def test_hhi_as_published(published):
    for row in published["gini_hhi"]["hhi"]:
        assert 10_000 * hhi(row["shares_percent"]) == pytest.approx(row["published"], abs=EXACT), row["source"]


@pytest.mark.parametrize("name", ["decisions", "leadership", "contributions", "authorship", "equal5"])
def test_balance_of_the_worked_examples(examples, name):
    example = examples["balance"][name]
    assert balance(example["x"]) == pytest.approx(example["balance"], abs=5e-5)
    assert gini(example["x"]) == pytest.approx(example["gini"], abs=5e-5)
    assert hhi(example["x"]) == pytest.approx(example["hhi"], abs=5e-5)
    assert effective_owners(example["x"]) == pytest.approx(example["effective_owners"], abs=5e-5)


def test_balance_of_one_who_takes_all(examples):
    example = examples["balance"]["one_takes_all5"]
    assert balance(example["x"], events=3) == example["balance"] == 0
    assert (gini(example["x"]), gini_unbiased(example["x"])) == (example["gini"], 1)
    assert (hhi(example["x"]), effective_owners(example["x"])) == (1, 1)


def test_balance_needs_three_members_and_three_events():
    assert balance([5, 5]) is None
    assert balance([1, 1, 0]) is None
    assert balance([1, 1, 1]) == 100
    assert balance([70_000, 20_000, 10_000], events=2) is None
    assert balance([0, 0, 0], events=3) is None
    assert balance([]) is None


def test_nobody_has_anything_is_no_number():
    assert gini([0, 0, 0]) is hhi([0, 0, 0]) is effective_owners([]) is gini([]) is None
    assert gini_unbiased([5]) is gini_unbiased([0, 0]) is None


@pytest.mark.parametrize("formula", [gini, gini_unbiased, balance, hhi, effective_owners])
@pytest.mark.parametrize("wrong", [[1, -1, 2], [1, math.nan, 2], [1, math.inf, 2]])
def test_impossible_amounts_are_refused(formula, wrong):
    with pytest.raises(ValueError, match="amounts"):
        formula(wrong)


@laws
@given(amounts)
def test_balance_and_owners_stay_in_range(x):
    assert -EXACT <= balance(x) <= 100 + EXACT
    assert 1 - EXACT <= effective_owners(x) <= len(x) + EXACT
    assert 1 / len(x) - EXACT <= hhi(x) <= 1 + EXACT


@laws
@given(amounts, st.randoms(use_true_random=False), st.floats(1, 1000))
def test_neither_order_nor_scale_matters(x, random, factor):
    mixed = [value * factor for value in x]
    random.shuffle(mixed)
    for formula in (gini, gini_unbiased, balance, hhi, effective_owners):
        assert formula(mixed) == pytest.approx(formula(x), abs=1e-7)


@laws
@given(st.integers(1, 1000), st.integers(3, 10))
def test_equal_amounts_are_full_balance(value, members):
    assert balance([value] * members) == pytest.approx(100)
    assert effective_owners([value] * members) == pytest.approx(members)


@laws
@given(amounts, st.data())
def test_giving_from_the_richest_to_the_poorest_never_lowers_balance(x, data):
    ordered = sorted(x)
    gift = data.draw(st.floats(0, 0.5)) * (ordered[-1] - ordered[0])
    evener = [ordered[0] + gift, *ordered[1:-1], ordered[-1] - gift]
    assert balance(evener, events=3) >= balance(ordered, events=3) - EXACT
    assert effective_owners(evener) >= effective_owners(ordered) - EXACT


@laws
@given(amounts)
def test_a_member_with_nothing_lowers_balance(x):
    assert balance([*x, 0]) <= balance(x) + EXACT


@laws
@given(st.lists(st.integers(0, 50), min_size=2, max_size=8).filter(any))
def test_unbiased_gini_is_the_mean_difference_of_all_pairs(x):
    """The textbook definition: mean absolute difference of two different members, over twice the mean."""
    array = np.array(x)
    apart = np.abs(array[:, None] - array[None, :]).sum() / (len(x) * (len(x) - 1))
    assert gini_unbiased(x) == pytest.approx(apart / (2 * array.mean()), abs=EXACT)
