"""Relationship strength: five components for arrays of pairs and months, their composite, the mean of needed pairs.

A pair is (a, b); _ab is what a says of b. [...] is any shape of pairs and months. NaN = missing. Every component
answers with a Part: value 0-100 and quality 0-1. Source: docs/metrics.md#relationship.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from metrics.formulas.ageing import existing, opinion_quality
from metrics.formulas.catalogue import (
    COVERAGE_SHOWN,
    HALF_LIFE_DAYS,
    LARGE_EVENT_ABOVE,
    LARGE_EVENT_WEIGHT,
    RELATIONSHIP,
    RELATIONSHIP_BANDS,
    Band,
)
from metrics.formulas.composite import (
    FULL_SCORE,
    Composite,
    FloatArray,
    Part,
    observed_mean,
    of_parts,
    stored,
)

TRUST_LOWEST, TRUST_HIGHEST = 1, 4
TRUST_RANGE = TRUST_HIGHEST - TRUST_LOWEST
# a rater who can say less than two of the three items is not heard on trust
TRUST_ITEMS_NEEDED = 2
JOINT_WORK_HIGHEST = 5
# half kept counts half
PARTLY_KEPT = 0.5
# one kept and one broken promise in advance: a single promise cannot give 0 or 100
PRIOR_KEPT, PRIOR_ALL = 1.0, 2.0
# E = 2, two fresh meetings face to face, gives 63: the curve is steep where contact begins and flat where it abounds
CONTACT_SCALE = 2.0
# below four contacts with a known caller, who calls is chance
INITIATIONS_NEEDED = 4
# an even split of the calls, .5 each, is 100
EVEN_SPLIT = 2 * FULL_SCORE


def rater_trust(items: npt.ArrayLike) -> FloatArray:
    """Trust of one rater in one organisation: mean of (x - 1)/3 * 100 over the items answered, 0-100.

    items[..., 3] of 1-4, NaN = "cannot say"; NaN below 2 of 3 items. Raises ValueError outside 1-4.
    Example: 4, 3, 3 -> 77.7778; 4, missing, missing -> missing.
    """
    x = np.asarray(items, dtype=np.float64)
    if np.any((x < TRUST_LOWEST) | (x > TRUST_HIGHEST)):
        raise ValueError("trust items lie in 1-4")
    heard = (~np.isnan(x)).sum(axis=-1) >= TRUST_ITEMS_NEEDED
    return np.where(heard, observed_mean((x - TRUST_LOWEST) / TRUST_RANGE * FULL_SCORE), np.nan)


def trust(ab: npt.ArrayLike, ba: npt.ArrayLike, age_ab: npt.ArrayLike, age_ba: npt.ArrayLike) -> Part:
    """Trust T from the two directions: ab[...], ba[...] 0-100, each the mean of the raters of that organisation.

    age_ab, age_ba: days since the wave closed. value = mean of the directions that exist; quality = mean over both of
    1 fresh, .5 aged, 0 absent. Example: 77.7778 and 55.5556, both fresh -> 66.6667, quality 1; only one -> quality .5.
    """
    return _two_directions(ab, ba, age_ab, age_ba)


def joint_work(ab: npt.ArrayLike, ba: npt.ArrayLike, age_ab: npt.ArrayLike, age_ba: npt.ArrayLike) -> Part:
    """Joint work J: levels ab[...], ba[...] of 0-5 (means of raters), mean of the directions / 5 * 100.

    Ages and quality as for trust. Raises ValueError outside 0-5. Example: 3 and 2 -> 50; only 3 -> 60 with quality .5.
    """
    a, b = np.asarray(ab, dtype=np.float64), np.asarray(ba, dtype=np.float64)
    if any(np.any((level < 0) | (level > JOINT_WORK_HIGHEST)) for level in (a, b)):
        raise ValueError("joint work lies in 0-5")
    unit = FULL_SCORE / JOINT_WORK_HIGHEST
    return _two_directions(a * unit, b * unit, age_ab, age_ba)


def commitments(
    kept: npt.ArrayLike, partly: npt.ArrayLike, broken: npt.ArrayLike, due: npt.ArrayLike, alive: npt.ArrayLike
) -> Part:
    """Commitments K: 100 (kept + .5 partly + 1)/(kept + partly + broken + 2) over promises due in the last 365 days.

    Counts[...]; `broken` includes what is 90 days overdue without an outcome, `due` all that fell due, with or
    without one, renegotiated in time left out; alive[...] as of `log_alive`. Missing when no promise has an outcome.
    quality = share of due with an outcome x alive. Raises ValueError for negative counts or more outcomes than due.
    Example: kept 5, partly 1, broken 1 of 7 -> 72.2222, quality 1.
    """
    k, p, b, all_due = (np.asarray(count, dtype=np.float64) for count in (kept, partly, broken, due))
    settled = k + p + b
    if min(k.min(initial=0), p.min(initial=0), b.min(initial=0)) < 0 or np.any(settled > all_due):
        raise ValueError("counts are 0 or more, and outcomes at most as many as promises due")
    value = FULL_SCORE * (k + PARTLY_KEPT * p + PRIOR_KEPT) / (settled + PRIOR_ALL)
    share = np.divide(settled, all_due, out=np.zeros(np.shape(settled)), where=all_due > 0)
    return Part(np.where(settled > 0, value, np.nan), share * np.asarray(alive, dtype=np.float64))


def contact_weights(mode_weights: npt.ArrayLike, organizations_present: npt.ArrayLike) -> FloatArray:
    """What one held meeting gives each pair of organisations present: the weight of its mode, .2 above 8 organisations.

    Any shape. Example: in person (1.0) with 8 present -> 1.0, with 9 -> .2.
    """
    crowded = np.asarray(organizations_present) > LARGE_EVENT_ABOVE
    return np.where(crowded, LARGE_EVENT_WEIGHT, np.asarray(mode_weights, dtype=np.float64))


def contact_energy(weights: npt.ArrayLike, age_days: npt.ArrayLike, half_life: float = HALF_LIFE_DAYS) -> FloatArray:
    """Energy E of contacts, weights[..., c] and age_days[..., c] -> [...]: sum of m 2^(-age/half_life), 0 or more.

    Contacts after the snapshot (negative age) and NaN are not counted. Raises ValueError for a half-life of 0 or less.
    Example: 1.0 at 10 days, .7 at 40, 1.0 at 75, .3 at 5 -> 2.0355.
    """
    total: FloatArray = _decayed(weights, age_days, half_life).sum(axis=-1)
    return total


def contact_energy_of_pairs(
    pair: npt.NDArray[np.int64],
    weights: npt.ArrayLike,
    age_days: npt.ArrayLike,
    pairs: int,
    half_life: npt.ArrayLike = HALF_LIFE_DAYS,
) -> FloatArray:
    """Energy E of all pairs at all months at once: weights[c], age_days[months, c] -> [months, pairs].

    pair[c] in 0..pairs-1 says which pair a contact belongs to; half_life may differ by month, [months, 1].
    Same rule as `contact_energy`.
    Example: pair 0, weight 1, ages 0 and then 60 days -> 1 and .5.
    """
    decayed = np.atleast_2d(_decayed(weights, age_days, half_life))
    return np.stack([np.bincount(pair, weights=one, minlength=pairs) for one in decayed]).astype(np.float64)


def contact(energy: npt.ArrayLike, alive: npt.ArrayLike) -> Part:
    """Contact F = 100 (1 - exp(-E/2)), energy[...] 0 or more; alive[...] as of `log_alive` is the quality.

    No contact while the log is alive is 0; where nobody keeps the log it is missing.
    Example: E 2.0355 -> 63.8589; E 3.4142 (a meeting each month for ever) -> 81.861.
    """
    quality = np.asarray(alive, dtype=np.float64)
    value = FULL_SCORE * -np.expm1(-np.asarray(energy, dtype=np.float64) / CONTACT_SCALE)
    return Part(existing(value, quality), np.broadcast_to(quality, np.shape(value)))


def agreement(ab: npt.ArrayLike, ba: npt.ArrayLike, scale_range: float) -> FloatArray:
    """How alike both sides see it: 100 (1 - mean abs(x_ab - x_ba)/range) over the items both answered; NaN if none.

    ab[..., items], ba[..., items] in units of the scale -> [...]. Example: 4, 3, 3 and 3, 3, 2 on 1-4 -> 77.7778.
    """
    apart = np.abs(np.asarray(ab, dtype=np.float64) - np.asarray(ba, dtype=np.float64))
    return FULL_SCORE * (1 - observed_mean(apart) / scale_range)


def initiation_balance(by_a: npt.ArrayLike, by_b: npt.ArrayLike) -> FloatArray:
    """Who calls whom: 200 min(i_a, i_b)/(i_a + i_b) over contacts called by a or b in 180 days; NaN below 4.

    Counts[...]. Example: 3 and 1 -> 50; 2 and 1 -> missing.
    """
    a, b = np.asarray(by_a, dtype=np.float64), np.asarray(by_b, dtype=np.float64)
    calls = a + b
    even = EVEN_SPLIT * np.minimum(a, b)
    balance: FloatArray = np.divide(
        even, calls, out=np.full(np.shape(calls), np.nan), where=calls >= INITIATIONS_NEEDED
    )
    return balance


def reciprocity(
    trust_ab: npt.ArrayLike,
    trust_ba: npt.ArrayLike,
    joint_ab: npt.ArrayLike,
    joint_ba: npt.ArrayLike,
    by_a: npt.ArrayLike,
    by_b: npt.ArrayLike,
) -> Part:
    """Reciprocity R: mean of agreement and initiation balance, of those that exist; quality 1 with both, .5 with one.

    trust_ab[..., 3] mean of the raters per item (1-4), joint_ab[...] level (0-5), by_a[...] contacts called by a.
    Agreement is the mean of that over trust and that over joint work. What has aged out is given as NaN.
    Example: 4,3,3 and 3,3,2; 3 and 2; called 3 and 1 -> agreement 78.8889, balance 50 -> 64.4444.
    """
    on_trust = agreement(trust_ab, trust_ba, TRUST_RANGE)
    on_work = agreement(np.asarray(joint_ab)[..., None], np.asarray(joint_ba)[..., None], JOINT_WORK_HIGHEST)
    agreed = observed_mean(np.stack(np.broadcast_arrays(on_trust, on_work), axis=-1))
    parts = np.stack(np.broadcast_arrays(agreed, initiation_balance(by_a, by_b)), axis=-1)
    return Part(observed_mean(parts), (~np.isnan(parts)).mean(axis=-1))


def relationship(parts: Mapping[str, Part], weights: npt.ArrayLike = RELATIONSHIP.weights) -> Composite:
    """Relationship strength of pairs from the parts under the component keys of the catalogue; weights in their order.

    Raises KeyError when a part is absent (give a missing one as NaN). Example: T 66.67, K 72.22, J 50, F 63.86,
    R 64.44 -> 64.0788; only T 77.78 and J 60 of one side and F 63.86 -> 69.0957, bounds 44.9122-79.9122, coverage 40.
    """
    return of_parts([parts[key] for key in RELATIONSHIP.keys], weights)


def covered_pairs(coverages: npt.ArrayLike, needed: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Which needed pairs have enough evidence for a number of their own: a stored coverage of 50 or more. Any shape."""
    covered: npt.NDArray[np.bool_] = np.asarray(needed, dtype=np.bool_) & (stored(coverages) >= COVERAGE_SHOWN)
    return covered


def collaboration_relationship(
    values: npt.ArrayLike, lows: npt.ArrayLike, highs: npt.ArrayLike, coverages: npt.ArrayLike, needed: npt.ArrayLike
) -> Composite:
    """Relationship strength of a collaboration over its needed pairs, arrays [..., pairs] -> [...].

    One composite of all components of all needed pairs, each pair with the same weight: low, high and coverage are
    means over the needed pairs, and the value is the mean of the values of the pairs, each weighted by the share of its
    components that is observed. So the value always lies between the bounds. Without a needed pair all four are NaN and
    `.at()` is None: "mark who needs whom".
    Example: pairs 60 and 40, fully observed, and one of 70, bounds 45.5-80.5, observed to .65 -> 54.9057, 48.5-60.1667.
    """
    wanted = np.asarray(needed, dtype=np.bool_)
    low, high, coverage = (observed_mean(np.where(wanted, array, np.nan)) for array in (lows, highs, coverages))
    observed = 1 - (np.asarray(highs, dtype=np.float64) - np.asarray(lows, dtype=np.float64)) / FULL_SCORE
    value = observed_mean(np.where(wanted, values, np.nan), np.clip(np.where(wanted, observed, 0.0), 0.0, 1.0))
    return Composite(np.clip(value, low, high), low, high, coverage)


def collaboration_contributions(
    values: npt.ArrayLike, needed: npt.ArrayLike, weights: npt.ArrayLike = RELATIONSHIP.weights
) -> FloatArray:
    """What each component adds to the collaboration's value: w x over all needed pairs / w of all that is observed.

    values[..., pairs, k], needed[..., pairs], weights[k] or [..., pairs, k] -> [..., k], points; together they are the
    value. NaN when a component is missing in all needed pairs.
    Example: trust 60 alone in one pair, trust 40 and joint work 40 in another -> 37.5 and 10, value 47.5.
    """
    x = np.where(np.asarray(needed, dtype=np.bool_)[..., None], np.asarray(values, dtype=np.float64), np.nan)
    seen = ~np.isnan(x)
    w = np.where(seen, weights, 0.0)
    total = (w * np.where(seen, x, 0.0)).sum(axis=-2)
    whole = np.broadcast_to(w.sum(axis=(-2, -1))[..., None], total.shape)
    points: FloatArray = np.divide(total, whole, out=np.full(total.shape, np.nan), where=seen.any(axis=-2))
    return points


def band_of(value: float | None, bands: tuple[Band, ...] = RELATIONSHIP_BANDS) -> str | None:
    """Key of the band that a value (0-100, as stored) lies in; None for None and NaN. Example: 49.62 -> "emerging"."""
    if value is None or np.isnan(value):
        return None
    at_hand = float(stored(value))
    return [band.key for band in bands if at_hand >= band.at_least][-1]


def _two_directions(ab: npt.ArrayLike, ba: npt.ArrayLike, age_ab: npt.ArrayLike, age_ba: npt.ArrayLike) -> Part:
    value = np.stack(np.broadcast_arrays(np.asarray(ab, dtype=np.float64), np.asarray(ba, dtype=np.float64)), axis=-1)
    quality = np.stack(np.broadcast_arrays(opinion_quality(age_ab), opinion_quality(age_ba)), axis=-1)
    quality = np.where(np.isnan(value), 0.0, quality)
    return Part(observed_mean(existing(value, quality)), quality.mean(axis=-1))


def fade(age_days: npt.ArrayLike, half_life: npt.ArrayLike = HALF_LIFE_DAYS) -> FloatArray:
    """What is left of a contact after some days: 2^(-age/half_life), 0 before it happened. Any shape, 0-1.

    Raises ValueError for a half-life of 0 or less. Example: 60 days with a half-life of 60 -> .5; -1 day -> 0.
    """
    if np.any(np.asarray(half_life) <= 0):
        raise ValueError("the half-life is more than 0 days")
    age = np.asarray(age_days, dtype=np.float64)
    happened = age >= 0
    return np.where(happened, np.exp2(-np.where(happened, age, 0.0) / half_life), 0.0)


def _decayed(weights: npt.ArrayLike, age_days: npt.ArrayLike, half_life: npt.ArrayLike) -> FloatArray:
    return np.nan_to_num(np.asarray(weights, dtype=np.float64)) * fade(age_days, half_life)
