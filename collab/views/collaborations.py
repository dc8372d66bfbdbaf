"""Opening a collaboration and inviting its coordinators, for administrators; its settings, for coordinators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.forms.collaborations import CollaborationForm, NewCollaborationForm
from collab.forms.seats import CoordinatorForm
from collab.http import Request, page
from collab.invitations import origin_of
from collab.models import AuditEvent, Collaboration
from collab.permissions import Action, collaboration_for


def require_administrator(request: Request) -> None:
    """Refuse everybody else, and write it down."""
    if not request.user.is_administrator:
        AuditEvent.record(AuditEvent.Act.REFUSED, user=request.user, subject=f"{request.method} administration")
        raise PermissionDenied


@require_safe
def collaboration_list(request: Request) -> HttpResponse:
    """The names of all collaborations, to invite people; nothing else of them."""
    require_administrator(request)
    collaborations = Collaboration.objects.with_coordinators().order_by("name")
    return page(request, "collab/collaboration_list.html", {"collaborations": collaborations})


@require_http_methods(["GET", "POST"])
def collaboration_create(request: Request) -> HttpResponse:
    """A collaboration with its backbone and first coordinator."""
    require_administrator(request)
    form = NewCollaborationForm(request.POST or None)
    if form.is_valid() and (made := form.found(by=request.user, origin=origin_of(request))):
        said = {"name": made.name, "email": form.cleaned_data["coordinator_email"]}
        messages.success(request, _("%(name)s stands. An invitation is on its way to %(email)s.") % said)
        return redirect("collab:collaboration_list")
    status = 422 if form.is_bound else 200
    return page(request, "collab/collaboration_create.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def coordinator_create(request: Request, slug: str) -> HttpResponse:
    """One more coordinator, invited by an administrator who has no seat there."""
    require_administrator(request)
    collaboration = get_object_or_404(Collaboration.objects.select_related("backbone"), slug=slug)
    form = CoordinatorForm(
        request.POST or None, by=request.user, origin=origin_of(request), collaboration=collaboration
    )
    if form.is_valid() and form.save():
        messages.success(request, _("An invitation is on its way to %(email)s.") % form.cleaned_data)
        return redirect("collab:collaboration_list")
    status = 422 if form.is_bound else 200
    context = {"form": form, "name": collaboration.name}
    return page(request, "collab/coordinator_create.html", context, status=status)


@require_http_methods(["GET", "POST"])
def collaboration_edit(request: Request, slug: str) -> HttpResponse:
    """Facts, backbone and the end of a collaboration."""
    collaboration = collaboration_for(request, slug, Action.CHANGE_SETTINGS)
    form = CollaborationForm(
        request.POST or None,
        instance=Collaboration.objects.get(pk=collaboration.pk),  # a form changes its row even when it is refused
        collaboration=collaboration,
    )
    if form.store():
        messages.success(request, _("Settings saved."))
        return redirect("collab:collaboration_edit", slug)
    context = {"form": form, "collaboration": collaboration}
    return page(request, "collab/collaboration_edit.html", context, status=422 if form.is_bound else 200)
