"""Templates for meetings that come again: the list, noting one, changing and deleting it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.forms.outlines import OutlineForm
from collab.http import Request, page
from collab.permissions import Action, collaboration_for


@require_safe
def outline_list(request: Request, slug: str) -> HttpResponse:
    """All templates of a collaboration."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    context = {"collaboration": collaboration, "outlines": collaboration.outlines.all()}
    return page(request, "collab/outline_list.html", context)


@require_http_methods(["GET", "POST"])
def outline_create(request: Request, slug: str) -> HttpResponse:
    """Note a template."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    form = OutlineForm(request.POST if request.method == "POST" else None, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The template is saved."))
        return redirect("collab:outline_list", slug)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "collab/outline_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def outline_edit(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Change a template; meetings that started from it stay as they are."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    outline = get_object_or_404(collaboration.outlines, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = OutlineForm(data, instance=outline, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The template is saved."))
        return redirect("collab:outline_list", slug)
    context = {"collaboration": collaboration, "form": form, "outline": outline}
    return page(request, "collab/outline_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def outline_delete(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Take a template out."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    get_object_or_404(collaboration.outlines, pk=pk).delete()
    messages.success(request, _("The template is deleted."))
    return redirect("collab:outline_list", slug)
