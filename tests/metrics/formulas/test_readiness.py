"""Readiness of a partner and of a collaboration."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.catalogue import PARTNER_READINESS, READINESS
from metrics.formulas.composite import Figure, Part, number
from metrics.formulas.readiness import (
    collaboration_readiness,
    partner_readiness,
    rated,
    section_values,
    views_differ,
)

laws = settings(deadline=None, max_examples=60)
NAN = math.nan
EXACT = 1e-9


def part(value, quality=1.0):
    return Part(np.array(value, dtype=float), np.array(0.0 if np.isnan(value) else quality))


def test_partner_readiness_is_the_worked_example(examples):
    given_levels = examples["partner_readiness"]["inputs"]
    levels = {"mission_fit": given_levels["mission"], "track_record": NAN} | given_levels
    parts = {key: part(levels[key], 0.5 if key == "capacity" else 1) for key in PARTNER_READINESS.keys}
    assert partner_readiness(parts).at() == Figure(**examples["partner_readiness"]["result"])


@pytest.fixture
def items(examples):
    x = examples["collaboration_readiness"]["inputs"]
    values = [level * 50 for level in x["appropriateness_0to2"]] + x["preconditions"] + x["factors"] + x["nuts_bolts"]
    return dict(zip(READINESS.keys, values, strict=True))


def test_collaboration_readiness_is_the_worked_example(items, examples):
    result = collaboration_readiness({key: part(value) for key, value in items.items()})
    assert result.at() == Figure(**examples["collaboration_readiness"]["result"])


def test_sections_are_the_worked_example(items, examples):
    sections = section_values(list(items.values()))
    assert {key: number(value) for key, value in sections.items()} == examples["collaboration_readiness"]["sections"]


def test_scores_inside_readiness_hand_on_their_bounds(items):
    parts = {key: part(value) for key, value in items.items()} | {"C6": part(56.0)}
    weight = dict(zip(READINESS.keys, READINESS.weights, strict=True))["C6"]
    plain = collaboration_readiness(parts)
    nested = collaboration_readiness(parts, {"C6": (np.array(40.0), np.array(70.0))})
    assert nested.value == plain.value
    assert plain.low - nested.low == pytest.approx(16 * weight)
    assert nested.high - plain.high == pytest.approx(14 * weight)


def test_a_score_without_a_number_is_not_known_whatever_its_bounds(items):
    """Else the value, which leaves it out, could stand above a whole that counts its bounds: 26 of 25 to 25."""
    parts = {key: part(value) for key, value in items.items()} | {"C5": part(NAN)}
    plain = collaboration_readiness(parts)
    narrow = collaboration_readiness(parts, {"C5": (np.array(0.0), np.array(0.0))})
    assert (narrow.at(), narrow.low <= narrow.value <= narrow.high) == (plain.at(), True)


@pytest.mark.parametrize(
    ("levels", "ages", "value", "quality"),
    [
        ([4, 2, 3], [0, 0, 0], 81.25, 1),
        ([NAN, 2, 3], [0, 0, 0], 62.5, 0.5),
        ([4, NAN, NAN], [0, 0, 0], 100, 0.5),
        ([4, 2, NAN], [0, 200, 0], 75, 0.75),
        ([4, 2, NAN], [400, 0, 0], 50, 0.5),
        ([NAN, NAN, NAN], [0, 0, 0], None, 0),
        ([4, 2, 3], [400, 400, 400], None, 0),
    ],
)
def test_a_criterion_hears_the_partner_and_the_others(levels, ages, value, quality):
    result = rated(levels, ages, own=[True, False, False])
    assert (number(result.value), result.quality) == (value, quality)


def test_levels_outside_the_scale_are_refused():
    with pytest.raises(ValueError, match="scale"):
        rated([5], [0], [False])
    with pytest.raises(ValueError, match="scale"):
        rated([3], [0], [False], highest=2)


def test_any_two_organisations_can_speak_for_the_whole():
    part = rated([[2, NAN], [2, 1], [2, 1]], [[0, 0], [0, 0], [200, 0]], own=None, highest=2)
    assert part.value.tolist() == [100, 75, 75]
    assert part.quality.tolist() == [0.5, 1, 0.75]


def test_views_differ_from_two_points():
    assert views_differ([[1, 3, NAN], [1, 2, 2], [NAN, NAN, NAN], [4, NAN, NAN]]).tolist() == [
        True,
        False,
        False,
        False,
    ]


levels = st.lists(st.integers(0, 4).map(float) | st.just(NAN), min_size=1, max_size=6)


@laws
@given(levels, st.data())
def test_a_criterion_stays_in_range_and_ignores_the_order_of_others(x, data):
    ages = data.draw(st.lists(st.integers(0, 500), min_size=len(x), max_size=len(x)))
    own = [True] + [False] * (len(x) - 1)
    one = rated(x, ages, own)
    assert np.isnan(one.value) or 0 <= one.value <= 100
    assert 0 <= one.quality <= 1
    assert bool(np.isnan(one.value)) == (one.quality == 0)
    order = data.draw(st.permutations(range(len(x))))
    other = rated(*([row[i] for i in order] for row in (x, ages, own)))
    assert float(one.value) == pytest.approx(float(other.value), abs=EXACT, nan_ok=True)
    assert one.quality == other.quality


@laws
@given(st.lists(st.integers(0, 3), min_size=1, max_size=6), st.data())
def test_a_higher_level_never_lowers_a_criterion(x, data):
    i = data.draw(st.integers(0, len(x) - 1))
    own = [True] + [False] * (len(x) - 1)
    raised = [level + (position == i) for position, level in enumerate(x)]
    assert rated(raised, 0, own).value > rated(x, 0, own).value
