"""Calendars: a file or an address in, a secret address out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collab.calendars.feed import feed_of
from collab.forms.calendars import CalendarSubscriptionForm, CalendarUploadForm
from collab.http import Request, page
from collab.invitations import origin_of
from collab.models import AuditEvent, CalendarSubscription, FeedLink, Seat
from collab.models.calendars import FEED_LIVES
from collab.permissions import Action, collaboration_for


@require_safe
def calendar_detail(request: Request, slug: str) -> HttpResponse:
    """What is read, and the reader's own feed."""
    collaboration_for(request, slug, Action.SEE_EVIDENCE)
    return _page(request)


@require_POST
def calendar_upload(request: Request, slug: str) -> HttpResponse:
    """Plan meetings from a file."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    form = CalendarUploadForm(request.POST, request.FILES)
    outcome = form.plan(collaboration, by=request.user) if form.is_valid() else None
    if outcome is None:
        return _page(request, upload=form, status=422)
    said = {"made": outcome.made, "changed": outcome.changed}
    messages.success(request, _("%(made)s meetings are planned, %(changed)s changed.") % said)
    return redirect("collab:calendar_detail", slug)


@require_POST
def subscription_create(request: Request, slug: str) -> HttpResponse:
    """Read an address every hour from now on."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    form = CalendarSubscriptionForm(request.POST)
    if not form.is_valid():
        return _page(request, subscription=form, status=422)
    form.add(collaboration, by=request.user)
    messages.success(request, _("The calendar is read within the next minutes, and then every hour."))
    return redirect("collab:calendar_detail", slug)


@require_POST
def subscription_delete(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Read it no longer; meetings planned from it stay."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    get_object_or_404(CalendarSubscription, pk=pk, collaboration=collaboration).delete()
    messages.success(request, _("The calendar is read no longer. Meetings planned from it stay."))
    return redirect("collab:calendar_detail", slug)


@require_POST
def feed_create(request: Request, slug: str) -> HttpResponse:
    """A new secret address; one that existed opens nothing any more. It is shown this once."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    now = timezone.now()
    _revoke(request.seat)
    _link, token = FeedLink.issue(collaboration=collaboration, seat=request.seat, expires_at=now + FEED_LIVES)
    AuditEvent.record(AuditEvent.Act.EXPORTED, user=request.user, collaboration=collaboration, subject="calendar feed")
    return _page(request, address=origin_of(request) + reverse("collab:feed_detail", args=[token]))


@require_POST
def feed_delete(request: Request, slug: str) -> HttpResponse:
    """The address opens nothing from now on."""
    collaboration_for(request, slug, Action.SEE_EVIDENCE)
    _revoke(request.seat)
    messages.success(request, _("Your calendar address opens nothing any more."))
    return redirect("collab:calendar_detail", slug)


@login_not_required
@require_safe
def feed_detail(request: Request, token: str) -> HttpResponse:
    """The calendar behind a secret address, as far as its seat may see now."""
    now = timezone.now()
    link = FeedLink.find(token, now=now)
    seat = _seat(link) if link else None
    if seat is None:
        raise Http404
    with translation.override(seat.user.language):
        body = feed_of(seat, now=now, origin=origin_of(request))
    headers = {"Content-Disposition": 'attachment; filename="groundwork.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _seat(link: FeedLink) -> Seat | None:
    """The seat of a feed, while it is held and its role sees anything."""
    seat = Seat.objects.select_related("collaboration", "user", "organization").get(pk=link.seat_id)
    held = Seat.objects.held_by(seat.user, on=seat.collaboration.today()).filter(pk=seat.pk)
    return seat if seat.may(Action.SEE_EVIDENCE) and held.exists() else None


def _revoke(seat: Seat) -> None:
    seat.feeds.filter(revoked_at=None).update(revoked_at=timezone.now())


def _page(request: Request, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The page with forms, and whatever was just typed or made."""
    seat = request.seat
    now = timezone.now()
    may_log = seat.may(Action.LOG)
    context = {
        "collaboration": seat.collaboration,
        "may_log": may_log,
        "upload": shown.get("upload") or CalendarUploadForm(),
        "form": shown.get("subscription") or CalendarSubscriptionForm(),
        "subscriptions": seat.collaboration.subscriptions.order_by("name", "pk") if may_log else [],
        "feed": seat.feeds.filter(revoked_at=None, expires_at__gt=now).order_by("-pk").first(),
        "address": shown.get("address", ""),
    }
    return page(request, "collab/calendar_detail.html", context, status=status)
