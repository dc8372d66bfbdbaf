"""Decisions: what was decided, who proposed it and who carried it."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models.collaborations import Collaboration, Seat
from collab.models.directory import Organization
from collab.models.meetings import Meeting
from collab.roles import Action


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Which decisions."""

    def visible_to(self, seat: Seat) -> "DecisionQuerySet":
        """All for roles that see all evidence; else those the reader's own organisation had a part in."""
        rows = self.filter(collaboration_id=seat.collaboration_id)
        if seat.may_for_all(Action.SEE_EVIDENCE):
            return rows
        if seat.may(Action.SEE_EVIDENCE):
            return rows.filter(
                pk__in=DecisionPart.objects.filter(organization_id=seat.organization_id).values("decision")
            )
        return rows.none()

    def matching(self, words: str) -> "DecisionQuerySet":
        """Those whose text holds the words."""
        return self.filter(text__icontains=words)


@tracked
class Decision(models.Model):
    """Something the group decided, or decided against."""

    class Subject(models.TextChoices):
        """What it was about."""

        STRATEGY = "strategy", _("Strategy")
        MONEY = "money", _("Money")
        MEMBERS = "members", _("Members")
        WORK = "work", _("Joint work")
        OTHER = "other", _("Other")

    class How(models.TextChoices):
        """How it was decided."""

        CONSENSUS = "consensus", _("By consensus")
        VOTE = "vote", _("By vote")
        DELEGATED = "delegated", _("By those it was left to")
        ALONE = "alone", _("By one organisation alone")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("meeting")
    )
    text = models.TextField(_("what was decided"), max_length=4000)
    subject = models.CharField(_("subject"), max_length=12, choices=Subject.choices, default=Subject.WORK)
    how = models.CharField(_("how it was decided"), max_length=12, choices=How.choices, default=How.CONSENSUS)
    is_carried = models.BooleanField(_("carried"), default=True)
    decided_on = models.DateField(_("decided on"))
    organizations = models.ManyToManyField(Organization, through="DecisionPart", related_name="decisions")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__gte=date(1990, 1, 1), decided_on__lt=date(2100, 1, 1)),
                name="decision_in_living_memory",
                violation_error_message=_("The date of a decision must lie between 1990 and 2099."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("collab:decision_detail", args=[self.collaboration.slug, self.pk])

    @property
    def proposers(self) -> list[Organization]:
        """Who proposed it; lists fetch `parts__organization` before."""
        return [one.organization for one in self.parts.all() if one.part == DecisionPart.Part.PROPOSED]

    @property
    def approvers(self) -> list[Organization]:
        """Who approved it; lists fetch `parts__organization` before."""
        return [one.organization for one in self.parts.all() if one.part == DecisionPart.Part.APPROVED]


@tracked
class DecisionPart(models.Model):
    """An organisation's part in a decision."""

    class Part(models.TextChoices):
        """What it did."""

        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="parts")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="decision_parts")
    part = models.CharField(max_length=10, choices=Part.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "organization", "part"], name="one_part_of_a_kind_in_a_decision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_part_display()}"
