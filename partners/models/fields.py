"""Fields of one's own: what a collaboration wants to know of each partner beyond what everybody is asked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration

MOST_CHOICES = 30


class PartnerFieldQuerySet(models.QuerySet["PartnerField"]):
    """Which fields."""

    def in_use(self) -> "PartnerFieldQuerySet":
        """Those that are asked for now, by name."""
        return self.filter(is_used=True).order_by(Lower("name"))


@tracked
class PartnerField(models.Model):
    """One field; its values stand in `Partner.details` under its id. Out of use it is hidden, and nothing is lost."""

    class Kind(models.TextChoices):
        """What is written in."""

        TEXT = "text", _("Words")
        NUMBER = "number", _("A number")
        DAY = "day", _("A day")
        YES_NO = "yes or no", _("Yes or no")
        CHOICE = "choice", _("One of several")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="partner_fields")
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    choices = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("choices"))
    is_used = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PartnerFieldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "collaboration", Lower("name"), name="one_partner_field_per_name",
                violation_error_message=_("A field of this name is there already."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="partner_field_has_a_name"),
            models.CheckConstraint(
                condition=~Q(kind="choice") | Q(choices__len__gte=2), name="partner_field_offers_two_choices",
                violation_error_message=_("Write two choices at least, one a line."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
