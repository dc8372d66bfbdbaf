"""Shared ownership of the strategy: seven components over the core partners, and their composite.

Amounts stand one per eligible partner, zeros kept; balance is in `distribution`. Source: docs/metrics.md#ownership.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from metrics.formulas.ageing import existing, opinion_quality
from metrics.formulas.catalogue import MONTHS_OF_A_YEAR, OWNERSHIP, OWNERSHIP_WINDOW_DAYS
from metrics.formulas.composite import DUST, FULL_SCORE, Composite, FloatArray, Part, observed_mean, of_parts

PERCEIVED_LOWEST, PERCEIVED_HIGHEST = 1, 5
# a carried decision is worth one point: half for bringing it in, half for standing behind it
HALF_A_DECISION = 0.5


def decision_points(half: npt.NDArray[np.int64]) -> FloatArray:
    """Points of each part in a carried decision: half[parts] numbers the proposing or approving half that it shares.

    Half a point is shared by the proposers, half by the approvers; a half that nobody is named for is lost.
    Example: proposed by one, approved by two: halves 0, 1, 1 -> .5, .25 and .25.
    """
    points: FloatArray = HALF_A_DECISION / np.bincount(half)[half]
    return points


def leading_months(
    from_on: npt.NDArray[np.int64], to_on: npt.NDArray[np.int64], days: npt.NDArray[np.int64]
) -> FloatArray:
    """Months of the last 365 days in which each role was held, up to and with each snapshot: [snapshots, roles].

    from_on[roles] up to, not including, to_on[roles]; a whole year is 12 months. Example: held for 73 days -> 2.4.
    """
    last = np.minimum(to_on[None, :], days[:, None] + 1)
    first = np.maximum(from_on[None, :], days[:, None] + 1 - OWNERSHIP_WINDOW_DAYS)
    months: FloatArray = np.maximum(last - first, 0) * MONTHS_OF_A_YEAR / OWNERSHIP_WINDOW_DAYS
    return months


def share(part: npt.ArrayLike, whole: npt.ArrayLike) -> FloatArray:
    """Part of a whole as 0-100; NaN when there is no whole. Endorsement (4 of 5 -> 80) and local share of points.

    Raises ValueError unless 0 <= part <= whole.
    """
    x, y = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    if np.any(x < 0) or np.any(x > y + DUST):
        raise ValueError("a part lies between nothing and the whole")
    found: FloatArray = np.divide(FULL_SCORE * x, y, out=np.full(np.shape(y), np.nan), where=y > 0)
    return np.minimum(found, FULL_SCORE)


def endorsement(endorsed: npt.ArrayLike, eligible: npt.ArrayLike, in_force: npt.ArrayLike) -> FloatArray:
    """Share of eligible partners that endorsed the version in force, 0-100; NaN until one is in force.

    Then silence is no. Example: 4 of 5 -> 80.
    """
    return np.where(np.asarray(in_force, dtype=np.bool_), share(endorsed, eligible), np.nan)


def rater_perceived(items: npt.ArrayLike) -> FloatArray:
    """What one rater says of the four statements: mean of (x - 1)/4 * 100 over what was answered, items[..., 4] of 1-5.

    NaN = cannot say; NaN when nothing was answered. Raises ValueError outside 1-5. Example: 5, 5, 3, 3 -> 75.
    """
    x = np.asarray(items, dtype=np.float64)
    if np.any((x < PERCEIVED_LOWEST) | (x > PERCEIVED_HIGHEST)):
        raise ValueError("statements are answered with 1-5")
    return observed_mean((x - PERCEIVED_LOWEST) / (PERCEIVED_HIGHEST - PERCEIVED_LOWEST) * FULL_SCORE)


def perceived(said: npt.ArrayLike, age_days: npt.ArrayLike, eligible: npt.ArrayLike) -> Part:
    """Perceived ownership, one partner one vote: said[..., n] 0-100 (each partner the mean of its raters), age_days
    since its newest wave closed, eligible[..., n] who counts -> [...].

    quality = share of eligible partners that answered x age. Example: one of two partners says 75 -> 75, quality .5.
    """
    able = np.asarray(eligible, dtype=np.bool_)
    heard = np.asarray(said, dtype=np.float64)
    quality = np.where(able & ~np.isnan(heard), opinion_quality(age_days), 0.0)
    members = able.sum(axis=-1)
    share = np.divide(quality.sum(axis=-1), members, out=np.zeros(np.shape(members)), where=members > 0)
    return Part(observed_mean(existing(heard, quality)), share)


def counted(value: npt.ArrayLike, alive: npt.ArrayLike) -> Part:
    """A component that is counted from the log: quality = alive, missing where nobody keeps it. NaN = missing.

    Example: 50 in a log that is kept -> 50, quality 1; NaN -> missing, quality 0.
    """
    x, quality = np.asarray(value, dtype=np.float64), np.asarray(alive, dtype=np.float64)
    known = existing(x, quality)
    return Part(known, np.where(np.isnan(known), 0.0, quality))


def ownership(parts: Mapping[str, Part], weights: npt.ArrayLike = OWNERSHIP.weights) -> Composite:
    """Shared ownership from the parts under the component keys of the catalogue; raises KeyError when one is absent.

    Example: decisions 50, authorship 60, leadership 37.5, endorsement 80, contributions 32.5, local share 50,
    perceived missing -> 53.1944, coverage 90, bounds 47.875-57.875.
    """
    return of_parts([parts[key] for key in OWNERSHIP.keys], weights)
