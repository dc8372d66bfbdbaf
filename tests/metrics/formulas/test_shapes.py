"""Formulas take whole numbers, None for what is missing, and blocks of rows: each row as if it stood alone."""

from collections.abc import Callable, Sequence
from dataclasses import astuple
from typing import Any

import numpy as np
import pytest

from metrics.formulas import ageing, composite, distribution, engagement, ownership, readiness, relationship
from metrics.formulas.catalogue import GOVERNMENT, OWNERSHIP, PARTNER_READINESS, READINESS, RELATIONSHIP
from metrics.formulas.composite import Composite, Part

NONE = None
# the layout of a block: six rows as two times three
BLOCK = (2, 3)
Row = tuple[Any, ...]


def of_parts(formula: Callable[..., Composite], keys: Sequence[str]) -> Callable[..., Composite]:
    """A score of named parts as a function of one array of values, all of full quality."""

    def score(values: Any) -> Composite:
        x = np.asarray(values, dtype=np.float64)
        return formula({key: Part(x[..., n], np.ones(x.shape[:-1])) for n, key in enumerate(keys)})

    return score


def with_bounds(values: Any, low: Any, high: Any) -> Composite:
    """Readiness of the whole with the bounds of relationship strength handed on."""
    x = np.asarray(values, dtype=np.float64)
    found = {key: Part(x[..., n], np.ones(x.shape[:-1])) for n, key in enumerate(READINESS.keys)}
    bounds = {"C6": (np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64))}
    return readiness.collaboration_readiness(found, bounds)


def six(*rows: Row) -> list[Row]:
    """Six rows, the given ones again and again."""
    return [rows[n % len(rows)] for n in range(6)]


def whole(width: int) -> list[Row]:
    """Six rows of so many values of 0-100, some missing."""
    return [([NONE if (n + k) % 5 == 4 else (17 * n + 29 * k) % 101 for k in range(width)],) for n in range(6)]


CASES: dict[str, tuple[Callable[..., Any], list[Row]]] = {
    "opinion_quality": (ageing.opinion_quality, six((180,), (181,), (NONE,), (366,))),
    "log_alive": (ageing.log_alive, six((90,), (91,), (NONE,), (181,))),
    "existing": (ageing.existing, six((NONE, 1), (40, 1), (40, 0))),
    "stored": (composite.stored, six((64,), (NONE,))),
    "observed_mean": (composite.observed_mean, six(([40, NONE, 60], [1, 1, 3]), ([NONE, NONE, NONE], [1, 2, 3]))),
    "contributions": (composite.contributions, six(([80, 40, NONE], [3, 1, 1]), ([10, NONE, 7], [3, 1, 1]))),
    "composite": (
        composite.composite,
        six(([75, NONE, 40], [1, NONE, 0.5], [3, 1, 1], [70, 20, NONE], [80, NONE, 40]),
            ([NONE, 0, 100], [0, 1, 1], [1, 1, 2], [NONE] * 3, [NONE] * 3)),
    ),
    "balances": (
        distribution.balances,
        six(([10, 4, 3, 2, 1, 8], [1, 1, 1, 1, 1, 0], 20), ([1, 0, 2, 0, 0, 1], [1] * 6, 4),
            ([1, 1, 1, 0, 0, 0], [1] * 6, 2),
            ([0.2, 0.2, 0.2, 0, 0, 0], [1] * 6, 3)),
    ),
    "liaison_fitness": (engagement.liaison_fitness, six(([4, 4, 4, 1],), ([3, NONE, 3, 3],), ([4, 0, 1, 2],))),
    "best_liaison": (engagement.best_liaison, six(([61, 75, NONE], 0), ([NONE] * 3, 1), ([NONE] * 3, 0))),
    "over_mandates": (
        engagement.over_mandates,
        six(([68, 66, 0], [1, 1, 1], [3, 2, 3]), ([68, NONE, 0], [1, 1, 0.5], [3, 2, 0]),
            ([NONE] * 3, [0] * 3, [1] * 3)),
    ),
    "link_values": (engagement.link_values, six(([1, 0.4, 0], [3, NONE, 4]), ([1, 1, NONE], [4, 0, 1]))),
    "stance_values": (engagement.stance_values, six(([2, NONE, 4],), ([0, 1, 3],))),
    "frequency": (engagement.frequency, six((50, 4, 30, 200, 1), (NONE, 0, 60, 10, 1), (5, 9, 90, 400, 0))),
    "frequency_window": (engagement.frequency_window, six((30, 10), (60, 100), (NONE, 90), (90, NONE), (90, 400))),
    "share": (ownership.share, six((4, 5), (0, 0), (NONE, 5), (3, NONE), (5, 5))),
    "endorsement": (ownership.endorsement, six((4, 5, 1), (4, 5, 0), (0, 0, 1))),
    "rater_perceived": (ownership.rater_perceived, six(([5, 5, 3, 3],), ([NONE, 1, 5, NONE],), ([NONE] * 4,))),
    "perceived": (
        ownership.perceived,
        six(([75, NONE, 20], [10, NONE, 200], [1, 1, 1]), ([75, 50, 20], [10, 20, 400], [1, 0, 1]),
            ([NONE] * 3, [NONE] * 3, [0] * 3)),
    ),
    "counted": (ownership.counted, six((50, 1), (NONE, 1), (50, NONE), (50, 0.5))),
    "rated": (
        readiness.rated,
        six(([4, 2, 3], [1, 2, 3], [1, 0, 0]), ([NONE, 2, 3], [NONE, 200, 3], [1, 0, 0]),
            ([NONE] * 3, [NONE] * 3, [1, 0, 0])),
    ),
    "rated by any": (
        lambda x, age, top: readiness.rated(x, age, None, top),
        six(([1, 2, NONE], [1, 2, 3], [2]), ([NONE, 2, 2], [NONE, 200, 3], [4]))
    ),
    "views_differ": (readiness.views_differ, six(([1, 3, NONE],), ([1, 2, 2],), ([NONE] * 3,))),
    "rater_trust": (relationship.rater_trust, six(([4, 3, 3],), ([4, NONE, NONE],), ([NONE, 1, 4],))),
    "trust": (relationship.trust, six((78, 56, 1, 2), (NONE, 56, 1, 200), (78, NONE, 400, NONE))),
    "joint_work": (relationship.joint_work, six((3, 2, 1, 2), (NONE, 2, 1, 200), (3, NONE, 400, NONE))),
    "commitments": (relationship.commitments, six((5, 1, 1, 8, 1), (0, 0, 0, 3, 1), (0, 0, 0, 0, 0.5),
        (1, 0, 2, 3, 0))),
    "contact_weights": (relationship.contact_weights, six((1, 8), (1, 9), (NONE, 3))),
    "contact_energy": (relationship.contact_energy, six(([1, 0.7, 1], [10, 40, 75]), ([1, NONE, 1], [-1, 4, NONE]))),
    "contact": (relationship.contact, six((2, 1), (0, 1), (0, 0), (NONE, 1))),
    "agreement": (lambda a, b: relationship.agreement(a, b, 3), six(([4, 3, 3], [3, 3, 2]),
        ([4, NONE, 3], [NONE] * 3))),
    "initiation_balance": (relationship.initiation_balance, six((3, 1), (2, 1), (0, 5))),
    "reciprocity": (
        relationship.reciprocity,
        six(([4, 3, 3], [3, 3, 2], 3, 2, 3, 1), ([4, NONE, 3], [NONE] * 3, 3, NONE, 1, 1),
            ([4, 3, 3], [3, 3, 2], NONE, 2, 1, 1)),
    ),
    "covered_pairs": (relationship.covered_pairs, six(([50, 49, NONE], [1, 1, 1]), ([80, 80, 80], [1, 0, 1]))),
    "collaboration_relationship": (
        relationship.collaboration_relationship,
        six(([60, 40, 70], [60, 40, 45.5], [60, 40, 80.5], [100, 100, 65], [1, 1, 1]),
            ([60, NONE, 70], [60, 0, 45.5], [60, 100, 80.5], [100, 0, 65], [1, 1, 0]),
            ([60, 40, 70], [60, 40, 45], [60, 40, 80], [100, 100, 65], [0, 0, 0])),
    ),
    "collaboration_contributions": (
        relationship.collaboration_contributions,
        six(([[60, NONE, 40, 1, 2], [40, 40, NONE, 9, 3]], [1, 1]),
            ([[60, NONE, 40, 1, 2], [40, 40, NONE, 9, 3]], [0, 1])),
    ),
    "relationship": (of_parts(relationship.relationship, RELATIONSHIP.keys), whole(5)),
    "engagement": (of_parts(engagement.engagement, GOVERNMENT.keys), whole(5)),
    "ownership": (of_parts(ownership.ownership, OWNERSHIP.keys), whole(7)),
    "partner_readiness": (of_parts(readiness.partner_readiness, PARTNER_READINESS.keys), whole(6)),
    "collaboration_readiness": (of_parts(readiness.collaboration_readiness, READINESS.keys), whole(19)),
    "readiness with bounds": (with_bounds, [(row[0], n, 90 + n) for n, row in enumerate(whole(19))]),
    "section A": (lambda x: readiness.section_values(x)["A"], whole(19)),
    "section D": (lambda x: readiness.section_values(x)["D"], whole(19)),
}  # fmt: skip


def arrays(found: Any) -> list[Any]:
    """The arrays of an answer."""
    return [np.asarray(one) for one in (astuple(found) if isinstance(found, Part | Composite) else (found,))]


def as_array(value: Any) -> Any:
    """Numbers with None for missing as an array of floats."""
    return np.array(value, dtype=np.float64)


@pytest.mark.parametrize("name", CASES)
def test_whole_numbers_and_none_say_the_same_as_floats_and_nan(name: str):
    formula, rows = CASES[name]
    for row in rows:
        plain, exact = arrays(formula(*row)), arrays(formula(*(as_array(one) for one in row)))
        for mine, theirs in zip(plain, exact, strict=True):
            assert np.array_equal(mine, theirs, equal_nan=mine.dtype != np.bool_), (name, row)
            assert mine.dtype == theirs.dtype
            assert mine.dtype in (np.float64, np.bool_)


@pytest.mark.parametrize("name", CASES)
def test_a_block_of_rows_is_each_row_alone(name: str):
    formula, rows = CASES[name]
    columns = [as_array(list(column)) for column in zip(*rows, strict=True)]
    block = arrays(formula(*(column.reshape(*BLOCK, *column.shape[1:]) for column in columns)))
    for number, row in enumerate(rows):
        alone = arrays(formula(*row))
        for mine, theirs in zip(block, alone, strict=True):
            assert mine.shape == (*BLOCK, *theirs.shape), name
            found = mine[number // BLOCK[1], number % BLOCK[1]]
            assert found == pytest.approx(theirs, abs=1e-12, nan_ok=True), (name, row)
