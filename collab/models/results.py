"""What was computed: plain stored figures that any floor reads and only metrics.scoring writes."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.models.collaborations import Collaboration

# coverage from which a number is shown, and from which it is more than provisional (docs/metrics.md#coverage)
SHOWN_FROM, SUPPORTED_FROM = 50, 80


def is_shown(value: float | None, coverage: float | None) -> bool:
    """Whether evidence carries a number."""
    return value is not None and (coverage or 0) >= SHOWN_FROM


def is_supported(value: float | None, coverage: float | None) -> bool:
    """Whether evidence carries a number that is more than provisional."""
    return value is not None and (coverage or 0) >= SUPPORTED_FROM


class Metric(models.TextChoices):
    """The scores of a collaboration."""

    RELATIONSHIP = "relationship", _("Relationship strength")
    OWNERSHIP = "ownership", _("Shared ownership")
    ENGAGEMENT = "government", _("Government engagement")
    READINESS = "readiness", _("Readiness")


class ScoreQuerySet(models.QuerySet["Score"]):
    """Which scores."""

    def series(self, metric: str) -> "ScoreQuerySet":
        """All months of one metric in order."""
        return self.filter(metric=metric).order_by("month")


class Score(models.Model):
    """One metric at the end of one month, with bounds and parts; all rows of a collaboration have one generation."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="scores")
    metric = models.CharField(max_length=20, choices=Metric.choices)
    month = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    coverage = models.FloatField(null=True)
    parts = models.JSONField(default=dict)  # component -> {value, weight, quality, points}
    generation = models.BigIntegerField()

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collaboration", "metric", "month"], name="one_score_per_metric_and_month"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0, value__lte=100), name="score_lies_between_0_and_100"
            ),
            models.CheckConstraint(
                condition=Q(low=None) | Q(low__lte=models.F("high")), name="score_bounds_are_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} month {self.month}"

    @property
    def has_enough_evidence(self) -> bool:
        """Whether a number may be shown: half of the weight is covered."""
        return is_shown(self.value, self.coverage)

    @property
    def is_supported(self) -> bool:
        """Whether it is more than provisional."""
        return is_supported(self.value, self.coverage)


class PairScores(models.Model):
    """The pairs of the running month in one compact row: organisation ids and one array per figure."""

    collaboration = models.OneToOneField(Collaboration, on_delete=models.CASCADE, related_name="pair_scores")
    month = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    # figure -> one entry a pair; parts: component -> {weight, and value, quality and points with one entry a pair}
    pairs = models.JSONField(default=dict)
    generation = models.BigIntegerField()

    def __str__(self) -> str:
        return f"pairs of {self.collaboration_id} in month {self.month}"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row a pair."""
        return rows_of_pairs(self.pairs)


def rows_of_pairs(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Columns as rows: a, b, needed, value, low, high, coverage, joint, trust, ..., and parts by component."""
    if not columns:
        return []
    parts = [
        [
            {"value": value, "weight": part["weight"], "quality": quality, "points": points}
            for value, quality, points in zip(part["value"], part["quality"], part["points"], strict=True)
        ]
        for part in columns["parts"].values()
    ]
    plain = {name: column for name, column in columns.items() if name != "parts"}
    plain["parts"] = [dict(zip(columns["parts"], row, strict=True)) for row in zip(*parts, strict=True)]
    return [dict(zip(plain, row, strict=True)) for row in zip(*plain.values(), strict=True)]
