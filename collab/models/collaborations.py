"""Collaborations, the tenants of the product, and the seats that open them."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models.accounts import User
from collab.months import running_month, snapshots
from collab.roles import Action, Reach, Role, reach

if TYPE_CHECKING:
    from collab.models.gates import GateState


def validate_time_zone(name: str) -> None:
    """Refuse what is no IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(_("%(name)s is not a known time zone."), params={"name": name})


class CollaborationQuerySet(models.QuerySet["Collaboration"]):
    """Which collaborations."""

    def open_to(self, user: User, *, on: date) -> "CollaborationQuerySet":
        """Those where the user has a seat on that day."""
        return self.filter(pk__in=Seat.objects.held_by(user, on=on).values("collaboration")).order_by("name")

    def with_coordinators(self) -> "CollaborationQuerySet":
        """With the number of coordinators who have an open seat."""
        coordinates = Q(seats__role=Role.COORDINATOR, seats__to_on=None)
        return self.annotate(coordinators=models.Count("seats", filter=coordinates))

    def running(self, *, on: date) -> "CollaborationQuerySet":
        """Those that have started and not ended by that day."""
        return self.filter(Q(started_on__lte=on) & (Q(ended_on=None) | Q(ended_on__gte=on)))


@tracked
class Collaboration(models.Model):
    """A joint effort of several organisations on one issue in one place; everything else belongs to one of these."""

    class ClosedAs(models.TextChoices):
        """How a collaboration ended."""

        COMPLETED = "completed", _("completed")
        CONTINUES = "continues", _("continues without us")
        DO_NOT_INVEST = "do not invest", _("do not invest: this approach does not fit")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    issue = models.CharField(_("issue"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=80, blank=True)
    started_on = models.DateField(_("started on"))
    framed_on = models.DateField(_("problem framed on"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[validate_time_zone])
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters."))],
    )
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True, verbose_name=_("languages"))
    backbone = models.ForeignKey(
        "collab.Organization", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("backbone organisation"),
    )  # fmt: skip
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    closed_as = models.CharField(_("closed as"), max_length=20, choices=ClosedAs.choices, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = CollaborationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="collaboration_ends_after_it_starts",
                violation_error_message=_("A collaboration cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, closed_as="") | (Q(ended_on__isnull=False) & ~Q(closed_as="")),
                name="collaboration_end_says_how",
                violation_error_message=_("Say both when the collaboration ended and how."),
            ),
            models.CheckConstraint(
                condition=Q(framed_on=None) | Q(framed_on__gte=date(1950, 1, 1)),
                name="collaboration_framed_in_living_memory",
            ),
            models.CheckConstraint(
                condition=Q(started_on__gte=date(2000, 1, 1), started_on__lt=date(2100, 1, 1)),
                name="collaboration_starts_in_this_century",
                violation_error_message=_("The start must lie between 2000 and 2099."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("metrics:collaboration_detail", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        """Where its days begin and end."""
        return ZoneInfo(self.time_zone)

    def today(self, *, now: datetime | None = None) -> date:
        """Today in its time zone."""
        return (now or timezone.now()).astimezone(self.zone).date()

    def month(self, *, on: date) -> int | None:
        """The running month; None before the start."""
        return running_month(self.started_on, on)

    def shown_month(self, *, on: date) -> int:
        """The running month, whose figures are shown; of one that has ended its last; 0 before the start."""
        return self.month(on=min(on, self.ended_on) if self.ended_on else on) or 0

    def snapshots(self, *, on: date) -> list[date]:
        """The last day of each month from 0 to the running one."""
        return snapshots(self.started_on, min(on, self.ended_on) if self.ended_on else on)

    def gate(self, gate: str, *, on: date) -> "GateState | None":
        """How a gate stood on a day: its newest state that rests on nothing later. None before the start.

        Example: money paid on 20 May reads the month that ended on 14 May; what is dated today reads today.
        """
        return self.gate_states.known_on(on).filter(gate=gate).first()


class SeatQuerySet(models.QuerySet["Seat"]):
    """Which seats."""

    def current(self, *, on: date) -> "SeatQuerySet":
        """Those held on that day."""
        return self.filter(Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gt=on)))

    def held_by(self, user: User, *, on: date) -> "SeatQuerySet":
        """Those a user holds on that day."""
        return self.current(on=on).filter(user=user, user__is_active=True)

    def past(self, *, on: date) -> "SeatQuerySet":
        """Those that ended by that day."""
        return self.filter(to_on__lte=on)

    def for_list(self) -> "SeatQuerySet":
        """With whom and for whom, by role."""
        order = models.Case(*(models.When(role=role, then=n) for n, role in enumerate(Role.values)))
        return self.select_related("user", "organization").order_by(order, "from_on", "id")


@tracked
class Seat(models.Model):
    """What opens a collaboration to a user: a role, on behalf of an organisation, from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats", verbose_name=_("person"))
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="seats")
    organization = models.ForeignKey(
        "collab.Organization", on_delete=models.PROTECT, related_name="seats", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "user"], condition=Q(to_on=None), name="one_open_seat_per_user",
                violation_error_message=_("This person has a seat here already."),
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="seat_ends_after_it_begins",
                violation_error_message=_("A seat cannot end before it begins."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    @property
    def has_signed_in(self) -> bool:
        """Whether the person came since the seat was given; until then only the address is known here."""
        return bool(self.user.last_login and self.user.last_login >= self.created_at)

    def may(self, action: Action) -> bool:
        """Whether the role allows an action on at least its own records."""
        return reach(self.role, action) is not Reach.NONE

    def may_for_all(self, action: Action) -> bool:
        """Whether the role allows an action on every record, not only its own."""
        return reach(self.role, action) is Reach.ALL

    def end(self, *, on: date) -> None:
        """Close the seat; it stays as history."""
        self.to_on = on
        self.save(update_fields=["to_on"])
