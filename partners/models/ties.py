"""Ties: which pairs of organisations need each other, and how often they mean to talk."""

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Organization

DEFAULT_CADENCE_DAYS = 60


class TieQuerySet(models.QuerySet["Tie"]):
    """Which ties."""

    def in_force(self, *, on: date) -> "TieQuerySet":
        """Those agreed on that day."""
        return self.filter(Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gt=on)))


@tracked
class Tie(models.Model):
    """What was agreed about a pair: needed or not, from a day to a day. The lower id stands first."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="ties")
    first = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    is_needed = models.BooleanField(_("needed"), default=True)
    cadence_days = models.PositiveSmallIntegerField(_("talk every … days"), default=DEFAULT_CADENCE_DAYS)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="tie_names_the_lower_id_first"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="tie_ends_after_it_begins",
                violation_error_message=_("A tie cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(cadence_days__gte=1, cadence_days__lte=730), name="tie_cadence_between_a_day_and_two_years",
                violation_error_message=_("The cadence must lie between 1 and 730 days."),
            ),
            models.UniqueConstraint(
                fields=["collaboration", "first", "second"], condition=Q(to_on=None), name="one_open_tie_per_pair",
                violation_error_message=_("This pair has a tie already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.first} - {self.second}"

    @classmethod
    def agree(
        cls, first: Organization, second: Organization, *, is_needed: bool, cadence_days: int, from_on: date
    ) -> "Tie":
        """What holds for a pair from a day on. What held before ends on that day and stays as history.

        An agreement that begins on or after that day is corrected in place.
        """
        low, high = sorted((first, second), key=lambda one: one.pk)
        with transaction.atomic():
            rows = cls.objects.filter(collaboration_id=low.collaboration_id, first=low, second=high, to_on=None)
            before = rows.select_for_update().first()
            if before is not None and before.from_on < from_on:
                before.to_on = from_on
                before.version += 1
                before.save()
            tie = before if before is not None and before.to_on is None else cls(first=low, second=high)
            tie.collaboration_id = low.collaboration_id
            tie.is_needed, tie.cadence_days, tie.from_on = is_needed, cadence_days, from_on
            tie.save()
        return tie
