"""After any history of writes and deliveries, what is stored equals a computation from scratch, in any order."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collab.models import Collaboration, Commitment, Meeting, Organization, PairScores, Score
from metrics.scoring import score_collaboration
from partners.models import Answer
from tests import factories
from tests.metrics.naive import Facts

STARTED_ON, TODAY = date(2024, 12, 20), date(2025, 6, 1)
SIZE = 4  # the backbone and three core partners
FIGURES = ("value", "low", "high", "coverage")

organization = st.integers(0, SIZE - 1)
day = st.integers(0, 600).map(lambda ago: TODAY + timedelta(days=30) - timedelta(days=ago))
two = st.lists(organization, min_size=2, max_size=2, unique=True)
meetings = st.fixed_dictionaries({
    "on": day, "mode": st.sampled_from(Meeting.Mode.values), "is_held": st.booleans() | st.just(True),
    "present": st.lists(organization, min_size=1, max_size=SIZE, unique=True), "called_by": st.none() | organization,
})  # fmt: skip
promises = st.fixed_dictionaries({
    "who": two, "to_all": st.booleans(), "due_on": day, "outcome": st.sampled_from(Commitment.Outcome.values),
    "closed_after": st.integers(-30, 200),
})  # fmt: skip
answers = st.fixed_dictionaries({
    "who": two, "person": st.none() | st.integers(0, 1), "on": day, "joint": st.none() | st.integers(0, 5),
    "trust": st.just(()) | st.tuples(*[st.none() | st.integers(1, 4)] * 3),
})  # fmt: skip
write = st.one_of(
    st.tuples(st.just("meeting"), meetings),
    st.tuples(st.just("promise"), promises),
    st.tuples(st.just("answer"), answers),
)
steps = st.lists(
    st.one_of(
        write, write, write,
        st.tuples(st.just("change"), st.integers(0, 20), write),
        st.tuples(st.just("delete"), st.integers(0, 20)),
        st.tuples(st.just("deliver"), st.integers(1, 3)),
    ),
    min_size=1, max_size=12,
)  # fmt: skip
HISTORIES = {"suppress_health_check": list(HealthCheck), "deadline": None, "print_blob": True}


class World:
    """A collaboration and the facts written into it."""

    def __init__(self) -> None:
        self.collaboration: Collaboration = factories.collaboration(started_on=STARTED_ON)
        self.members: list[Organization] = [self.collaboration.backbone]
        self.members += [factories.organization(collaboration=self.collaboration) for _ in range(SIZE - 1)]
        for one in self.members[1:]:
            factories.partner(one)
        self.people = [[factories.person(organization=one) for _ in range(2)] for one in self.members]
        self.facts: list[tuple[str, dict[str, Any], Any]] = []

    def write(self, kind: str, fact: dict[str, Any]) -> None:
        made = getattr(self, f"_{kind}")(fact)
        if made is not None:
            self.facts.append((kind, fact, made))

    def delete(self, place: int) -> None:
        if self.facts:
            _, _, made = self.facts.pop(place % len(self.facts))
            for row in made:
                row.delete()

    def deliver(self, times: int = 1) -> None:
        for _ in range(times):
            score_collaboration(self.collaboration, today=TODAY)

    def scores(self) -> list[tuple[Any, ...]]:
        rows = Score.objects.filter(collaboration=self.collaboration).series("relationship")
        return list(rows.values_list("month", "as_of", *FIGURES, "parts"))

    def pairs(self) -> list[dict[str, Any]]:
        place = {one.pk: number for number, one in enumerate(self.members)}
        rows = PairScores.objects.get(collaboration=self.collaboration).rows
        return [row | {"a": place[row["a"]], "b": place[row["b"]]} for row in rows]

    def known(self) -> Facts:
        """The same for the oracle."""
        facts = Facts(SIZE)
        for kind, fact, _ in self.facts:
            getattr(facts, {"meeting": "meetings", "promise": "promises", "answer": "answers"}[kind]).append(
                fact if kind == "meeting" else self._promised(fact) if kind == "promise" else self._answered(fact)
            )
        return facts

    def _meeting(self, fact: dict[str, Any]) -> list[Any]:
        caller = fact["called_by"]
        return [
            factories.meeting(
                *(self.members[one] for one in fact["present"]), mode=fact["mode"], is_held=fact["is_held"],
                held_at=datetime.combine(fact["on"], datetime.min.time(), tzinfo=UTC) + timedelta(hours=12),
                called_by=None if caller is None else self.members[caller],
            )
        ]  # fmt: skip

    def _promised(self, fact: dict[str, Any]) -> dict[str, Any]:
        is_open = fact["outcome"] == "open"
        closed_on = None if is_open else max(date(2023, 1, 1), fact["due_on"] + timedelta(days=fact["closed_after"]))
        promiser, promisee = fact["who"]
        return {"promiser": promiser, "promisee": None if fact["to_all"] else promisee, "due_on": fact["due_on"],
                "outcome": fact["outcome"], "closed_on": closed_on}  # fmt: skip

    def _promise(self, fact: dict[str, Any]) -> list[Any]:
        row = self._promised(fact)
        promiser, promisee = row.pop("promiser"), row.pop("promisee")
        to = None if promisee is None else self.members[promisee]
        return [factories.commitment(self.members[promiser], to, made_on=date(2023, 1, 1), **row)]

    def _answered(self, fact: dict[str, Any]) -> dict[str, Any]:
        return {"rater": fact["who"][0], "subject": fact["who"][1], "on": fact["on"], "trust": fact["trust"],
                "joint": fact["joint"]}  # fmt: skip

    def _answer(self, fact: dict[str, Any]) -> list[Any] | None:
        rater, subject = fact["who"]
        person = None if fact["person"] is None else self.people[rater][fact["person"]]
        same = {"rater": self.members[rater], "subject": self.members[subject], "rater_person": person}
        if Answer.objects.filter(counted_on=fact["on"], **same).exists():
            return None  # the database takes one answer a wave
        return factories.answers(
            same["rater"], same["subject"], trust=fact["trust"], joint=fact["joint"], counted_on=fact["on"],
            rater_person=person,
        )  # fmt: skip


def follow(history: list[tuple[Any, ...]]) -> World:
    """Live through a history; a last delivery makes it fresh."""
    world = World()
    for kind, *rest in history:
        if kind in ("meeting", "promise", "answer"):
            world.write(kind, rest[0])
        elif kind == "change":
            world.delete(rest[0])
            world.write(*rest[1])
        elif kind == "delete":
            world.delete(rest[0])
        else:
            world.deliver(rest[0])
    world.deliver()
    return world


def check(history: list[tuple[Any, ...]], seed: int) -> None:
    """What is stored is what the oracle says, and what the same facts give in another order."""
    with transaction.atomic():
        world, other = follow(history), World()
        facts = [(kind, fact) for kind, fact, _ in world.facts]
        random.Random(seed).shuffle(facts)
        for kind, fact in facts:
            other.write(kind, fact)
        other.deliver()
        assert other.scores() == world.scores()
        assert other.pairs() == world.pairs()
        known = world.known()
        assert len(world.pairs()) == SIZE * (SIZE - 1) / 2
        for row in world.pairs():
            expected = known.pair(row["a"], row["b"], TODAY)
            found = {key: row[key] for key in FIGURES} | {key: part["value"] for key, part in row["parts"].items()}
            assert found == pytest.approx(expected, abs=1.01e-4)
        for _month, as_of, value, low, high, coverage, parts in world.scores():
            pairs = [known.pair(a, b, as_of) for a in range(SIZE) for b in range(a + 1, SIZE)]
            known_of = [1 - (pair["high"] - pair["low"]) / 100 for pair in pairs]
            total = sum(share * (pair["value"] or 0) for share, pair in zip(known_of, pairs, strict=True))
            assert value == (pytest.approx(total / sum(known_of), abs=1e-2) if sum(known_of) > 1e-6 else None)
            means = [sum(pair[key] for pair in pairs) / len(pairs) for key in ("low", "high", "coverage")]
            assert [low, high, coverage] == pytest.approx(means, abs=1e-3)
            points = [part["points"] for key, part in parts.items() if key[0] != "_" and part["points"] is not None]
            assert sum(points) == pytest.approx(value or 0, abs=1e-9)
        transaction.set_rollback(True)


@settings(max_examples=25, **HISTORIES)
@given(history=steps, seed=st.integers(0, 99))
def test_stored_scores_follow_from_the_facts_alone(db, history, seed):
    check(history, seed)


@pytest.mark.slow
@settings(max_examples=200, **HISTORIES)
@given(history=steps, seed=st.integers(0, 99))
def test_stored_scores_follow_from_the_facts_alone_in_many_histories(db, history, seed):
    check(history, seed)
