"""Outlines: what meetings that come again have in common, so that a log starts from it."""

from uuid import uuid4

from django.db import models
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.models.collaborations import Collaboration
from collab.models.meetings import Meeting


class Outline(models.Model):
    """A template for meetings: how and for what they meet, the agenda, the headings of the minutes. No evidence."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="outlines")
    name = models.CharField(_("name"), max_length=80)
    mode = models.CharField(_("how"), max_length=12, choices=Meeting.Mode.choices, default=Meeting.Mode.IN_PERSON)
    kind = models.CharField(_("kind"), max_length=16, choices=Meeting.Kind.choices, default=Meeting.Kind.WORKING_GROUP)
    topics = models.CharField(_("topics"), max_length=200, blank=True)
    agenda = models.TextField(_("agenda"), max_length=4000, blank=True)
    minutes = models.TextField(
        _("minutes"), max_length=4000, blank=True, help_text=_("Headings under which one writes what happened.")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = (Lower("name"), "id")
        constraints = [
            models.UniqueConstraint(
                "collaboration", Lower("name"), name="one_outline_per_name",
                violation_error_message=_("A template of this name is listed already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("collab:outline_edit", args=[self.collaboration.slug, self.pk])

    @property
    def text(self) -> str:
        """What the notes of a meeting start from."""
        return "\n\n".join(part for part in (self.agenda, self.minutes) if part)
