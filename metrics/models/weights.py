"""Weights, bands and thresholds that a collaboration agreed on, from a month on. Never changed: a new set follows."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.models import Collaboration
from metrics.formulas.catalogue import FRAME_MONTHS
from metrics.formulas.expectation import expected


class WeightSetQuerySet(models.QuerySet["WeightSet"]):
    """Which sets."""

    def in_force(self, month: int) -> "WeightSetQuerySet":
        """The one that holds for a month first: it begins latest, and of several that begin then it was made last."""
        return self.filter(from_month__lte=month).order_by("-from_month", "-id")

    def history(self) -> "WeightSetQuerySet":
        """All, the newest decision first."""
        return self.select_related("set_by").order_by("-id")


class WeightSet(models.Model):
    """How scores are computed from a month on: what differs from the defaults of the catalogue, who said so, and why.

    Each JSON field holds only what was set; `metrics.rules.rules_of(sets, months)` gives the whole rules of each month.
    The set in force at a month's snapshot counts for that month and for no other. The running role may add rows and
    read them, nothing else.
    """

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="weight_sets")
    from_month = models.PositiveSmallIntegerField(_("from month"))
    weights = models.JSONField(default=dict)  # metric -> component -> share of the whole; sections for readiness
    bands = models.JSONField(default=dict)  # metric -> [[low, high] at months 0, 6, 12, 18, 24]
    thresholds = models.JSONField(default=dict)  # key of the catalogue's THRESHOLDS -> 0-100
    cadence = models.JSONField(default=dict)  # role of the state -> days
    half_life = models.FloatField(_("half-life of a contact in days"), null=True)
    why = models.CharField(_("reason"), max_length=500)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = WeightSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="weight_set_says_why"),
            models.CheckConstraint(
                condition=models.Q(half_life=None) | models.Q(half_life__gte=1, half_life__lte=730),
                name="half_life_between_a_day_and_two_years",
            ),
        ]

    def __str__(self) -> str:
        return f"from month {self.from_month}: {self.why}"


def frames_of(sets: Iterable[WeightSet]) -> dict[str, list[tuple[float, float] | None]]:
    """The expected band of each of the months 0-24, by metric; only metrics whose bands were ever set anew."""
    ordered = sorted(sets, key=lambda one: (one.from_month, one.pk))
    return {
        metric: [expected(metric, month, _bands(ordered, metric, month)) for month in range(FRAME_MONTHS + 1)]
        for metric in sorted({metric for one in ordered for metric in one.bands})
    }


def _bands(ordered: list[WeightSet], metric: str, month: int) -> list[tuple[float, float]] | None:
    """What the set in force at a month says of a metric's bands; None = the planning defaults."""
    in_force = next((one for one in reversed(ordered) if one.from_month <= month), None)
    return in_force.bands.get(metric) if in_force else None
