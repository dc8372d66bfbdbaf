"""What no formula can answer is refused, in words that say what is wrong."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metrics.formulas import (
    change,
    composite,
    distribution,
    engagement,
    expectation,
    network,
    ownership,
    readiness,
    relationship,
    rules,
    shown,
)

NAN = float("nan")
WEIGHTS = "weights must be numbers of 0 or more, and not all 0"
AMOUNTS = "amounts are numbers of 0 or more"
COUNTS = "counts are 0 or more, and outcomes at most as many as promises due"
LIAISON = "a liaison has four criteria of 0-4"
TIES = "every tie leads from one of the organisations to one of them"
LEVELS = "levels lie between 0 and the highest of their scale"
PART = "a part lies between nothing and the whole"
FLAT = "before, after and weights must be flat and of one length"
COUNTED = ("decisions", "authorship", "leadership", "endorsement", "contributions", "local_share")
WEIGHED = f"ownership is weighed as a whole: {', '.join(COUNTED)}, perceived"
SHARES = dict.fromkeys(COUNTED, 1)


@pytest.mark.parametrize(
    ("formula", "given", "words"),
    [
        (composite.composite, ([101], [1], [1]), "values must lie in 0-100"),
        (composite.composite, ([-1], [1], [1]), "values must lie in 0-100"),
        (composite.composite, ([50], [1.1], [1]), "quality must lie in 0-1"),
        (composite.composite, ([50], [-0.1], [1]), "quality must lie in 0-1"),
        (composite.composite, ([50], [1], [1], [-1], [60]), "bounds must lie in 0-100"),
        (composite.composite, ([50], [1], [1], [10], [101]), "bounds must lie in 0-100"),
        (composite.composite, ([50, 50], [1, 1], [2, -1]), WEIGHTS),
        (composite.composite, ([50, 50], [1, 1], [0, 0]), WEIGHTS),
        (composite.composite, ([50, 50], [1, 1], [1, np.inf]), WEIGHTS),
        (composite.contributions, ([[50, 50], [50, 50]], [[1, 1], [0, 0]]), WEIGHTS),
        (distribution.balance, ([1, 2, -1],), AMOUNTS),
        (distribution.balance, ([1, 2, NAN],), AMOUNTS),
        (distribution.gini, ([1, 2, np.inf],), AMOUNTS),
        (distribution.hhi, ([1, 2, -1],), AMOUNTS),
        (distribution.effective_owners, ([1, 2, NAN],), AMOUNTS),
        (distribution.balances, ([1, 2, -1], [1, 1, 1], 3), AMOUNTS),
        (distribution.balances, ([1, 2, NAN], [1, 1, 1], 3), AMOUNTS),
        (engagement.liaison_fitness, ([4, 4, 4],), LIAISON),
        (engagement.liaison_fitness, ([4, 4, 4, 5],), LIAISON),
        (engagement.liaison_fitness, ([4, 4, 4, -1],), LIAISON),
        (engagement.over_mandates, ([], [], []), "list the mandates first"),
        (expectation.expected, ("relationship", 3, [(1, 2)]), "one band for each of the months 0, 6, 12, 18 and 24"),
        (network.Relation.of_edges, (2, [0], [2]), TIES),
        (network.Relation.of_edges, (2, [-1], [0]), TIES),
        (network.Relation.of_edges, (2, [0, 1], [1]), TIES),
        (network.Relation.of_matrix, (np.zeros((2, 3)),), "a relation is a square matrix"),
        (ownership.share, (6, 5), PART),
        (ownership.share, (-1, 5), PART),
        (ownership.rater_perceived, ([0, 3, 3, 3],), "statements are answered with 1-5"),
        (ownership.rater_perceived, ([6, 3, 3, 3],), "statements are answered with 1-5"),
        (readiness.rated, ([5, 1], [1, 1], None), LEVELS),
        (readiness.rated, ([-1, 1], [1, 1], None), LEVELS),
        (relationship.rater_trust, ([0, 3, 3],), "trust items lie in 1-4"),
        (relationship.rater_trust, ([5, 3, 3],), "trust items lie in 1-4"),
        (relationship.joint_work, (6, 2, 1, 1), "joint work lies in 0-5"),
        (relationship.joint_work, (3, -1, 1, 1), "joint work lies in 0-5"),
        (relationship.commitments, (-1, 1, 1, 5, 1), COUNTS),
        (relationship.commitments, (1, -1, 1, 5, 1), COUNTS),
        (relationship.commitments, (1, 1, -1, 5, 1), COUNTS),
        (relationship.commitments, (1, 1, 1, 2, 1), COUNTS),
        (relationship.contact_energy, ([1], [1], 0), "the half-life is more than 0 days"),
        (change.changes, ([1, 2], [1, 2], [1]), FLAT),
        (change.changes, ([1], [1, 2], [1, 2]), FLAT),
        (change.changes, ([[1, 2]], [[1, 2]], [[1, 2]]), FLAT),
        (shown.round_half_up, (NAN,), "only a number can be rounded"),
        (shown.round_half_up, (float("inf"),), "only a number can be rounded"),
        (shown.shown_parts, ([30, 30], 61), "the parts do not add up to the total"),
        (lambda given: rules.rules(weights={"ownership": given}), (SHARES,), WEIGHED),
        (
            lambda given: rules.rules(weights={"ownership": given}),
            (SHARES | {"perceived": -1},), "weights are 0 or more, and not all 0",
        ),
        (
            lambda given: rules.rules(weights={"ownership": given}),
            (dict.fromkeys([*SHARES, "perceived"], 0),), "weights are 0 or more, and not all 0",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_in_words(formula: Callable[..., Any], given: tuple[Any, ...], words: str):
    with pytest.raises(ValueError) as refused:  # noqa: PT011  the words are compared whole
        formula(*given)
    assert str(refused.value) == words
