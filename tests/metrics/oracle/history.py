"""Random histories of everything but ties: ratings, decisions, strategy, mandates. Days are ordinals."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.metrics.oracle.government import CADENCE, TIMING
from tests.metrics.oracle.readiness import CRITERIA, ITEMS, SECTIONS

NEVER = date.max.toordinal()
STAGES = ("identified", "interested", "committed", "active", "paused")
Row = dict[str, Any]


@dataclass
class History:
    """What is known; organisation 0 is the backbone, all others are partners."""

    size: int
    started_on: int
    meetings: list[Row]
    public: set[int] = field(default_factory=set)
    local: set[int] = field(default_factory=set)
    core: list[tuple[int, int, int]] = field(default_factory=list)
    partner_ratings: list[Row] = field(default_factory=list)
    whole_ratings: list[Row] = field(default_factory=list)
    stages: list[Row] = field(default_factory=list)
    decisions: list[Row] = field(default_factory=list)
    written: list[Row] = field(default_factory=list)
    given: list[Row] = field(default_factory=list)
    roles: list[tuple[int, int, int]] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    endorsements: list[Row] = field(default_factory=list)
    perceived: list[Row] = field(default_factory=list)
    mandates: list[Row] = field(default_factory=list)
    liaisons: list[Row] = field(default_factory=list)
    ratings: list[Row] = field(default_factory=list)
    none_found: list[Row] = field(default_factory=list)
    stances: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    state: list[Row] = field(default_factory=list)
    consultations: list[Row] = field(default_factory=list)


def history(seed: int, *, size: int, started_on: int, until: int, meetings: list[Row]) -> History:
    """A history of up to 600 days that ends a month after the last snapshot; some of them thick, some thin."""
    chance = random.Random(seed)
    facts = History(size, started_on, meetings)
    thick = chance.choice([0.3, 1.0, 3.0])

    def day() -> int:
        return until + 30 - chance.randrange(600)

    def term() -> tuple[int, int]:
        since = chance.choice([started_on - 200, day()])
        return since, chance.choice([NEVER, NEVER, since + chance.randrange(1, 400)])

    def times(most: int) -> range:
        return range(chance.randrange(int(most * thick) + 1))

    _people(facts, chance, day, term)
    _readiness(facts, chance, day, times)
    _strategy(facts, chance, day, term, times)
    _government(facts, chance, day, term, times)
    return facts


def _people(facts: History, chance: random.Random, day: Callable[[], int], term: Callable[[], tuple[int, int]]) -> None:
    everybody = range(facts.size)
    facts.public = set(chance.sample(everybody, chance.choice([0, 0, 1])))
    facts.local = set(chance.sample(everybody, chance.randint(0, facts.size)))
    facts.core = [(who, *term()) for who in everybody if who and chance.random() < 0.9]
    rows = [{"organization": who, "on": facts.started_on - 100, "stage": "active"} for who in everybody]
    rows += [{"organization": chance.choice(everybody), "on": day(), "stage": chance.choice(STAGES)} for _ in range(6)]
    facts.stages = _one_a_day(rows, "organization")


def _readiness(facts: History, chance: random.Random, day: Callable[[], int], times: Callable[[int], range]) -> None:
    asked = [*CRITERIA, "interest", "interest"]
    facts.partner_ratings = _one_a_day(
        (
            {"partner": chance.randrange(1, facts.size), "criterion": chance.choice(asked),
             "assessor": chance.randrange(facts.size), "on": day(), "level": chance.choice([None, *range(5)])}
            for _ in times(60)
        ), "partner", "criterion", "assessor",
    )  # fmt: skip
    lowest = chance.choice([0, 0, 1])
    found = []
    for _ in times(80):
        item = chance.choice([one for one in ITEMS if one not in ("C5", "C6")])
        level = chance.choice([None, *range(lowest, SECTIONS[item[0]][2] + 1)])
        found.append({"item": item, "assessor": chance.randrange(facts.size), "on": day(), "level": level})
    facts.whole_ratings = _one_a_day(found, "item", "assessor")


def _strategy(
    facts: History,
    chance: random.Random,
    day: Callable[[], int],
    term: Callable[[], tuple[int, int]],
    times: Callable[[int], range],
) -> None:
    everybody = range(facts.size)

    def some(least: int) -> list[int]:
        return chance.sample(everybody, chance.randint(least, facts.size))

    facts.decisions = [
        {"on": day(), "carried": chance.random() < 0.8, "proposed": some(1), "approved": some(0)} for _ in times(8)
    ]
    facts.written = [
        {"organization": chance.choice(everybody), "on": day(), "amount": float(chance.randint(1, 40))}
        for _ in times(12)
    ]
    facts.given = [
        {"organization": chance.choice(everybody), "on": day(), "amount": chance.choice([0.0, 12.5, 70.0, 1e6])}
        for _ in times(8)
    ]
    facts.roles = [(chance.choice(everybody), *term()) for _ in times(4)]
    facts.versions = sorted(day() for _ in times(2))
    facts.endorsements = _one_a_day(
        (
            {"version": chance.randrange(len(facts.versions)), "organization": chance.choice(everybody), "on": day(),
             "endorsed": chance.random() < 0.8}
            for _ in (times(12) if facts.versions else ())
        ), "version", "organization",
    )  # fmt: skip
    waves = [day() for _ in range(3)]
    facts.perceived = [
        {"organization": chance.choice(everybody), "on": chance.choice(waves),
         "items": [chance.choice([None, *range(1, 6)]) for _ in range(4)]}
        for _ in times(12)
    ]  # fmt: skip


def _government(
    facts: History,
    chance: random.Random,
    day: Callable[[], int],
    term: Callable[[], tuple[int, int]],
    times: Callable[[int], range],
) -> None:
    for _ in range(chance.randrange(5)):
        since, until = term()
        facts.mandates.append({"weight": chance.randint(1, 3), "from": since, "to": until})
    listed = range(len(facts.mandates))
    for _ in times(6) if listed else ():
        since, until = term()
        post = {
            "mandate": chance.choice(listed),
            "from": since,
            "to": until,
            "steps": chance.choice([0, 1, 2, 3, None]),
        }
        facts.liaisons.append(post)
    facts.ratings = _one_a_day(
        (
            {"liaison": chance.randrange(len(facts.liaisons)), "on": day(), "trust": chance.choice([None, *range(5)]),
             "levels": [chance.choice([None, 0, *range(1, 5), 3, 4, 4, 4]) for _ in range(4)]}
            for _ in (times(12) if facts.liaisons else ())
        ), "liaison",
    )  # fmt: skip
    of_one = times(4) if listed else ()
    facts.none_found = _one_a_day(({"mandate": chance.choice(listed), "on": day()} for _ in of_one), "mandate")
    facts.stances = _one_a_day(
        ({"mandate": chance.choice(listed), "on": day(), "level": chance.randrange(5)} for _ in of_one), "mandate"
    )
    facts.contacts = [
        {"on": day(), "touches": chance.sample(listed, chance.randint(1, len(listed)))}
        for _ in of_one
        for _ in range(2)
    ]
    facts.state = _one_a_day({"on": day(), "role": chance.choice(list(CADENCE))} for _ in times(2))
    facts.consultations = _one_a_day({"on": day(), "timing": chance.choice(list(TIMING))} for _ in times(2))


def _one_a_day(rows: Iterable[Row], *of: str) -> list[Row]:
    """The database takes one row a day of the same."""
    return list({(row["on"], *(row[key] for key in of)): row for row in rows}.values())
