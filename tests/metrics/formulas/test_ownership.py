"""Shared ownership of the strategy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.composite import Figure, Part, number
from metrics.formulas.distribution import balance, balances
from metrics.formulas.ownership import (
    counted,
    decision_points,
    endorsement,
    leading_months,
    ownership,
    perceived,
    rater_perceived,
    share,
)

laws = settings(deadline=None, max_examples=60)
NAN = math.nan


def test_shared_ownership_is_the_worked_example(examples):
    x = examples["shared_ownership"]["inputs"]
    parts = {
        "decisions": counted(balance(x["decisions"]), 1),
        "authorship": counted(balance(x["authorship"]), 1),
        "leadership": counted(balance(x["leadership"]), 1),
        "endorsement": counted(endorsement(4, 5, in_force=True), 1),
        "contributions": counted(balance(x["contributions"]), 1),
        "local_share": counted(share(x["local_decision_share"], 1), 1),
        "perceived": perceived([NAN] * 5, [NAN] * 5, [True] * 5),
    }
    expected = examples["shared_ownership"]
    names = {"local": "local_share"}
    components = {names.get(key, key): value for key, value in expected["components"].items()}
    assert {key: number(part.value) for key, part in parts.items()} == components
    assert ownership(parts).at() == Figure(**expected["result"])


def test_a_decision_is_half_proposed_and_half_approved():
    assert decision_points(np.array([0, 1, 1])).tolist() == [0.5, 0.25, 0.25]
    assert decision_points(np.array([0, 0, 1])).tolist() == [0.25, 0.25, 0.5]
    assert decision_points(np.array([], dtype=np.int64)).tolist() == []


def test_leading_counts_the_months_of_the_last_year():
    from_on, to_on, days = np.array([0, 292, 400]), np.array([10_000, 365, 10_000]), np.array([364, 365, 400])
    months = leading_months(from_on, to_on, days)
    assert months[:, 0].tolist() == [12, 12, 12]  # held all the time
    assert months[:, 1].tolist() == pytest.approx([2.4, 2.4, 12 * 73 / 365])
    assert months[:, 2].tolist() == pytest.approx([0, 0, 12 / 365])  # its first day


def test_silence_is_no_only_once_a_version_is_in_force():
    assert endorsement([0, 0, 0], [5, 5, 0], [False, True, True]).tolist() == pytest.approx([NAN, 0, NAN], nan_ok=True)


@pytest.mark.parametrize(("part", "whole"), [(-1, 5), (6, 5)])
def test_impossible_shares_are_refused(part, whole):
    with pytest.raises(ValueError, match="whole"):
        share(part, whole)


def test_perceived_ownership_gives_each_partner_one_vote():
    assert rater_perceived([[5, 5, 5, 5], [1, 1, NAN, 1], [5, 5, 3, 3]]).tolist() == [100, 0, 75]
    part = perceived([100, 0, NAN, NAN, 100], [10, 200, NAN, NAN, 10], [True] * 4 + [False])
    assert (part.value, part.quality) == (50, 0.375)


def test_perceived_ownership_ages_out():
    part = perceived([100, NAN], [400, NAN], [True, True])
    assert np.isnan(part.value)
    assert part.quality == 0


def test_perceived_ownership_refuses_answers_outside_the_scale():
    with pytest.raises(ValueError, match="1-5"):
        rater_perceived([[0, 1, 1, 1]])


def test_what_is_not_there_has_no_quality():
    assert counted(NAN, 1).quality == 0
    assert counted(0.0, 1) == Part(np.asarray(0.0), np.asarray(1.0))
    assert np.isnan(counted(50.0, 0).value)


@laws
@given(st.lists(st.integers(0, 6), max_size=30))
def test_each_half_of_a_decision_is_shared_whole(halves):
    half = np.unique(np.array(halves, dtype=np.int64), return_inverse=True)[1]
    points = decision_points(half)
    assert points.sum() == pytest.approx(0.5 * np.unique(half).size)


@laws
@given(
    st.lists(st.tuples(st.floats(0, 100) | st.just(NAN), st.integers(0, 500), st.booleans()), min_size=1, max_size=8)
)
def test_perceived_ownership_stays_in_range(rows):
    said, age, able = (np.array(column) for column in zip(*rows, strict=True))
    part = perceived(np.where(able, said, NAN), age, able)
    assert np.isnan(part.value) or 0 <= part.value <= 100
    assert 0 <= part.quality <= 1
    assert bool(np.isnan(part.value)) == (part.quality == 0)


@laws
@given(st.lists(st.tuples(st.floats(0, 1000), st.booleans()), max_size=9), st.integers(0, 5))
def test_balances_of_rows_are_the_balance_of_each(rows, events):
    amounts, able = np.array([row[0] for row in rows]), np.array([row[1] for row in rows], dtype=bool)
    one = balance(amounts[able], events)
    both = balances(np.stack([amounts, amounts]), np.stack([able, able]), [events, events])
    assert both.tolist() == pytest.approx([NAN if one is None else one] * 2, abs=1e-6, nan_ok=True)
