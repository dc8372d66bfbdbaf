"""Calendars: addresses we read, what became of their events, who was invited, and the feed that others read."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.models.accounts import User
from collab.models.collaborations import Collaboration, Seat
from collab.models.directory import Organization, Person
from collab.models.links import Link
from collab.models.meetings import Meeting
from collab.sealed import seal, unseal

READ_EVERY = timedelta(hours=1)
FEED_LIVES = timedelta(days=730)
_EVENTS = UUID("5b0f6a52-6d0e-4f4e-9c39-0c7c1f0d8a11")  # the name space of ids made from events; never changed


def meeting_id(collaboration_id: int, uid: str, occurrence: str) -> UUID:
    """The one id of an event in a collaboration, however often its file is read."""
    return uuid5(_EVENTS, f"{collaboration_id}\n{uid}\n{occurrence}")


class CalendarSubscriptionQuerySet(models.QuerySet["CalendarSubscription"]):
    """Which subscriptions."""

    def due(self, *, now: datetime) -> "CalendarSubscriptionQuerySet":
        """Those not read for an hour, the longest unread first, while their collaboration goes on."""
        unread = Q(tried_at=None) | Q(tried_at__lte=now - READ_EVERY)
        return self.filter(unread, collaboration__ended_on=None).order_by(models.F("tried_at").asc(nulls_first=True))


class CalendarSubscription(models.Model):
    """An address of a calendar that is read every hour. The address is a secret of its owner, so it is kept sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="subscriptions")
    name = models.CharField(_("name"), max_length=80)
    host = models.CharField(max_length=255, editable=False)
    address_sealed = models.BinaryField(editable=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    read_at = models.DateTimeField(null=True, blank=True, editable=False)
    error = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = CalendarSubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The address in the clear; for fetching only."""
        return unseal(bytes(self.address_sealed), self.pk)

    @address.setter
    def address(self, url: str) -> None:
        self.address_sealed = seal(url, self.pk)

    def claim(self, *, now: datetime) -> bool:
        """Take the turn to read it; False when another worker has it."""
        rows = CalendarSubscription.objects.due(now=now).order_by().filter(pk=self.pk)
        return bool(rows.update(tried_at=now))


class CalendarEntry(models.Model):
    """What became of an event: the meeting made from it, and what was written last. Without a meeting: a person
    deleted it, and it is not made again."""

    id = models.UUIDField(primary_key=True, editable=False)  # see `meeting_id`
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    meeting = models.OneToOneField(Meeting, on_delete=models.SET_NULL, null=True, related_name="calendar_entry")
    subscription = models.ForeignKey(
        CalendarSubscription, on_delete=models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    topics = models.CharField(max_length=200, blank=True)
    held_at = models.DateTimeField()
    unknown_invited = models.PositiveSmallIntegerField(default=0)  # how many; strangers' addresses are not kept

    class Meta:
        verbose_name_plural = "calendar entries"

    def __str__(self) -> str:
        return self.topics

    def is_untouched(self) -> bool:
        """Whether nobody has changed the meeting since the calendar wrote it, nor said that it took place."""
        one = self.meeting
        return one is not None and (one.is_held, one.topics, one.held_at, one.version) == (
            False, self.topics, self.held_at, 1,
        )  # fmt: skip


class Invited(models.Model):
    """Somebody who is invited to a planned meeting. Invited is not attended: attendance is said by a person."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invited")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "invited"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organization", "person"], nulls_distinct=False, name="invited_to_a_meeting_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organization}"


class FeedLink(Link):
    """The secret address of one seat's calendar. It shows what the seat may see, and ends with it."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="feeds")

    def __str__(self) -> str:
        return f"feed of seat {self.seat_id}"
