"""Mail of a wave: invitations, reminders and codes, written to the outbox together with what they tell."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from collab.models import OutboxMail
from collab.models.mail import ACCOUNT_MAIL, LINK_MAIL
from collab.months import end_of_day
from collab.tasks import deliver_soon
from partners.models import Invitation, Survey

DAYS_AFTER_CLOSE = 60  # so long a link still tells that the wave is closed


def send(invitations: Iterable[Invitation], *, survey: Survey, origin: str, reminded_at: datetime | None = None) -> int:
    """Queue one mail for each of these that has an address, each with a new link; how many were queued.

    Only the hash of a link is stored; so every mail carries a new one, and the link of an earlier mail opens no more.
    """
    count = 0
    with transaction.atomic():
        for one in invitations:
            if one.address:
                values = {"reminded_at": reminded_at} if reminded_at else {}
                link = origin + new_link(one, survey=survey, **values)
                one.mail = _put(one, survey=survey, link=link, is_reminder=reminded_at is not None)
                one.save(update_fields=["mail"])
                count += 1
    deliver_soon()
    return count


def new_link(invitation: Invitation, *, survey: Survey, **values: object) -> str:
    """A new link to the answer page, without the origin; the one before opens no more."""
    expires_at = end_of_day(survey.closes_on + timedelta(days=DAYS_AFTER_CLOSE), survey.collaboration.zone)
    return reverse("partners:answer_open", args=[invitation.renew(expires_at=expires_at, **values)])


def send_code(invitation: Invitation, *, at: datetime) -> OutboxMail:
    """Queue the code that shows earlier answers; it goes to the invited address and nowhere else."""
    with transaction.atomic(), translation.override(invitation.language):
        code = invitation.make_code(at=at)
        mail = OutboxMail.put(
            key=f"{ACCOUNT_MAIL}survey:{invitation.public_id}:{code[:2]}{at.timestamp():.0f}",
            to=invitation.address,
            subject=gettext("Your code for the survey of %(place)s") % {"place": invitation.collaboration.name},
            body=render_to_string("partners/survey_code.txt", {"code": code, "survey": invitation.survey}),
            collaboration=invitation.collaboration,
        )
    deliver_soon(is_urgent=True)
    return mail


def _put(invitation: Invitation, *, survey: Survey, link: str, is_reminder: bool) -> OutboxMail:
    place = survey.collaboration.name
    with translation.override(invitation.language):
        subject = gettext("Still open: the survey of %(place)s") if is_reminder else gettext("A survey of %(place)s")
        facts = {"survey": survey, "invitation": invitation, "link": link, "is_reminder": is_reminder}
        return OutboxMail.put(
            key=f"{LINK_MAIL}survey:{invitation.pk}:{invitation.links_made}",
            to=invitation.address,
            subject=subject % {"place": place},
            body=render_to_string("partners/survey_invitation.txt", facts),
            collaboration=survey.collaboration,
        )
