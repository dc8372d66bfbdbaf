"""Money for a partner, planned or paid."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from partners.forms.reviews import InvestmentForm
from partners.models import Investment
from partners.views.partners import visible_partner


@require_http_methods(["GET", "POST"])
def investment_create(request: Request, slug: str, partner: int) -> HttpResponse:
    """Note money for a partner; for local capacity only after gate G1, or a waiver of it."""
    collaboration = collaboration_for(request, slug, Action.RECORD_REVIEW)
    row = visible_partner(request, partner)
    data = request.POST if request.method == "POST" else None
    form = InvestmentForm(data, partner=row, seat=request.seat, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The money is noted."))
        return redirect("partners:partner_detail", slug, partner)
    context = {"collaboration": collaboration, "form": form, "partner": row}
    return page(request, "partners/investment_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def investment_edit(request: Request, slug: str, investment: int) -> HttpResponse:
    """Change money that was noted, or say that it was paid."""
    collaboration = collaboration_for(request, slug, Action.RECORD_REVIEW)
    row = get_object_or_404(Investment.objects.visible_to(request.seat).select_related("partner"), pk=investment)
    partner = visible_partner(request, row.partner_id)
    data = request.POST if request.method == "POST" else None
    form = InvestmentForm(data, instance=copy(row), partner=partner, seat=request.seat, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The money is noted."))
        return redirect("partners:partner_detail", slug, partner.pk)
    context = {"collaboration": collaboration, "form": form, "partner": partner, "investment": row}
    return page(request, "partners/investment_edit.html", context, status=422 if form.is_bound else 200)
