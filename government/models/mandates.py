"""Mandates of public bodies, and the senior officials who hold them."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Case, DateField, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Greatest, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Meeting, Organization, Person, Seat
from collab.roles import Action
from government.models.context import CADENCE_DAYS, StateRole

if TYPE_CHECKING:
    from government.models.liaisons import Liaison


IN_OFFICE = "attendances__person__offices"
SERVING = "attendances__person__liaison_entries"
# how a held meeting touches a mandate: the body was there, it was a consultation, or somebody came who served then
CONTACTS = (
    Q(attendances__organization=OuterRef("body")),
    Q(consultations__mandate=OuterRef("pk")),
    *(
        Q(**{f"{who}__mandate": OuterRef("pk"), f"{who}__from_on__lte": F("day")})
        & (Q(**{f"{who}__to_on": None}) | Q(**{f"{who}__to_on__gt": F("day")}))
        for who in (IN_OFFICE, SERVING)
    ),
)


def _last_day(which: Q, on: date) -> Subquery:
    """The day, in the collaboration's own time zone, of the newest held meeting of this kind."""
    day = Cast(Func(F("collaboration__time_zone"), F("held_at"), function="timezone"), DateField())
    held = Meeting.objects.held().filter(collaboration=OuterRef("collaboration")).annotate(day=day)
    return Subquery(held.filter(which, day__lte=on).order_by("-day").values("day")[:1])


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Which mandates."""

    def visible_to(self, seat: Seat) -> "MandateQuerySet":
        """All for roles that see scores of the whole and some evidence; a liaison's own; none for the others.

        What may be read of a mandate is another question: see `sees_people`.
        """
        rows = self.filter(collaboration_id=seat.collaboration_id)
        if not seat.may(Action.SEE_EVIDENCE):
            return rows.none()
        if seat.may_for_all(Action.SEE_SCORES):
            return rows
        own = Q(body_id=seat.organization_id) | Q(liaisons__person__email__iexact=seat.user.email)
        return rows.filter(pk__in=self.model._default_manager.filter(own).values("pk"))

    def in_force(self, *, on: date) -> "MandateQuerySet":
        """Those that mattered on that day."""
        return self.filter(Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gt=on)))

    def with_next_talk(self, *, on: date) -> "MandateQuerySet":
        """Also `last_on`, the day of the last contact, and `due_on`, when the office should hear from us next.

        The same rule as the page and the score: a held meeting with the body, with the official or a liaison while
        they served, or marked as a consultation. Nothing is due while the role of the state is not said.
        """
        role = StateRole.objects.filter(collaboration=OuterRef("collaboration")).in_force(on=on)
        cadence = Case(*(When(role=name, then=Value(days)) for name, days in CADENCE_DAYS.items()))
        return self.annotate(
            last_on=Greatest(*(_last_day(which, on) for which in CONTACTS)),
            cadence_days=Subquery(role.values(days=cadence)[:1], output_field=IntegerField()),
        ).annotate(
            due_on=Func(
                Case(When(last_on=None, then=F("from_on")), default=F("last_on")), F("cadence_days"),
                template="(%(expressions)s)", arg_joiner=" + ", output_field=DateField(),
            )
        )  # fmt: skip

    def due(self, *, on: date) -> "MandateQuerySet":
        """Those in force whose office should hear from us by that day, the longest silent first."""
        rows: Any = self.in_force(on=on).with_next_talk(on=on)
        return rows.filter(due_on__lte=on).select_related("body").order_by("due_on", "-weight", "pk")  # type: ignore[no-any-return]

    def matching(self, words: str) -> "MandateQuerySet":
        """Those whose topic or body holds the words."""
        return self.filter(Q(topic__icontains=words) | Q(body__name__icontains=words))


@tracked
class Mandate(models.Model):
    """What a public body may decide that matters for this collaboration."""

    class Level(models.TextChoices):
        """Rungs of the ladder, from the ground up."""

        MUNICIPAL = "municipal", _("Municipal")
        REGIONAL = "regional", _("Regional")
        NATIONAL = "national", _("National")

    class Weight(models.IntegerChoices):
        """How much depends on it."""

        HELPS = 1, _("1, helps")
        MATTERS = 2, _("2, matters")
        DECIDES = 3, _("3, nothing goes without it")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="mandates")
    body = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("public body")
    )
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    topic = models.CharField(_("topic"), max_length=120)
    decides = models.TextField(_("what they decide"), max_length=2000, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), choices=Weight.choices, default=Weight.MATTERS)
    from_on = models.DateField(_("matters from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ("level", "topic", "id")
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=3), name="mandate_weighs_1_to_3"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="mandate_ends_after_it_begins",
                violation_error_message=_("A mandate cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["collaboration", "body", "topic"],
                condition=Q(to_on=None),
                name="one_open_mandate_per_body_and_topic",
                violation_error_message=_("This mandate is listed already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.topic}"

    def get_absolute_url(self) -> str:
        return reverse("government:mandate_detail", args=[self.collaboration.slug, self.pk])

    def open_gap(self, *, on: date) -> None:
        """Write down that nobody is left, if nobody is: a zero that is known, from that day."""
        if not self.liaisons.serving(on=on).exists():
            self.none_found.get_or_create(confirmed_on=on, defaults={"collaboration_id": self.collaboration_id})


class OfficialQuerySet(models.QuerySet["Official"]):
    """Which officials."""

    def in_office(self, *, on: date) -> "OfficialQuerySet":
        """Those in office on that day."""
        return self.filter(Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gt=on)))


@tracked
class Official(models.Model):
    """The senior official who holds a mandate, in an office from a day to a day. Role and behaviour only."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="officials")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="officials", verbose_name=_("mandate"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offices", verbose_name=_("person"))
    office = models.CharField(_("office"), max_length=120)
    from_on = models.DateField(_("in office from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OfficialQuerySet.as_manager()

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="official_leaves_after_taking_office",
                violation_error_message=_("An official cannot leave before taking office."),
            ),
            models.UniqueConstraint(
                fields=["mandate"],
                condition=Q(to_on=None),
                name="one_official_in_office_per_mandate",
                violation_error_message=_("Another official holds this mandate; close that entry first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}"

    @transaction.atomic
    def leave(self, *, on: date, closing: Iterable["Liaison"] = ()) -> None:
        """The office ends for this person, and with it the entries of those who leave too; all stay as history."""
        self.to_on = on
        self.version += 1
        self.save(update_fields=["to_on", "version"])
        for liaison in closing:
            liaison.leave(on=on)


def sees_people(seat: Seat) -> bool:
    """Whether a reader sees officials and liaisons by name, their criteria, evidence and stance; others by role."""
    return seat.may_for_all(Action.SEE_PAIR_TRUST)
