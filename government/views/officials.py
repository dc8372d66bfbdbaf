"""Officials: who holds an office, and what follows when somebody leaves it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.http import Request, page
from collab.models import Collaboration
from collab.permissions import Action, collaboration_for
from government.forms.officials import OfficialEditForm, OfficialForm, OfficialLeaveForm
from government.models import Official
from government.views.mandates import visible_mandate


@require_http_methods(["GET", "POST"])
def official_create(request: Request, slug: str, mandate: int) -> HttpResponse:
    """Say who holds the office."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_mandate(request, mandate)
    data = request.POST if request.method == "POST" else None
    form = OfficialForm(data, mandate=row, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The official is saved."))
        return redirect("government:mandate_detail", slug, mandate)
    context = {"collaboration": collaboration, "form": form, "mandate": row}
    return page(request, "government/official_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def official_edit(request: Request, slug: str, official: int) -> HttpResponse:
    """Correct the post, or since when."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = _official(collaboration, official)
    data = request.POST if request.method == "POST" else None
    form = OfficialEditForm(data, instance=row, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The official is saved."))
        return redirect("government:mandate_detail", slug, row.mandate_id)
    context = {"collaboration": collaboration, "form": form, "official": row, "mandate": row.mandate}
    return page(request, "government/official_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def official_leave(request: Request, slug: str, official: int) -> HttpResponse:
    """An official left: close the entry, and those of liaisons who left too."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = _official(collaboration, official)
    if row.to_on:
        messages.info(request, _("This entry is closed already."))
        return redirect("government:mandate_detail", slug, row.mandate_id)
    data = request.POST if request.method == "POST" else None
    form = OfficialLeaveForm(data, instance=row, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The entry is closed and kept as history. See below what could come next."))
        return redirect("government:mandate_detail", slug, row.mandate_id)
    context = {"collaboration": collaboration, "form": form, "official": row, "mandate": row.mandate}
    return page(request, "government/official_leave.html", context, status=422 if form.is_bound else 200)


def _official(collaboration: Collaboration, pk: int) -> Official:
    """An official of this collaboration."""
    rows = Official.objects.filter(collaboration=collaboration).select_related("person", "mandate__body")
    return get_object_or_404(rows, pk=pk)
