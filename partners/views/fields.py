"""Fields of one's own: which there are, a new one, changing one or taking it out of use."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from partners.forms.fields import PartnerFieldForm


@require_safe
def field_list(request: Request, slug: str) -> HttpResponse:
    """All fields, those out of use too."""
    collaboration = collaboration_for(request, slug, Action.CHANGE_SETTINGS)
    context = {"collaboration": collaboration, "fields": collaboration.partner_fields.order_by("-is_used", "name")}
    return page(request, "partners/field_list.html", context)


@require_http_methods(["GET", "POST"])
def field_create(request: Request, slug: str) -> HttpResponse:
    """Ask for one more thing."""
    collaboration = collaboration_for(request, slug, Action.CHANGE_SETTINGS)
    form = PartnerFieldForm(request.POST if request.method == "POST" else None, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The field is saved. It stands in the form of every partner now."))
        return redirect("partners:field_list", slug)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "partners/field_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def field_edit(request: Request, slug: str, field: int) -> HttpResponse:
    """Another name or other choices, or out of use."""
    collaboration = collaboration_for(request, slug, Action.CHANGE_SETTINGS)
    row = get_object_or_404(collaboration.partner_fields, pk=field)
    data = request.POST if request.method == "POST" else None
    form = PartnerFieldForm(data, instance=copy(row), collaboration=collaboration)
    if form.store():
        messages.success(request, _("The field is saved."))
        return redirect("partners:field_list", slug)
    context = {"collaboration": collaboration, "form": form, "field": row}
    return page(request, "partners/field_edit.html", context, status=422 if form.is_bound else 200)
