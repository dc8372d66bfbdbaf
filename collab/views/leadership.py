"""Who leads and who gives: noting and changing roles and resources."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.forms.strategy import LeadershipForm, ResourceForm
from collab.http import Request, page
from collab.models import LeadershipRole, Resource
from collab.permissions import Action, collaboration_for


@require_http_methods(["GET", "POST"])
def leadership_create(request: Request, slug: str) -> HttpResponse:
    """An organisation begins to lead."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    form = LeadershipForm(request.POST if request.method == "POST" else None, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The role is saved."))
        return redirect("collab:strategy_list", slug)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "collab/leadership_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def leadership_edit(request: Request, slug: str, leadership: int) -> HttpResponse:
    """Change a role, or end it."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = get_object_or_404(LeadershipRole.objects.visible_to(request.seat), pk=leadership)
    data = request.POST if request.method == "POST" else None
    form = LeadershipForm(data, instance=copy(row), collaboration=collaboration)
    if form.store():
        messages.success(request, _("The role is saved."))
        return redirect("collab:strategy_list", slug)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "collab/leadership_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def resource_create(request: Request, slug: str) -> HttpResponse:
    """An organisation gave money or work."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    form = ResourceForm(request.POST if request.method == "POST" else None, collaboration=collaboration)
    if form.store():
        messages.success(request, _("It is saved, at the rate of its day."))
        return redirect("collab:strategy_list", slug)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "collab/resource_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def resource_edit(request: Request, slug: str, resource: int) -> HttpResponse:
    """Change what was noted."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = get_object_or_404(Resource.objects.visible_to(request.seat), pk=resource)
    data = request.POST if request.method == "POST" else None
    form = ResourceForm(data, instance=copy(row), collaboration=collaboration)
    if form.store():
        messages.success(request, _("It is saved, at the rate of its day."))
        return redirect("collab:strategy_list", slug)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "collab/resource_edit.html", context, status=422 if form.is_bound else 200)
