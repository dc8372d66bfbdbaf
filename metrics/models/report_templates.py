"""Templates of reports that a collaboration made itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration


@tracked
class ReportTemplate(models.Model):
    """A collaboration's own template: the sections of a locked or drafted report, without their words."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="report_templates")
    name = models.CharField(_("name"), max_length=80)
    most_pages = models.PositiveSmallIntegerField(_("at most … pages"), null=True, blank=True)
    sections = models.JSONField(default=list)  # [{title, guidance, most_words, evidence}]

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "name"], name="one_report_template_per_name",
                violation_error_message=_("A template of this name exists already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
