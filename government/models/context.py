"""How far the state leads social provision: a dated fact that changes thresholds, cadence and advice."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration

# The words of metrics.md section 4; the formulas hold the same numbers, and a test holds them together.
CADENCE_DAYS = {"state-led": 30, "mixed": 60, "not state-led": 90}
THRESHOLD = {"state-led": 70, "mixed": 58, "not state-led": 49}


class StateRoleQuerySet(models.QuerySet["StateRole"]):
    """Which role."""

    def in_force(self, *, on: date) -> "StateRoleQuerySet":
        """The newest by that day first."""
        return self.filter(from_on__lte=on).order_by("-from_on")


@tracked
class StateRole(models.Model):
    """From this day on the state leads this far."""

    class Role(models.TextChoices):
        """Three kinds of place."""

        STATE_LED = "state-led", _("State-led")
        MIXED = "mixed", _("Mixed")
        NOT_STATE_LED = "not state-led", _("Not state-led")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="state_roles")
    role = models.CharField(_("role of the state"), max_length=14, choices=Role.choices)
    from_on = models.DateField(_("from"))
    reason = models.CharField(_("why"), max_length=400, blank=True)

    objects = StateRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "from_on"],
                name="one_state_role_a_day",
                violation_error_message=_("The role of the state is set for this day already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())

    @property
    def cadence_days(self) -> int:
        """How often each mandate should be talked to."""
        return CADENCE_DAYS[self.role]

    @property
    def threshold(self) -> int:
        """What government engagement should reach."""
        return THRESHOLD[self.role]
