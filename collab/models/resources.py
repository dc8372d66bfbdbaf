"""What organisations gave: money or work, counted at the rate of its day."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Round
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models.collaborations import Collaboration
from collab.models.directory import Organization
from collab.models.strategy import OwnedQuerySet


@tracked
class Resource(models.Model):
    """Money or work that an organisation gave, with the rate at which it was counted then.

    `value` = amount x unit_rate in the collaboration's currency: 40 hours at 12.50, or 1000 EUR at 18.20.
    """

    class Kind(models.TextChoices):
        """What was given."""

        MONEY = "money", _("Money")
        IN_KIND = "in kind", _("In kind: time, rooms, data")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="resources")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MONEY)
    text = models.CharField(_("what it is"), max_length=200)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20, help_text=_("A currency such as EUR, or hours, days, rooms."))
    unit_rate = models.DecimalField(
        _("worth of one unit"), max_digits=14, decimal_places=4, default=1,
        help_text=_("In the currency of the collaboration; it stays as it was on the day."),
    )  # fmt: skip
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, editable=False)
    given_on = models.DateField(_("given on"))
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-given_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, unit_rate__gte=0), name="resource_is_more_than_nothing",
                violation_error_message=_("The amount must be more than 0, and what one unit is worth not below 0."),
            ),
            models.CheckConstraint(
                condition=Q(value=Round(F("amount") * F("unit_rate"), precision=2)),
                name="resource_value_is_amount_at_its_rate",
            ),
            models.UniqueConstraint(
                fields=["organization", "kind", "text", "amount", "given_on"], name="one_resource_is_noted_once",
                violation_error_message=_("This is noted already. Say in the text what differs."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Count it at its own rate."""
        self.value = self.worth()
        super().save(*args, **kwargs)

    def worth(self) -> Decimal:
        """What it is worth at its rate, halves away from zero as the database rounds."""
        return (self.amount * self.unit_rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
