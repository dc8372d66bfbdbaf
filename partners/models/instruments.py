"""Instruments of a collaboration: a questionnaire in one version, published and from then on unchanged."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration
from partners.questionnaire import Questionnaire, shipped


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    """Which instruments."""

    def published(self) -> "InstrumentQuerySet":
        """Those that a wave may use."""
        return self.filter(published_at__isnull=False)

    def newest_first(self) -> "InstrumentQuerySet":
        """By key, the newest version of each first."""
        return self.order_by("key", "-version")


@tracked
class Instrument(models.Model):
    """One version of a questionnaire. What is shipped lies in files; a collaboration that uses one has its own row."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="instruments")
    key = models.SlugField(_("key"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=120)
    is_shipped = models.BooleanField(default=False, editable=False)
    content = models.JSONField()  # a Questionnaire
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "key", "version", "is_shipped"], name="one_instrument_per_key_and_version"
            ),
            models.UniqueConstraint(
                fields=["collaboration", "key"], condition=Q(published_at=None), name="one_draft_per_instrument",
                violation_error_message=_("A draft of this instrument exists already."),
            ),
            models.CheckConstraint(
                condition=~Q(is_shipped=True, published_at=None), name="shipped_instrument_is_published"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}, {self.version}"

    @property
    def questionnaire(self) -> Questionnaire:
        """Its content, checked."""
        return Questionnaire.model_validate(self.content)

    @classmethod
    def of_file(cls, key: str, *, collaboration: Collaboration, at: datetime) -> "Instrument":
        """The shipped instrument as a row of this collaboration; the same row each time. KeyError for no such file."""
        one = shipped()[key]
        values: dict[str, Any] = {"name": one.title["en"], "content": one.model_dump(mode="json"), "published_at": at}
        return cls.objects.get_or_create(
            collaboration=collaboration, key=key, version=one.version, is_shipped=True, defaults=values
        )[0]

    def copy(self, *, name: str) -> "Instrument":
        """A draft of the collaboration's own, to be changed and published as the next version of this key."""
        own = Instrument.objects.filter(collaboration=self.collaboration, key=self.key, is_shipped=False)
        last = own.aggregate(last=models.Max("version"))["last"] or 0
        return Instrument.objects.create(
            collaboration=self.collaboration, key=self.key, version=last + 1, name=name, content=self.content
        )

    def rewrite(self, questionnaire: Questionnaire) -> bool:
        """Change a draft; False when it was published meanwhile."""
        content = questionnaire.model_dump(mode="json")
        with transaction.atomic():
            return bool(Instrument.objects.filter(pk=self.pk, published_at=None).update(content=content))

    def publish(self, *, at: datetime) -> None:
        """From now on waves may use it and nobody changes it."""
        self.published_at = at
        self.save(update_fields=["published_at"])
