"""Readiness of each partner and of the collaboration at all snapshots at once: ratings in, figures out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from collab.models import PartnerScore
from metrics.breakdown import Breakdown, breakdown, cells
from metrics.evidence import BoolArray, IntArray
from metrics.formulas import readiness as formulas
from metrics.formulas.catalogue import (
    COVERAGE_SHOWN,
    OPINION_LAST_DAYS,
    PARTNER_READINESS,
    READINESS,
    READINESS_SECTIONS,
    Ageing,
)
from metrics.formulas.composite import FULL_SCORE, Composite, Figure, FloatArray, Part, composite, stored
from metrics.formulas.rules import Rules
from metrics.ratings import Ratings
from metrics.rules import weights_of

TOP = np.array([READINESS_SECTIONS[one.section][1] for one in READINESS.components], dtype=np.float64)
INHERITED = {"C5": "government", "C6": "relationship"}


@dataclass(frozen=True)
class Readiness:
    """Readiness of the partners, [snapshots, partners], and how many have assessed each criterion; and of the whole."""

    partners: Breakdown
    assessors: IntArray  # [snapshots, partners, criteria]
    whole: Breakdown


def readiness_of(
    known: Ratings, days: Sequence[date], inherited: dict[str, Composite | None], rules: Sequence[Rules]
) -> Readiness:
    """All snapshots. inherited: figures [snapshots] of government engagement and relationship strength, None = none."""
    on = np.array([day.toordinal() for day in days], dtype=np.int64)
    partners, assessors = _partners(known, on, rules)
    return Readiness(partners, assessors, _whole(known, on, inherited, rules))


def appropriateness(whole: Breakdown) -> list[Figure]:
    """Section A at each snapshot as a composite of its own: what the first gate asks."""
    a = np.array([one.section == "A" for one in READINESS.components])
    figures = composite(whole.value[:, a], whole.quality[:, a], np.ones(a.sum()))
    nothing = Figure(None, 0.0, FULL_SCORE, 0.0)
    return [figures.at(month) or nothing for month in range(len(whole.value))]


def partner_rows(
    known: Ratings, found: Breakdown, days: Sequence[date], *, collaboration_id: int, generation: int
) -> list[PartnerScore]:
    """One row a partner with arrays over the months, as stored."""
    figures = found.figures
    value, low, high, coverage = (
        cells(one.T) for one in (figures.value, figures.low, figures.high, figures.coverage)
    )  # [partners][snapshots]
    weights = np.broadcast_to(found.weights, found.value.shape)
    columns = {
        name: cells(np.moveaxis(array, 0, -1))  # [partners][criteria][snapshots]
        for name, array in (
            ("value", found.value), ("weight", weights), ("quality", found.quality), ("points", found.points),
        )
    }  # fmt: skip
    return [
        PartnerScore(
            collaboration_id=collaboration_id, organization_id=organization, as_of=list(days), value=value[place],
            low=low[place], high=high[place], coverage=coverage[place], generation=generation,
            parts=_parts(columns, place),
        )
        for place, organization in enumerate(known.organizations.tolist())
    ]  # fmt: skip


def _parts(columns: dict[str, Any], place: int) -> dict[str, dict[str, list[float | None]]]:
    return {
        key: {name: column[place][k] for name, column in columns.items()}
        for k, key in enumerate(PARTNER_READINESS.keys)
    }


def _partners(known: Ratings, on: IntArray, rules: Sequence[Rules]) -> tuple[Breakdown, IntArray]:
    rated, criteria = known.of_partners, len(PARTNER_READINESS.keys)
    level, age = rated.at(on)
    is_fact = np.tile([one.ageing is Ageing.FACT for one in PARTNER_READINESS.components], known.partners.size)
    own = rated.by(np.repeat(known.organizations, criteria))
    part = _rated(level, age, own, is_fact, formulas.CRITERION_HIGHEST)
    shape = (on.size, known.partners.size, criteria)
    value, quality = part.value.reshape(shape), part.quality.reshape(shape)
    heard = ~np.isnan(level) & (is_fact[:, None] | (age <= OPINION_LAST_DAYS))
    weights = weights_of(PARTNER_READINESS, rules)[:, None, :]
    figures = composite(value, quality, weights)
    assessors: IntArray = heard.sum(axis=-1).reshape(shape)
    return breakdown(PARTNER_READINESS, figures, value, quality, weights), assessors


def _whole(known: Ratings, on: IntArray, inherited: dict[str, Composite | None], rules: Sequence[Rules]) -> Breakdown:
    level, age = known.of_the_whole.at(on)
    is_fact = np.array([one.ageing is Ageing.FACT for one in READINESS.components])
    part = _rated(level, age, None, is_fact, TOP[:, None])
    value, quality = part.value, part.quality
    lows, highs = np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    for key, metric in INHERITED.items():
        place, figures = READINESS.keys.index(key), inherited[metric]
        if figures is not None:
            shown = stored(figures.coverage) >= COVERAGE_SHOWN
            value[:, place] = np.where(shown, figures.value, np.nan)
            quality[:, place] = np.where(shown, figures.coverage / FULL_SCORE, 0.0)
            lows[:, place], highs[:, place] = figures.low, figures.high
    weights = weights_of(READINESS, rules)
    return breakdown(READINESS, composite(value, quality, weights, lows, highs), value, quality, weights)


def _rated(level: FloatArray, age: FloatArray, own: BoolArray | None, is_fact: BoolArray, highest: Any) -> Part:
    """Cells [snapshots, cells] from their slots [snapshots, cells, places]; facts do not age."""
    since = np.where(is_fact[:, None] & ~np.isnan(age), 0.0, age)
    part = formulas.rated(level, since, own, highest)
    return Part(part.value.copy(), part.quality.copy())
