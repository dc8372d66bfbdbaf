"""What we owe to people whom these records name: that they are told, looked at again, heard, and forgotten."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Person, User
from government.models.liaisons import Liaison

REVIEW_DAYS = 365  # every entry is looked at again after a year


@tracked
class PrivacyNotice(models.Model):
    """Somebody was told what is recorded here, why, and how to object."""

    class How(models.TextChoices):
        """The way in which they were told."""

        TALK = "talk", _("In a talk")
        LETTER = "letter", _("By letter")
        MAIL = "mail", _("By mail")
        LINK = "link", _("With the link to the own entry")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="privacy_notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="privacy_notices")
    told_on = models.DateField(_("told on"))
    how = models.CharField(_("how"), max_length=8, choices=How.choices)

    class Meta:
        ordering = ("-told_on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "told_on", "how"],
                name="one_privacy_notice_a_day_and_way",
                violation_error_message=_("This is noted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} told on {self.told_on}"


@tracked
class EntryReview(models.Model):
    """Somebody of the team looked whether what is held of a person is still needed, and whether it is right."""

    class Outcome(models.TextChoices):
        """What came of it."""

        KEEP = "keep", _("Still needed, and right")
        CORRECTED = "corrected", _("Corrected")
        ENDED = "ended", _("No longer needed: kept as history only")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="entry_reviews")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entry_reviews")
    reviewed_on = models.DateField(_("looked at on"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    reason = models.CharField(_("why"), max_length=400, blank=True)

    class Meta:
        ordering = ("-reviewed_on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "reviewed_on"],
                name="one_entry_review_a_day",
                violation_error_message=_("This entry was looked at on this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.reviewed_on}"


@tracked
class OwnStatement(models.Model):
    """What a liaison said about the own entry: a correction, an objection, or how much time there is."""

    class Kind(models.TextChoices):
        """What it is."""

        CORRECTION = "correction", _("Correction")
        OBJECTION = "objection", _("Objection")
        BANDWIDTH = "bandwidth", _("Time for this work")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="own_statements")
    liaison = models.ForeignKey(Liaison, on_delete=models.CASCADE, related_name="own_statements")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("what you want to say"), max_length=2000, blank=True)
    bandwidth = models.PositiveSmallIntegerField(_("time for this work"), null=True, blank=True)
    said_on = models.DateField(_("said on"))
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.CharField(_("what was done"), max_length=400, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("-said_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="bandwidth", bandwidth__gte=0, bandwidth__lte=4)
                | (~Q(kind="bandwidth") & Q(bandwidth=None) & ~Q(text="")),
                name="own_statement_says_something",
                violation_error_message=_("Say what is wrong, or choose how much time there is."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=models.F("said_on")),
                name="own_statement_is_answered_after_it_is_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.said_on}"


@tracked
class Erasure(models.Model):
    """A person was erased: counts of what was cleared, and where free text may still name them. Never the text."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="erasures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasures")
    erased_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    erased_at = models.DateTimeField(db_default=Now(), editable=False)
    cleared = models.JSONField(default=dict)  # table -> rows in which something was cleared
    left = models.JSONField(default=list)  # [{table, row, column}]: for somebody to redact by hand

    class Meta:
        ordering = ("-erased_at", "-id")

    def __str__(self) -> str:
        return f"person {self.person_id} on {self.erased_at}"


def named_people(collaboration: Collaboration) -> models.QuerySet[Person]:
    """People who hold or held an office, or are or were a liaison, by name; those erased are left out."""
    holds = Q(offices__isnull=False) | Q(liaison_entries__isnull=False)
    people = Person.objects.filter(collaboration=collaboration, erasures=None).filter(holds)
    return Person.objects.filter(pk__in=people.values("pk")).order_by("name", "pk")


def review_due_on(person: Any, *, entries: list[Any]) -> date | None:
    """When an entry is to be looked at next: a year after it began or was looked at, or on the day the last one ended.

    `entries` are the person's offices and liaison entries; `person` carries `reviewed_on`, the newest review or None.
    Nothing is due once an ended entry was looked at after it ended.
    """
    open_ones = [one for one in entries if one.to_on is None]
    if not open_ones:
        ended = max(one.to_on for one in entries)
        return None if person.reviewed_on and person.reviewed_on >= ended else ended
    left = [one.to_on for one in entries if one.to_on and (not person.reviewed_on or one.to_on > person.reviewed_on)]
    since = person.reviewed_on or min(one.from_on for one in open_ones)
    return min([*left, since + timedelta(days=REVIEW_DAYS)])


def with_reviews(people: models.QuerySet[Person]) -> models.QuerySet[Person]:
    """Each person with `reviewed_on`, the day of the newest review."""
    return people.annotate(reviewed_on=Max("entry_reviews__reviewed_on"))
