"""Published figures: what was shown on a day, frozen. The running role may add rows and read them, nothing else."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.models.collaborations import Collaboration
from collab.models.directory import Organization


class PublishedFigureQuerySet(models.QuerySet["PublishedFigure"]):
    """Which published figures."""

    def for_review(self, review_id: int) -> "PublishedFigureQuerySet":
        """What a review saw."""
        return self.filter(occasion=occasion(PublishedFigure.Why.REVIEW, review_id))

    def for_report(self, report_id: object) -> "PublishedFigureQuerySet":
        """What stands in a locked report."""
        return self.filter(occasion=occasion(PublishedFigure.Why.REPORT, report_id))

    def first_of(self, metric: str) -> "PublishedFigureQuerySet":
        """The first publication of each month of one score of the collaboration, by month."""
        whole = self.filter(metric=metric, organization=None)
        return whole.order_by("month", "published_at", "id").distinct("month")


class PublishedFigure(models.Model):
    """One figure as it was published: at a month's end, for a review, or in a locked report. Never changed again.

    `metric` is the key of a score, "partner_readiness" (then with `organization`), or a gate (then `state` and
    `parts["blockers"]` stand and no value). `parts` are the components as `Score.parts` has them, `evidence` the ids of
    the records behind the figure by kind, e.g. {"meeting": ["018f..."], "answer": [3, 4]}.

    Only `metrics.publishing.freeze` adds rows. `occasion` names what they were published for; the same occasion is
    published once. Read: `collaboration.published_figures.for_review(review.pk)`, `.for_report(report.pk)`,
    `.first_of("relationship")`.
    """

    class Why(models.TextChoices):
        """On which occasion."""

        MONTH_END = "month end", _("at the end of the month")
        REVIEW = "review", _("for a review")
        REPORT = "report", _("in a report")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="published_figures")
    metric = models.CharField(max_length=20)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="published_figures"
    )
    month = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    coverage = models.FloatField(null=True)
    state = models.CharField(max_length=7, blank=True)
    parts = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    why = models.CharField(max_length=9, choices=Why.choices)
    occasion = models.CharField(max_length=60)
    published_on = models.DateField()
    published_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["collaboration", "metric", "month"])]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "occasion", "metric", "organization"],
                name="one_published_figure_per_occasion", nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(published_on__gte=models.F("as_of")), name="figure_is_published_after_its_day"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.metric} month {self.month}, published on {self.published_on}"


def occasion(why: str, what: object) -> str:
    """The name of what figures are published for. Example: "review", 12 -> "review 12"."""
    return f"{why} {what}"
