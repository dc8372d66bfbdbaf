"""Who takes part: seats given, listed and ended."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab import list_sheets
from collab.exports import file_asked, sheet_file
from collab.forms.seats import SeatEndForm, SeatForm
from collab.http import Request, page
from collab.invitations import origin_of
from collab.models import AuditEvent
from collab.permissions import Action, collaboration_for
from collab.roles import gives


@require_safe
def seat_list(request: Request, slug: str) -> HttpResponseBase:
    """Everybody who has or had a seat."""
    collaboration = collaboration_for(request, slug, Action.MANAGE_PEOPLE)
    today = collaboration.today()
    current, past = (
        rows.for_list() for rows in (collaboration.seats.current(on=today), collaboration.seats.past(on=today))
    )
    if file_asked(request):
        return sheet_file(request, list_sheets.seats([*current, *past]), collaboration)
    context = {
        "collaboration": collaboration,
        "today": today,
        "current": current,
        "past": past,
        "gives": gives(request.seat.role),
    }
    return page(request, "collab/seat_list.html", context)


@require_http_methods(["GET", "POST"])
def seat_create(request: Request, slug: str) -> HttpResponse:
    """Invite somebody."""
    collaboration = collaboration_for(request, slug, Action.MANAGE_PEOPLE)
    form = SeatForm(request.POST or None, giver=request.seat, origin=origin_of(request), on=collaboration.today())
    if form.is_valid() and form.save():
        messages.success(request, _("An invitation is on its way to %(email)s.") % form.cleaned_data)
        return redirect("collab:seat_list", slug)
    context = {"form": form, "collaboration": collaboration}
    return page(request, "collab/seat_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def seat_edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """End a seat. Another role is another seat."""
    collaboration = collaboration_for(request, slug, Action.MANAGE_PEOPLE)
    seat = get_object_or_404(collaboration.seats.for_list(), pk=pk, to_on=None)
    if seat.role not in gives(request.seat.role):
        AuditEvent.record(
            AuditEvent.Act.REFUSED, user=request.user, collaboration=collaboration, subject=f"end a {seat.role}'s seat"
        )
        raise PermissionDenied
    form = SeatEndForm(request.POST or None, seat=seat, by=request.user, today=collaboration.today())
    if form.is_valid() and form.save():
        messages.success(request, _("The seat ends."))
        is_own = seat.user_id == request.user.pk
        return redirect("/") if is_own else redirect("collab:seat_list", slug)
    context = {"form": form, "collaboration": collaboration, "held": seat}
    return page(request, "collab/seat_edit.html", context, status=422 if form.is_bound else 200)
