"""Relationship strength the slow way: one pair at one snapshot, straight from a list of facts. An oracle for tests."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from metrics.formulas import relationship as formulas
from metrics.formulas.ageing import log_alive
from metrics.formulas.composite import number

NAN = float("nan")
MODE = {"in person": 1.0, "joint work": 1.0, "call": 0.7, "video": 0.7, "message": 0.3}


@dataclass
class Facts:
    """What is known; organisations are 0 (the backbone), 1, 2, ...; all others are core partners."""

    size: int
    meetings: list[dict[str, Any]] = field(default_factory=list)
    promises: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    def pair(self, a: int, b: int, on: date) -> dict[str, float | None]:
        """The five components of a pair."""
        held = [one for one in self.meetings if one["is_held"] and one["on"] <= on]
        alive = float(log_alive(min(((on - one["on"]).days for one in held), default=NAN)))
        ab, ba = self._said(a, b, on), self._said(b, a, on)
        parts = {
            "trust": formulas.trust(ab["trust"], ba["trust"], ab["trust_age"], ba["trust_age"]),
            "commitments": formulas.commitments(*self._promised(a, b, on), alive),
            "joint_work": formulas.joint_work(ab["joint"], ba["joint"], ab["joint_age"], ba["joint_age"]),
            "contact": formulas.contact(self._energy(a, b, held, on), alive),
            "reciprocity": formulas.reciprocity(
                ab["items"], ba["items"], ab["joint"], ba["joint"], *self._calls(a, b, held, on)
            ),
        }
        figure = formulas.relationship(parts).at()
        return {key: number(part.value) for key, part in parts.items()} | vars(figure)

    def _energy(self, a: int, b: int, held: list[dict[str, Any]], on: date) -> float:
        both = [one for one in held if {a, b} <= set(one["present"])]
        weights = [0.2 if len(one["present"]) > 8 else MODE[one["mode"]] for one in both]
        return sum(weight * 2 ** (-(on - one["on"]).days / 60) for weight, one in zip(weights, both, strict=True))

    def _calls(self, a: int, b: int, held: list[dict[str, Any]], on: date) -> tuple[int, int]:
        both = [one for one in held if {a, b} <= set(one["present"]) and (on - one["on"]).days <= 180]
        return sum(one["called_by"] == a for one in both), sum(one["called_by"] == b for one in both)

    def _promised(self, a: int, b: int, on: date) -> tuple[int, int, int, int]:
        count = {"kept": 0, "partly": 0, "broken": 0, "due": 0}
        for one in self.promises:
            concerns = (one["promiser"], one["promisee"]) in {(a, b), (b, a), (a, None), (b, None)}
            age = (on - one["due_on"]).days
            in_time = one["outcome"] == "renegotiated" and one["closed_on"] <= one["due_on"]
            if not concerns or not 0 <= age <= 365 or in_time:
                continue
            count["due"] += 1
            outcome = one["outcome"] if one["closed_on"] and one["closed_on"] <= on else "open"
            if outcome == "open" and age >= 90:
                outcome = "broken"
            outcome = "broken" if outcome == "renegotiated" else outcome
            if outcome != "open":
                count[outcome] += 1
        return count["kept"], count["partly"], count["broken"], count["due"]

    def _said(self, rater: int, subject: int, on: date) -> dict[str, Any]:
        rows = [
            one for one in self.answers
            if (one["rater"], one["subject"]) == (rater, subject) and (on - one["on"]).days >= 0
        ]  # fmt: skip
        trust, trust_age = _newest([one for one in rows if one["trust"]], on)
        joint, joint_age = _newest([one for one in rows if one["joint"] is not None], on)
        heard = [t for t in ([NAN if x is None else x for x in one["trust"]] for one in trust) if np.isnan(t).sum() < 2]
        return {
            "trust": _mean([float(formulas.rater_trust(t)) for t in heard]),
            "items": [_mean([t[n] for t in heard]) for n in range(3)],
            "trust_age": trust_age,
            "joint": _mean([float(one["joint"]) for one in joint]),
            "joint_age": joint_age,
        }


def _newest(rows: list[dict[str, Any]], on: date) -> tuple[list[dict[str, Any]], float]:
    """The rows of the newest wave and its age; nothing when it is too old."""
    last = max((one["on"] for one in rows), default=None)
    if last is None or (on - last).days > 365:
        return [], NAN
    return [one for one in rows if one["on"] == last], (on - last).days


def _mean(values: list[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return sum(known) / len(known) if known else NAN
