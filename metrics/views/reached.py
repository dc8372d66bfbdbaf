"""Milestones that people set."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from metrics.forms.milestones import MilestoneForm
from metrics.frame import milestones


@require_http_methods(["GET", "POST"])
def milestone_edit(request: Request, slug: str, milestone: str) -> HttpResponse:
    """Set when a milestone was reached, or take it back."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    known = milestones(collaboration, on=collaboration.today())
    chosen = next((one for one in known if one.key == milestone), None)
    if chosen is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = MilestoneForm(data, collaboration=collaboration, key=milestone)
    if data is not None and form.store(by=request.seat.user):
        messages.success(request, _("The milestone is saved."))
        return redirect(collaboration)
    context = {"collaboration": collaboration, "form": form, "milestone": chosen, "all": known}
    return page(request, "metrics/milestone_edit.html", context, status=422 if form.is_bound else 200)
