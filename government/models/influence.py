"""Influence and interest of bodies and organisations, never of a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Organization


@tracked
class Influence(models.Model):
    """How much a body can move the issue and how much it wants to, 0-4 each, as judged on a day."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="influences")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="influences", verbose_name=_("organisation")
    )
    influence = models.PositiveSmallIntegerField(_("influence"))
    interest = models.PositiveSmallIntegerField(_("interest"))
    judged_on = models.DateField(_("judged on"))

    class Meta:
        ordering = ("-judged_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(influence__gte=0, influence__lte=4, interest__gte=0, interest__lte=4),
                name="influence_and_interest_lie_between_0_and_4",
                violation_error_message=_("Choose a level from 0 to 4."),
            ),
            models.UniqueConstraint(
                fields=["organization", "judged_on"],
                name="one_influence_per_organization_and_day",
                violation_error_message=_("This organisation was placed on this day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.influence}, {self.interest}"
