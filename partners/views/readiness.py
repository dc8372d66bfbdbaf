"""Readiness of the whole: what assessors said of each item, and rating it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from partners.forms.ratings import CollaborationRatingForm
from partners.whole import sections


@require_safe
def readiness_detail(request: Request, slug: str) -> HttpResponse:
    """Item by item in four sections, with who said so."""
    collaboration = collaboration_for(request, slug, Action.RATE_PARTNERS)
    context = {
        "collaboration": collaboration,
        "sections": sections(request.seat, on=collaboration.today()),
        "sees_all": request.seat.may_for_all(Action.RATE_PARTNERS),
    }
    return page(request, "partners/readiness_detail.html", context)


@require_http_methods(["GET", "POST"])
def collaboration_rating_create(request: Request, slug: str) -> HttpResponse:
    """What the reader's organisation judges of the whole."""
    collaboration = collaboration_for(request, slug, Action.RATE_PARTNERS)
    form = CollaborationRatingForm(request.POST if request.method == "POST" else None, seat=request.seat)
    if form.store():
        messages.success(request, _("The rating is saved."))
        return redirect("partners:readiness_detail", slug)
    context = {"collaboration": collaboration, "form": form, "assessor": request.seat.organization}
    return page(request, "partners/collaboration_rating_create.html", context, status=422 if form.is_bound else 200)
