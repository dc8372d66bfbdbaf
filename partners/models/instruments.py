"""Instruments of a collaboration: a questionnaire in one version, published and from then on unchanged."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration
from partners.questionnaire import SOURCE_LANGUAGE, Questionnaire, shipped


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

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.published_at is None

    @property
    def is_newest(self) -> bool:
        """Whether no later version of the collaboration's own stands under its key."""
        later = Instrument.objects.filter(collaboration_id=self.collaboration_id, key=self.key, is_shipped=False)
        return not later.filter(version__gt=self.version).exists()

    @classmethod
    def draft(cls, questionnaire: Questionnaire, *, collaboration: Collaboration, name: str) -> "Instrument":
        """A draft of the collaboration's own, to be changed and published as the next version of this key.

        Where a draft of the key stands already it is that one: there is one at a time.
        """
        with transaction.atomic():
            Collaboration.objects.select_for_update(no_key=True).get(pk=collaboration.pk)  # two clicks make one draft
            own = cls.objects.filter(collaboration=collaboration, key=questionnaire.key, is_shipped=False)
            begun = own.filter(published_at=None).first()
            if begun is not None:
                return begun
            version = (own.aggregate(last=models.Max("version"))["last"] or 0) + 1
            title = questionnaire.title | {SOURCE_LANGUAGE: name}
            content = questionnaire.model_copy(update={"version": version, "title": title})
            return cls.objects.create(
                collaboration=collaboration, key=questionnaire.key, version=version, name=name,
                content=content.model_dump(mode="json"),
            )  # fmt: skip

    def rewrite(self, questionnaire: Questionnaire) -> bool:
        """Change a draft; False when it was published, or changed by somebody else, since it was loaded."""
        content = questionnaire.model_dump(mode="json")
        values = {"content": content, "name": questionnaire.title[SOURCE_LANGUAGE]}
        rows = Instrument.objects.filter(pk=self.pk, published_at=None, content=self.content)
        return bool(rows.update(**values))

    def publish(self, *, at: datetime) -> bool:
        """From now on waves may use it and nobody changes it; False when it was published already."""
        return bool(Instrument.objects.filter(pk=self.pk, published_at=None).update(published_at=at))
