"""Readiness the slow way: criterion by criterion and assessor by assessor."""

from typing import Any

from tests.metrics.oracle.composite import Told, mean, newest, opinion, told

CRITERIA = {
    "interest": 0.25, "champion": 0.20, "mission_fit": 0.15, "capacity": 0.15, "legitimacy": 0.15, "track_record": 0.10,
}  # fmt: skip
SECTIONS = {"A": (0.15, 4, 2), "B": (0.35, 3, 4), "C": (0.30, 7, 4), "D": (0.20, 5, 4)}  # weight, items, highest level
ITEMS = {f"{s}{n}": weight / items for s, (weight, items, _top) in SECTIONS.items() for n in range(1, items + 1)}
Ratings = list[dict[str, Any]]


def heard(ratings: Ratings, on: int, *, is_fact: bool, **of: Any) -> dict[int, tuple[int, float]]:
    """What each assessor says at a day, and the force of it; who does not know is not heard."""
    found = {}
    for assessor in {row["assessor"] for row in ratings}:
        row = newest(ratings, on, assessor=assessor, **of)
        if row is not None and row["level"] is not None:
            force = 1.0 if is_fact else opinion(on - row["on"])
            if force:
                found[assessor] = (row["level"], force)
    return found


def partner(ratings: Ratings, organization: int, on: int) -> tuple[Told, int]:
    """One partner, and how many organisations have assessed its interest."""
    parts: dict[str, tuple[float | None, float]] = {}
    for criterion in CRITERIA:
        said = heard(ratings, on, is_fact=criterion == "track_record", partner=organization, criterion=criterion)
        own = [level for assessor, (level, _force) in said.items() if assessor == organization]
        others = [level for assessor, (level, _force) in said.items() if assessor != organization]
        value = mean([mean(own), mean(others)])
        quality = min(sum(0.5 * force for _level, force in said.values()), 1.0 if own else 0.5)
        parts[criterion] = (None if value is None else 25 * value, quality)
    interested = heard(ratings, on, is_fact=False, partner=organization, criterion="interest")
    return told(parts, CRITERIA), len(interested)


def whole(ratings: Ratings, on: int, relationship: Told | None, government: Told | None) -> Told:
    """The collaboration; two of its items are other scores, with their bounds."""
    parts: dict[str, tuple[float | None, float]] = {}
    bounds = {}
    for item in ITEMS:
        said = heard(ratings, on, is_fact=item == "C3", item=item)
        value = mean([level for level, _force in said.values()])
        quality = min(sum(0.5 * force for _level, force in said.values()), 1.0)
        parts[item] = (None if value is None else 100 * value / SECTIONS[item[0]][2], quality)
    for item, score in (("C5", government), ("C6", relationship)):
        parts[item] = (None, 0.0)
        if score is not None and score.number is not None:
            parts[item], bounds[item] = (score.value, score.coverage / 100), (score.low, score.high)
    return told(parts, ITEMS, bounds)
