"""Readiness of partners as stored: what any floor reads, and only metrics.scoring writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from collab.models.collaborations import Collaboration
from collab.models.directory import Organization
from collab.models.results import is_shown, is_supported


@dataclass(frozen=True)
class PartnerFigure:
    """Readiness of one partner at the end of one month, 0-100; value None = nothing known."""

    month: int
    as_of: date
    value: float | None
    low: float
    high: float
    coverage: float
    parts: Mapping[str, Mapping[str, float | None]]

    @property
    def has_enough_evidence(self) -> bool:
        """Whether a number may be shown: half of the weight is covered."""
        return is_shown(self.value, self.coverage)

    @property
    def is_supported(self) -> bool:
        """Whether it is more than provisional."""
        return is_supported(self.value, self.coverage)


class PartnerScore(models.Model):
    """Readiness of one partner at the end of every month, in one row: arrays over the months from 0 to the running one.

    One row for each organisation that takes part. Read it with `partners.with_readiness(month)`, which gives each
    partner `.readiness`, or here with `at(month)`. Who may see it is decided where it is shown (SEE_READINESS).
    """

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="partner_scores")
    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="partner_score")
    as_of = ArrayField(models.DateField())
    value = ArrayField(models.FloatField(null=True))
    low = ArrayField(models.FloatField())
    high = ArrayField(models.FloatField())
    coverage = ArrayField(models.FloatField())
    # component -> {value, weight, quality, points}, each an array over the months
    parts = models.JSONField(default=dict)
    generation = models.BigIntegerField()

    def __str__(self) -> str:
        return f"readiness of {self.organization_id}"

    @property
    def months(self) -> int:
        """How many months are computed."""
        return len(self.as_of)

    @property
    def series(self) -> list[PartnerFigure]:
        """All months in order."""
        return [figure for month in range(self.months) if (figure := self.at(month))]

    def at(self, month: int) -> PartnerFigure | None:
        """One month; None where it is not computed."""
        if not 0 <= month < self.months:
            return None
        parts: dict[str, dict[str, Any]] = {
            key: {name: cells[month] for name, cells in columns.items()} for key, columns in self.parts.items()
        }
        return PartnerFigure(
            month, self.as_of[month], self.value[month], self.low[month], self.high[month], self.coverage[month], parts
        )
