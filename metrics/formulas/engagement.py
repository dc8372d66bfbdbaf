"""Government engagement: five components over the mandates that matter, and their composite.

Arrays run over mandates m with weights u[m]; NaN = missing. Source: docs/metrics.md#government.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from metrics.formulas.ageing import existing
from metrics.formulas.catalogue import (
    EARLINESS,
    FREQUENCY_WINDOW_DAYS,
    GOVERNMENT,
    LIAISON_SOUND,
    LINK_BY_STEPS,
    STATE_LEADS,
    THRESHOLD_FLOOR,
    THRESHOLD_SPAN,
)
from metrics.formulas.composite import FULL_SCORE, Composite, FloatArray, Part, observed_mean, of_parts

HIGHEST_LEVEL = 4
# ability, willingness, authority, bandwidth
CRITERIA = 4
HALF = 0.5
# one liaison who leaves should not be the end of it
TURNOVER_SAFE = 2


def liaison_fitness(criteria: npt.ArrayLike) -> FloatArray:
    """How fit liaisons are: 100 (a/4 w/4 h/4 b/4)^(1/4), criteria[..., 4] of 0-4 -> [...], 0-100.

    Any zero gives 0; an unanswered criterion makes the liaison unknown (NaN), not average. Raises ValueError outside
    0-4. Example: 3, 3, 3, 3 -> 75; 4, 4, 4, 1 -> 70.7107.
    """
    x = np.asarray(criteria, dtype=np.float64)
    if x.shape[-1:] != (CRITERIA,) or np.any((x < 0) | (x > HIGHEST_LEVEL)):
        raise ValueError("a liaison has four criteria of 0-4")
    fitness: FloatArray = FULL_SCORE * np.prod(x / HIGHEST_LEVEL, axis=-1) ** (1 / CRITERIA)
    return fitness


def best_liaison(fitness: npt.ArrayLike, confirmed_none: npt.ArrayLike) -> FloatArray:
    """Best liaison of each mandate, fitness[m, slots] -> [m]; 0 where "no liaison found" was confirmed, else NaN.

    Example: 61 and 75 -> 75; none, confirmed -> 0; none recorded -> missing.
    """
    x = np.asarray(fitness, dtype=np.float64)
    best = np.where(np.isnan(x), -np.inf, x).max(axis=-1, initial=-np.inf)
    return np.where(np.isfinite(best), best, np.where(np.asarray(confirmed_none, dtype=np.bool_), 0.0, np.nan))


def turnover_safe_share(fitness: npt.ArrayLike) -> float | None:
    """Share of mandates with two liaisons of 50 or more, fitness[m, slots] -> 0-1; None without a mandate."""
    x = np.asarray(fitness, dtype=np.float64)
    return float(((x >= LIAISON_SOUND).sum(axis=-1) >= TURNOVER_SAFE).mean()) if len(x) else None


def over_mandates(values: npt.ArrayLike, quality: npt.ArrayLike, u: npt.ArrayLike) -> Part:
    """A component from its mandates: values[..., m] 0-100 weighted by u over what is known, quality weighted over all.

    u[m] or [..., m]; a mandate that is not in force weighs 0, and where none is the component is NaN.

    For coverage (best liaison), link (`link_values`) and stance (level x 25). Quality: 1 rated and fresh, .5 aged, 0
    unknown. Raises ValueError without mandates. Example: 68, 66, 0 with weights 3, 2, 3 -> 42.
    """
    x, weights = np.asarray(values, dtype=np.float64), np.asarray(u, dtype=np.float64)
    if not x.shape[-1]:
        raise ValueError("list the mandates first")
    q = np.where(np.isnan(x), 0.0, np.asarray(quality, dtype=np.float64))
    return Part(observed_mean(existing(x, q), weights), observed_mean(q, weights))


def link_of(steps: int | None) -> float:
    """How near a liaison stands to the official: direct adviser (0 steps) 1, one .7, two .4, more or no link 0."""
    return 0.0 if steps is None else LINK_BY_STEPS.get(steps, 0.0)


def link_values(link: npt.ArrayLike, trust: npt.ArrayLike) -> FloatArray:
    """Senior link of each mandate's best liaison: link[m] (1.0 direct, .7, .4, 0) x trust[m]/4 x 100, 0-100.

    Example: one step (.7) and trust 3 -> 52.5.
    """
    near, heard = np.asarray(link, dtype=np.float64), np.asarray(trust, dtype=np.float64)
    return FULL_SCORE * near * heard / HIGHEST_LEVEL


def stance_values(levels: npt.ArrayLike) -> FloatArray:
    """Stance of each mandate, levels[m] of 0-4 times 25. Example: 2 (asks, then decides) -> 50."""
    return np.asarray(levels, dtype=np.float64) * FULL_SCORE / HIGHEST_LEVEL


def frequency(
    gap_days: npt.ArrayLike,
    contacts: npt.ArrayLike,
    tau: npt.ArrayLike,
    days_since_start: npt.ArrayLike,
    alive: npt.ArrayLike,
) -> Part:
    """How recently and how regularly officials were met: half recency, half regularity, 0-100; quality = alive.

    Arrays of one shape. gap_days since the last contact (infinity = never); contacts within `frequency_window`; tau =
    cadence in days. Recency 100 to tau, then halved with each further tau; regularity
    100 min(1, contacts/(window/tau)). Missing when the log is not alive, as contact is.
    Example: gap 50, 4 contacts in 180 days, tau 30 -> 64.8314.
    """
    cadence = np.asarray(tau, dtype=np.float64)
    late = np.maximum(np.asarray(gap_days, dtype=np.float64) - cadence, 0.0)
    recency = FULL_SCORE * np.exp2(-late / cadence)
    expected = frequency_window(cadence, days_since_start) / cadence
    regularity = FULL_SCORE * np.minimum(1.0, np.asarray(contacts, dtype=np.float64) / expected)
    return Part(existing(HALF * recency + HALF * regularity, alive), np.asarray(alive, dtype=np.float64))


def frequency_window(tau: npt.ArrayLike, days_since_start: npt.ArrayLike) -> FloatArray:
    """Days over which contacts are counted: min(180, max(tau, days since the start)). Example: tau 30, day 10 -> 30."""
    longest = np.maximum(np.asarray(tau, dtype=np.float64), np.asarray(days_since_start, dtype=np.float64))
    return np.minimum(float(FREQUENCY_WINDOW_DAYS), longest)


def earliness(first_consultation: str | None, approved: bool) -> Part:
    """When officials were first consulted in substance: 100, 75, 50 or 25; none is missing until approval, then 0.

    Raises KeyError for a timing that is not in the catalogue. Example: "before draft" -> 75.
    """
    without = 0.0 if approved else np.nan
    value = without if first_consultation is None else EARLINESS[first_consultation]
    return Part(np.asarray(value), np.asarray(0.0 if np.isnan(value) else 1.0))


def engagement(parts: Mapping[str, Part], weights: npt.ArrayLike = GOVERNMENT.weights) -> Composite:
    """Government engagement from the parts under the component keys of the catalogue; raises KeyError if one is absent.

    Example: coverage 41.17, link 32.19, frequency 64.83, stance 50, earliness 75 -> 48.8132.
    """
    return of_parts([parts[key] for key in GOVERNMENT.keys], weights)


def threshold(role_of_state: str) -> float:
    """What government engagement should reach, by how far the state leads: 40 + 30 rho. Example: "mixed" -> 58."""
    return THRESHOLD_FLOOR + THRESHOLD_SPAN * STATE_LEADS[role_of_state]
