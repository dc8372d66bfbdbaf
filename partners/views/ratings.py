"""Rating a partner on six criteria, the rated partner's reply, and the list of what all assessors said."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.exports import file_asked, sheet_file
from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from partners import sheets
from partners.forms.participation import StatementFilter
from partners.forms.ratings import RatingReplyForm, ReadinessRatingForm
from partners.models import Partner, RatingReply, ReadinessRating
from partners.statements import statement_rows
from partners.views.partners import visible_partner
from partners.words import anchor

PER_PAGE = 60


@require_safe
def statement_list(request: Request, slug: str) -> HttpResponseBase:
    """What every assessor said of every partner, with the replies; of one partner where the address names one."""
    collaboration = collaboration_for(request, slug, Action.SEE_READINESS)
    visible = Partner.objects.visible_to(request.seat).select_related("organization")
    asked = StatementFilter(request.GET, partners=list(visible))
    rows = statement_rows(request.seat, on=collaboration.today(), partner=asked.wanted)
    if file_asked(request):
        return sheet_file(request, sheets.statements(rows), collaboration)
    context = {
        "collaboration": collaboration, "form": asked, "total": len(rows),
        "replies": sum(one.reply is not None for one in rows),
        "statements": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return page(request, "partners/statement_list.html", context, partial="rows")


@require_http_methods(["GET", "POST"])
def readiness_rating_create(request: Request, slug: str, partner: int) -> HttpResponse:
    """What the reader's organisation judges of a partner; of itself, where it is one."""
    collaboration = collaboration_for(request, slug, Action.RATE_PARTNERS)
    row = visible_partner(request, partner)
    form = ReadinessRatingForm(request.POST if request.method == "POST" else None, seat=request.seat, partner=row)
    if form.store():
        messages.success(request, _("The rating is saved."))
        return redirect("partners:partner_detail", slug, partner)
    context = {
        "collaboration": collaboration, "form": form, "partner": row, "assessor": request.seat.organization,
        "is_own": request.seat.organization_id == row.organization_id,
    }  # fmt: skip
    return page(request, "partners/readiness_rating_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def rating_reply_edit(request: Request, slug: str, level: int) -> HttpResponse:
    """The rated partner replies to one level, or contests it; it may change its words."""
    collaboration = collaboration_for(request, slug, Action.REPLY_TO_REVIEW)
    visible = ReadinessRating.objects.visible_to(request.seat).select_related("partner__organization", "assessor")
    row = get_object_or_404(visible, pk=level)
    if row.assessor_id == request.seat.organization_id:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    reply = RatingReply.objects.filter(rating=row).first()
    form = RatingReplyForm(data, instance=reply, rating=row, seat=request.seat, collaboration=collaboration)
    if form.store():
        messages.success(request, _("Your words are saved. They stand beside the level from now on."))
        return redirect("partners:partner_detail", slug, row.partner_id)
    context = {
        "collaboration": collaboration, "form": form, "rating": row, "partner": row.partner,
        "words": anchor(row.criterion, row.level),
    }  # fmt: skip
    return page(request, "partners/rating_reply_edit.html", context, status=422 if form.is_bound else 200)
