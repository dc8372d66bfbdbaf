"""How each collaboration stands, in one row: what a portfolio reads, filters and orders by."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F

from collab.models import Collaboration, GateState, Score
from collab.models.results import is_shown
from metrics.formulas.catalogue import METRICS
from metrics.formulas.expectation import expected
from metrics.models.weights import frames_of

# the month in which each gate is expected to be passed: a planning default, no published norm
GATE_DUE = {"G0": 3, "G1": 9, "G2": 15, "G3": 18}


class StandingQuerySet(models.QuerySet["Standing"]):
    """Which standings."""

    def troubled(self) -> "StandingQuerySet":
        """Those where a score stands below what is expected, or a gate is not passed in its month."""
        return self.filter(troubles__gt=0)


class Standing(models.Model):
    """The scores of all months and the gates of the running one, of one generation; written with them, by the scorer.

    `scores`: metric -> [[month, as_of, value, low, high, coverage], ...]; `gates`: gate -> state; `bands`: metric ->
    expected [low, high] of months 0-24 where they were set anew. They repeat what Score, GateState and WeightSet hold,
    so that a list of a thousand reads one row each and can be ordered by what they say.
    """

    collaboration = models.OneToOneField(Collaboration, on_delete=models.CASCADE, related_name="standing")
    month = models.PositiveSmallIntegerField(null=True)
    as_of = models.DateField(null=True)
    scores = models.JSONField(default=dict)
    gates = models.JSONField(default=dict)
    bands = models.JSONField(default=dict)
    below = ArrayField(models.CharField(max_length=20), default=list)
    unknown = ArrayField(models.CharField(max_length=20), default=list)
    troubles = models.PositiveSmallIntegerField(default=0, db_index=True)
    generation = models.BigIntegerField()

    objects = StandingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"standing of {self.collaboration_id} in month {self.month}"

    @property
    def months(self) -> range:
        """The months that are computed."""
        return range(0 if self.month is None else self.month + 1)

    def gate_shown(self, gate: str) -> str:
        """The state of a gate as it is shown: `ahead` while its month has not come."""
        state: str = self.gates[gate]
        return "ahead" if gate_ahead(gate, state, self.month) else state

    @property
    def failed_gates(self) -> list[str]:
        """The gates that are not passed though their month has come."""
        return overdue_gates(self.gates, self.month)


def gate_ahead(gate: str, state: str, month: int | None) -> bool:
    """Whether a gate that is not passed has not come to its month yet."""
    return month is not None and month < GATE_DUE[gate] and state != GateState.State.PASS


def write_standing(collaboration: Collaboration, scores: Iterable[Score], gates: Iterable[GateState]) -> None:
    """Set the row of a collaboration from the figures of its newest generation."""
    row = standing_of(collaboration, scores, gates)
    if row.generation:
        Standing.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["collaboration"],
            update_fields=["month", "as_of", "scores", "gates", "bands", "below", "unknown", "troubles", "generation"],
        )  # fmt: skip
    else:
        Standing.objects.filter(collaboration=collaboration).delete()


def standing_of(collaboration: Collaboration, scores: Iterable[Score], gates: Iterable[GateState]) -> Standing:
    """The row as it would be stored; without figures its generation is 0."""
    series: dict[str, list[list[Any]]] = {metric: [] for metric in METRICS}
    row = Standing(collaboration=collaboration, generation=0)
    for one in sorted(scores, key=lambda score: score.month):
        figures = (one.value, one.low, one.high, one.coverage)
        series[one.metric].append([one.month, one.as_of.isoformat(), *figures])
        row.month, row.as_of, row.generation = one.month, one.as_of, one.generation
    row.scores = {metric: months for metric, months in series.items() if months}
    row.gates = {one.gate: one.state for one in gates if one.month == row.month}
    row.bands = frames_of(collaboration.weight_sets.all())
    row.below = [metric for metric, months in row.scores.items() if _is_below(metric, months[-1], row.bands)]
    row.unknown = [metric for metric, months in row.scores.items() if not is_shown(months[-1][2], months[-1][5])]
    row.troubles = len(row.below) + len(overdue_gates(row.gates, row.month))
    return row


def overdue_gates(gates: dict[str, str], month: int | None) -> list[str]:
    """Gates that fail in or after the month in which they are expected."""
    return [
        gate
        for gate, due in GATE_DUE.items()
        if month is not None and month >= due and gates.get(gate) == GateState.State.FAIL
    ]


def _is_below(metric: str, newest: list[Any], bands: dict[str, Any]) -> bool:
    month, _as_of, value, _low, _high, coverage = newest
    own = bands.get(metric)
    band = own[month] if own and month < len(own) else expected(metric, month)
    return band is not None and is_shown(value, coverage) and value < band[0]


NEEDIEST = (F("standing__troubles").desc(nulls_last=True), "name", "pk")
