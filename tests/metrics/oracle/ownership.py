"""Shared ownership the slow way: deed by deed and day by day."""

from typing import Any

from tests.metrics.oracle.composite import Told, kept_log, mean, newest, opinion, told

WEIGHTS = {
    "decisions": 0.20, "authorship": 0.20, "leadership": 0.15, "endorsement": 0.15, "contributions": 0.10,
    "local_share": 0.10, "perceived": 0.10,
}  # fmt: skip
Facts = Any


def eligible(facts: Facts, on: int) -> list[int]:
    """Core partners that are committed or active; no government bodies."""
    found = []
    for who, since, until in facts.core:
        stage = newest(facts.stages, on, organization=who)
        if since <= on < until and stage and stage["stage"] in ("committed", "active") and who not in facts.public:
            found.append(who)
    return found


def ownership(facts: Facts, on: int) -> Told | None:
    """The score at a day; None where nobody's part is asked for."""
    able = eligible(facts, on)
    if not able:
        return None
    log = kept_log([one["on"] for one in facts.meetings], on)
    points, decisions = _points(facts, on), [one for one in facts.decisions if _recent(one, on)]
    by_able = [one for one in decisions if {*one["proposed"], *one["approved"]} & set(able)]
    months = {who: _led(facts, who, on) for who in able}
    total = sum(points.values())
    local = sum(amount for who, amount in points.items() if who in facts.local)
    parts = {
        "decisions": _counted(balance([points.get(who, 0.0) for who in able], len(by_able)), log),
        "authorship": _counted(_spread(facts.written, able, on), log),
        "leadership": _counted(balance(list(months.values()), sum(months.values())), log),
        "endorsement": _endorsed(facts, able, on),
        "contributions": _counted(_spread(facts.given, able, on), log),
        "local_share": _counted(100 * local / total if total else None, log),
        "perceived": _perceived(facts, able, on),
    }
    return told(parts, WEIGHTS)


def balance(amounts: list[float], events: float) -> float | None:
    """How even: from the mean difference of all pairs, not from ranks."""
    n, total = len(amounts), sum(amounts)
    if n < 3 or events < 3 or not total:
        return None
    apart = sum(abs(a - b) for a in amounts for b in amounts) / (n * (n - 1))
    return 100 * (1 - apart / (2 * total / n))


def _recent(one: dict[str, Any], on: int) -> bool:
    return one.get("carried", True) and 0 <= on - one["on"] <= 365


def _points(facts: Facts, on: int) -> dict[int, float]:
    points: dict[int, float] = {}
    for one in facts.decisions:
        if _recent(one, on):
            for side in (one["proposed"], one["approved"]):
                for who in side:
                    points[who] = points.get(who, 0.0) + 0.5 / len(side)
    return points


def _spread(deeds: list[dict[str, Any]], able: list[int], on: int) -> float | None:
    rows = [one for one in deeds if _recent(one, on) and one["organization"] in able]
    return balance([sum(one["amount"] for one in rows if one["organization"] == who) for who in able], len(rows))


def _led(facts: Facts, who: int, on: int) -> float:
    """Months of the last 365 days in a leading role, counted day by day."""
    days = [
        sum(since <= day < until for one, since, until in facts.roles if one == who) for day in range(on - 364, on + 1)
    ]
    return sum(days) * 12 / 365


def _endorsed(facts: Facts, able: list[int], on: int) -> tuple[float | None, float]:
    in_force = [number for number, approved_on in enumerate(facts.versions) if approved_on <= on]
    if not in_force:
        return None, 0.0
    stances = [newest(facts.endorsements, on, version=in_force[-1], organization=who) for who in able]
    return 100 * sum(bool(one and one["endorsed"]) for one in stances) / len(able), 1.0


def _perceived(facts: Facts, able: list[int], on: int) -> tuple[float | None, float]:
    said, force = [], 0.0
    for who in able:
        wave = max(
            (one["on"] for one in facts.perceived if one["organization"] == who and one["on"] <= on), default=None
        )
        if wave is None or not opinion(on - wave):
            continue
        raters = [one["items"] for one in facts.perceived if (one["organization"], one["on"]) == (who, wave)]
        value = mean([mean([None if item is None else (item - 1) / 4 * 100 for item in items]) for items in raters])
        if value is not None:
            said.append(value)
            force += opinion(on - wave)
    return mean(said), force / len(able)


def _counted(value: float | None, log: float) -> tuple[float | None, float]:
    return (value, log) if log and value is not None else (None, 0.0)
