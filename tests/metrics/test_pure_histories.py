"""Random histories of evidence, computed in arrays without a database, against the slow oracle, pair by pair."""

import random
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from collab.months import snapshots
from metrics.answers import Answers, picks_of
from metrics.computing import compute
from metrics.evidence import NEVER, NOBODY, OUTCOMES, Contacts, Core, Evidence, Promises, Ties
from metrics.formulas.composite import number, stored
from metrics.formulas.relationship import contact_weights
from tests.metrics.naive import MODE, Facts

STARTED_ON, TODAY = date(2024, 12, 20), date(2025, 6, 1)
DAYS = snapshots(STARTED_ON, TODAY)
SIZE = 5
NAN = float("nan")
FIGURES = ("value", "low", "high", "coverage")


def history(seed: int) -> Facts:
    """Meetings, promises and answers of 5 organisations, more or fewer, some of them later than the last snapshot."""
    chance = random.Random(seed)

    def day() -> date:
        return TODAY + timedelta(days=30 - chance.randrange(600))

    def two() -> list[int]:
        return chance.sample(range(SIZE), 2)

    facts = Facts(SIZE)
    for _ in range(chance.randrange(12)):
        present = chance.sample(range(SIZE), chance.randint(1, SIZE))
        facts.meetings.append({"on": day(), "mode": chance.choice(list(MODE)), "is_held": True, "present": present,
                               "called_by": chance.choice([None, *range(SIZE)])})  # fmt: skip
    for _ in range(chance.randrange(8)):
        (promiser, promisee), due_on = two(), day()
        outcome = chance.choice(OUTCOMES)
        closed_on = None if outcome == "open" else due_on + timedelta(days=chance.randint(-30, 200))
        to = chance.choice([promisee, promisee, None])
        facts.promises.append({"promiser": promiser, "promisee": to, "due_on": due_on, "outcome": outcome,
                               "closed_on": closed_on})  # fmt: skip
    said: set[tuple[int, int, date]] = set()
    for _ in range(chance.randrange(14)):
        (rater, subject), on = two(), day()
        if (rater, subject, on) not in said:
            said.add((rater, subject, on))
            trust = tuple(chance.choice([None, 1, 2, 3, 4]) for _ in range(3)) if chance.random() < 0.8 else ()
            joint = chance.choice([None, *range(6)])
            facts.answers.append({"rater": rater, "subject": subject, "on": on, "trust": trust, "joint": joint})
    return facts


def arrays(facts: Facts) -> Evidence:
    """The same as metrics.evidence would load it: only what is dated up to the last snapshot."""
    until = DAYS[-1].toordinal()
    held = [one for one in facts.meetings if one["on"].toordinal() <= until]
    contacts = [
        (one["on"].toordinal(), float(contact_weights(MODE[one["mode"]], len(one["present"]))), a, b, one["called_by"])
        for one in held for a in sorted(one["present"]) for b in sorted(one["present"]) if a < b
    ]  # fmt: skip
    on, weight, low, high, called_by = zip(*contacts, strict=True) if contacts else ((),) * 5
    due = [one for one in facts.promises if one["due_on"].toordinal() <= until]
    answers = [one for one in facts.answers if one["on"].toordinal() <= until]
    core = np.arange(1, SIZE)
    return Evidence(
        organizations=np.arange(SIZE), is_public=np.zeros(SIZE, dtype=np.bool_),
        is_local=np.ones(SIZE, dtype=np.bool_), backbone=0,
        core=Core(core, np.full(core.size, STARTED_ON.toordinal()), np.full(core.size, NEVER)),
        ties=Ties(*(ints([]) for _ in range(2)), np.array([], dtype=np.bool_), *(ints([]) for _ in range(3))),
        met_on=np.sort(ints(one["on"].toordinal() for one in held)),
        contacts=Contacts(
            ints(on), np.array(weight, dtype=np.float64), ints(low), ints(high),
            ints(NOBODY if one is None else one for one in called_by), np.full(len(on), NOBODY),
        ),
        promises=Promises(
            ints(one["promiser"] for one in due),
            ints(NOBODY if one["promisee"] is None else one["promisee"] for one in due),
            ints(one["due_on"].toordinal() for one in due),
            ints(NEVER if one["closed_on"] is None else one["closed_on"].toordinal() for one in due),
            ints(OUTCOMES.index(one["outcome"]) for one in due),
        ),
        answers=Answers(
            ints(one["rater"] for one in answers), ints(one["subject"] for one in answers),
            ints(one["on"].toordinal() for one in answers),
            np.array([one["trust"] or (None,) * 3 for one in answers], dtype=np.float64).reshape(-1, 3),
            np.array([NAN if one["joint"] is None else one["joint"] for one in answers], dtype=np.float64),
            np.array([bool(one["trust"]) for one in answers], dtype=np.bool_),
            np.array([one["joint"] is not None for one in answers], dtype=np.bool_),
        ),
        picks=picks_of(ints([]), ints([]), ints([]), np.array([])),
    )  # fmt: skip


def ints(values: Any) -> Any:
    return np.array(list(values), dtype=np.int64)


def check(seed: int) -> None:
    """Every pair at two snapshots equals the oracle; parts add up to the score; order of rows changes nothing."""
    facts = history(seed)
    computed = compute(arrays(facts), DAYS)
    figures = computed.parts.figures
    for month in {random.Random(seed).randrange(len(DAYS)), len(DAYS) - 1}:
        for place, (a, b) in enumerate(zip(computed.pairs.low.tolist(), computed.pairs.high.tolist(), strict=True)):
            expected = facts.pair(a, b, DAYS[month])
            found = {name: number(getattr(figures, name)[month, place]) for name in FIGURES}
            assert found == pytest.approx({name: expected[name] for name in FIGURES}, abs=1.01e-4), (seed, month, a, b)
            points = computed.parts.points[month, place]
            assert np.nansum(points) == pytest.approx(expected["value"] or 0, abs=1.01e-4), (seed, month, a, b)
    value, low, high = (stored(getattr(computed.whole.figures, name)) for name in ("value", "low", "high"))
    known = ~np.isnan(value)
    assert np.all((low[known] <= value[known] + 1e-4) & (value[known] <= high[known] + 1e-4)), seed
    assert np.nansum(computed.whole.points, axis=-1)[known] == pytest.approx(value[known], abs=1e-9), seed
    random.Random(seed).shuffle(facts.meetings)
    random.Random(seed).shuffle(facts.promises)
    again = compute(arrays(facts), DAYS)
    for name in FIGURES:
        mine, theirs = getattr(figures, name), getattr(again.parts.figures, name)
        assert np.array_equal(stored(mine), stored(theirs), equal_nan=True), (seed, name)


def test_pairs_equal_the_oracle_in_random_histories():
    for seed in range(100):
        check(seed)


@pytest.mark.long
def test_pairs_equal_the_oracle_in_5000_random_histories():
    for seed in range(1_000, 6_000):
        check(seed)
