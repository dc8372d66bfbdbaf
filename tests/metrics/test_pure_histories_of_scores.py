"""Random histories of ratings, strategy and government, in arrays without a database, against the slow oracles."""

import random
from typing import Any

import numpy as np
import pytest

from metrics.breakdown import Breakdown
from metrics.everything import Everything, compute_all
from metrics.formulas.composite import number
from metrics.formulas.rules import DEFAULT
from tests.metrics import test_pure_histories as pairs
from tests.metrics.oracle import government, ownership, readiness
from tests.metrics.oracle.arrays import known
from tests.metrics.oracle.composite import Told
from tests.metrics.oracle.gates import gates
from tests.metrics.oracle.history import History, history

DAYS, SIZE = pairs.DAYS, pairs.SIZE
STARTED_ON, UNTIL = pairs.STARTED_ON, DAYS[-1].toordinal()
FIGURES = ("value", "low", "high", "coverage")
CLOSE = 1.01e-4  # two roundings to the stored four decimals
UNORDERED = (
    "partner_ratings", "whole_ratings", "stages", "decisions", "written", "given", "roles", "endorsements", "perceived",
    "ratings", "none_found", "stances", "contacts", "state", "consultations",
)  # fmt: skip


def computed(seed: int) -> tuple[History, Everything, Everything]:
    """A history, all its figures, and the same from rows in another order."""
    ties = pairs.history(seed)
    evidence = pairs.arrays(ties)
    met = [{"on": one["on"].toordinal()} for one in ties.meetings]
    facts = history(seed, size=SIZE, started_on=STARTED_ON.toordinal(), until=UNTIL, meetings=met)
    rules = [DEFAULT] * len(DAYS)
    found = compute_all(known(facts, evidence, STARTED_ON, UNTIL), DAYS, rules)
    for name in UNORDERED:
        random.Random(seed).shuffle(getattr(facts, name))
    return facts, found, compute_all(known(facts, evidence, STARTED_ON, UNTIL), DAYS, rules)


def check_score(found: Breakdown | None, told: Told | None, *index: int, about: Any) -> None:
    """Figures, parts and qualities; what the parts add is the score."""
    figure = found.at(*index) if found else None
    if told is None or figure is None:
        assert (told, figure) == (None, None), about
        return
    expected = {name: getattr(told, name) for name in FIGURES}
    assert vars(figure) == pytest.approx(expected, abs=CLOSE), about
    for place, key in enumerate(found.metric.keys):
        value, quality = told.parts[key]
        assert number(found.value[(*index, place)]) == pytest.approx(value, abs=CLOSE), (about, key)
        assert found.quality[(*index, place)] == pytest.approx(quality, abs=CLOSE), (about, key)
    added = float(np.nansum(found.points[index]))
    assert round(added, 4) == (figure.value or 0.0), about


def whole_of(found: Everything, month: int) -> Told | None:
    """Relationship strength of the whole, which has an oracle of its own."""
    figures = found.relationship.whole.figures
    low, high, coverage = (float(getattr(figures, name)[month]) for name in FIGURES[1:])
    value = float(figures.value[month])
    return None if np.isnan(coverage) else Told({}, None if np.isnan(value) else value, low, high, coverage)


def check_month(facts: History, found: Everything, month: int, about: Any) -> list[str]:
    """All scores and gates of a month; says how the gates stand."""
    on = DAYS[month].toordinal()
    interest = {}
    for place, who in enumerate(range(1, SIZE)):
        told, assessors = readiness.partner(facts.partner_ratings, who, on)
        check_score(found.readiness.partners, told, month, place, about=(*about, who))
        value = told.parts["interest"][0]
        interest[who] = (None if value is None else round(value, 4), assessors)
    ties, ruled = whole_of(found, month), government.engagement(facts, on)
    owned, whole = ownership.ownership(facts, on), readiness.whole(facts.whole_ratings, on, ties, ruled)
    check_score(found.government, ruled, month, about=(*about, "government"))
    check_score(found.ownership, owned, month, about=(*about, "ownership"))
    check_score(found.readiness.whole, whole, month, about=(*about, "readiness"))
    needed = np.flatnonzero(found.relationship.need.needed[month])
    parts = found.relationship.parts
    figures = [vars(parts.at(month, int(pair))) for pair in needed]
    core = [who for who, since, until in facts.core if since <= on < until]
    # where no mandate was ever listed, nobody has said how far the state leads
    is_listed = any(one["from"] <= day.toordinal() < one["to"] for day in DAYS for one in facts.mandates)
    threshold = government.THRESHOLDS[government.role(facts, on) if is_listed else "mixed"]
    expected = gates(
        whole, owned, ruled, threshold, figures, None if ties is None else round(ties.coverage, 4),
        [interest[who] for who in core],
    )  # fmt: skip
    states = {str(gate): str(verdict.state) for gate, verdict in found.gates[month].items()}
    assert states == expected, about
    for verdict in found.gates[month].values():
        assert (verdict.state == "pass") == (not verdict.blockers), about
        assert (verdict.state == "fail") == any(one.fails for one in verdict.blockers), about
    return list(states.values())


def check(seed: int) -> list[str]:
    """Two snapshots of one history against the oracles; order of rows changes nothing."""
    facts, found, again = computed(seed)
    states: list[str] = []
    for month in {random.Random(seed).randrange(len(DAYS)), len(DAYS) - 1}:
        states += check_month(facts, found, month, (seed, month))
    for mine, theirs in zip(found.scores, again.scores, strict=True):
        assert (mine is None) == (theirs is None)
        if mine and theirs:
            assert mine.rows() == theirs.rows(), seed
    assert found.readiness.partners.rows(-1) == again.readiness.partners.rows(-1), seed
    assert found.gates == again.gates, seed
    return states


def test_all_scores_and_gates_equal_the_oracles_in_random_histories():
    states = [state for seed in range(100) for state in check(seed)]
    assert {state: states.count(state) > 20 for state in ("pass", "fail", "unknown")} == {
        "pass": True, "fail": True, "unknown": True,
    }, "every verdict was reached"  # fmt: skip


@pytest.mark.long
def test_all_scores_and_gates_equal_the_oracles_in_5000_random_histories():
    for seed in range(1_000, 6_000):
        check(seed)
