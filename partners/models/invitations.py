"""Invitations: one person is asked in one wave, by a link that opens this wave and nothing else."""

import secrets
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.history import tracked_but
from collab.models import Organization, OutboxMail, Person
from collab.models.links import TOKEN_BYTES, Link, token_hash
from partners.models.surveys import Survey


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Which invitations."""

    def unfinished(self) -> "InvitationQuerySet":
        """Those who may still be reminded: neither finished, nor declined, nor withdrawn."""
        return self.filter(finished_at=None, declined_at=None, withdrawn_at=None, revoked_at=None)

    def for_list(self) -> "InvitationQuerySet":
        """With person, organisation and mail, by organisation."""
        return self.select_related("person", "organization", "mail").order_by(
            "organization__name", "person__name", "pk"
        )


@tracked_but("token_hash", "code_hash", "code_expires_at", "code_tries")
class Invitation(Link):
    """A capability of one wave: it reads and writes what was answered through it, until the wave closes."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    address = models.EmailField(_("invited address"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)  # no secret: stands in addresses
    mail = models.ForeignKey(OutboxMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    links_made = models.PositiveSmallIntegerField(default=0, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    consented_at = models.DateTimeField(_("agreed"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    code_hash = models.BinaryField(null=True, blank=True, editable=False)
    code_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "person"], name="one_invitation_per_person_and_survey",
                violation_error_message=_("This person is invited already."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(consented_at__isnull=False),
                name="invitation_is_finished_after_consent",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(declined_at=None), name="invitation_is_finished_or_declined"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person}, {self.organization}"

    def renew(self, *, expires_at: datetime, **values: Any) -> str:
        """A new token; the one before opens nothing from now on. Shown once, never stored."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.token_hash, self.expires_at, self.revoked_at = token_hash(token), expires_at, None
        self.links_made += 1
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=["token_hash", "expires_at", "revoked_at", "links_made", *values])
        return token
