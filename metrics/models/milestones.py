"""Milestones on the way from month 0 to month 24 that somebody set by hand."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration


@tracked
class Milestone(models.Model):
    """A milestone that was reached, as a person says; what evidence tells by itself is found, not stored.

    `metrics.frame.milestones(collaboration, on=today)` gives all of them, found or set by hand, with the month in which
    each is expected.
    """

    class Key(models.TextChoices):
        """What is reached; the month stands in metrics.formulas.catalogue.MILESTONES."""

        EXPLAINED = "explained", _("The model is explained to all core partners")
        MAPPED = "mapped", _("Mandates and liaisons are mapped")
        CONSULTED = "consulted", _("Government is consulted for the first time")
        PROVEN = "proven", _("Relationships are proven")
        CO_CHAIR = "co-chair", _("A local organisation chairs or leads")
        DRAFTED = "drafted", _("Three partners or more have drafted the strategy")
        ENDORSED = "endorsed", _("Four fifths of the partners endorse the strategy")
        READY = "ready", _("Ready for joint action")
        REVIEWED = "reviewed", _("The joint learning review is held, and measuring the population decided on")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="milestones")
    key = models.CharField(_("milestone"), max_length=10, choices=Key.choices)
    reached_on = models.DateField(_("reached on"))
    note = models.CharField(_("how we know"), max_length=300, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collaboration", "key"], name="one_milestone_of_a_kind"),
        ]

    def __str__(self) -> str:
        return str(self.get_key_display())
