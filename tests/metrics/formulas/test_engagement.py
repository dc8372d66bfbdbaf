"""Government engagement."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.composite import Figure, number
from metrics.formulas.engagement import (
    best_liaison,
    earliness,
    engagement,
    frequency,
    frequency_window,
    liaison_fitness,
    link_of,
    link_values,
    over_mandates,
    stance_values,
    threshold,
    turnover_safe_share,
)

laws = settings(deadline=None, max_examples=60)
NAN = math.nan
EXACT = 1e-9
SAMPLE_NAMES = {"LC": "coverage", "SL": "link", "FQ": "frequency", "EA": "earliness", "PL": "stance"}


@pytest.fixture
def parts(examples):
    x = examples["government_engagement"]["inputs"]
    nodes = x["nodes"]
    u = [node["weight"] for node in nodes]
    blank = [NAN] * 4
    liaisons = [(node["liaisons"] + [blank, blank])[:2] for node in nodes]
    best = best_liaison(liaison_fitness(liaisons), [not node["liaisons"] for node in nodes])
    links = link_values([node["link"] for node in nodes], [node["trust"] for node in nodes])
    return {
        "coverage": over_mandates(best, [1, 1, 1], u),
        "link": over_mandates(links, [1, 1, 1], u),
        "frequency": frequency(x["gap_days"], x["contacts_180d"], x["tau_days"], 400, 1),
        "stance": over_mandates(stance_values([x["stance_level"]] * 3), [1, 1, 1], u),
        "earliness": earliness("before draft", approved=False),
    }


def test_government_engagement_is_the_worked_example(parts, examples):
    expected = examples["government_engagement"]
    components = {SAMPLE_NAMES[short]: value for short, value in expected["components"].items()}
    assert {key: number(part.value) for key, part in parts.items()} == components
    assert engagement(parts).at() == Figure(**expected["result"])


def test_thresholds_follow_the_role_of_the_state(examples):
    required = examples["government_engagement"]["required"]
    roles = {"state_led": "state-led", "mixed": "mixed", "non_state_led": "not state-led"}
    assert {key: threshold(role) for key, role in roles.items()} == required


def test_liaison_fitness_is_the_worked_example(examples):
    for criteria, fitness in examples["liaison_fitness"].items():
        assert number(liaison_fitness([int(level) for level in criteria.split(",")])) == fitness


def test_an_unanswered_criterion_makes_the_liaison_unknown():
    assert np.isnan(liaison_fitness([4, 4, NAN, 4]))


@pytest.mark.parametrize("criteria", [[5, 1, 1, 1], [-1, 1, 1, 1], [4, 4, 4]])
def test_impossible_criteria_are_refused(criteria):
    with pytest.raises(ValueError, match="0-4"):
        liaison_fitness(criteria)


def test_the_best_liaison_stands_for_the_mandate():
    best = best_liaison([[61, 75], [NAN, NAN], [NAN, NAN], [NAN, 20]], [False, True, False, True])
    assert best.tolist() == pytest.approx([75, 0, NAN, 20], nan_ok=True)
    assert turnover_safe_share([[61, 75], [80, 49], [NAN, NAN], [50, 50]]) == 0.5
    assert turnover_safe_share([]) is None


@pytest.mark.parametrize(("steps", "link"), [(0, 1.0), (1, 0.7), (2, 0.4), (3, 0), (None, 0)])
def test_link_by_steps(steps, link):
    assert link_of(steps) == link


def test_unknown_mandates_lower_coverage_and_not_the_value():
    part = over_mandates([80, NAN, 40], [1, 1, 0.5], [2, 1, 1])
    assert number(part.value) == 66.6667
    assert part.quality == 0.625
    assert np.isnan(over_mandates([NAN], [0], [1]).value)
    with pytest.raises(ValueError, match="mandates"):
        over_mandates([], [], [])


@pytest.mark.parametrize(
    ("gap", "contacts", "value"), [(0, 6, 100), (30, 6, 100), (60, 6, 75), (30, 3, 75), (math.inf, 0, 0), (10, 60, 100)]
)
def test_frequency_reads_recency_and_regularity(gap, contacts, value):
    assert frequency(gap, contacts, 30, 400, 1).value == value


def test_frequency_of_a_log_that_nobody_keeps_is_missing():
    part = frequency(10, 4, 30, 400, 0)
    assert np.isnan(part.value)
    assert part.quality == 0


@pytest.mark.parametrize(("tau", "days", "window"), [(30, 10, 30), (30, 100, 100), (30, 400, 180), (90, 10, 90)])
def test_frequency_is_counted_from_the_start(tau, days, window):
    assert frequency_window(tau, days) == window


@pytest.mark.parametrize(
    ("first", "approved", "value", "quality"),
    [("before framing", False, 100, 1), ("later", True, 25, 1), (None, False, None, 0), (None, True, 0, 1)],
)
def test_earliness_is_missing_until_approval(first, approved, value, quality):
    part = earliness(first, approved)
    assert (number(part.value), part.quality) == (value, quality)


criterion = st.integers(0, 4).map(float)


@laws
@given(st.lists(criterion, min_size=4, max_size=4), st.permutations(range(4)))
def test_fitness_lies_between_the_weakest_and_the_mean(levels, order):
    fitness = float(liaison_fitness(levels))
    assert 25 * min(levels) - EXACT <= fitness <= 25 * sum(levels) / 4 + EXACT
    assert fitness == pytest.approx(float(liaison_fitness([levels[i] for i in order])), abs=EXACT)
    assert (fitness == 0) == (0 in levels)


@laws
@given(st.floats(0, 1000), st.floats(0, 1000), st.integers(0, 50), st.sampled_from([30, 60, 90]), st.floats(0, 800))
def test_frequency_falls_with_silence_and_stays_in_range(one, other, contacts, tau, days):
    sooner, later = sorted((one, other))
    values = [float(frequency(gap, contacts, tau, days, 1).value) for gap in (sooner, later)]
    assert 0 <= values[1] <= values[0] + EXACT <= 100 + 2 * EXACT
    assert float(frequency(sooner, contacts + 1, tau, days, 1).value) >= values[0] - EXACT


mandates = st.lists(
    st.tuples(st.floats(0, 100) | st.just(NAN), st.sampled_from([0, 0.5, 1]), st.integers(1, 3)), min_size=1, max_size=6
)


@laws
@given(mandates, st.randoms(use_true_random=False))
def test_over_mandates_stays_in_range_in_any_order(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    one, other = (over_mandates(*(list(column) for column in zip(*x, strict=True))) for x in (rows, mixed))
    assert np.isnan(one.value) or -EXACT <= one.value <= 100 + EXACT
    assert 0 <= one.quality <= 1
    assert float(one.value) == pytest.approx(float(other.value), abs=EXACT, nan_ok=True)
    assert one.quality == pytest.approx(other.quality, abs=EXACT)
