"""Reports that are due again and again."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration


class ReportScheduleQuerySet(models.QuerySet["ReportSchedule"]):
    """Which schedules."""

    def due(self, *, on: date) -> "ReportScheduleQuerySet":
        """Those whose next draft should be there by that day."""
        return self.filter(next_on__lte=on)


@tracked
class ReportSchedule(models.Model):
    """A report that is due again and again: drafted on its day, its owner told, what evidence lacks listed."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="report_schedules")
    template = models.CharField(_("template"), max_length=40)
    audience = models.CharField(_("for whom"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    every_months = models.PositiveSmallIntegerField(_("every … months"), default=3)
    next_on = models.DateField(_("next draft on"))
    days_to_write = models.PositiveSmallIntegerField(_("days to write it"), default=21)

    objects = ReportScheduleQuerySet.as_manager()

    class Meta:
        ordering = ("next_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(every_months__gte=1, every_months__lte=24), name="report_is_due_every_1_to_24_months",
                violation_error_message=_("A report can be due every 1 to 24 months."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.template} {self.next_on}"
