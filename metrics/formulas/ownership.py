"""Shared ownership of the strategy: seven components over the core partners, and their composite.

Amounts stand one per eligible partner, zeros kept; balance is in `distribution`. Source: docs/metrics.md#ownership.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from metrics.formulas.ageing import existing, opinion_quality
from metrics.formulas.catalogue import OWNERSHIP
from metrics.formulas.composite import FULL_SCORE, Composite, FloatArray, Part, observed_mean, of_parts

PERCEIVED_LOWEST, PERCEIVED_HIGHEST = 1, 5
# a carried decision is worth one point: half for bringing it in, half for standing behind it
PROPOSING, APPROVING = 0.5, 0.5


def decision_points(decisions: Sequence[tuple[Sequence[int], Sequence[int]]], organizations: int) -> FloatArray:
    """Points of carried decisions, each as (proposers, approvers) by index -> [organizations].

    Half a point is shared by the proposers, half by the approvers; a half that nobody is named for is lost.
    Example: proposed by 0, approved by 0 and 1 -> .75 and .25.
    """
    points = np.zeros(organizations)
    for proposers, approvers in decisions:
        for members, worth in ((proposers, PROPOSING), (approvers, APPROVING)):
            for member in members:
                points[member] += worth / len(members)
    return points


def share(part: float, whole: float) -> float | None:
    """Part of a whole as 0-100; None when there is no whole. Endorsement (4 of 5 -> 80) and local share of points.

    Raises ValueError unless 0 <= part <= whole.
    """
    if not 0 <= part <= whole:
        raise ValueError("a part lies between nothing and the whole")
    return FULL_SCORE * part / whole if whole else None


def endorsement(endorsed: int, eligible: int, in_force: bool) -> float | None:
    """Share of eligible partners that endorsed the version in force, 0-100; None until one is in force.

    Then silence is no. Example: 4 of 5 -> 80.
    """
    return share(endorsed, eligible) if in_force else None


def perceived(items: npt.ArrayLike, partner: npt.NDArray[np.int64], age_days: npt.ArrayLike, eligible: int) -> Part:
    """Perceived ownership: items[raters, 4] of 1-5, partner[raters] in 0..eligible-1, age_days[raters].

    Rater: mean of (x - 1)/4 * 100 over what was answered; partner: mean of its raters; then one partner one vote.
    quality = share of eligible partners that answered x age. Raises ValueError outside 1-5.
    Example: one of two partners answers 5, 5, 3, 3 -> 75, quality .5.
    """
    x = np.asarray(items, dtype=np.float64)
    if np.any((x < PERCEIVED_LOWEST) | (x > PERCEIVED_HIGHEST)):
        raise ValueError("statements are answered with 1-5")
    scaled = (x - PERCEIVED_LOWEST) / (PERCEIVED_HIGHEST - PERCEIVED_LOWEST) * FULL_SCORE
    said = observed_mean(scaled)
    quality = np.where(np.isnan(said), 0.0, opinion_quality(age_days))
    heard = existing(said, quality)
    by_partner = [observed_mean(heard[partner == i]) for i in range(eligible)]
    freshest = [quality[partner == i].max(initial=0.0) for i in range(eligible)]
    return Part(observed_mean(by_partner), np.asarray(np.mean(freshest) if eligible else 0.0))


def counted(value: float | None, alive: float) -> Part:
    """A component that is counted from the log: quality = alive, 0 without a number. Example: None -> missing."""
    return Part(np.asarray(np.nan if value is None else value), np.asarray(0.0 if value is None else alive))


def ownership(parts: Mapping[str, Part], weights: npt.ArrayLike = OWNERSHIP.weights) -> Composite:
    """Shared ownership from the parts under the component keys of the catalogue; raises KeyError when one is absent.

    Example: decisions 50, authorship 60, leadership 37.5, endorsement 80, contributions 32.5, local share 50,
    perceived missing -> 53.1944, coverage 90, bounds 47.875-57.875.
    """
    return of_parts([parts[key] for key in OWNERSHIP.keys], weights)
