"""Liaisons: trusted advisers of senior officials, rated on four criteria apart."""

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Organization, Person, Seat
from collab.models.links import Link
from collab.roles import Action
from government.coverage import CRITERIA
from government.models.mandates import Mandate

__all__ = ["CRITERIA", "Liaison", "LiaisonRating", "NoneFound", "OwnEntryLink"]


class LiaisonQuerySet(models.QuerySet["Liaison"]):
    """Which liaisons."""

    def serving(self, *, on: date) -> "LiaisonQuerySet":
        """Those who served on that day."""
        return self.filter(Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gt=on)))

    def own_of(self, seat: Seat) -> "LiaisonQuerySet":
        """Entries of the very person who holds the seat, known by the address with which they sign in."""
        if not seat.may(Action.RATE_LIAISONS):
            return self.none()
        return self.filter(collaboration_id=seat.collaboration_id, person__email__iexact=seat.user.email)


@tracked
class Liaison(models.Model):
    """Somebody who carries what we bring to the official of a mandate."""

    class Steps(models.IntegerChoices):
        """How many people stand between the liaison and the official."""

        DIRECT = 0, _("Direct adviser")
        ONE = 1, _("One step away")
        TWO = 2, _("Two steps away")
        FURTHER = 3, _("Further away")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="liaisons")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="liaisons", verbose_name=_("mandate"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="liaison_entries", verbose_name=_("person")
    )
    steps = models.PositiveSmallIntegerField(_("steps to the official"), choices=Steps.choices, default=Steps.DIRECT)
    from_on = models.DateField(_("liaison from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = LiaisonQuerySet.as_manager()

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(steps__gte=0, steps__lte=3), name="liaison_stands_0_to_3_steps_away"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="liaison_ends_after_it_begins",
                violation_error_message=_("A liaison cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("id")), name="liaison_does_not_succeed_itself"
            ),
            models.UniqueConstraint(
                fields=["mandate", "person"],
                condition=Q(to_on=None),
                name="one_open_liaison_entry_per_person_and_mandate",
                violation_error_message=_("This person is a liaison for this mandate already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    @transaction.atomic
    def leave(self, *, on: date, successor: "Liaison | None" = None) -> None:
        """The entry ends and stays as history. Where nobody is left, the gap opens on that day."""
        self.to_on, self.successor = on, successor
        self.version += 1
        self.save(update_fields=["to_on", "successor", "version"])
        self.mandate.open_gap(on=on)


class LiaisonRatingQuerySet(models.QuerySet["LiaisonRating"]):
    """Which ratings."""

    def by_day(self, *, on: date) -> "LiaisonRatingQuerySet":
        """Those made by that day, the newest first."""
        return self.filter(rated_on__lte=on).order_by("-rated_on", "-id")


def _level(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0, f"{name}__lte": 4}),
        name=f"liaison_{name}_lies_between_0_and_4",
    )


@tracked
class LiaisonRating(models.Model):
    """What an organisation judged on a day: four criteria and the official's trust, 0-4; empty is "not known"."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="liaison_ratings")
    liaison = models.ForeignKey(Liaison, on_delete=models.CASCADE, related_name="ratings")
    assessor = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("assessor"))
    rated_on = models.DateField(_("rated on"))
    ability = models.PositiveSmallIntegerField(_("ability"), null=True, blank=True)
    willingness = models.PositiveSmallIntegerField(_("willingness"), null=True, blank=True)
    authority = models.PositiveSmallIntegerField(_("authority"), null=True, blank=True)
    bandwidth = models.PositiveSmallIntegerField(_("bandwidth"), null=True, blank=True)
    trust = models.PositiveSmallIntegerField(_("trust of the official"), null=True, blank=True)
    ability_evidence = models.CharField(_("evidence of ability"), max_length=400, blank=True)
    willingness_evidence = models.CharField(_("evidence of willingness"), max_length=400, blank=True)
    authority_evidence = models.CharField(_("evidence of authority"), max_length=400, blank=True)
    bandwidth_evidence = models.CharField(_("evidence of bandwidth"), max_length=400, blank=True)
    trust_evidence = models.CharField(_("evidence of trust"), max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = LiaisonRatingQuerySet.as_manager()

    class Meta:
        ordering = ("-rated_on", "-id")
        constraints = [
            *(_level(name) for name in (*CRITERIA, "trust")),
            models.UniqueConstraint(
                fields=["liaison", "assessor", "rated_on"],
                name="one_liaison_rating_per_assessor_and_day",
                violation_error_message=_("Your organisation rated this liaison on this day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.liaison_id} on {self.rated_on}"


@tracked
class NoneFound(models.Model):
    """Somebody looked and found no liaison for a mandate: a zero that is known, unlike one that nobody looked for."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="none_found")
    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="none_found")
    confirmed_on = models.DateField(_("confirmed on"))
    note = models.CharField(_("where was looked"), max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mandate", "confirmed_on"], name="none_found_once_a_day")]

    def __str__(self) -> str:
        return f"{self.mandate_id} on {self.confirmed_on}"


class OwnEntryLink(Link):
    """Lets a liaison see, correct and object to the own entry. One mandate's entry, nothing else."""

    liaison = models.ForeignKey(Liaison, on_delete=models.CASCADE, related_name="links")

    def __str__(self) -> str:
        return f"own entry of liaison {self.liaison_id}"
