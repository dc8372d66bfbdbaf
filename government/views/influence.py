"""Influence and interest of organisations and public bodies: the map, and one organisation's place on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.exports import file_asked, sheet_file
from collab.http import Request, page
from collab.models import Organization
from collab.permissions import Action, collaboration_for
from government import sheets
from government.forms.influence import InfluenceForm
from government.influence_map import influence_map


@require_safe
def influence_list(request: Request, slug: str) -> HttpResponseBase:
    """Who can move the issue, and who deals with it. For the facilitation team: a small office is one person."""
    collaboration = collaboration_for(request, slug, Action.SEE_PAIR_TRUST, whole=True)
    organizations = Organization.objects.visible_to(request.seat).order_by("name").prefetch_related("influences")
    on_map = influence_map(organizations, on=collaboration.today())
    if file_asked(request):
        return sheet_file(request, sheets.places(on_map), collaboration)
    context = {
        "collaboration": collaboration,
        "map": on_map,
        "may_log": request.seat.may(Action.LOG),
    }
    return page(request, "government/influence_list.html", context)


@require_http_methods(["GET", "POST"])
def influence_create(request: Request, slug: str, organization: int) -> HttpResponse:
    """Place an organisation on the map."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = get_object_or_404(Organization.objects.visible_to(request.seat), pk=organization)
    data = request.POST if request.method == "POST" else None
    form = InfluenceForm(data, organization=row, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The place on the map is saved."))
        return redirect("government:influence_list", slug)
    context = {"collaboration": collaboration, "form": form, "organization": row}
    return page(request, "government/influence_create.html", context, status=422 if form.is_bound else 200)
