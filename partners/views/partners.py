"""Partners: the list, one partner with everything about it, adding and changing one, its stage from a day on."""

from copy import copy

from django.contrib import messages
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
from partners.forms.participation import PartnerFilter, PartnerForm, StageForm
from partners.models import Partner
from partners.partner_page import partner_page

PER_PAGE = 30


@require_safe
def partner_list(request: Request, slug: str) -> HttpResponseBase:
    """Who takes part, at which stage, how ready; always by name."""
    collaboration = collaboration_for(request, slug, Action.SEE_READINESS)
    today, visible = collaboration.today(), Partner.objects.visible_to(request.seat)
    asked = PartnerFilter(request.GET, tags=visible.tag_names())
    ready = visible.with_readiness(collaboration.shown_month(on=today))
    found = asked.apply(ready, on=today).with_people(request.seat)
    if file_asked(request):
        return sheet_file(request, sheets.partners(found.with_stage(on=today)), collaboration)
    context = {
        "collaboration": collaboration,
        "form": asked,
        "partners": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "total": visible.count(),
        "core": visible.core(on=today).count(),
        "unexplained": visible.core(on=today).filter(explained_on=None).count(),
        "today": today,
        "may_log": request.seat.may(Action.LOG),
        "may_set": request.seat.may(Action.CHANGE_SETTINGS),
        "sees_all": request.seat.may_for_all(Action.SEE_READINESS),
    }
    return page(request, "partners/partner_list.html", context, partial="rows")


@require_safe
def partner_detail(request: Request, slug: str, partner: int) -> HttpResponse:
    """Is this partner ready, and how do we know?"""
    collaboration = collaboration_for(request, slug, Action.SEE_READINESS)
    row = visible_partner(request, partner)
    return page(request, "partners/partner_detail.html", partner_page(request.seat, row, on=collaboration.today()))


@require_http_methods(["GET", "POST"])
def partner_create(request: Request, slug: str) -> HttpResponse:
    """An organisation takes part."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    data = request.POST if request.method == "POST" else None
    form = PartnerForm(data, collaboration=collaboration, initial={"organization": request.GET.get("organization")})
    if form.store():
        messages.success(request, _("The partner is saved. Now say how ready it is."))
        return redirect("partners:partner_detail", slug, form.instance.pk)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "partners/partner_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def partner_edit(request: Request, slug: str, partner: int) -> HttpResponse:
    """Change what is agreed with a partner, what it brings, who keeps the contact."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_partner(request, partner)
    data = request.POST if request.method == "POST" else None
    form = PartnerForm(data, instance=copy(row), collaboration=collaboration)
    if form.store():
        messages.success(request, _("The partner is saved."))
        return redirect("partners:partner_detail", slug, partner)
    context = {"collaboration": collaboration, "form": form, "partner": row}
    return page(request, "partners/partner_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def stage_create(request: Request, slug: str, partner: int) -> HttpResponse:
    """The stage of a partner from a day on."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_partner(request, partner)
    form = StageForm(request.POST if request.method == "POST" else None, partner=row, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The stage is saved."))
        return redirect("partners:partner_detail", slug, partner)
    context = {"collaboration": collaboration, "form": form, "partner": row}
    return page(request, "partners/stage_create.html", context, status=422 if form.is_bound else 200)


def visible_partner(request: Request, pk: int) -> Partner:
    """The partner, when the reader may see it, with its stage and readiness of today."""
    collaboration = request.seat.collaboration
    rows = Partner.objects.visible_to(request.seat).with_stage(on=collaboration.today())
    rows = rows.with_readiness(collaboration.shown_month(on=collaboration.today())).with_people(request.seat)
    return get_object_or_404(rows.select_related("collaboration"), pk=pk)
