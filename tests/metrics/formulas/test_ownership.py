"""Shared ownership of the strategy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.composite import Figure, Part, number
from metrics.formulas.distribution import balance
from metrics.formulas.ownership import counted, decision_points, endorsement, ownership, perceived, share

laws = settings(deadline=None, max_examples=60)
NAN = math.nan
NOBODY = np.array([], dtype=np.int64)


def test_shared_ownership_is_the_worked_example(examples):
    x = examples["shared_ownership"]["inputs"]
    parts = {
        "decisions": counted(balance(x["decisions"]), 1),
        "authorship": counted(balance(x["authorship"]), 1),
        "leadership": counted(balance(x["leadership"]), 1),
        "endorsement": counted(endorsement(4, 5, in_force=True), 1),
        "contributions": counted(balance(x["contributions"]), 1),
        "local_share": counted(share(x["local_decision_share"], 1), 1),
        "perceived": perceived(np.empty((0, 4)), NOBODY, [], 5),
    }
    expected = examples["shared_ownership"]
    names = {"local": "local_share"}
    components = {names.get(key, key): value for key, value in expected["components"].items()}
    assert {key: number(part.value) for key, part in parts.items()} == components
    assert ownership(parts).at() == Figure(**expected["result"])


def test_a_decision_is_half_proposed_and_half_approved():
    assert decision_points([([0], [0, 1])], 3).tolist() == [0.75, 0.25, 0]
    assert decision_points([([0, 1], [2])], 3).tolist() == [0.25, 0.25, 0.5]
    assert decision_points([], 2).tolist() == [0, 0]


def test_silence_is_no_only_once_a_version_is_in_force():
    assert endorsement(0, 5, in_force=False) is None
    assert endorsement(0, 5, in_force=True) == 0
    assert endorsement(0, 0, in_force=True) is None


@pytest.mark.parametrize(("part", "whole"), [(-1, 5), (6, 5)])
def test_impossible_shares_are_refused(part, whole):
    with pytest.raises(ValueError, match="whole"):
        share(part, whole)


def test_perceived_ownership_gives_each_partner_one_vote():
    items = [[5, 5, 5, 5], [5, 5, 5, 5], [1, 1, NAN, 1]]
    part = perceived(items, np.array([0, 0, 1]), [10, 10, 200], eligible=4)
    assert (part.value, part.quality) == (50, 0.375)


def test_perceived_ownership_ages_out():
    part = perceived([[5, 5, 5, 5]], np.array([0]), [400], eligible=2)
    assert np.isnan(part.value)
    assert part.quality == 0


def test_perceived_ownership_refuses_answers_outside_the_scale():
    with pytest.raises(ValueError, match="1-5"):
        perceived([[0, 1, 1, 1]], np.array([0]), [0], 1)


def test_what_is_not_there_has_no_quality():
    assert counted(None, 1).quality == 0
    assert counted(0.0, 1) == Part(np.asarray(0.0), np.asarray(1.0))


members = st.lists(st.integers(0, 4), min_size=1, max_size=5, unique=True)


@laws
@given(st.lists(st.tuples(members, members), max_size=10), st.randoms(use_true_random=False))
def test_each_decision_gives_one_point_in_any_order(decisions, random):
    mixed = list(decisions)
    random.shuffle(mixed)
    points = decision_points(decisions, 5)
    assert points.sum() == pytest.approx(len(decisions))
    assert points == pytest.approx(decision_points(mixed, 5))


@laws
@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(1, 5).map(float) | st.just(NAN), min_size=4, max_size=4),
            st.integers(0, 3),
            st.integers(0, 500),
        ),
        max_size=8,
    )
)
def test_perceived_ownership_stays_in_range(rows):
    items = np.array([row[0] for row in rows]).reshape(-1, 4)
    part = perceived(items, np.array([row[1] for row in rows], dtype=np.int64), [row[2] for row in rows], 4)
    assert np.isnan(part.value) or 0 <= part.value <= 100
    assert 0 <= part.quality <= 1
    assert bool(np.isnan(part.value)) == (part.quality == 0)
