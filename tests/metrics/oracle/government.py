"""Government engagement the slow way: mandate by mandate."""

from typing import Any

from tests.metrics.oracle.composite import Told, kept_log, newest, opinion, told

WEIGHTS = {"coverage": 0.35, "link": 0.20, "frequency": 0.20, "stance": 0.15, "earliness": 0.10}
CADENCE = {"state-led": 30, "mixed": 60, "not state-led": 90}
THRESHOLDS = {"state-led": 70.0, "mixed": 58.0, "not state-led": 49.0}
NEAR = {0: 1.0, 1: 0.7, 2: 0.4}
TIMING = {"before framing": 100.0, "before draft": 75.0, "before approval": 50.0, "later": 25.0}
Facts = Any
Part = tuple[float | None, float]


def role(facts: Facts, on: int) -> str:
    """How far the state leads; mixed where nobody has said."""
    row = newest(facts.state, on)
    return row["role"] if row else "mixed"


def engagement(facts: Facts, on: int) -> Told | None:
    """The score at a day; None where no mandate is listed."""
    listed = [number for number, one in enumerate(facts.mandates) if one["from"] <= on < one["to"]]
    if not listed:
        return None
    best = {number: _best(facts, number, on) for number in listed}
    parts = {
        "coverage": _weighed(facts, {number: (one[0], one[2]) for number, one in best.items()}),
        "link": _weighed(facts, {number: (one[1], one[2]) for number, one in best.items()}),
        "frequency": _frequency(facts, listed, on),
        "stance": _weighed(facts, {number: _stance(facts, number, on) for number in listed}),
        "earliness": _earliness(facts, on),
    }
    return told(parts, WEIGHTS)


def _best(facts: Facts, mandate: int, on: int) -> tuple[float | None, float | None, float]:
    """Fitness and link of the best liaison of a mandate, and the force of its rating."""
    serving = [n for n, one in enumerate(facts.liaisons) if one["mandate"] == mandate and one["from"] <= on < one["to"]]
    found: list[tuple[float, float, int, float | None]] = []
    for liaison in serving:
        row = newest(facts.ratings, on, liaison=liaison)
        force = opinion(on - row["on"]) if row else 0.0
        if row and force and None not in row["levels"]:
            fit = 1.0
            for level in row["levels"]:
                fit *= level / 4
            near = NEAR.get(facts.liaisons[liaison]["steps"], 0.0)
            link = None if row["trust"] is None else near * row["trust"] * 25
            found.append((round(100 * fit**0.25, 9), force, -liaison, link))
    if found:
        fitness, force, _place, link = max(found, key=lambda one: one[:3])
        return fitness, link, force
    nobody = newest(facts.none_found, on, mandate=mandate)
    force = opinion(on - nobody["on"]) if nobody and not serving else 0.0
    return (0.0, 0.0, force) if force else (None, None, 0.0)


def _stance(facts: Facts, mandate: int, on: int) -> Part:
    row = newest(facts.stances, on, mandate=mandate)
    force = opinion(on - row["on"]) if row else 0.0
    return (25.0 * row["level"], force) if row and force else (None, 0.0)


def _weighed(facts: Facts, found: dict[int, Part]) -> Part:
    """Over mandates by their weights: the value over what is known, the quality over all."""
    known = whole = total = force = 0.0
    for mandate, (value, quality) in found.items():
        weight = facts.mandates[mandate]["weight"]
        whole += weight
        if value is not None and quality:
            known, total, force = known + weight, total + weight * value, force + weight * quality
    return (total / known if known else None), force / whole


def _frequency(facts: Facts, listed: list[int], on: int) -> Part:
    tau = CADENCE[role(facts, on)]
    log = kept_log([one["on"] for one in facts.meetings], on)
    if not log:
        return None, 0.0
    days = [one["on"] for one in facts.contacts if one["on"] <= on and set(one["touches"]) & set(listed)]
    window = min(180, max(tau, on - facts.started_on))
    late = max(on - max(days) - tau, 0) if days else None
    recency = 0.0 if late is None else 100 * 0.5 ** (late / tau)
    regularity = 100 * min(1.0, len([day for day in days if on - day <= window]) / (window / tau))
    return 0.5 * recency + 0.5 * regularity, log


def _earliness(facts: Facts, on: int) -> Part:
    asked = [one for one in facts.consultations if one["on"] <= on]
    if asked:
        return TIMING[min(asked, key=lambda one: one["on"])["timing"]], 1.0
    return (0.0, 1.0) if any(day <= on for day in facts.versions) else (None, 0.0)
