"""Shared ownership of the strategy at all snapshots at once: deeds in, figures out; docs/metrics.md#ownership."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from metrics.breakdown import Breakdown, breakdown
from metrics.dated import ages, alive_of, newest
from metrics.evidence import BoolArray, Evidence, IntArray
from metrics.formulas import ownership as formulas
from metrics.formulas.catalogue import OPINION_LAST_DAYS, OWNERSHIP, OWNERSHIP_WINDOW_DAYS
from metrics.formulas.composite import FloatArray, Part
from metrics.formulas.distribution import balances, effective_owners
from metrics.formulas.rules import Rules
from metrics.pairs import core_of
from metrics.rules import weights_of
from metrics.strategy import Deeds as Dated
from metrics.strategy import Strategy
from partners.suppression import releases


def ownership_of(known: Strategy, evidence: Evidence, days: Sequence[date], rules: Sequence[Rules]) -> Breakdown:
    """The score at all snapshots; not computed where no core partner is committed or active."""
    on = np.array([day.toordinal() for day in days], dtype=np.int64)
    eligible = eligible_of(known, evidence, on)
    alive = alive_of(evidence.met_on, on)
    decided, carried = _points(known.decisions, on, evidence.size), _events(known.decisions, on, eligible)
    led = _leading(known, on, evidence.size)
    parts = {
        "decisions": formulas.counted(balances(decided, eligible, carried), alive),
        "authorship": _balance(known.authorship, on, eligible, alive),
        "leadership": formulas.counted(balances(led, eligible, (led * eligible).sum(axis=1)), alive),
        "endorsement": _endorsement(known, on, eligible),
        "contributions": _balance(known.contributions, on, eligible, alive),
        "local_share": formulas.counted(formulas.share(decided[:, evidence.is_local].sum(1), decided.sum(1)), alive),
        "perceived": _perceived(known, on, eligible),
    }
    weights = weights_of(OWNERSHIP, rules)
    figures = formulas.ownership(parts, weights)
    nobody = ~eligible.any(axis=1)
    value, quality = (
        np.stack([np.where(nobody, np.nan, getattr(parts[key], name)) for key in OWNERSHIP.keys], axis=-1)
        for name in ("value", "quality")
    )
    for array in (figures.value, figures.low, figures.high, figures.coverage):
        array[nobody] = np.nan
    return breakdown(OWNERSHIP, figures, value, np.nan_to_num(quality), weights, _notes(decided, eligible, known, on))


@dataclass(frozen=True)
class Deeds:
    """What each eligible organisation (by id) did in the last year, by component; months, money or points."""

    organizations: tuple[int, ...]
    amounts: dict[str, tuple[float, ...]]


def deeds_of(known: Strategy, evidence: Evidence, day: date) -> Deeds:
    """The amounts whose balance four components are, at the end of a day."""
    on = np.array([day.toordinal()], dtype=np.int64)
    able = eligible_of(known, evidence, on)[0]
    amounts = {
        "decisions": _points(known.decisions, on, evidence.size),
        "authorship": _points(known.authorship, on, evidence.size),
        "leadership": _leading(known, on, evidence.size),
        "contributions": _points(known.contributions, on, evidence.size),
    }
    return Deeds(
        tuple(evidence.organizations[able].tolist()), {key: tuple(one[0, able]) for key, one in amounts.items()}
    )


def eligible_of(known: Strategy, evidence: Evidence, on: IntArray) -> BoolArray:
    """Whose part is asked for: core partners committed or active, no government bodies, [snapshots, organisations]."""
    stage = newest(known.stages.organization, known.stages.on, on, evidence.size).of(known.stages.stands_in)
    eligible: BoolArray = core_of(evidence, on) & (stage == 1) & ~evidence.is_public
    return eligible


def _notes(decided: FloatArray, eligible: BoolArray, known: Strategy, on: IntArray) -> list[dict[str, Any]]:
    """Effective owners ("as if 3.1 of 5 partners decided"), how many count, how many answered, whether that shows."""
    heard = newest(known.perceived.organization, known.perceived.on, on, eligible.shape[1])
    said = np.where(eligible & (heard.age <= OPINION_LAST_DAYS), heard.of(known.perceived.said), np.nan)
    answers = [{int(one): month[one].tobytes() for one in np.flatnonzero(~np.isnan(month))} for month in said]
    return [
        {"_owners": _owners(points[able]), "_eligible": int(able.sum()), "_answered": len(one), "_released": may_show}
        for points, able, one, may_show in zip(decided, eligible, answers, releases(answers), strict=True)
    ]


def _owners(points: FloatArray) -> float | None:
    owners = effective_owners(points)
    return None if owners is None else round(owners, 4)


def _points(deeds: Dated, on: IntArray, organizations: int) -> FloatArray:
    """What each organisation did in the last year, [snapshots, organisations]."""
    by = np.zeros((deeds.on.size, organizations))
    by[np.arange(deeds.on.size), deeds.organization] = deeds.amount
    points: FloatArray = _in_window(deeds.on, on).astype(np.float64) @ by
    return points


def _events(deeds: Dated, on: IntArray, eligible: BoolArray) -> IntArray:
    """How many events of the last year eligible organisations had a part in, [snapshots]."""
    counts = _in_window(deeds.on, on) & eligible[:, deeds.organization]
    events = int(deeds.event.max(initial=-1)) + 1
    of = np.zeros((deeds.on.size, events), dtype=np.int64)
    of[np.arange(deeds.on.size), deeds.event] = 1
    happened: IntArray = (counts.astype(np.int64) @ of > 0).sum(axis=1)
    return happened


def _balance(deeds: Dated, on: IntArray, eligible: BoolArray, alive: FloatArray) -> Part:
    amounts = _points(deeds, on, eligible.shape[1])
    return formulas.counted(balances(amounts, eligible, _events(deeds, on, eligible)), alive)


def _leading(known: Strategy, on: IntArray, organizations: int) -> FloatArray:
    """Months as chair or group lead of the last year, [snapshots, organisations]."""
    roles = known.roles
    by = np.zeros((roles.from_on.size, organizations))
    by[np.arange(roles.from_on.size), roles.organization] = 1
    led: FloatArray = formulas.leading_months(roles.from_on, roles.to_on, on) @ by
    return led


def _endorsement(known: Strategy, on: IntArray, eligible: BoolArray) -> Part:
    given, size = known.endorsements, eligible.shape[1]
    versions = known.versions.approved_on.size
    if not versions:
        missing = np.full(on.size, np.nan)
        return Part(missing, np.zeros(on.size))
    in_force = np.searchsorted(known.versions.approved_on, on, side="right") - 1
    stance = newest(given.version * size + given.organization, given.on, on, versions * size).of(given.stands_behind)
    of_the_one = stance.reshape(on.size, versions, size)[np.arange(on.size), np.maximum(in_force, 0)]
    endorsed = (eligible & (of_the_one == 1)).sum(axis=1)
    value = formulas.endorsement(endorsed, eligible.sum(axis=1), in_force >= 0)
    return Part(value, np.where(np.isnan(value), 0.0, 1.0))


def _perceived(known: Strategy, on: IntArray, eligible: BoolArray) -> Part:
    said = newest(known.perceived.organization, known.perceived.on, on, eligible.shape[1])
    return formulas.perceived(np.where(eligible, said.of(known.perceived.said), np.nan), said.age, eligible)


def _in_window(happened_on: IntArray, on: IntArray) -> BoolArray:
    age = ages(happened_on, on)
    within: BoolArray = (age >= 0) & (age <= OWNERSHIP_WINDOW_DAYS)
    return within
