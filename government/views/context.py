"""How far the state leads, and what that changes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from government.forms.context import StateRoleForm


@require_http_methods(["GET", "POST"])
def state_role_create(request: Request, slug: str) -> HttpResponse:
    """Set the role of the state from a day on."""
    collaboration = collaboration_for(request, slug, Action.CHANGE_SETTINGS)
    form = StateRoleForm(request.POST if request.method == "POST" else None, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The role of the state is saved."))
        return redirect("government:mandate_list", slug)
    history = collaboration.state_roles.order_by("-from_on")
    context = {"collaboration": collaboration, "form": form, "history": history}
    return page(request, "government/state_role_create.html", context, status=422 if form.is_bound else 200)
