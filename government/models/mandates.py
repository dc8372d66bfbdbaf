"""Mandates of public bodies, and the senior officials who hold them."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Organization, Person


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Which mandates."""

    def in_force(self, *, on: date) -> "MandateQuerySet":
        """Those that mattered on that day."""
        return self.filter(Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gt=on)))

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

    def leave(self, *, on: date) -> None:
        """The office ends for this person; the entry stays as history."""
        self.to_on = on
        self.save(update_fields=["to_on"])
