"""Surveys: one wave of one instrument, whom it may be answered about, and the day from which its answers count."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Organization
from partners.models.instruments import Instrument
from partners.questionnaire import Questionnaire
from partners.suppression import ENOUGH_ORGANIZATIONS, ENOUGH_RESPONDENTS


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Which waves."""

    def overdue(self, *, on: date) -> "SurveyQuerySet":
        """Those whose last day has passed and that nobody closed."""
        return self.filter(closed_at=None, closes_on__lt=on)

    def closed(self) -> "SurveyQuerySet":
        """Those whose answers count, in the order of their closing."""
        return self.filter(closed_at__isnull=False).order_by("closed_at", "id")


@tracked
class Survey(models.Model):
    """A wave: who is asked stands in its invitations, whom they are asked about in its roster."""

    class State(models.TextChoices):
        """Where it stands on a day."""

        PLANNED = "planned", _("not open yet")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="surveys")
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="surveys", verbose_name=_("instrument")
    )
    name = models.CharField(_("name"), max_length=120)
    consent = models.TextField(_("what respondents agree to"), max_length=2000, blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list, verbose_name=_("languages"))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day"))
    least_respondents = models.PositiveSmallIntegerField(
        _("fewest respondents of a table"), default=ENOUGH_RESPONDENTS,
        help_text=_("Tables and texts over fewer respondents are not shown. At least three."),
    )  # fmt: skip
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ("-opens_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after_it_opens",
                violation_error_message=_("The last day cannot lie before the first."),
            ),
            models.CheckConstraint(
                condition=Q(least_respondents__gte=ENOUGH_ORGANIZATIONS, least_respondents__lte=100),
                name="survey_table_needs_at_least_three",
                violation_error_message=_("Choose between 3 and 100 respondents."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:survey_detail", args=[self.collaboration.slug, self.pk])

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        return self.instrument.questionnaire

    def state(self, *, on: date) -> "Survey.State":
        """Where it stands on a day; after its last day nobody answers any more, also before it is closed."""
        if self.closed_at or on > self.closes_on:
            return self.State.CLOSED
        return self.State.PLANNED if on < self.opens_on else self.State.OPEN

    def put_on_roster(self, organizations: Iterable[Organization]) -> None:
        """Let these be answered about; who stands there already stays."""
        RosterEntry.objects.bulk_create(
            (
                RosterEntry(collaboration_id=self.collaboration_id, survey=self, organization=one)
                for one in organizations
            ),
            ignore_conflicts=True,
        )

    def close(self, *, at: datetime, counted_on: date) -> bool:
        """Close the wave and let all its answers count at once; False when somebody closed it already.

        Waits for every answer that is being saved at this moment: those save under a lock on their invitation.
        """
        with transaction.atomic():
            row = Survey.objects.select_for_update().get(pk=self.pk)
            if row.closed_at:
                return False
            list(self.invitations.select_for_update().order_by("pk").values_list("pk"))
            Survey.objects.filter(pk=self.pk).update(closed_at=at, version=F("version") + 1)
            self.answers.filter(counted_on=None).update(counted_on=counted_on)
        self.closed_at = at
        return True


@tracked
class RosterEntry(models.Model):
    """An organisation that respondents of a wave may pick and rate."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="roster")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "organization"], name="organization_stands_on_a_roster_once")
        ]

    def __str__(self) -> str:
        return f"{self.organization}"
