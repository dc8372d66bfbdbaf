"""How the strategy came to be shared: versions, who wrote, who stands behind it, who leads."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models.collaborations import Collaboration, Seat
from collab.models.decisions import Decision
from collab.models.directory import Organization, Person
from collab.models.links import Link
from collab.roles import Action

MOST_POINTS = 100


class OwnedQuerySet(models.QuerySet[Any]):
    """Which rows that an organisation has a part in."""

    def visible_to(self, seat: Seat) -> "OwnedQuerySet":
        """All for roles that see all evidence; else those of the reader's own organisation."""
        rows = self.filter(collaboration_id=seat.collaboration_id)
        if seat.may_for_all(Action.SEE_EVIDENCE):
            return rows
        if seat.may(Action.SEE_EVIDENCE):
            return rows.filter(organization_id=seat.organization_id)
        return rows.none()


class StrategyVersionQuerySet(models.QuerySet["StrategyVersion"]):
    """Which versions."""

    def visible_to(self, seat: Seat) -> "StrategyVersionQuerySet":
        """The text belongs to all who take part; a role that sees no evidence sees none of it."""
        rows = self.filter(collaboration_id=seat.collaboration_id)
        return rows if seat.may(Action.SEE_EVIDENCE) else rows.none()

    def in_force(self, *, on: date) -> "StrategyVersionQuerySet":
        """Those approved by that day, the one in force first."""
        return self.filter(approved_on__lte=on).order_by("-approved_on", "-id")


@tracked
class StrategyVersion(models.Model):
    """A text of the strategy. A draft changes nothing; the version approved last is in force."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="strategy_versions")
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=40000, blank=True)
    drafted_on = models.DateField(_("drafted on"))
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="strategy_versions",
        verbose_name=_("approved by the decision"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = StrategyVersionQuerySet.as_manager()

    class Meta:
        ordering = ("-drafted_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(approved_on__gte=F("drafted_on")),
                name="strategy_is_approved_after_it_is_drafted",
                violation_error_message=_("A version cannot be approved before it is drafted."),
            ),
            models.UniqueConstraint(
                fields=["collaboration", "title"], name="one_strategy_version_per_title",
                violation_error_message=_("A version of this title is there already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("collab:strategy_detail", args=[self.collaboration.slug, self.pk])


@tracked
class StrategyContribution(models.Model):
    """Something an organisation wrote into the strategy; it counts from the day it was accepted."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="strategy_contributions")
    strategy = models.ForeignKey(
        StrategyVersion, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("version")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    text = models.CharField(_("what it wrote"), max_length=400)
    points = models.PositiveSmallIntegerField(
        _("size"), default=1, help_text=_("1 for a contribution of usual size; more for a larger one, up to 100.")
    )
    proposed_on = models.DateField(_("proposed on"))
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    declined_on = models.DateField(_("not taken up, on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=MOST_POINTS), name="contribution_counts_1_to_100",
                violation_error_message=_("The size must lie between 1 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(accepted_on__gte=F("proposed_on")),
                name="contribution_is_accepted_after_it_is_proposed",
                violation_error_message=_("A contribution cannot be accepted before it is proposed."),
            ),
            models.CheckConstraint(
                condition=Q(declined_on=None) | Q(declined_on__gte=F("proposed_on")),
                name="contribution_is_declined_after_it_is_proposed",
                violation_error_message=_("A contribution cannot be turned down before it is proposed."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(declined_on=None), name="contribution_has_one_answer",
                violation_error_message=_("A contribution is either accepted or not taken up."),
            ),
            models.UniqueConstraint(
                fields=["strategy", "organization", "text"], name="one_contribution_is_noted_once",
                violation_error_message=_("This contribution is noted already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:80]


class EndorsementQuerySet(OwnedQuerySet):
    """Which endorsements."""

    def newest(self, *, on: date) -> "EndorsementQuerySet":
        """What each organisation said last of each version by that day."""
        rows = self.filter(given_on__lte=on)
        return rows.order_by("strategy_id", "organization_id", "-given_on").distinct("strategy_id", "organization_id")


@tracked
class Endorsement(models.Model):
    """An organisation stands behind a version, or objects; of several the newest by the day counts."""

    class Stance(models.TextChoices):
        """How it stands."""

        ENDORSED = "endorsed", _("Endorses it")
        OBJECTED = "objected", _("Objects")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="endorsements")
    strategy = models.ForeignKey(
        StrategyVersion, on_delete=models.PROTECT, related_name="endorsements", verbose_name=_("version")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    stance = models.CharField(_("how it stands"), max_length=10, choices=Stance.choices)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=120, blank=True)
    given_on = models.DateField(_("given on"))
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        ordering = ("-given_on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "organization", "given_on"], name="one_endorsement_per_organization_and_day",
                violation_error_message=_("This organisation has said so on this day already."),
            ),
            models.CheckConstraint(
                condition=Q(stance__in=["endorsed", "objected"]), name="endorsement_stands_for_or_against"
            ),
            models.CheckConstraint(
                condition=~Q(stance="objected") | ~Q(reason=""), name="objection_has_a_reason",
                violation_error_message=_("Say what would have to change, so that the others can answer."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_stance_display()}"


class EndorsementLink(Link):
    """Lets an organisation read one version and endorse or object, without an account. Nothing else."""

    strategy = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="links")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )

    def __str__(self) -> str:
        return f"endorsement of version {self.strategy_id} by organisation {self.organization_id}"


class LeadershipRoleQuerySet(OwnedQuerySet):
    """Which roles."""

    def in_force(self, *, on: date) -> "LeadershipRoleQuerySet":
        """Those held on that day."""
        return self.filter(Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gt=on)))


@tracked
class LeadershipRole(models.Model):
    """An organisation chairs the whole or leads a group, from a day up to, not including, another."""

    class Role(models.TextChoices):
        """What it leads."""

        CHAIR = "chair", _("Chair")
        GROUP_LEAD = "group lead", _("Leads a group")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="leadership_roles")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="leadership_roles", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    group = models.CharField(_("of which group"), max_length=120, blank=True)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LeadershipRoleQuerySet.as_manager()

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="leadership_ends_after_it_begins",
                violation_error_message=_("A role cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["collaboration", "organization", "role", "group"], condition=Q(to_on=None),
                name="one_open_leadership_role_per_organization_and_group",
                violation_error_message=_("This organisation holds this role already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.organization}, {self.get_role_display()}"
