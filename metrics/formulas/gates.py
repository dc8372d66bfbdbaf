"""The four gates at one snapshot: pass, fail or unknown, and what stands in the way. They do not compensate.

Fail beats unknown beats pass. Figures are 0-100 and read as stored. Source: docs/metrics.md#gates.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from metrics.formulas.catalogue import (
    APPROPRIATE,
    ASSESSORS_NEEDED,
    CONTEXT_MARGIN,
    FACTOR_LEAST,
    GATE_COVERAGE,
    INTEREST_TESTED,
    OWNED,
    PARTNERS_INTERESTED,
    PARTNERS_OF_SMALL_CORE,
    PRECONDITION,
    READY,
    RELATIONSHIPS_PROVEN,
    SMALL_CORE_BELOW,
)
from metrics.formulas.composite import FULL_SCORE, Figure, number, stored

PRECONDITIONS = ("B1", "B2", "B3")
FACTORS = ("C1", "C2", "C3", "C4", "C5", "C6", "C7")


class State(StrEnum):
    """How a gate or one of its conditions stands."""

    PASS = "pass"  # noqa: S105  no password
    UNKNOWN = "unknown"
    FAIL = "fail"


@dataclass(frozen=True)
class Blocker:
    """A condition that is not met: known to fail, or not known yet. `subjects` are ids of organisations."""

    key: str
    fails: bool
    subjects: tuple[int, ...] = ()
    numbers: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """A gate and what stands in the way, in the order of its conditions; none when it passes."""

    state: State
    blockers: tuple[Blocker, ...] = ()


@dataclass(frozen=True)
class Interest:
    """Interest of one core partner: value 0-100 (None = not known), and how many organisations assessed it."""

    partner: int
    value: float | None
    assessors: int


def worth_exploring(appropriateness: Figure, one_alone: float | None) -> Verdict:
    """G0: section A of readiness reaches 60, and A1 ("no single organisation could solve this") is not "no".

    appropriateness: section A, whose coverage must be 60 to decide; one_alone: A1, 0-100, None = not rated.
    Example: A 87.5 with coverage 100 and A1 100 -> pass; coverage 50 -> unknown; A1 0 -> fail.
    """
    known = appropriateness.value is not None and appropriateness.coverage >= GATE_COVERAGE
    reached = known and appropriateness.value is not None and appropriateness.value >= APPROPRIATE
    numbers = {"value": appropriateness.value, "coverage": appropriateness.coverage, "need": APPROPRIATE}
    return _verdict(
        [
            (_state(known, reached), Blocker("appropriateness", known, (), numbers)),
            (_state(one_alone is not None, one_alone != 0), Blocker("one_alone", one_alone is not None)),
        ]
    )


def relationships_proven(
    values: npt.ArrayLike,
    lows: npt.ArrayLike,
    highs: npt.ArrayLike,
    coverage: float | None,
    interests: Sequence[Interest],
    need: float = RELATIONSHIPS_PROVEN,
) -> Verdict:
    """G1: the median needed pair reaches 50, and enough core partners have shown that they mean it.

    values[p] (NaN = nothing known), lows[p], highs[p] of the needed pairs, coverage their mean. Pairs: pass when the
    median of the lows reaches 50, fail when the median of the highs does not; between, the median of the values
    decides when coverage is 60, else unknown. Interest: 50 from two assessors, of three partners, or two where the core
    has fewer than five; fail when those that are still open cannot make up for it.
    Example: lows 50, 60, 20 -> the pairs pass; highs 45, 90, 49 -> they fail.
    """
    ties, numbers = _pairs(values, lows, highs, coverage, need)
    pairs = Blocker("relationships" if numbers["pairs"] else "needed_pairs", ties is State.FAIL, (), numbers)
    return _verdict([(ties, pairs), _interest(interests)])


def preconditions(items: Mapping[str, float | None], government: Figure | None, threshold: float) -> Verdict:
    """G2: champions, resources and urgency (B1 to B3) each reach 50, government engagement the threshold less 20.

    items: 0-100 by key, None = not known. government: None = no mandate listed.
    Example: B 66, 50, 75 and G 48.81 of 70 - 20 -> fail, blocked by government.
    """
    rated = [
        (_reached(items.get(key), PRECONDITION), _item(key, items.get(key), PRECONDITION)) for key in PRECONDITIONS
    ]
    return _verdict([*rated, _score("government", government, threshold - CONTEXT_MARGIN)])


def ready(
    readiness: Figure | None,
    ownership: Figure | None,
    government: Figure | None,
    factors: Mapping[str, float | None],
    threshold: float,
    *,
    need_readiness: float = READY,
    need_ownership: float = OWNED,
) -> Verdict:
    """G3: readiness reaches 65, shared ownership 50, government engagement its threshold, no factor lies below 25.

    factors: C1 to C7, 0-100, None = not known. Example: one factor of 0 fails the gate whatever the others are.
    """
    rated = [(_reached(factors.get(key), FACTOR_LEAST), _item(key, factors.get(key), FACTOR_LEAST)) for key in FACTORS]
    return _verdict(
        [
            _score("readiness", readiness, need_readiness),
            _score("ownership", ownership, need_ownership),
            _score("government", government, threshold),
            *rated,
        ]
    )


def _pairs(
    values: npt.ArrayLike, lows: npt.ArrayLike, highs: npt.ArrayLike, coverage: float | None, need: float
) -> tuple[State, dict[str, float | None]]:
    low, high, value = _median(lows), _median(highs), _median(values)
    numbers = {"pairs": float(np.size(lows)), "need": need, "coverage": coverage}
    # medians are figures of single pairs: for those only who may see these
    numbers |= {"_low": low, "_high": high, "_value": value}
    if low is None or high is None:
        return State.UNKNOWN, numbers
    if low >= need:
        return State.PASS, numbers
    if high < need:
        return State.FAIL, numbers
    decides = value is not None and coverage is not None and coverage >= GATE_COVERAGE
    return _state(decides, decides and value is not None and value >= need), numbers


def _interest(interests: Sequence[Interest]) -> tuple[State, Blocker]:
    need = PARTNERS_OF_SMALL_CORE if len(interests) < SMALL_CORE_BELOW else PARTNERS_INTERESTED
    known = [one for one in interests if one.value is not None and one.assessors >= ASSESSORS_NEEDED]
    shown = [one for one in known if one.value is not None and one.value >= INTEREST_TESTED]
    if len(shown) >= need:
        return State.PASS, Blocker("interest", False)
    still_open = len(interests) - len(known)
    fails = bool(interests) and len(shown) + still_open < need
    lacking = tuple(one.partner for one in interests if one not in shown)
    numbers = {"have": float(len(shown)), "need": float(need), "open": float(still_open)}
    key = "interest" if interests else "core"
    return State.FAIL if fails else State.UNKNOWN, Blocker(key, fails, lacking, numbers)


def _score(key: str, figure: Figure | None, need: float) -> tuple[State, Blocker]:
    """A score reaches its level: with a number by the number; without one only the upper bound can decide, for fail."""
    if figure is None:
        return State.UNKNOWN, Blocker(key, False, (), {"value": None, "need": need})
    value = figure.value if figure.support != "not_enough" else None
    numbers = {"value": value, "low": figure.low, "high": figure.high, "need": need}
    fails = figure.high < need or (value is not None and value < need)
    return _state(fails or value is not None, not fails), Blocker(key, fails, (), numbers)


def _item(key: str, value: float | None, need: float) -> Blocker:
    return Blocker(key, value is not None, (), {"value": value, "need": need})


def _reached(value: float | None, need: float) -> State:
    return _state(value is not None, value is not None and value >= need)


def _state(known: bool, reached: bool) -> State:
    if not known:
        return State.UNKNOWN
    return State.PASS if reached else State.FAIL


def _verdict(conditions: Iterable[tuple[State, Blocker]]) -> Verdict:
    found = list(conditions)
    states = {state for state, _blocker in found}
    worst = next((state for state in (State.FAIL, State.UNKNOWN) if state in states), State.PASS)
    return Verdict(worst, tuple(blocker for state, blocker in found if state is not State.PASS))


def _median(values: npt.ArrayLike) -> float | None:
    x = np.asarray(values, dtype=np.float64)
    known = np.sort(stored(x[~np.isnan(x)]))
    if not known.size:
        return None
    middle = (known[(known.size - 1) // 2] + known[known.size // 2]) / 2  # np.median takes ten times as long
    return number(min(max(middle, 0.0), FULL_SCORE))
