"""Liaisons: naming one, changing how near they stand, closing the entry with or without a successor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.http import Request, page
from collab.models import Collaboration
from collab.permissions import Action, collaboration_for
from government.forms.liaisons import LiaisonEditForm, LiaisonForm, LiaisonLeaveForm
from government.models import Liaison
from government.views.mandates import visible_mandate


@require_http_methods(["GET", "POST"])
def liaison_create(request: Request, slug: str, mandate: int) -> HttpResponse:
    """Name a liaison."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_mandate(request, mandate)
    data = request.POST if request.method == "POST" else None
    form = LiaisonForm(data, mandate=row, collaboration=collaboration, initial={"person": request.GET.get("person")})
    if form.store():
        messages.success(request, _("The liaison is saved. Now rate the four criteria."))
        return redirect("government:rating_create", slug, form.instance.pk)
    context = {"collaboration": collaboration, "form": form, "mandate": row}
    return page(request, "government/liaison_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def liaison_edit(request: Request, slug: str, liaison: int) -> HttpResponse:
    """Change how near a liaison stands, or since when."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = liaison_of(collaboration, liaison)
    data = request.POST if request.method == "POST" else None
    form = LiaisonEditForm(data, instance=row, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The liaison is saved."))
        return redirect("government:mandate_detail", slug, row.mandate_id)
    context = {"collaboration": collaboration, "form": form, "liaison": row, "mandate": row.mandate}
    return page(request, "government/liaison_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def liaison_leave(request: Request, slug: str, liaison: int) -> HttpResponse:
    """A liaison left: close the entry; somebody may follow."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = liaison_of(collaboration, liaison)
    if row.to_on:
        messages.info(request, _("This entry is closed already."))
        return redirect("government:mandate_detail", slug, row.mandate_id)
    data = request.POST if request.method == "POST" else None
    form = LiaisonLeaveForm(data, instance=row, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The entry is closed and kept as history. See below what could come next."))
        return redirect("government:mandate_detail", slug, row.mandate_id)
    context = {"collaboration": collaboration, "form": form, "liaison": row, "mandate": row.mandate}
    return page(request, "government/liaison_leave.html", context, status=422 if form.is_bound else 200)


def liaison_of(collaboration: Collaboration, pk: int) -> Liaison:
    """A liaison of this collaboration."""
    rows = Liaison.objects.filter(collaboration=collaboration).select_related("person", "mandate__body")
    return get_object_or_404(rows, pk=pk)
