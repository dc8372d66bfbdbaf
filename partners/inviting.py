"""Who is asked in a wave: invitations with their mails, and how far the wave is."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from collab.models import Organization
from collab.models.links import token_hash
from collab.models.mail import MAX_ATTEMPTS
from partners.mailing import send
from partners.models import Invitation, Survey

REMINDED_ENOUGH = timedelta(hours=1)


def invite(survey: Survey, invitations: Iterable[Invitation], *, origin: str) -> int:
    """Write invitations and their mails in one transaction, and the organisations onto the roster; how many are mailed.

    The roster is the core of the collaboration and everybody who is asked.
    """
    made = list(invitations)
    with transaction.atomic():
        for one in made:
            # opens nothing: the mail, or the printed sheet, brings the first link
            one.token_hash, one.expires_at = token_hash(secrets.token_urlsafe()), timezone.now()
        Invitation.objects.bulk_create(made)
        core = survey.collaboration.partners.core(on=survey.collaboration.today()).values("organization")
        survey.put_on_roster(Organization.objects.filter(pk__in=core))
        survey.put_on_roster({one.organization_id: one.organization for one in made}.values())
        return send(made, survey=survey, origin=origin)


def remind(survey: Survey, *, origin: str) -> int:
    """Mail those who neither finished nor declined, and were not reminded just now; how many.

    A second click, or a second coordinator, mails nobody twice.
    """
    with transaction.atomic():
        Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
        now = timezone.now()
        rows = survey.invitations.unfinished().exclude(address="").exclude(reminded_at__gt=now - REMINDED_ENOUGH)
        found = rows.select_related("person", "organization", "collaboration")
        return send(found, survey=survey, origin=origin, reminded_at=now)


@dataclass(frozen=True)
class Progress:
    """How far a wave is: people by state, organisations that finished, mails by state."""

    states: dict[str, int]
    organizations: int
    mailed: int
    waiting: int
    failed: int

    @property
    def asked(self) -> int:
        return sum(self.states.values())

    @property
    def unfinished(self) -> int:
        return self.states.get("waiting", 0) + self.states.get("begun", 0)


def progress(invitations: list[Invitation]) -> Progress:
    """Counted from rows that were loaded with their mails."""
    states: dict[str, int] = {}
    for one in invitations:
        state = "revoked" if one.revoked_at else one.state
        states[state] = states.get(state, 0) + 1
    mails = [one.mail for one in invitations if one.mail]
    failed = sum(mail.sent_at is None and mail.attempts >= MAX_ATTEMPTS for mail in mails)
    sent = sum(mail.sent_at is not None for mail in mails)
    organizations = len({one.organization_id for one in invitations if one.finished_at})
    return Progress(states, organizations, sent, len(mails) - sent - failed, failed)
