"""The one rule behind covered, thin, gap and not known; and that its numbers are those of the formulas."""

from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest

from government.coverage import (
    EXPIRE_DAYS,
    SOUND,
    VERIFY_DAYS,
    Cover,
    Flag,
    Rated,
    Reason,
    Standing,
    coverage,
    fitness,
    standing,
    weakest,
)
from government.models import StateRole
from government.models.context import CADENCE_DAYS, THRESHOLD
from metrics.formulas import catalogue
from metrics.formulas.engagement import best_liaison, liaison_fitness, threshold

TODAY = date(2026, 3, 1)
NAMES = ("ability", "willingness", "authority", "bandwidth")


def rated(*levels: int | None, on: date = TODAY) -> Rated:
    return Rated(on, dict(zip(NAMES, levels, strict=True)))


def stands(*levels: float | None) -> Standing:
    return Standing(levels, TODAY)


@pytest.mark.parametrize(
    ("levels", "value", "weak"),
    [
        ((4, 4, 4, 1), 70.7107, ("bandwidth",)), ((4, 4, 4, 0), 0.0, ("bandwidth",)), ((3, 3, 3, 3), 75.0, ()),
        ((3, 3, 2, 2), 61.2372, ("authority", "bandwidth")), ((0, 0, 0, 0), 0.0, NAMES), ((4, 4, 4, 4), 100.0, ()),
        ((4, None, 4, 4), None, ()), ((4, None, 0, 4), None, ("authority",)),
    ],
)  # fmt: skip
def test_fitness_and_weakest(levels, value, weak):
    assert (fitness(levels) if value is None else round(fitness(levels), 4)) == value
    assert weakest(levels) == weak


def test_fitness_is_that_of_the_formulas_for_every_rating():
    every = list(product(range(5), repeat=4))
    assert np.allclose([fitness(one) for one in every], liaison_fitness(every), rtol=0, atol=1e-9)


def test_words_of_the_state_are_those_of_the_formulas():
    assert dict(catalogue.CADENCE_DAYS) == CADENCE_DAYS
    assert {role: threshold(role) for role in StateRole.Role.values} == THRESHOLD
    assert SOUND == catalogue.LIAISON_SOUND


@pytest.mark.parametrize(
    ("standings", "facts", "state", "reason"),
    [
        ([stands(3, 3, 3, 3)], {}, Cover.COVERED, Reason.SOUND),
        ([stands(2, 2, 2, 2)], {}, Cover.COVERED, Reason.SOUND),
        ([stands(2, 2, 2, 1)], {}, Cover.THIN, Reason.WEAK),
        ([stands(4, 4, 4, 0)], {}, Cover.GAP, Reason.ZERO),
        ([stands(4, 4, 4, 0), stands(1, 1, 1, 1)], {}, Cover.THIN, Reason.WEAK),
        ([stands(4, 4, 4, None)], {}, Cover.UNKNOWN, Reason.UNANSWERED),
        ([stands(4, 4, 4, None), stands(3, 3, 3, 3)], {}, Cover.COVERED, Reason.SOUND),
        ([Standing((None,) * 4, None)], {}, Cover.UNKNOWN, Reason.UNRATED),
        ([Standing((None,) * 4, TODAY, is_expired=True)], {}, Cover.UNKNOWN, Reason.EXPIRED),
        ([], {}, Cover.UNKNOWN, Reason.NEVER_LOOKED),
        ([], {"confirmed_days": 0}, Cover.GAP, Reason.NONE_FOUND),
        ([], {"confirmed_days": 365}, Cover.GAP, Reason.NONE_FOUND),
        ([], {"confirmed_days": 366}, Cover.UNKNOWN, Reason.LOOKED_LONG_AGO),
        ([], {"had_liaison": True, "confirmed_days": 3}, Cover.GAP, Reason.LEFT),
        ([], {"had_liaison": True, "confirmed_days": 366}, Cover.UNKNOWN, Reason.LEFT_LONG_AGO),
        ([], {"had_liaison": True}, Cover.UNKNOWN, Reason.LEFT_LONG_AGO),
        ([stands(3, 3, 3, 3)], {"confirmed_days": 9, "had_liaison": True}, Cover.COVERED, Reason.SOUND),
    ],
)  # fmt: skip
def test_state_and_reason(standings, facts, state, reason):
    found = coverage(standings, **facts)
    assert (found.state, found.reason) == (state, reason)


def test_best_liaison_agrees_with_the_formula():
    for one, other in product([(3, 3, 3, 3), (4, 4, 4, 0), (1, 1, 1, 1)], repeat=2):
        values = liaison_fitness([one, other])
        assert coverage([stands(*one), stands(*other)]).fitness == pytest.approx(float(best_liaison(values, False)))


def test_flags_say_what_to_look_at():
    assert coverage([stands(3, 3, 3, 3)]).flags == (Flag.ALONE,)
    two = coverage([stands(3, 3, 3, 3), stands(2, 2, 2, 2)])
    assert (two.flags, two.is_safe) == ((), True)
    assert coverage([stands(3, 3, 3, 3)], has_official=False).flags == (Flag.OFFICIAL_LEFT, Flag.ALONE)
    assert coverage([], has_official=False, confirmed_days=VERIFY_DAYS).flags == ()
    assert coverage([], confirmed_days=VERIFY_DAYS + 1).flags == (Flag.CONFIRM,)


def test_newest_rating_counts_and_none_from_the_future():
    here = standing(
        [
            rated(4, 3, 2, None, on=TODAY - timedelta(days=9)), rated(3, 3, 3, 2, on=TODAY - timedelta(days=2)),
            rated(0, 0, 0, 0, on=TODAY - timedelta(days=2)), rated(1, 1, 1, 1, on=TODAY + timedelta(days=1)),
        ],
        on=TODAY,
    )  # fmt: skip
    assert here.levels == (3, 3, 3, 2)
    assert (here.rated_on, here.weakest) == (TODAY - timedelta(days=2), ("bandwidth",))


@pytest.mark.parametrize(
    ("age", "needs_look", "is_expired", "known"),
    [
        (VERIFY_DAYS, False, False, True), (VERIFY_DAYS + 1, True, False, True), (EXPIRE_DAYS, True, False, True),
        (EXPIRE_DAYS + 1, True, True, False),
    ],
)  # fmt: skip
def test_ratings_age(age, needs_look, is_expired, known):
    here = standing([rated(3, 3, 3, 3, on=TODAY - timedelta(days=age))], on=TODAY)
    assert (here.needs_look, here.is_expired, here.fitness is not None) == (needs_look, is_expired, known)


def test_rating_before_the_official_left_is_flagged_until_renewed():
    left = TODAY - timedelta(days=10)
    old, new = rated(3, 3, 3, 3, on=left - timedelta(days=1)), rated(3, 3, 3, 3, on=left)
    assert standing([old], on=TODAY, changed_on=left).is_before_change
    assert not standing([old, new], on=TODAY, changed_on=left).is_before_change
