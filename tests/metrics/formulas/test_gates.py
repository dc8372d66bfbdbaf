"""The four gates: each condition alone, what stands in the way, and the laws that hold them together."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.composite import Figure
from metrics.formulas.gates import (
    FACTORS,
    PRECONDITIONS,
    Blocker,
    Interest,
    preconditions,
    ready,
    relationships_proven,
    worth_exploring,
)

laws = settings(deadline=None, max_examples=150)
NAN = math.nan
ORDER = ("fail", "unknown", "pass")
TWO = [Interest(7, 75.0, 2), Interest(8, 50.0, 2)]


def whole(value: float | None, coverage: float = 100.0, low: float = 0.0, high: float = 100.0) -> Figure:
    sure = value is not None and coverage == 100
    return Figure(value, value if sure else low, value if sure else high, coverage)


def blocked(verdict: object) -> dict[str, bool]:
    return {one.key: one.fails for one in verdict.blockers}


@pytest.mark.parametrize(
    ("figure", "one_alone", "state", "blockers"),
    [
        (whole(87.5), 100.0, "pass", {}),
        (whole(60.0), 50.0, "pass", {}),
        (whole(59.9999), 50.0, "fail", {"appropriateness": True}),
        (whole(87.5, 60.0), 100.0, "pass", {}),
        (whole(87.5, 59.9999), 100.0, "unknown", {"appropriateness": False}),
        (whole(None, 0.0), None, "unknown", {"appropriateness": False, "one_alone": False}),
        (whole(87.5), None, "unknown", {"one_alone": False}),
        (whole(87.5), 0.0, "fail", {"one_alone": True}),
        (whole(75.0, 50.0), 0.0, "fail", {"appropriateness": False, "one_alone": True}),
    ],
)
def test_worth_exploring(figure, one_alone, state, blockers):
    verdict = worth_exploring(figure, one_alone)
    assert (verdict.state, blocked(verdict)) == (state, blockers)


@pytest.mark.parametrize(
    ("values", "lows", "highs", "coverage", "state"),
    [
        ([60, 60, 60], [50, 60, 20], [70, 70, 90], 30, "pass"),  # the median of the lows is 50
        ([40, 80, 45], [10, 50, 20], [45, 90, 49.9999], 90, "fail"),  # the median of the highs is below
        ([60, 50, 10], [10, 20, 10], [90, 90, 90], 60, "pass"),  # between: the median of the values decides
        ([60, 49.9999, 10], [10, 20, 10], [90, 90, 90], 60, "fail"),
        ([60, 50, 10], [10, 20, 10], [90, 90, 90], 59.9999, "unknown"),
        ([60, NAN, NAN], [10, 0, 0], [90, 100, 100], 60, "pass"),  # of those that are known
        ([NAN, NAN], [0, 0], [100, 100], 0, "unknown"),
        ([], [], [], None, "unknown"),
    ],
)
def test_pairs_decide_by_their_bounds_and_then_by_their_values(values, lows, highs, coverage, state):
    verdict = relationships_proven(values, lows, highs, coverage, TWO)
    key = "relationships" if lows else "needed_pairs"
    assert (verdict.state, blocked(verdict)) == (state, {} if state == "pass" else {key: state == "fail"})


def interest(*partners: tuple[float | None, int]) -> list[Interest]:
    return [Interest(n, value, assessors) for n, (value, assessors) in enumerate(partners)]


@pytest.mark.parametrize(
    ("partners", "state", "lacking"),
    [
        ([(50.0, 2), (75.0, 2)], "pass", ()),  # two are enough in a core below five
        ([(50.0, 2), (49.9999, 2), (75.0, 2)], "pass", ()),
        ([(50.0, 2), (75.0, 1)], "unknown", (1,)),  # one assessor is not enough
        ([(50.0, 2), (None, 0)], "unknown", (1,)),
        ([(50.0, 2), (25.0, 2)], "fail", (1,)),  # nobody is left who could make up for it
        ([(50.0, 2)], "fail", ()),
        ([], "unknown", ()),
        ([(50.0, 2), (50.0, 3), (0.0, 2), (None, 0), (50.0, 1)], "unknown", (2, 3, 4)),  # a core of five asks for three
        ([(50.0, 2), (50.0, 3), (0.0, 2), (50.0, 2), (None, 0)], "pass", ()),
        ([(50.0, 2), (50.0, 3), (0.0, 2), (0.0, 2), (0.0, 2)], "fail", (2, 3, 4)),
    ],
)
def test_enough_partners_must_have_shown_that_they_mean_it(partners, state, lacking):
    verdict = relationships_proven([60], [60], [60], 100, interest(*partners))
    assert verdict.state == state
    assert [one.subjects for one in verdict.blockers] == ([] if state == "pass" else [lacking])


def test_blockers_say_by_how_much():
    verdict = relationships_proven([40, 45], [40, 45], [40, 45], 100, interest((50.0, 2), (None, 0)))
    pairs, partners = verdict.blockers
    assert pairs.numbers == {
        "pairs": 2.0, "need": 50.0, "coverage": 100, "_low": 42.5, "_high": 42.5, "_value": 42.5,
    }  # fmt: skip
    assert partners.numbers == {"have": 1.0, "need": 2.0, "open": 1.0}


@pytest.mark.parametrize(
    ("items", "government", "state", "blockers"),
    [
        ((66.7, 50.0, 75.0), whole(50.0), "pass", {}),
        ((66.7, 50.0, 75.0), whole(48.8132), "fail", {"government": True}),
        ((66.7, 49.9, 75.0), whole(50.0), "fail", {"B2": True}),
        ((66.7, None, 75.0), whole(50.0), "unknown", {"B2": False}),
        ((66.7, None, 25.0), whole(None, 0.0), "fail", {"B2": False, "B3": True, "government": False}),
        ((66.7, 50.0, 75.0), None, "unknown", {"government": False}),
        ((66.7, 50.0, 75.0), whole(70.0, 49.9, 40, 90), "unknown", {"government": False}),
        ((66.7, 50.0, 75.0), whole(40.0, 49.9, 10, 49.9), "fail", {"government": True}),
        ((66.7, 50.0, 75.0), whole(70.0, 50.0, 40, 90), "pass", {}),
    ],
)
def test_preconditions_ask_twenty_less_of_government(items, government, state, blockers):
    verdict = preconditions(dict(zip(PRECONDITIONS, items, strict=True)), government, 70.0)
    assert (verdict.state, blocked(verdict)) == (state, blockers)


ALL = dict.fromkeys(FACTORS, 25.0)


@pytest.mark.parametrize(
    ("change", "state", "blockers"),
    [
        ({}, "pass", {}),
        ({"readiness": whole(64.9999)}, "fail", {"readiness": True}),
        ({"ownership": whole(49.9999)}, "fail", {"ownership": True}),
        ({"government": whole(57.9999)}, "fail", {"government": True}),
        ({"government": None}, "unknown", {"government": False}),
        ({"factors": ALL | {"C3": 24.9999}}, "fail", {"C3": True}),
        ({"factors": ALL | {"C6": None}}, "unknown", {"C6": False}),
        ({"factors": ALL | {"C6": None, "C1": 0.0}}, "fail", {"C1": True, "C6": False}),
    ],
)
def test_ready_asks_for_everything_at_once(change, state, blockers):
    given_figures = {
        "readiness": whole(65.0), "ownership": whole(50.0), "government": whole(58.0), "factors": ALL,
        "threshold": 58.0,
    } | change  # fmt: skip
    verdict = ready(**given_figures)
    assert (verdict.state, blocked(verdict)) == (state, blockers)


score = st.floats(0, 100)
maybe = score | st.none()
figures = (
    st.builds(
        lambda value, coverage, edges: whole(value, coverage, *sorted(edges)), maybe, score, st.tuples(score, score)
    )
    | st.none()
)
factors = st.fixed_dictionaries(dict.fromkeys(FACTORS, maybe))


@laws
@given(figures, figures, figures, factors, st.sampled_from([49.0, 58.0, 70.0]))
def test_fail_beats_unknown_beats_pass(readiness, ownership, government, known, threshold):
    verdict = ready(readiness, ownership, government, known, threshold)
    fails = [one.fails for one in verdict.blockers]
    assert verdict.state == ("pass" if not fails else "fail" if any(fails) else "unknown")


@laws
@given(figures, figures, figures, factors, st.sampled_from(FACTORS))
def test_knowing_less_never_passes_a_gate_and_never_turns_a_pass_into_a_fail(one, two, three, known, lost):
    before, after = (ready(one, two, three, found, 58.0).state for found in (known, known | {lost: None}))
    if after == "pass":
        assert before == "pass"
    if before == "pass":
        assert after == "unknown"


pairs = st.lists(st.tuples(score, score, score).map(sorted), min_size=1, max_size=7)


@laws
@given(pairs, score, st.lists(st.builds(Interest, st.just(1), maybe, st.integers(0, 3)), max_size=6), score)
def test_stronger_ties_and_more_interest_never_close_the_first_money_gate(rows, coverage, partners, gain):
    low, value, high = (np.array(column) for column in zip(*rows, strict=True))
    more = [replace(one, value=min(100.0, one.value + gain)) if one.value is not None else one for one in partners]
    before = relationships_proven(value, low, high, coverage, partners).state
    after = relationships_proven(*(np.minimum(x + gain, 100) for x in (value, low, high)), coverage, more).state
    assert ORDER.index(after) >= ORDER.index(before)


@laws
@given(pairs, score)
def test_bounds_that_decide_agree_with_any_value_between_them(rows, coverage):
    low, value, high = (np.array(column) for column in zip(*rows, strict=True))
    by_bounds = relationships_proven(np.full(len(rows), NAN), low, high, coverage, TWO).state
    if by_bounds != "unknown" and coverage < 60:
        assert relationships_proven(value, low, high, 100, TWO).state == by_bounds


def test_a_blocker_carries_the_numbers_that_its_sentence_needs():
    low = worth_exploring(Figure(50.0, 40.0, 60.0, 70.0), 0.0)
    assert low.blockers == (
        Blocker("appropriateness", True, (), {"value": 50.0, "coverage": 70.0, "need": 60.0}),
        Blocker("one_alone", True, (), {}),
    )
    ties = relationships_proven([40, NAN, 20], [30, 0, 10], [50, 100, 30], 70.0, TWO, need=55.0)
    numbers = {"pairs": 3.0, "need": 55.0, "coverage": 70.0, "_low": 10.0, "_high": 50.0, "_value": 30.0}
    assert ties.blockers == (Blocker("relationships", True, (), numbers),)
    nothing = {"pairs": 0.0, "need": 50.0, "coverage": None, "_low": None, "_high": None, "_value": None}
    assert relationships_proven([], [], [], None, TWO).blockers == (Blocker("needed_pairs", False, (), nothing),)
    few = [Interest(7, 75.0, 2), Interest(8, 25.0, 2), Interest(9, None, 0)]
    assert relationships_proven([60], [60], [60], 100.0, few).blockers == (
        Blocker("interest", False, (8, 9), {"have": 1.0, "need": 2.0, "open": 1.0}),
    )
    assert relationships_proven([60], [60], [60], 100.0, []).blockers == (
        Blocker("core", False, (), {"have": 0.0, "need": 2.0, "open": 0.0}),
    )
    first = preconditions({"B1": 66.0, "B2": 25.0}, Figure(48.81, 48.0, 60.0, 90.0), 70.0)
    assert first.blockers == (
        Blocker("B2", True, (), {"value": 25.0, "need": 50.0}),
        Blocker("B3", False, (), {"value": None, "need": 50.0}),
        Blocker("government", True, (), {"value": 48.81, "low": 48.0, "high": 60.0, "need": 50.0}),
    )
    thin = Figure(90.0, 40.0, 95.0, 49.0)
    last = ready(
        None, thin, Figure(60.0, 60.0, 60.0, 100.0), dict.fromkeys(FACTORS[1:], 25.0), 58.0, need_ownership=45.0
    )
    assert last.blockers == (
        Blocker("readiness", False, (), {"value": None, "need": 65.0}),
        Blocker("ownership", False, (), {"value": None, "low": 40.0, "high": 95.0, "need": 45.0}),
        Blocker("C1", False, (), {"value": None, "need": 25.0}),
    )


def test_a_partner_known_to_lack_interest_and_one_that_may_still_show_it_stand_in_the_way_together():
    of_five = [Interest(n, 75.0 if n < 2 else 49.9999, 2) for n in range(4)] + [Interest(4, 75.0, 1)]
    verdict = relationships_proven([60], [60], [60], 100.0, of_five)
    assert verdict.state == "unknown"
    assert verdict.blockers[0].subjects == (2, 3, 4)
    none_open = [*of_five[:4], Interest(4, 49.0, 2)]
    assert relationships_proven([60], [60], [60], 100.0, none_open).state == "fail"


def test_pairs_whose_median_could_just_reach_the_level_do_not_fail():
    assert relationships_proven([NAN], [10], [50], 0, TWO).state == "unknown"
    assert relationships_proven([NAN], [10], [49.9999], 0, TWO).state == "fail"
    nothing = relationships_proven([NAN, NAN], [0, 0], [100, 100], 0, TWO).blockers[0].numbers
    assert (nothing["_low"], nothing["_high"], nothing["_value"]) == (0.0, 100.0, None)
