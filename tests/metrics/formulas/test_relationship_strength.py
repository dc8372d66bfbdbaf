"""Relationship strength: the worked examples of the specification, component by component and as a whole."""

import math
from typing import Any

import numpy as np
import pytest

from metrics.formulas.catalogue import MODE_WEIGHTS, RELATIONSHIP
from metrics.formulas.composite import Figure, Part, composite, number
from metrics.formulas.relationship import (
    agreement,
    band_of,
    collaboration_contributions,
    collaboration_relationship,
    commitments,
    contact,
    contact_energy,
    contact_energy_of_pairs,
    contact_weights,
    covered_pairs,
    initiation_balance,
    joint_work,
    rater_trust,
    reciprocity,
    relationship,
    trust,
)

NAN = math.nan
FRESH, AGED, GONE = 10, 200, 400


@pytest.fixture
def full_parts(examples: dict[str, Any]) -> dict[str, Part]:
    """The pair of the full example, from its evidence."""
    x = examples["relationship_full"]["inputs"]
    weights, ages = zip(*x["contacts_mode_weight_and_age_days"], strict=True)
    energy = contact_energy(weights, ages, x["half_life_days"])
    due = x["kept"] + x["partly_kept"] + x["broken"]
    return {
        "trust": trust(rater_trust(x["trust_ab"]), rater_trust(x["trust_ba"]), FRESH, FRESH),
        "commitments": commitments(x["kept"], x["partly_kept"], x["broken"], due, 1),
        "joint_work": joint_work(x["joint_ab"], x["joint_ba"], FRESH, FRESH),
        "contact": contact(energy, 1),
        "reciprocity": reciprocity(
            x["trust_ab"], x["trust_ba"], x["joint_ab"], x["joint_ba"], x["initiated_a"], x["initiated_b"]
        ),
    }


def test_every_component_of_the_full_pair(full_parts, examples):
    shown = {key: number(part.value) for key, part in full_parts.items()}
    assert shown == examples["relationship_full"]["components"]
    assert all(part.quality == 1 for part in full_parts.values())


def test_the_full_pair(full_parts, examples):
    assert relationship(full_parts).at() == Figure(**examples["relationship_full"]["result"])


def test_parts_of_the_full_pair(examples):
    x = examples["relationship_full"]["inputs"]
    weights, ages = zip(*x["contacts_mode_weight_and_age_days"], strict=True)
    assert number(contact_energy(weights, ages)) == examples["relationship_full"]["contact_energy"]
    on_trust, on_work = agreement(x["trust_ab"], x["trust_ba"], 3), agreement([x["joint_ab"]], [x["joint_ba"]], 5)
    assert number((on_trust + on_work) / 2) == examples["relationship_full"]["agreement"]
    assert initiation_balance(3, 1) == examples["relationship_full"]["initiation_balance"]


def test_the_one_sided_pair_is_not_enough_evidence(full_parts, examples):
    parts = full_parts | {
        "trust": trust(rater_trust([4, 3, 3]), NAN, FRESH, NAN),
        "commitments": commitments(0, 0, 0, 0, 1),
        "joint_work": joint_work(3, NAN, FRESH, NAN),
        "reciprocity": reciprocity([4, 3, 3], [NAN] * 3, 3, NAN, 2, 1),
    }
    expected = examples["relationship_one_sided"]
    assert {key: number(part.value) for key, part in parts.items()} == expected["components"]
    figure = relationship(parts).at()
    assert figure == Figure(**expected["result"])
    assert figure.support == "not_enough"


def test_a_meeting_each_month_for_ever(examples):
    expected = examples["contact_monthly_in_person_steady_state"]
    energy = contact_energy(np.ones(400), np.arange(400) * 30)
    assert number(energy) == expected["E"]
    assert number(contact(energy, 1).value) == expected["F"]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([4, 4, 4], 100),
        ([1, 1, 1], 0),
        ([4, 3, 3], 77.7778),
        ([4, NAN, 3], 83.3333),
        ([4, NAN, NAN], None),
        ([NAN, NAN, NAN], None),
    ],
)
def test_a_rater_is_heard_with_two_of_three_items(items, expected):
    assert number(rater_trust(items)) == expected


@pytest.mark.parametrize("items", [[0, 3, 3], [5, 3, 3]])
def test_trust_items_outside_the_scale_are_refused(items):
    with pytest.raises(ValueError, match="1-4"):
        rater_trust(items)


@pytest.mark.parametrize("level", [-1, 6])
def test_joint_work_outside_the_scale_is_refused(level):
    with pytest.raises(ValueError, match="0-5"):
        joint_work(level, 3, FRESH, FRESH)


@pytest.mark.parametrize(
    ("age_ab", "age_ba", "value", "quality"),
    [
        (FRESH, FRESH, 60, 1),
        (FRESH, AGED, 60, 0.75),
        (AGED, AGED, 60, 0.5),
        (FRESH, GONE, 80, 0.5),
        (AGED, GONE, 80, 0.25),
        (GONE, GONE, None, 0),
        (-1, FRESH, 40, 0.5),
    ],
)
def test_trust_ages_by_direction(age_ab, age_ba, value, quality):
    part = trust(80, 40, age_ab, age_ba)
    assert (number(part.value), part.quality) == (value, quality)


def test_a_side_without_answers_has_no_quality_even_in_a_fresh_wave():
    part = trust(80, NAN, FRESH, FRESH)
    assert (number(part.value), part.quality) == (80, 0.5)


@pytest.mark.parametrize(
    ("counts", "value", "quality"),
    [
        ((5, 1, 1, 7), 72.2222, 1),
        ((5, 1, 1, 14), 72.2222, 0.5),
        ((1, 0, 0, 1), 66.6667, 1),
        ((0, 0, 1, 1), 33.3333, 1),
        ((0, 0, 0, 0), None, 0),
        ((0, 0, 0, 3), None, 0),
    ],
)
def test_commitments_need_an_outcome(counts, value, quality):
    part = commitments(*counts, alive=1)
    assert (number(part.value), part.quality) == (value, quality)


def test_commitments_of_a_log_that_nobody_keeps_have_no_quality():
    part = commitments(5, 1, 1, 7, alive=0)
    assert (number(part.value), part.quality) == (72.2222, 0)


@pytest.mark.parametrize("counts", [(-1, 0, 0, 3), (2, 2, 2, 5)])
def test_impossible_counts_of_commitments_are_refused(counts):
    with pytest.raises(ValueError, match="counts"):
        commitments(*counts, alive=1)


@pytest.mark.parametrize(("alive", "value"), [(1, 0), (0.5, 0), (0, None)])
def test_no_contact_says_something_only_while_the_log_is_alive(alive, value):
    part = contact(0, alive)
    assert (number(part.value), part.quality) == (value, alive)


def test_contact_after_the_snapshot_does_not_exist():
    assert contact_energy([1, 1], [0, -1]) == 1
    assert contact_energy([1, NAN], [0, 0]) == 1
    assert contact_energy([], []) == 0


@pytest.mark.parametrize("half_life", [0, -60])
def test_a_half_life_is_more_than_nothing(half_life):
    with pytest.raises(ValueError, match="half-life"):
        contact_energy([1], [0], half_life)


def test_a_large_event_counts_little_for_each_pair():
    assert contact_weights([MODE_WEIGHTS["in person"]] * 2, [8, 9]).tolist() == [1.0, 0.2]
    assert contact_weights(MODE_WEIGHTS["message"], 2) == 0.3


def test_energy_of_pairs_by_month():
    energy = contact_energy_of_pairs(np.array([0, 0, 2]), [1, 0.5, 0.7], [[0, 0, -5], [60, 60, 0]], pairs=3)
    assert energy.tolist() == [[1.5, 0, 0], [0.75, 0, 0.7]]
    nothing = contact_energy_of_pairs(np.array([], dtype=np.int64), [], np.empty((2, 0)), pairs=2)
    assert nothing.tolist() == [[0, 0], [0, 0]]


def test_agreement_reads_only_items_that_both_answered():
    assert agreement([4, NAN, 1], [4, 2, NAN], 3) == 100
    assert np.isnan(agreement([4, NAN], [NAN, 2], 3))


@pytest.mark.parametrize(("a", "b", "balance"), [(3, 1, 50), (2, 2, 100), (4, 0, 0), (2, 1, None), (0, 0, None)])
def test_initiation_needs_four_calls(a, b, balance):
    assert number(initiation_balance(a, b)) == balance


def test_reciprocity_with_one_part_has_half_the_quality():
    only_calls = reciprocity([NAN] * 3, [3, 3, 2], NAN, 2, 3, 1)
    assert (number(only_calls.value), only_calls.quality) == (50, 0.5)
    only_answers = reciprocity([4, 3, 3], [3, 3, 2], 3, 2, 1, 1)
    assert (number(only_answers.value), only_answers.quality) == (78.8889, 0.5)
    nothing = reciprocity([NAN] * 3, [NAN] * 3, NAN, NAN, 0, 0)
    assert (number(nothing.value), nothing.quality) == (None, 0)


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (0, "latent"),
        (24.9999, "latent"),
        (25, "emerging"),
        (49.62, "emerging"),
        (49.99999, "working"),
        (74, "working"),
        (75, "strong"),
        (100, "strong"),
        (None, None),
        (NAN, None),
    ],
)
def test_bands_read_the_stored_value(value, band):
    assert band_of(value) == band


def test_collaboration_weighs_its_needed_pairs_by_what_is_known_of_them():
    values, lows, highs = [60, 40, 70, 99], [60, 40, 45.5, 99], [60, 40, 80.5, 99]
    coverages, needed = [80, 60, 40, 100], [True, True, True, False]
    figure = collaboration_relationship(values, lows, highs, coverages, needed).at()
    assert figure == Figure(54.9057, 48.5, 60.1667, 60.0)
    assert covered_pairs(coverages, needed).tolist() == [True, True, False, False]
    assert covered_pairs([50, 49.99999, 49.9999], [True] * 3).tolist() == [True, True, False]


def test_collaboration_without_a_needed_pair_is_not_computed():
    assert collaboration_relationship([60], [60], [60], [100], [False]).at() is None
    assert collaboration_relationship([], [], [], [], []).at() is None


def test_collaboration_of_one_thinly_known_pair_is_that_pair():
    one_sided = collaboration_relationship([69.0957], [44.9122], [79.9122], [40], [True]).at()
    assert one_sided == Figure(69.0957, 44.9122, 79.9122, 40.0)
    assert one_sided.support == "not_enough"


def test_collaboration_value_never_stands_outside_its_bounds():
    """Of one pair all is known, of the other 65 %: it counts for as much."""
    figure = collaboration_relationship([20, 70], [20, 45.5], [20, 80.5], [100, 40], [True, True]).at()
    assert figure == Figure(39.697, 32.75, 50.25, 70.0)


def test_collaboration_reads_all_months_at_once():
    values = np.array([[60.0, 40.0], [60.0, NAN], [NAN, NAN]])
    coverages = np.array([[100, 100], [100, 0], [0, 0]])
    lows, highs = np.where(np.isnan(values), 0, values), np.where(np.isnan(values), 100, values)
    result = collaboration_relationship(values, lows, highs, coverages, [[1, 1], [1, 1], [0, 0]])
    assert result.at(0) == Figure(50.0, 50.0, 50.0, 100.0)
    assert result.at(1) == Figure(60.0, 30.0, 80.0, 50.0)
    assert result.at(2) is None


def test_collaboration_contributions_of_the_docstring():
    values = np.full((3, 5), NAN)
    values[0, 0] = 60
    values[1, [0, 2]] = 40
    values[2] = 99  # a pair that is not needed
    needed = [True, True, False]
    points = collaboration_contributions(values, needed)
    assert points.tolist() == pytest.approx([37.5, NAN, 10, NAN, NAN], nan_ok=True)
    pair = composite(values, np.ones_like(values), RELATIONSHIP.weights)
    whole = collaboration_relationship(pair.value, pair.low, pair.high, pair.coverage, needed)
    assert np.nansum(points) == pytest.approx(float(whole.value)) == 47.5
    assert np.isnan(collaboration_contributions(values, [False] * 3)).all()
