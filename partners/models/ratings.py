"""Ratings of readiness: signed statements of an organisation about a partner or the whole, with evidence and reply."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Organization, Seat, User
from partners.models.participation import Partner

HIGHEST_LEVEL = 4
HIGHEST_OF_APPROPRIATENESS = 2  # no, partly, yes


class RatingQuerySet(models.QuerySet[Any]):
    """Which ratings."""

    def by_day(self, *, on: date) -> "RatingQuerySet":
        """Those made by that day, the newest first."""
        return self.filter(rated_on__lte=on).order_by("-rated_on", "-id")


class ReadinessRatingQuerySet(RatingQuerySet):
    """Which ratings of partners."""

    def visible_to(self, seat: Seat) -> "ReadinessRatingQuerySet":
        """Those of partners whose readiness the reader may see."""
        return self.filter(partner__in=Partner.objects.visible_to(seat))


@tracked
class ReadinessRating(models.Model):
    """What an organisation judged of a partner on one criterion on a day, 0-4; an empty level is "not known"."""

    class Criterion(models.TextChoices):
        """Interest comes before capacity; they are two things."""

        INTEREST = "interest", _("Interest tested")
        CHAMPION = "champion", _("Champion")
        MISSION_FIT = "mission_fit", _("Mission fit")
        CAPACITY = "capacity", _("Capacity")
        LEGITIMACY = "legitimacy", _("Legitimacy")
        TRACK_RECORD = "track_record", _("Track record")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="readiness_ratings")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="ratings")
    criterion = models.CharField(_("criterion"), max_length=12, choices=Criterion.choices)
    assessor = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("assessor"))
    rated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    rated_on = models.DateField(_("rated on"))
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=400, blank=True)
    link = models.URLField(_("link to the evidence"), max_length=400, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ReadinessRatingQuerySet.as_manager()

    class Meta:
        ordering = ("-rated_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=0, level__lte=HIGHEST_LEVEL),
                name="readiness_level_lies_between_0_and_4",
            ),
            models.UniqueConstraint(
                fields=["partner", "criterion", "assessor", "rated_on"],
                name="one_readiness_rating_per_criterion_assessor_and_day",
                violation_error_message=_("Your organisation rated this partner on this day already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_criterion_display()}, {self.rated_on}"

    @property
    def is_own(self) -> bool:
        """Whether the partner rates itself."""
        return self.assessor_id == self.partner.organization_id


@tracked
class RatingReply(models.Model):
    """What the rated partner says to a rating; it stands beside the level on every page and in every export."""

    class Kind(models.TextChoices):
        """How the partner takes it."""

        REPLY = "reply", _("Reply")
        CONTEST = "contest", _("Contests the level")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    rating = models.OneToOneField(ReadinessRating, on_delete=models.CASCADE, related_name="reply")
    kind = models.CharField(_("how you take it"), max_length=10, choices=Kind.choices, default=Kind.REPLY)
    text = models.TextField(_("your words"), max_length=2000)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by"))
    replied_on = models.DateField(_("replied on"))
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="rating_reply_says_something")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


@tracked
class CollaborationRating(models.Model):
    """What an organisation judged of the whole on one item on a day; an empty level is "not known".

    Items of section A go from 0 to 2 (no, partly, yes), all others from 0 to 4. Government engagement (C5) and
    relationship strength (C6) are computed, never rated.
    """

    class Item(models.TextChoices):
        """The items that people judge."""

        A1 = "A1", _("Too big for one")
        A2 = "A2", _("System change")
        A3 = "A3", _("Several sectors")
        A4 = "A4", _("People want it")
        B1 = "B1", _("Champions")
        B2 = "B2", _("Resources")
        B3 = "B3", _("Urgency")
        C1 = "C1", _("Neutral convener")
        C2 = "C2", _("Backbone")
        C3 = "C3", _("Earlier collaboration")
        C4 = "C4", _("Funders align")
        C7 = "C7", _("Voice of people affected")
        D1 = "D1", _("Common agenda")
        D2 = "D2", _("Shared measurement")
        D3 = "D3", _("Coordinated activities")
        D4 = "D4", _("Regular communication")
        D5 = "D5", _("Staffed backbone")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="ratings")
    item = models.CharField(_("item"), max_length=2, choices=Item.choices)
    assessor = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("assessor"))
    rated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    rated_on = models.DateField(_("rated on"))
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=400, blank=True)
    link = models.URLField(_("link to the evidence"), max_length=400, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ("-rated_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=0, level__lte=HIGHEST_LEVEL),
                name="collaboration_level_lies_between_0_and_4",
            ),
            models.CheckConstraint(
                condition=~Q(item__startswith="A") | Q(level=None) | Q(level__lte=HIGHEST_OF_APPROPRIATENESS),
                name="appropriateness_level_lies_between_0_and_2",
            ),
            models.CheckConstraint(
                condition=~Q(item__in=["C5", "C6"]), name="collaboration_rating_leaves_out_what_is_computed"
            ),
            models.UniqueConstraint(
                fields=["collaboration", "item", "assessor", "rated_on"],
                name="one_collaboration_rating_per_item_assessor_and_day",
                violation_error_message=_("Your organisation rated the collaboration on this day already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.item}, {self.rated_on}"


def newest(rows: models.QuerySet[Any], *group: str) -> models.QuerySet[Any]:
    """Of rows with a day, the newest one for each combination of the named columns."""
    return rows.order_by(*group, F("rated_on").desc(), F("id").desc()).distinct(*group)
