"""Rating a liaison on four criteria and the official's trust."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from government.forms.ratings import RatingForm
from government.models import LiaisonRating
from government.views.liaisons import liaison_of


@require_http_methods(["GET", "POST"])
def rating_create(request: Request, slug: str, liaison: int) -> HttpResponse:
    """What the reader's organisation judges today."""
    collaboration = collaboration_for(request, slug, Action.RATE_LIAISONS, whole=True)
    row = liaison_of(collaboration, liaison)
    data = request.POST if request.method == "POST" else None
    form = RatingForm(data, liaison=row, assessor=request.seat.organization, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The rating is saved."))
        return redirect("government:mandate_detail", slug, row.mandate_id)
    context = {
        "collaboration": collaboration, "form": form, "liaison": row, "mandate": row.mandate,
        "assessor": request.seat.organization,
    }  # fmt: skip
    return page(request, "government/rating_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def rating_edit(request: Request, slug: str, rating: int) -> HttpResponse:
    """Correct a rating; its history keeps what stood there."""
    collaboration = collaboration_for(request, slug, Action.RATE_LIAISONS, whole=True)
    rows = LiaisonRating.objects.filter(collaboration=collaboration)
    row = get_object_or_404(rows.select_related("assessor", "liaison__person", "liaison__mandate__body"), pk=rating)
    data = request.POST if request.method == "POST" else None
    form = RatingForm(data, instance=row, liaison=row.liaison, assessor=row.assessor, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The rating is corrected."))
        return redirect("government:mandate_detail", slug, row.liaison.mandate_id)
    context = {
        "collaboration": collaboration, "form": form, "liaison": row.liaison, "mandate": row.liaison.mandate,
        "assessor": row.assessor,
    }  # fmt: skip
    return page(request, "government/rating_edit.html", context, status=422 if form.is_bound else 200)
