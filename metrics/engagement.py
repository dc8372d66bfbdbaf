"""Government engagement of one collaboration at all snapshots at once: evidence in, figures out.

The senior official's side is one score of five components over the mandates that matter; docs/metrics.md#government.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from government.models import StateRole
from metrics.breakdown import Breakdown, breakdown
from metrics.dated import ages, alive_of, holds, newest
from metrics.evidence import BoolArray, IntArray
from metrics.formulas import engagement as formulas
from metrics.formulas.ageing import existing, opinion_quality
from metrics.formulas.catalogue import GOVERNMENT
from metrics.formulas.composite import FloatArray, Part
from metrics.formulas.rules import Rules
from metrics.mandates import Dossiers
from metrics.rules import weights_of

ASSUMED_ROLE = StateRole.Role.MIXED  # where nobody has said how far the state leads; pages say that it is assumed
SAME = 1e-9


@dataclass(frozen=True)
class Best:
    """The best liaison of each mandate, [snapshots, mandates]: fitness, quality of the rating, senior link 0-100."""

    fitness: FloatArray
    quality: FloatArray
    link: FloatArray


def engagement_of(
    known: Dossiers, days: Sequence[date], started_on: date, approved: BoolArray, rules: Sequence[Rules]
) -> Breakdown | None:
    """The score at all snapshots; None where no mandate was listed. approved[snapshots]: a strategy is in force."""
    on = np.array([day.toordinal() for day in days], dtype=np.int64)
    in_force = holds(known.from_on, known.to_on, on)
    if not in_force.any():
        return None
    u = known.weight[None, :] * in_force
    roles = [next((role for since, role in known.roles if since <= day), str(ASSUMED_ROLE)) for day in days]
    tau = np.array([one.cadence[role] for one, role in zip(rules, roles, strict=True)])
    best = _best(known, on)
    parts = {
        "coverage": formulas.over_mandates(existing(best.fitness, best.quality), best.quality, u),
        "link": formulas.over_mandates(existing(best.link, best.quality), best.quality, u),
        "frequency": _frequency(known, in_force, on, tau, started_on),
        "stance": _stance(known, on, u),
        "earliness": _earliness(known, on, approved),
    }
    any_listed = in_force.any(axis=1)
    value, quality = (
        np.stack([np.where(any_listed, getattr(parts[key], name), np.nan) for key in GOVERNMENT.keys], axis=-1)
        for name in ("value", "quality")
    )
    weights = weights_of(GOVERNMENT, rules)
    figures = formulas.engagement(parts, weights)
    for array in (figures.value, figures.low, figures.high, figures.coverage):
        array[~any_listed] = np.nan
    return breakdown(GOVERNMENT, figures, value, np.nan_to_num(quality), weights, _notes(roles, rules, in_force))


def _notes(roles: list[str], rules: Sequence[Rules], in_force: BoolArray) -> list[dict[str, Any]]:
    return [
        {"_role": role, "_threshold": one.thresholds[role], "_mandates": int(listed)}
        for role, one, listed in zip(roles, rules, in_force.sum(axis=1), strict=True)
    ]


def _best(known: Dossiers, on: IntArray) -> Best:
    """The fittest liaison who serves and is rated; zeros, which are known, where it is confirmed that there is none."""
    posts, mandates = known.posts, known.weight.size
    rating = newest(known.ratings.liaison, known.ratings.on, on, posts.mandate.size)
    fit = formulas.liaison_fitness(np.stack([rating.of(column) for column in known.ratings.levels.T], axis=-1))
    serves = holds(posts.from_on, posts.to_on, on)
    fresh = opinion_quality(rating.age)
    link = formulas.link_values(posts.link[None, :], rating.of(known.ratings.trust))
    counts = serves & (fresh > 0) & ~np.isnan(fit)
    none = newest(known.none_found.mandate, known.none_found.on, on, mandates)
    confirmed = opinion_quality(none.age)
    fitness, quality, near = (np.full((on.size, mandates), np.nan) for _array in range(3))
    quality[:] = 0.0
    for mandate in range(mandates):
        own = np.flatnonzero(posts.mandate == mandate)
        if own.size:
            # the fittest, and of equally fit ones the one rated last
            order = np.where(counts[:, own], fit[:, own] + SAME * fresh[:, own], -np.inf)
            chosen, at = own[order.argmax(axis=1)], np.arange(on.size)
            there = counts[at, chosen]
            fitness[:, mandate] = np.where(there, fit[at, chosen], np.nan)
            quality[:, mandate] = np.where(there, fresh[at, chosen], 0.0)
            near[:, mandate] = np.where(there, link[at, chosen], np.nan)
        empty = ~serves[:, own].any(axis=1) & (confirmed[:, mandate] > 0)
        fitness[empty, mandate], near[empty, mandate] = 0.0, 0.0
        quality[empty, mandate] = confirmed[empty, mandate]
    return Best(fitness, quality, near)


def _frequency(known: Dossiers, in_force: BoolArray, on: IntArray, tau: IntArray, started_on: date) -> Part:
    age = ages(known.contacts.on, on)
    # a contact counts while any of the mandates that it touched matters
    counts = (age >= 0) & (in_force.astype(np.int64) @ known.contacts.touches.T.astype(np.int64) > 0)
    since_start = on - started_on.toordinal()
    window = formulas.frequency_window(tau, since_start)
    gap = np.where(counts, age, np.inf).min(axis=1, initial=np.inf)
    recent = (counts & (age <= window[:, None])).sum(axis=1)
    return formulas.frequency(gap, recent, tau, since_start, alive_of(known.met_on, on))


def _stance(known: Dossiers, on: IntArray, u: IntArray) -> Part:
    seen = newest(known.stances.mandate, known.stances.on, on, known.weight.size)
    quality = opinion_quality(seen.age)
    levels = seen.of(known.stances.level)
    return formulas.over_mandates(existing(formulas.stance_values(levels), quality), quality, u)


def _earliness(known: Dossiers, on: IntArray, approved: BoolArray) -> Part:
    first, timing = next(iter(known.consultations), (None, None))
    found = [
        formulas.earliness(timing if first is not None and first <= day else None, bool(is_approved))
        for day, is_approved in zip(on.tolist(), approved, strict=True)
    ]
    return Part(np.array([float(one.value) for one in found]), np.array([float(one.quality) for one in found]))
