"""Organisations and the people who act for them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models.collaborations import Collaboration, Seat
from collab.roles import Action


class StandingManager(models.Manager[Any]):
    """Those that stand for themselves: whoever was merged into another is found through that other; decision 0074."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """None that was merged."""
        return super().get_queryset().filter(merged_into=None)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Which organisations."""

    def visible_to(self, seat: Seat) -> "OrganizationQuerySet":
        """Every organisation of the collaboration; a role without evidence sees its own only."""
        rows = self.filter(collaboration_id=seat.collaboration_id)
        return rows if seat.may(Action.SEE_EVIDENCE) else rows.filter(pk=seat.organization_id)

    def matching(self, words: str) -> "OrganizationQuerySet":
        """Those whose name, label or place holds the words."""
        return self.filter(Q(name__icontains=words) | Q(short_label__icontains=words) | Q(place__icontains=words))

    def called(self, name: str) -> "OrganizationQuerySet":
        """Those of this name, or that stand for a merged one of this name."""
        merged = Organization.everyone.filter(name__iexact=name).exclude(survivor=None)
        return self.filter(Q(name__iexact=name) | Q(pk__in=merged.values("survivor")))


@tracked
class Organization(models.Model):
    """An organisation or public body that takes part; the nodes of the network."""

    class Sector(models.TextChoices):
        """Which part of society it belongs to."""

        NONPROFIT = "nonprofit", _("Non-profit")
        PHILANTHROPY = "philanthropy", _("Philanthropy")
        BUSINESS = "business", _("Business")
        GOVERNMENT = "government", _("Government")
        ACADEMIA = "academia", _("Academia")
        COMMUNITY = "community", _("Community")
        MULTILATERAL = "multilateral", _("Multilateral")
        MEDIA = "media", _("Media")
        OTHER = "other", _("Other")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="organizations")
    name = models.CharField(_("name"), max_length=160)
    short_label = models.CharField(
        _("short label"), max_length=12, blank=True, help_text=_("For maps and narrow tables.")
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, default=Sector.OTHER)
    is_local = models.BooleanField(_("local to the country"), default=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("merged into"),
    )  # fmt: skip
    # the database keeps these two: when, and who stands for it at the end of all merges
    merged_at = models.DateTimeField(null=True, blank=True, editable=False)
    survivor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = StandingManager.from_queryset(OrganizationQuerySet)()
    everyone = OrganizationQuerySet.as_manager()  # the merged ones too

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None, survivor=None, merged_at=None)
                | (Q(survivor__isnull=False, merged_at__isnull=False) & ~Q(merged_into=F("id"))),
                name="organization_is_merged_into_another",
                violation_error_message=_("An organisation cannot be merged into itself."),
            ),
            models.UniqueConstraint(
                "collaboration", Lower("name"), name="one_organization_per_name",
                violation_error_message=_("An organisation of this name is listed already."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="organization_is_not_its_own_parent",
                violation_error_message=_("An organisation cannot be part of itself."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("collab:organization_detail", args=[self.collaboration.slug, self.pk])

    @property
    def label(self) -> str:
        """What narrow places show."""
        return self.short_label or self.name


# Ids of people whose names only the facilitation team reads; a higher floor adds its own here when it starts.
SHIELDED: list[Callable[[], models.QuerySet[Any, Any]]] = []


class PersonQuerySet(models.QuerySet["Person"]):
    """Which people."""

    def unshielded(self) -> "PersonQuerySet":
        """Without those whose names only the facilitation team reads."""
        rows = self
        for shielded in SHIELDED:
            rows = rows.exclude(pk__in=shielded())
        return rows

    def visible_to(self, seat: Seat) -> "PersonQuerySet":
        """All for roles that see all evidence; else those of the reader's own organisation.

        Whom a higher floor shields, only the facilitation team sees.
        """
        rows: PersonQuerySet = self.filter(collaboration_id=seat.collaboration_id)
        if not seat.may_for_all(Action.SEE_PAIR_TRUST):
            rows = rows.unshielded()
        if seat.may_for_all(Action.SEE_EVIDENCE):
            return rows
        if seat.may(Action.SEE_EVIDENCE):
            return rows.filter(affiliations__organization_id=seat.organization_id).distinct()
        return rows.none()

    def with_contacts_for(self, seat: Seat, *, on: date) -> "PersonQuerySet":
        """Those whose contact data the reader sees: of all, or of who acts for the reader's own organisation today."""
        if seat.may_for_all(Action.SEE_CONTACTS):
            return self
        if not seat.may(Action.SEE_CONTACTS):
            return self.none()
        acting = Affiliation.objects.current(on=on).filter(organization_id=seat.organization_id)
        return self.filter(pk__in=acting.values("person"))

    def matching(self, words: str) -> "PersonQuerySet":
        """Those whose name or job title holds the words."""
        return self.filter(Q(name__icontains=words) | Q(job_title__icontains=words))

    def called(self, name: str) -> "PersonQuerySet":
        """Those of this name, or that stand for a merged one of this name."""
        merged = Person.everyone.filter(name__iexact=name).exclude(survivor=None)
        return self.filter(Q(name__iexact=name) | Q(pk__in=merged.values("survivor")))


@tracked
class Person(models.Model):
    """Somebody who meets, promises or answers for an organisation. Role and behaviour, never opinion or party."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    informed_on = models.DateField(
        _("informed on"),
        null=True,
        blank=True,
        help_text=_("The day this person was told what is recorded here and why."),
    )
    agreed_on = models.DateField(
        _("agreed to be named in reports on"),
        null=True,
        blank=True,
        help_text=_("Without it a report says the role in place of the name."),
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("merged into"),
    )  # fmt: skip
    merged_at = models.DateTimeField(null=True, blank=True, editable=False)
    survivor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = StandingManager.from_queryset(PersonQuerySet)()
    everyone = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None, survivor=None, merged_at=None)
                | (Q(survivor__isnull=False, merged_at__isnull=False) & ~Q(merged_into=F("id"))),
                name="person_is_merged_into_another",
                violation_error_message=_("A person cannot be merged into themselves."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("collab:person_detail", args=[self.collaboration.slug, self.pk])

    def organization_on(self, day: date) -> "Organization | None":
        """Whom the person acted for on a day."""
        affiliation = self.affiliations.current(on=day).select_related("organization").first()
        return affiliation.organization if affiliation else None


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Which affiliations."""

    def current(self, *, on: date) -> "AffiliationQuerySet":
        """Those in force on that day."""
        return self.filter(Q(from_on=None) | Q(from_on__lte=on), Q(to_on=None) | Q(to_on__gte=on))


@tracked
class Affiliation(models.Model):
    """A person acts for an organisation from a day to a day. People move; what they attended stays theirs."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="affiliations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="affiliations", verbose_name=_("organisation")
    )
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("until"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = (F("from_on").desc(nulls_last=True), "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")),
                name="affiliation_ends_after_it_begins",
                violation_error_message=_("An affiliation cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["person", "organization"], condition=Q(to_on=None),
                name="one_open_affiliation_per_organization",
                violation_error_message=_("This person acts for this organisation already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person}, {self.organization}"

    def end(self, *, on: date) -> None:
        """Close it; it stays as history."""
        self.to_on = on
        self.save(update_fields=["to_on"])
