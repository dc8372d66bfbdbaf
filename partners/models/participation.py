"""How an organisation takes part: since when, at which stage, with what it brings, and who keeps the contact."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Organization, PartnerFigure, Person, Seat
from collab.roles import Action

MOST_TAGS = 12


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Which partners."""

    def visible_to(self, seat: Seat) -> "PartnerQuerySet":
        """All for roles that see the readiness of every partner; else the reader's own."""
        rows = self.filter(collaboration_id=seat.collaboration_id)
        if seat.may_for_all(Action.SEE_READINESS):
            return rows
        if seat.may(Action.SEE_READINESS):
            return rows.filter(organization_id=seat.organization_id)
        return rows.none()

    def with_people(self, seat: Seat) -> "PartnerQuerySet":
        """With contact and owner; to all but the facilitation team without those whose names are shielded."""
        if seat.may_for_all(Action.SEE_PAIR_TRUST):
            return self.select_related("contact", "owner")
        people = Person.objects.unshielded()
        return self.prefetch_related(Prefetch("contact", people), Prefetch("owner", people))

    def core(self, *, on: date) -> "PartnerQuerySet":
        """Those that belonged to the core on that day."""
        return self.filter(Q(core_from_on__lte=on) & (Q(core_to_on=None) | Q(core_to_on__gt=on)))

    def with_stage(self, *, on: date) -> "PartnerQuerySet":
        """With `stage` and `stage_from_on` as they were on that day; None where nothing was noted by then."""
        newest = PartnerStage.objects.filter(partner=OuterRef("pk"), from_on__lte=on).order_by("-from_on")
        return self.annotate(
            stage=Subquery(newest.values("stage")[:1]), stage_from_on=Subquery(newest.values("from_on")[:1])
        )

    def at_stage(self, *stages: str, on: date) -> "PartnerQuerySet":
        """Those whose stage on that day is one of these."""
        return self.with_stage(on=on).filter(stage__in=stages)  # type: ignore[misc]  # an annotation

    def with_readiness(self, month: int) -> "PartnerQuerySet":
        """With the stored readiness of a month, as `.readiness` of each partner; no further query."""
        return self.select_related("organization__partner_score").annotate(readiness_month=models.Value(month))

    def tagged(self, tag: str) -> "PartnerQuerySet":
        """Those that bear a tag."""
        return self.filter(tags__contains=[tag])

    def tag_names(self) -> list[str]:
        """Every tag that one of them bears, by alphabet."""
        rows = self.order_by().annotate(tag=Func(F("tags"), function="unnest")).values_list("tag", flat=True)
        return sorted(rows.distinct(), key=str.casefold)

    def matching(self, words: str) -> "PartnerQuerySet":
        """Those whose organisation's name, label or place holds the words."""
        return self.filter(organization__in=Organization.objects.matching(words))


@tracked
class Partner(models.Model):
    """An organisation takes part; while it belongs to the core, its ties count for the collaboration."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="partners")
    organization = models.OneToOneField(
        Organization, on_delete=models.PROTECT, related_name="partner", verbose_name=_("organisation")
    )
    core_from_on = models.DateField(_("core partner from"), null=True, blank=True)
    core_to_on = models.DateField(_("core partner until"), null=True, blank=True)
    explained_on = models.DateField(
        _("model explained on"), null=True, blank=True,
        help_text=_("The day on which the way of working, and how long it takes, was explained to this partner."),
    )  # fmt: skip
    horizon_agreed_on = models.DateField(
        _("horizon agreed on"), null=True, blank=True,
        help_text=_("The day on which this partner agreed to the long horizon: relationships first, results later."),
    )  # fmt: skip
    activities = models.TextField(_("existing activities"), max_length=4000, blank=True)
    resources = models.TextField(_("existing resources"), max_length=4000, blank=True)
    contact = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("first contact")
    )
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("who keeps the relationship on our side"),
    )  # fmt: skip
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("tags"))
    details = models.JSONField(default=dict, blank=True, editable=False)  # PartnerField id -> what was written in
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(core_to_on=None) | Q(core_to_on__gte=F("core_from_on")),
                name="partner_leaves_the_core_after_joining",
                violation_error_message=_("A partner cannot leave the core before joining it."),
            ),
            models.CheckConstraint(condition=Q(tags__len__lte=MOST_TAGS), name="partner_has_a_dozen_tags_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}"

    def get_absolute_url(self) -> str:
        return reverse("partners:partner_detail", args=[self.collaboration.slug, self.pk])

    @property
    def readiness(self) -> PartnerFigure | None:
        """The figure of the month that `with_readiness` asked for; None while it is not computed."""
        stored = getattr(self.organization, "partner_score", None)
        return stored.at(self.readiness_month) if stored else None  # type: ignore[attr-defined]


@tracked
class PartnerStage(models.Model):
    """From this day on the partner stands at this stage, until a later row says otherwise."""

    class Stage(models.TextChoices):
        """How far a partner has come."""

        IDENTIFIED = "identified", _("Identified")
        INTERESTED = "interested", _("Interested")
        COMMITTED = "committed", _("Committed")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        LEFT = "left", _("Left")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices)
    from_on = models.DateField(_("from"))
    note = models.CharField(_("what shows it"), max_length=400, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("-from_on",)
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "from_on"], name="one_stage_per_partner_and_day",
                violation_error_message=_("A stage is noted for this partner and day already."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["identified", "interested", "committed", "active", "paused", "left"]),
                name="partner_stage_is_one_of_six",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_stage_display())
