"""Readiness of a partner and of a collaboration: ratings by several assessors, two composites, section means.

Source: docs/metrics.md#readiness.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from metrics.formulas.ageing import existing, opinion_quality
from metrics.formulas.catalogue import PARTNER_READINESS, READINESS, READINESS_SECTIONS, VIEWS_DIFFER_POINTS
from metrics.formulas.composite import (
    FULL_SCORE,
    BoolArray,
    Composite,
    FloatArray,
    Part,
    composite,
    observed_mean,
    of_parts,
)

CRITERION_HIGHEST = 4
# one organisation alone is half of the evidence that a rating can have
ONE_ASSESSOR = 0.5


def rated(
    levels: npt.ArrayLike,
    age_days: npt.ArrayLike,
    own: npt.ArrayLike | None,
    highest: npt.ArrayLike = CRITERION_HIGHEST,
) -> Part:
    """One criterion from its assessors, levels[..., assessors] 0 to `highest`, NaN = did not rate -> [...].

    Each organisation with its newest rating and its age in days (give 0 for facts, which do not age); own[assessors]
    marks the organisation that is rated itself; None = there is none: any two organisations can speak for the whole.
    value = mean of (self) and (mean of the others), one missing: the other; quality = .5 for each assessor (.25 aged),
    at most 1, and at most .5 without the organisation itself. Raises ValueError outside the scale.
    Example: self 4, others 2 and 3 -> 81.25, quality 1; others alone -> 62.5, .5.
    """
    x = np.asarray(levels, dtype=np.float64)
    top = np.asarray(highest, dtype=np.float64)
    if np.any((x < 0) | (x > top)):
        raise ValueError("levels lie between 0 and the highest of their scale")
    quality = np.where(np.isnan(x), 0.0, opinion_quality(age_days))
    known = existing(x, quality) / top * FULL_SCORE
    if own is None:
        return Part(observed_mean(known), np.minimum((ONE_ASSESSOR * quality).sum(axis=-1), 1.0))
    mine = np.broadcast_to(np.asarray(own, dtype=np.bool_), x.shape)
    sides = (observed_mean(np.where(side, known, np.nan)) for side in (mine, ~mine))
    best = np.where((mine & (quality > 0)).any(axis=-1), 1.0, ONE_ASSESSOR)
    value = observed_mean(np.stack(list(sides), axis=-1))
    return Part(value, np.minimum((ONE_ASSESSOR * quality).sum(axis=-1), best))


def views_differ(levels: npt.ArrayLike) -> BoolArray:
    """Whether assessors are 2 or more points apart, levels[..., assessors] -> [...]. Example: 1 and 3 -> yes."""
    x = np.asarray(levels, dtype=np.float64)
    known = ~np.isnan(x)
    highest = np.where(known, x, -np.inf).max(axis=-1, initial=-np.inf)
    lowest = np.where(known, x, np.inf).min(axis=-1, initial=np.inf)
    differ: BoolArray = (highest - lowest) >= VIEWS_DIFFER_POINTS
    return differ


def partner_readiness(parts: Mapping[str, Part], weights: npt.ArrayLike = PARTNER_READINESS.weights) -> Composite:
    """Readiness of partners from the parts under the criteria of the catalogue; raises KeyError when one is absent.

    Example: interest 75, champion 50, mission fit 75, capacity 25 (q .5), legitimacy 100, track record missing ->
    65.2778, coverage 82.5, bounds 58.75-68.75.
    """
    return of_parts([parts[key] for key in PARTNER_READINESS.keys], weights)


def collaboration_readiness(
    parts: Mapping[str, Part],
    bounds: Mapping[str, tuple[FloatArray, FloatArray]] | None = None,
    weights: npt.ArrayLike = READINESS.weights,
) -> Composite:
    """Readiness of a collaboration from its 19 items.

    `bounds` hands on low and high of C5 (government engagement) and C6 (relationship strength) where they are observed.
    Give C5 and C6 as NaN with quality 0 while they show no number: they are not known then. Raises KeyError when an
    item is absent.
    Example: sections 87.5, 66.67, 52 and 35 -> 59.0583.
    """
    values, quality = (
        np.stack([np.asarray(getattr(parts[key], name)) for key in READINESS.keys], axis=-1)
        for name in ("value", "quality")
    )
    unknown = np.full(values.shape[:-1], np.nan)
    given = {} if bounds is None else bounds
    lows, highs = (
        np.stack([given[key][side] if key in given else unknown for key in READINESS.keys], axis=-1) for side in (0, 1)
    )
    return composite(values, quality, weights, lows, highs)


def section_values(values: npt.ArrayLike) -> dict[str, FloatArray]:
    """Mean of the observed items of each section, values[..., 19] in the order of the catalogue -> section: [...].

    Example: A of 100, 100, 50, 100 -> 87.5.
    """
    x = np.asarray(values, dtype=np.float64)
    section = np.array([component.section for component in READINESS.components])
    return {letter: observed_mean(x[..., section == letter]) for letter in READINESS_SECTIONS}
