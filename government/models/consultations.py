"""Consultations: meetings in which a public body was asked about substance, and how early that was."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Meeting
from government.models.mandates import Mandate


@tracked
class Consultation(models.Model):
    """A meeting marked as substantive for a mandate."""

    class Timing(models.TextChoices):
        """How early: before the problem was framed is best, after approval is too late to matter."""

        BEFORE_FRAMING = "before framing", _("Before the problem was framed")
        BEFORE_DRAFT = "before draft", _("Before the strategy was drafted")
        BEFORE_APPROVAL = "before approval", _("Before the strategy was approved")
        LATER = "later", _("Later")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="consultations")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="consultations", verbose_name=_("meeting")
    )
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("mandate")
    )
    timing = models.CharField(_("how early"), max_length=16, choices=Timing.choices)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "mandate"],
                name="one_consultation_per_meeting_and_mandate",
                violation_error_message=_("This meeting is marked for this mandate already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_timing_display())
