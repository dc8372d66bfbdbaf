"""Commitments: who promised what to whom, and whether it was kept."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Case, Count, DateField, DurationField, ExpressionWrapper, F, Prefetch, Q, Value, When
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models.collaborations import Collaboration, Seat
from collab.models.directory import Organization, Person
from collab.models.meetings import Meeting
from collab.roles import Action

OPEN = "open"
# open ones by the day they are due; then the closed ones, the latest first
OPEN_FIRST = (Case(When(outcome=OPEN, then=F("due_on"))).asc(nulls_last=True), F("due_on").desc(), "id")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Which commitments."""

    def visible_to(self, seat: Seat) -> "CommitmentQuerySet":
        """All for roles that see all evidence; else those the reader's own organisation made or was promised."""
        rows = self.filter(collaboration_id=seat.collaboration_id)
        if seat.may_for_all(Action.SEE_EVIDENCE):
            return rows
        if seat.may(Action.SEE_OWN_COMMITMENTS):
            own = seat.organization_id
            return rows.filter(Q(promiser_id=own) | Q(promisee_id=own) | Q(promisee=None))
        return rows.none()

    def told_to(self, seat: Seat, *, on: date) -> "CommitmentQuerySet":
        """With `late` since when, and only those people and meetings beside them that the reader may see."""
        late = ExpressionWrapper(Value(on, DateField()) - F("due_on"), output_field=DurationField())
        rows = self.annotate(late=Case(When(outcome=OPEN, due_on__lt=on, then=late)))
        rows = rows if rows.query.order_by else rows.order_by(*OPEN_FIRST)
        meetings = Meeting.objects.visible_to(seat).defer("summary", "private_note_sealed").order_by()
        return rows.select_related("promiser", "promisee", "collaboration").prefetch_related(
            Prefetch("person", Person.objects.visible_to(seat).order_by()), Prefetch("meeting", meetings)
        )

    def open(self) -> "CommitmentQuerySet":
        """Those without an outcome."""
        return self.filter(outcome=Commitment.Outcome.OPEN)

    def overdue(self, *, on: date) -> "CommitmentQuerySet":
        """Open ones whose day has passed."""
        return self.open().filter(due_on__lt=on)

    def due_within(self, days: int, *, on: date) -> "CommitmentQuerySet":
        """Open ones due in the next days."""
        return self.open().filter(due_on__gte=on, due_on__lte=on + timedelta(days=days))

    def tallied(self, *, on: date) -> list[dict[str, Any]]:
        """How many of each outcome, for each organisation and person that promised; `overdue` are among `open`."""
        counts = {outcome: Count("pk", filter=Q(outcome=outcome)) for outcome in Commitment.Outcome.values}
        late = Count("pk", filter=Q(outcome=Commitment.Outcome.OPEN, due_on__lt=on))
        return list(self.order_by().values("promiser", "person").annotate(**counts, overdue=late))

    def matching(self, words: str, *, seat: Seat) -> "CommitmentQuerySet":
        """Those whose text holds the words, or whose person's name does, where the reader may see the person."""
        people = Person.objects.visible_to(seat).filter(name__icontains=words)
        return self.filter(Q(text__icontains=words) | Q(person__in=people))


@tracked
class Commitment(models.Model):
    """A promise with a date: from an organisation to another, or to the whole group."""

    class Outcome(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Open")
        KEPT = "kept", _("Kept")
        PARTLY = "partly", _("Partly kept")
        BROKEN = "broken", _("Broken")
        RENEGOTIATED = "renegotiated", _("Renegotiated")

    TALLY = ("open", "overdue", "kept", "partly", "broken", "renegotiated")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="commitments")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("made in")
    )
    promiser = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="promises", verbose_name=_("who promised")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("in person")
    )
    promisee = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="promises_received",
        verbose_name=_("to whom"), help_text=_("Leave empty for a promise to the whole group."),
    )  # fmt: skip
    text = models.CharField(_("what was promised"), max_length=400)
    made_on = models.DateField(_("made on"))
    due_on = models.DateField(_("due on"))
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome.choices, default=Outcome.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "id")
        indexes = [models.Index(fields=["collaboration", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("made_on")), name="commitment_is_due_after_it_is_made",
                violation_error_message=_("A commitment cannot be due before it was made."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", closed_on=None) | (~Q(outcome="open") & Q(closed_on__isnull=False)),
                name="commitment_closes_with_an_outcome",
                violation_error_message=_("A closed commitment has an outcome and a day, an open one neither."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("made_on")), name="commitment_closes_after_it_is_made",
                violation_error_message=_("A commitment cannot be closed before it was made."),
            ),
            models.CheckConstraint(
                condition=Q(promisee=None) | ~Q(promisee=F("promiser")), name="commitment_is_to_somebody_else",
                violation_error_message=_("Nobody promises to itself; leave the field empty for the whole group."),
            ),
            models.CheckConstraint(
                condition=Q(made_on__gte=date(1990, 1, 1), due_on__lt=date(2100, 1, 1)),
                name="commitment_in_living_memory",
                violation_error_message=_("The dates of a commitment must lie between 1990 and 2099."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("collab:commitment_detail", args=[self.collaboration.slug, self.pk])

    def is_overdue(self, *, on: date) -> bool:
        """Whether it is open and its day has passed."""
        return self.outcome == self.Outcome.OPEN and self.due_on < on

    def close(self, *, outcome: "Commitment.Outcome", on: date, reason: str = "") -> None:
        """Write down what became of it."""
        self.outcome, self.closed_on, self.reason = outcome, on, reason
        self.version += 1
        self.save(update_fields=["outcome", "closed_on", "reason", "version"])
