"""Giving and ending seats: the seat, the mail that tells of it and the act in the audit log are one write."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab.models import AuditEvent, Collaboration, Organization, OutboxMail, Seat, User
from collab.roles import Role
from collab.tasks import deliver_soon


def invite(
    *,
    email: str,
    name: str,
    language: str,
    role: str,
    organization: Organization,
    by: User,
    on: date,
    origin: str,
) -> Seat:
    """Give somebody a seat and tell them by mail. Who is known already keeps name and language; nothing says so."""
    collaboration = organization.collaboration
    with transaction.atomic():
        user = User.objects.invited(email=email, name=name, language=language)
        if collaboration.seats.current(on=on).filter(user=user).exists():
            raise ValidationError(_("This person has a seat here already."))
        seat = Seat.objects.create(
            user=user, collaboration=collaboration, organization=organization, role=role, from_on=on
        )
        send_invitation(seat, by=by, origin=origin)
        record(AuditEvent.Act.SEAT_GIVEN, seat, by=by)
    return seat


def send_invitation(seat: Seat, *, by: User, origin: str) -> OutboxMail:
    """Queue the one mail of a seat, in the language of the person invited."""
    with translation.override(seat.user.language):
        facts = {"seat": seat, "by": by, "sign_in": origin + reverse("account_login")}
        mail = OutboxMail.put(
            key=f"seat:{seat.pk}",
            to=seat.user.email,
            subject=gettext("%(by)s invites you to %(collaboration)s")
            % {"by": by, "collaboration": seat.collaboration.name},
            body=render_to_string("collab/seat_invitation.txt", facts),
            collaboration=seat.collaboration,
        )
    deliver_soon()
    return mail


def end_seat(seat: Seat, *, on: date, by: User) -> None:
    """Close a seat, unless the collaboration would be left without a coordinator."""
    with transaction.atomic():
        # two coordinators who end each other's seat at once: the second waits here and then is refused
        Collaboration.objects.select_for_update().get(pk=seat.collaboration_id)
        if seat.role == Role.COORDINATOR and not others_coordinate(seat, after=on):
            raise ValidationError(_("A collaboration needs a coordinator. Give somebody else that seat first."))
        seat.end(on=on)
        record(AuditEvent.Act.SEAT_ENDED, seat, by=by)


def others_coordinate(seat: Seat, *, after: date) -> bool:
    """Whether somebody else coordinates beyond a day, and can sign in."""
    seats = seat.collaboration.seats.filter(role=Role.COORDINATOR, to_on=None, from_on__lte=after)
    return seats.filter(user__is_active=True).exclude(pk=seat.pk).exists()


def record(act: AuditEvent.Act, seat: Seat, *, by: User) -> None:
    """Write the act down; the log is read for years, so the role stands there in its plain key."""
    AuditEvent.record(act, user=by, collaboration=seat.collaboration, subject=f"{seat.role}: {seat.user.email}")


def origin_of(request: HttpRequest) -> str:
    """Where links in mails lead: the configured origin; in the demo the very host that was asked."""
    return f"{request.scheme}://{request.get_host()}" if settings.DEMO or not settings.ORIGIN else settings.ORIGIN
