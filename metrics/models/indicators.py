"""Indicators: what a collaboration measures, with baseline, targets and actuals by period, and what is said of them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.history import tracked, tracked_but
from collab.models import Collaboration, User
from collab.months import FRAME_MONTHS
from metrics import guardrail

LAST_MONTH = 240


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Which indicators."""

    def for_list(self) -> "IndicatorQuerySet":
        """By level and name, never by a figure, with their periods."""
        order = models.Case(*(models.When(level=level, then=n) for n, level in enumerate(Indicator.Level.values)))
        return self.prefetch_related("periods").order_by(order, "name", "id")


@tracked_but("is_guarded")
class Indicator(models.Model):
    """One measure. The guardrail says whether it may count before month 24, and the database holds to it."""

    class Level(models.TextChoices):
        """What it measures, from what comes first to what comes last."""

        RELATIONSHIP = "relationship", _("Relationships")
        PROCESS = "process", _("Process")
        OWNERSHIP = "ownership", _("Ownership")
        SYSTEM = "system", _("System")
        POPULATION = guardrail.POPULATION, _("Whole population")

    class Way(models.TextChoices):
        """What was chosen for a measure of the population that would count too early."""

        CONTEXT = "context", _("Keep it as a baseline or context only")
        LATER = "later", _("Plan it from month 24")
        OVERRIDE = "override", _("Count it before month 24, with a reason and a second person")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(_("what is measured"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    from_month = models.PositiveSmallIntegerField(
        _("counts from month"), default=0, help_text=_("The month of the collaboration in which measuring begins.")
    )
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=3, null=True, blank=True)
    baseline_on = models.DateField(_("baseline measured on"), null=True, blank=True)
    narrative = models.TextField(_("what stands behind the figures"), max_length=4000, blank=True)
    way = models.CharField(_("how to go on"), max_length=10, choices=Way.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    is_guarded = models.GeneratedField(
        expression=models.Case(models.When(level=Level.POPULATION, confirmed_by=None, then=True), default=False),
        output_field=models.BooleanField(), db_persist=True,
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "name"], name="one_indicator_per_name",
                violation_error_message=_("There is an indicator of this name already."),
            ),
            models.CheckConstraint(
                condition=~Q(level="population") | Q(from_month__gte=FRAME_MONTHS) | Q(way__in=["context", "override"]),
                name="early_population_indicator_says_why",
                violation_error_message=_("A measure of the whole population counts from month 24 on, or says why."),
            ),
            models.CheckConstraint(
                condition=~Q(way="override") | (~Q(reason="") & Q(asked_by__isnull=False)),
                name="override_has_a_reason_and_a_person",
                violation_error_message=_("Say why this measure should count so early."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | (Q(way="override") & ~Q(confirmed_by=F("asked_by"))),
                name="override_is_confirmed_by_a_second_person",
                violation_error_message=_("Somebody else must confirm this."),
            ),
            models.CheckConstraint(condition=Q(from_month__lte=LAST_MONTH), name="indicator_begins_within_20_years"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("metrics:indicator_detail", args=[self.collaboration.slug, self.pk])

    @property
    def waits_for_second_person(self) -> bool:
        """Whether an override was asked for that nobody has confirmed."""
        return self.level == self.Level.POPULATION and self.way == self.Way.OVERRIDE and self.confirmed_by_id is None

    def counted(self) -> "list[IndicatorPeriod]":
        """The periods that may be shown as progress, in order."""
        return [one for one in self.periods.all() if one.may_count]

    def confirm(self, *, by: User) -> None:
        """Let it count before month 24; the constraint refuses whoever asked for it."""
        self.confirmed_by = by
        self.save(update_fields=["confirmed_by"])


class IndicatorPeriodQuerySet(models.QuerySet["IndicatorPeriod"]):
    """Which periods."""

    def counted(self) -> "IndicatorPeriodQuerySet":
        """Those that may be shown as progress; what reports and exports take."""
        return self.filter(Q(is_guarded=False) | Q(from_month__gte=FRAME_MONTHS))


@tracked
class IndicatorPeriod(models.Model):
    """Target and actual of some months. `is_guarded` follows the indicator by its key, so that a check can read it."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="periods")
    is_guarded = models.BooleanField(editable=False)
    from_month = models.PositiveSmallIntegerField(_("from month"))
    to_month = models.PositiveSmallIntegerField(_("to month"))
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=3, null=True, blank=True)
    actual = models.DecimalField(_("actual"), max_digits=14, decimal_places=3, null=True, blank=True)
    note = models.CharField(_("what explains it"), max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = IndicatorPeriodQuerySet.as_manager()

    class Meta:
        ordering = ("from_month", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "from_month"], name="one_period_per_first_month",
                violation_error_message=_("A period that begins in this month is entered already."),
            ),
            models.CheckConstraint(
                condition=Q(to_month__gte=F("from_month"), to_month__lte=LAST_MONTH),
                name="period_ends_after_it_begins",
                violation_error_message=_("A period cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(is_guarded=False) | Q(from_month__gte=FRAME_MONTHS) | Q(target=None),
                name="guarded_period_has_no_target",
                violation_error_message=_("Before month 24 a measure of the whole population has no target."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.from_month}-{self.to_month}"

    @property
    def may_count(self) -> bool:
        """Whether it may be shown as progress."""
        return guardrail.may_count(self.from_month, guarded=self.is_guarded)
