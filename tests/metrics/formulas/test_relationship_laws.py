"""Laws that relationship strength keeps for any evidence."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.catalogue import RELATIONSHIP
from metrics.formulas.composite import Part, contributions
from metrics.formulas.relationship import (
    collaboration_contributions,
    collaboration_relationship,
    commitments,
    contact,
    contact_energy,
    contact_energy_of_pairs,
    initiation_balance,
    joint_work,
    rater_trust,
    reciprocity,
    relationship,
    trust,
)
from metrics.formulas.shown import round_half_up, shown_parts

laws = settings(deadline=None, max_examples=60)
NAN = math.nan
EXACT = 1e-9

missing = st.just(NAN)
score = st.floats(0, 100) | missing
item = st.sampled_from([1.0, 2.0, 3.0, 4.0, NAN])
items = st.lists(item, min_size=3, max_size=3)
level = st.floats(0, 5) | missing
age = st.integers(0, 500).map(float)
count = st.integers(0, 30)
alive = st.sampled_from([0.0, 0.5, 1.0])
contacts = st.lists(st.tuples(st.sampled_from([0.2, 0.3, 0.7, 1.0]), age), max_size=12)


def energy_of(rows: list[tuple[float, float]]) -> float:
    return float(contact_energy([m for m, _ in rows], [days for _, days in rows]))


@st.composite
def pairs(draw: st.DrawFn) -> dict[str, Part]:
    """Any pair of organisations."""
    ab, ba, joint_ab, joint_ba = draw(items), draw(items), draw(level), draw(level)
    kept, partly, broken, still_open = (draw(count) for _ in range(4))
    logged = draw(alive)
    ages = draw(age), draw(age)
    return {
        "trust": trust(rater_trust(ab), rater_trust(ba), *ages),
        "commitments": commitments(kept, partly, broken, kept + partly + broken + still_open, logged),
        "joint_work": joint_work(joint_ab, joint_ba, *ages),
        "contact": contact(energy_of(draw(contacts)), logged),
        "reciprocity": reciprocity(ab, ba, joint_ab, joint_ba, draw(count), draw(count)),
    }


def in_range(part: Part) -> bool:
    fits = bool(np.isnan(part.value)) or -EXACT <= float(part.value) <= 100 + EXACT
    return fits and 0 <= float(part.quality) <= 1


@laws
@given(pairs())
def test_every_component_and_the_score_stay_in_range(parts):
    assert all(in_range(part) for part in parts.values())
    result = relationship(parts)
    assert 0 <= result.low <= result.high <= 100
    if not np.isnan(result.value):
        assert result.low - EXACT <= result.value <= result.high + EXACT


@laws
@given(pairs())
def test_points_add_up_to_the_score_exact_and_shown(parts):
    values = np.array([parts[key].value for key in RELATIONSHIP.keys])
    result = relationship(parts)
    if not np.isnan(result.value):
        points = contributions(values, RELATIONSHIP.weights)
        assert np.nansum(points) == pytest.approx(float(result.value), abs=EXACT)
        known = points[~np.isnan(points)].tolist()
        assert sum(shown_parts(known, float(result.value))) == round_half_up(float(result.value))


@laws
@given(items, items, level, level, age, age, count, count)
def test_it_does_not_matter_who_is_a_and_who_is_b(ab, ba, joint_ab, joint_ba, age_ab, age_ba, by_a, by_b):
    there = (
        trust(rater_trust(ab), rater_trust(ba), age_ab, age_ba),
        joint_work(joint_ab, joint_ba, age_ab, age_ba),
        reciprocity(ab, ba, joint_ab, joint_ba, by_a, by_b),
    )
    back = (
        trust(rater_trust(ba), rater_trust(ab), age_ba, age_ab),
        joint_work(joint_ba, joint_ab, age_ba, age_ab),
        reciprocity(ba, ab, joint_ba, joint_ab, by_b, by_a),
    )
    for one, other in zip(there, back, strict=True):
        assert float(one.value) == pytest.approx(float(other.value), abs=EXACT, nan_ok=True)
        assert one.quality == other.quality


@laws
@given(items, st.permutations(range(3)))
def test_the_order_of_items_does_not_matter(answers, order):
    mixed = [answers[i] for i in order]
    assert float(rater_trust(answers)) == pytest.approx(float(rater_trust(mixed)), abs=EXACT, nan_ok=True)


@laws
@given(st.floats(0, 100), age)
def test_a_side_that_is_silent_is_not_a_zero(heard, days):
    one_sided = trust(heard, NAN, days, NAN)
    assert float(one_sided.value) == pytest.approx(float(trust(heard, heard, days, days).value), nan_ok=True, abs=EXACT)
    assert float(one_sided.quality) == float(trust(heard, heard, days, days).quality) / 2


@laws
@given(st.floats(0, 5), st.floats(0, 5), st.floats(0, 5))
def test_a_higher_level_of_joint_work_never_lowers_it(one, other, theirs):
    low, high = sorted((one, other))
    assert joint_work(low, theirs, 0, 0).value <= joint_work(high, theirs, 0, 0).value + EXACT


@laws
@given(count, count, count, alive)
def test_a_kept_promise_raises_and_a_broken_one_lowers(kept, partly, broken, logged):
    due = kept + partly + broken + 1
    before = commitments(kept, partly, broken, due, logged)
    better = commitments(kept + 1, partly, broken, due, logged)
    worse = commitments(kept, partly, broken + 1, due, logged)
    assert worse.value < better.value
    if kept + partly + broken:
        assert worse.value < before.value < better.value
    assert 0 < worse.value < better.value < 100


@laws
@given(contacts, st.randoms(use_true_random=False))
def test_the_order_of_contacts_does_not_matter(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert energy_of(rows) == pytest.approx(energy_of(mixed), abs=EXACT)


@laws
@given(contacts, st.sampled_from([0.2, 0.3, 0.7, 1.0]), age, st.floats(0, 300))
def test_a_contact_never_lowers_and_age_never_raises_the_energy(rows, mode, days, later):
    assert energy_of([*rows, (mode, days)]) >= energy_of(rows)
    assert energy_of([(m, d + later) for m, d in rows]) <= energy_of(rows) + EXACT


@laws
@given(contacts, st.floats(0.1, 10))
def test_time_has_no_unit_of_its_own(rows, factor):
    """Ages and half-life stretched alike give the same energy."""
    weights, ages = [m for m, _ in rows], np.array([d for _, d in rows])
    assert contact_energy(weights, ages * factor, 60 * factor) == pytest.approx(energy_of(rows), abs=EXACT)


@laws
@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1), st.floats(-200, 500)), max_size=15))
def test_energy_of_pairs_is_the_energy_of_each_pair(rows):
    pair = np.array([p for p, _, _ in rows], dtype=np.int64)
    weights, ages = np.array([m for _, m, _ in rows]), np.array([d for _, _, d in rows])
    months = np.stack([ages, ages + 30])
    together = contact_energy_of_pairs(pair, weights, months, pairs=4)
    for i in range(4):
        alone = contact_energy(np.broadcast_to(weights[pair == i], (2, (pair == i).sum())), months[:, pair == i])
        assert together[:, i] == pytest.approx(alone, abs=EXACT)


@laws
@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 5))
def test_initiation_reads_the_split_and_not_the_number(a, b, factor):
    one, more = float(initiation_balance(a, b)), float(initiation_balance(a * factor, b * factor))
    if not math.isnan(one):
        assert 0 <= one <= 100
        assert more == pytest.approx(one, abs=EXACT)


covered = st.tuples(st.lists(score, min_size=5, max_size=5), st.lists(st.floats(0, 1), min_size=5, max_size=5))


@laws
@given(st.lists(st.tuples(covered, st.booleans()), max_size=8), st.randoms(use_true_random=False))
def test_the_collaboration_adds_up_over_its_pairs_in_any_order(rows, random):
    def compute(chosen):
        values = np.array([x for (x, _), _ in chosen]).reshape(-1, 5)
        quality = np.array([q for (_, q), _ in chosen]).reshape(-1, 5)
        needed = np.array([flag for _, flag in chosen], dtype=bool)
        pair = relationship({k: Part(values[:, i], quality[:, i]) for i, k in enumerate(RELATIONSHIP.keys)})
        whole = collaboration_relationship(pair.value, pair.low, pair.high, pair.coverage, needed)
        points = collaboration_contributions(values, needed)
        return whole, points

    whole, points = compute(rows)
    mixed = list(rows)
    random.shuffle(mixed)
    other, _ = compute(mixed)
    for name in ("value", "low", "high", "coverage"):
        assert getattr(whole, name) == pytest.approx(getattr(other, name), abs=EXACT, nan_ok=True)
    if np.isnan(whole.value):
        assert np.isnan(points).all()
    else:
        assert np.nansum(points) == pytest.approx(float(whole.value), abs=EXACT)
        assert 0 <= whole.low <= whole.value <= whole.high <= 100


@laws
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1)), min_size=1, max_size=8))
def test_the_collaboration_lies_within_its_bounds_however_thinly_its_pairs_are_known(rows):
    value, observed = (np.array(column) for column in zip(*rows, strict=True))
    low, high = value * observed, value * observed + 100 * (1 - observed)
    ones = np.ones(len(rows))
    result = collaboration_relationship(np.where(observed > 0, value, math.nan), low, high, 100 * observed, ones)
    if observed.sum() > EXACT:
        assert result.value == pytest.approx((value * observed).sum() / observed.sum(), abs=1e-6)
    assert np.isnan(result.value) or result.low <= result.value <= result.high
