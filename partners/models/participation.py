"""How an organisation takes part."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Organization, PartnerFigure


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Which partners."""

    def core(self, *, on: date) -> "PartnerQuerySet":
        """Those that belonged to the core on that day."""
        return self.filter(Q(core_from_on__lte=on) & (Q(core_to_on=None) | Q(core_to_on__gt=on)))

    def with_readiness(self, month: int) -> "PartnerQuerySet":
        """With the stored readiness of a month, as `.readiness` of each partner; no further query."""
        return self.select_related("organization__partner_score").annotate(readiness_month=models.Value(month))


@tracked
class Partner(models.Model):
    """An organisation takes part; while it belongs to the core, its ties count for the collaboration."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="partners")
    organization = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="partner")
    core_from_on = models.DateField(_("core partner from"), null=True, blank=True)
    core_to_on = models.DateField(_("core partner until"), null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(core_to_on=None) | Q(core_to_on__gte=F("core_from_on")),
                name="partner_leaves_the_core_after_joining",
                violation_error_message=_("A partner cannot leave the core before joining it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization}"

    @property
    def readiness(self) -> PartnerFigure | None:
        """The figure of the month that `with_readiness` asked for; None while it is not computed."""
        stored = getattr(self.organization, "partner_score", None)
        return stored.at(self.readiness_month) if stored else None  # type: ignore[attr-defined]
