"""What funders decide at a gate, with their reasons, and the money for local capacity that follows."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Gate, Organization, Seat, User
from collab.roles import Action
from partners.models.participation import Partner


class ReadinessReviewQuerySet(models.QuerySet["ReadinessReview"]):
    """Which reviews."""

    def visible_to(self, seat: Seat) -> "ReadinessReviewQuerySet":
        """All for roles that see all reviews; else those of the reader's own organisation as a partner."""
        rows = self.filter(collaboration_id=seat.collaboration_id)
        if seat.may_for_all(Action.SEE_REVIEWS):
            return rows
        if seat.may(Action.SEE_REVIEWS):
            return rows.filter(partner__organization_id=seat.organization_id)
        return rows.none()

    def with_parts(self) -> "ReadinessReviewQuerySet":
        """With who signed for whom, about whom, and the reply."""
        return self.select_related("organization", "signer", "partner__organization", "reply__author")

    def waivers(self, gate: str, *, on: date) -> "ReadinessReviewQuerySet":
        """Those that let a gate be passed over by that day."""
        return self.filter(gate=gate, decision=ReadinessReview.Decision.WAIVE, decided_on__lte=on)


@tracked
class ReadinessReview(models.Model):
    """A signed decision at a gate, on a partner or on the whole. Rows are added, never changed: waivers stay visible.

    What the signer saw is frozen: `collaboration.published_figures.for_review(review.pk)`.
    """

    class Decision(models.TextChoices):
        """Four ways on. Each is a good answer when it has a reason."""

        GO = "go", _("Go")
        NOT_YET = "not yet", _("Not yet")
        WAIVE = "waive", _("Waive the gate and go")
        DO_NOT_INVEST = "do not invest", _("Do not invest")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="reviews")
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name=_("partner")
    )
    gate = models.CharField(_("gate"), max_length=2, choices=Gate.choices)
    gate_state = models.CharField(_("state of the gate"), max_length=7, default="unknown")
    decision = models.CharField(_("decision"), max_length=14, choices=Decision.choices)
    reason = models.TextField(_("reason"), max_length=4000)
    learned = models.TextField(_("what was learned"), max_length=4000, blank=True)
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("for whom it is signed")
    )
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by"))
    decided_on = models.DateField(_("decided on"))
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ReadinessReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="review_has_a_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=~Q(decision="go") | Q(gate_state="pass"), name="go_needs_an_open_gate",
                violation_error_message=_("The gate is not passed. Going on needs a waiver, with name and reason."),
            ),
            models.CheckConstraint(
                condition=~Q(decision="do not invest") | ~Q(learned=""), name="do_not_invest_says_what_was_learned",
                violation_error_message=_("Say what was learned, so that others can build on it."),
            ),
            models.CheckConstraint(
                condition=Q(look_again_on=None) | Q(look_again_on__gte=models.F("decided_on")),
                name="review_looks_again_after_deciding",
                violation_error_message=_("The day to look again cannot lie before the decision."),
            ),
            models.UniqueConstraint(
                fields=["collaboration", "partner", "gate", "decision", "signer", "decided_on"],
                name="one_review_of_a_kind_per_signer_and_day", nulls_distinct=False,
                violation_error_message=_("You have recorded this decision today already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.gate}: {self.get_decision_display()}"

    @property
    def may_close(self) -> bool:
        """Whether the collaboration may end with it: "do not invest" on the whole, while it still runs."""
        is_end = self.decision == self.Decision.DO_NOT_INVEST and self.partner_id is None
        return is_end and self.collaboration.ended_on is None

    def close(self, *, ended_on: date) -> None:
        """End the collaboration for this reason; everything stays readable."""
        place = self.collaboration
        place.ended_on, place.closed_as = ended_on, Collaboration.ClosedAs.DO_NOT_INVEST
        place.version += 1
        place.save(update_fields=["ended_on", "closed_as", "version"])


@tracked
class ReviewReply(models.Model):
    """What the reviewed partner says to a decision; it stands beside it for ever."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    review = models.OneToOneField(ReadinessReview, on_delete=models.PROTECT, related_name="reply")
    text = models.TextField(_("your words"), max_length=2000)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by"))
    replied_on = models.DateField(_("replied on"))
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="review_reply_says_something")]

    def __str__(self) -> str:
        return f"{self.replied_on}"


class InvestmentQuerySet(models.QuerySet["Investment"]):
    """Which investments."""

    def visible_to(self, seat: Seat) -> "InvestmentQuerySet":
        """All for roles that see all reviews; else those in the reader's own organisation."""
        rows = self.filter(collaboration_id=seat.collaboration_id)
        if seat.may_for_all(Action.SEE_REVIEWS):
            return rows
        if seat.may(Action.SEE_REVIEWS):
            return rows.filter(partner__organization_id=seat.organization_id)
        return rows.none()


@tracked
class Investment(models.Model):
    """Money for a partner, planned or paid. For local capacity the database asks for gate G1, or for a waiver of it."""

    class Purpose(models.TextChoices):
        """What it is for."""

        CAPACITY = "capacity", _("Local capacity")
        OTHER = "other", _("Something else, such as travel or an event")

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", _("Planned")
        PAID = "paid", _("Paid")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="investments")
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="investments", verbose_name=_("partner")
    )
    funder = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("funder"))
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.CAPACITY)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    on = models.DateField(_("on"))
    note = models.CharField(_("what it pays for"), max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = InvestmentQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="investment_is_more_than_nothing",
                violation_error_message=_("The amount must be more than 0."),
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="investment_currency_has_three_letters",
                violation_error_message=_("Three capital letters, such as EUR."),
            ),
            models.UniqueConstraint(
                fields=["partner", "funder", "purpose", "amount", "on", "note"], name="one_investment_is_noted_once",
                violation_error_message=_("This money is noted already. Say in the note what differs."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @property
    def may_follow(self) -> bool:
        """Whether money may be given on its day: the database asks the same question and refuses otherwise."""
        if self.purpose != self.Purpose.CAPACITY:
            return True
        gate = self.collaboration.gate(Gate.G1, on=self.on)
        return bool(gate and gate.is_passed) or self.waivers().exists()

    def waivers(self) -> ReadinessReviewQuerySet:
        """Decisions by its day that waive the gate for this partner or for all."""
        rows = ReadinessReview.objects.filter(collaboration_id=self.collaboration_id).waivers(Gate.G1, on=self.on)
        return rows.filter(Q(partner=None) | Q(partner_id=self.partner_id))
