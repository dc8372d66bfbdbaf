"""Meetings and contacts: who was there, how it came about, what was said."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models.accounts import User
from collab.models.collaborations import Collaboration, Seat
from collab.models.directory import Organization, Person
from collab.roles import Action
from collab.sealed import seal, unseal


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Which meetings."""

    def visible_to(self, seat: Seat) -> "MeetingQuerySet":
        """All for roles that see all evidence; else those where the reader's own organisation was present."""
        rows = self.filter(collaboration_id=seat.collaboration_id)
        if seat.may_for_all(Action.SEE_EVIDENCE):
            return rows
        if seat.may(Action.SEE_EVIDENCE):
            return rows.filter(pk__in=Attendance.objects.filter(organization_id=seat.organization_id).values("meeting"))
        return rows.none()

    def held(self) -> "MeetingQuerySet":
        """Those that took place; planned ones are no evidence."""
        return self.filter(is_held=True)

    def planned(self) -> "MeetingQuerySet":
        """Those still to come, or not yet confirmed as held."""
        return self.filter(is_held=False)

    def with_organization(self, organization: Organization) -> "MeetingQuerySet":
        """Those where an organisation was present."""
        return self.filter(pk__in=Attendance.objects.filter(organization=organization).values("meeting"))

    def with_person(self, person: Person) -> "MeetingQuerySet":
        """Those a person attended."""
        return self.filter(pk__in=Attendance.objects.filter(person=person).values("meeting"))

    def between(self, first: datetime | None, last: datetime | None) -> "MeetingQuerySet":
        """Those from one instant up to, not including, another."""
        rows = self.filter(held_at__gte=first) if first else self
        return rows.filter(held_at__lt=last) if last else rows

    def matching(self, words: str) -> "MeetingQuerySet":
        """Those whose topics or summary hold the words. Private notes are never searched."""
        return self.filter(Q(topics__icontains=words) | Q(summary__icontains=words))


@tracked
class Meeting(models.Model):
    """A meeting, call or message between organisations. Its id is made where it is written; sent twice, it is one."""

    class Mode(models.TextChoices):
        """How people met; how much it counts as contact depends on it."""

        IN_PERSON = "in person", _("In person")
        JOINT_WORK = "joint work", _("Joint work")
        VIDEO = "video", _("Video")
        CALL = "call", _("Call")
        MESSAGE = "message", _("Message")

    class Kind(models.TextChoices):
        """What it was for."""

        BILATERAL = "bilateral", _("Bilateral talk")
        WORKING_GROUP = "working group", _("Working group")
        STEERING = "steering", _("Steering group")
        CONSULTATION = "consultation", _("Consultation")
        EVENT = "event", _("Event")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="meetings")
    is_held = models.BooleanField(_("took place"), default=True)
    held_at = models.DateTimeField(_("when"))
    mode = models.CharField(_("how"), max_length=12, choices=Mode.choices, default=Mode.IN_PERSON)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.BILATERAL)
    called_by = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("called by")
    )
    chaired_by = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chaired by")
    )
    topics = models.CharField(_("topics"), max_length=200, blank=True)
    summary = models.TextField(_("what happened"), max_length=20_000, blank=True)
    private_note_sealed = models.BinaryField(default=b"", blank=True, editable=False)
    logged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-held_at", "id")
        indexes = [models.Index(fields=["collaboration", "-held_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at__gte=datetime.fromisoformat("1990-01-01T00:00+00:00"))
                & Q(held_at__lt=datetime.fromisoformat("2100-01-01T00:00+00:00")),
                name="meeting_in_living_memory",
                violation_error_message=_("The date of a meeting must lie between 1990 and 2099."),
            )
        ]

    def __str__(self) -> str:
        return self.topics or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("collab:meeting_detail", args=[self.collaboration.slug, self.pk])

    @property
    def private_note(self) -> str:
        """The note in the clear; only for the facilitation team, and only behind an audited act."""
        return unseal(bytes(self.private_note_sealed), self.pk)

    @private_note.setter
    def private_note(self, text: str) -> None:
        self.private_note_sealed = seal(text, self.pk)

    @property
    def has_private_note(self) -> bool:
        """Whether there is one; itself for the facilitation team only."""
        return bool(self.private_note_sealed)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Which attendances."""

    def recent(self, *, on: date, days: int = 365) -> "AttendanceQuerySet":
        """Those of the year before a day."""
        return self.filter(meeting__held_at__date__gte=on - timedelta(days=days))


@tracked
class Attendance(models.Model):
    """Who was present for which organisation; the organisation alone where no name is known."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="attendances")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="attendances")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="person_attends_a_meeting_once"),
            models.UniqueConstraint(
                fields=["meeting", "organization"], condition=Q(person=None), name="organization_attends_a_meeting_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organization}"
