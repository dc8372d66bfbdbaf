"""Stance: how the holder of a mandate deals with the collaboration, as it was seen on a day."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Meeting
from government.models.mandates import Mandate


@tracked
class Stance(models.Model):
    """One observation. Behaviour only: no opinion, party or character is recorded anywhere."""

    class Level(models.IntegerChoices):
        """Five levels in our own words."""

        NOT_ENGAGED = 0, _("Not engaged")
        SOLE_DECIDER = 1, _("Sole decider")
        ASKS_THEN_DECIDES = 2, _("Asks, then decides")
        DECIDES_JOINTLY = 3, _("Decides jointly")
        CO_OWNS = 4, _("Co-owns and leads part")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="stances")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="stances", verbose_name=_("mandate"))
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="stances", verbose_name=_("seen in")
    )
    level = models.PositiveSmallIntegerField(_("stance"), choices=Level.choices)
    seen_on = models.DateField(_("seen on"))
    evidence = models.CharField(_("what they did or said"), max_length=400, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("-seen_on", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=4), name="stance_lies_between_0_and_4"),
            models.UniqueConstraint(
                fields=["mandate", "seen_on"],
                name="one_stance_per_mandate_and_day",
                violation_error_message=_("A stance is recorded for this mandate and day already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_level_display())
