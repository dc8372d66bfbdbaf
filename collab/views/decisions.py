"""Decisions: the list, one decision, noting and changing one."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab import list_sheets
from collab.exports import file_asked, sheet_file
from collab.forms.comments import CommentedForm
from collab.forms.decisions import DecisionFilter, DecisionForm
from collab.http import Request, page
from collab.models import Collaboration, Decision, DecisionPart, Meeting, Organization
from collab.permissions import Action, collaboration_for
from collab.views.comments import thread

PER_PAGE = 30
SHORT = 160  # signs that a headline holds


@require_safe
def decision_list(request: Request, slug: str) -> HttpResponseBase:
    """What the group decided."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    visible = Decision.objects.visible_to(request.seat)
    organizations = Organization.objects.visible_to(request.seat).order_by("name")
    asked = DecisionFilter(request.GET, organizations=organizations)
    parts = DecisionPart.objects.select_related("organization").order_by("organization__name")
    found = asked.apply(visible).prefetch_related(Prefetch("parts", parts))
    if file_asked(request):
        return sheet_file(request, list_sheets.decisions(found), collaboration)
    context = {
        "collaboration": collaboration,
        "form": asked,
        "decisions": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "counts": visible.aggregate(all=Count("pk"), carried=Count("pk", filter=Q(is_carried=True))),
        "may_log": request.seat.may(Action.LOG),
    }
    return page(request, "collab/decision_list.html", context, partial="rows")


@require_safe
def decision_detail(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """One decision and who had a part in it."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    decision = _decision(request, pk)
    parts = list(decision.parts.select_related("organization").order_by("organization__name"))
    context = {
        "collaboration": collaboration,
        "decision": decision,
        "is_long": len(decision.text) > SHORT or "\n" in decision.text,
        "proposed": [one.organization for one in parts if one.part == DecisionPart.Part.PROPOSED],
        "approved": [one.organization for one in parts if one.part == DecisionPart.Part.APPROVED],
        "may_log": request.seat.may(Action.LOG),
        "thread": thread(request, collaboration, "decision", decision),
    }
    return page(request, "collab/decision_detail.html", context)


@require_http_methods(["GET", "POST"])
def decision_create(request: Request, slug: str) -> HttpResponse:
    """Note a decision."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    data = request.POST if request.method == "POST" else None
    form = DecisionForm(data, collaboration=collaboration, initial=_start(request, collaboration))
    if form.store():
        messages.success(request, _("The decision is saved."))
        return redirect("collab:decision_detail", slug, form.instance.pk)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "collab/decision_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def decision_edit(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Change a decision and who had a part in it."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    decision = _decision(request, pk)
    data = request.POST if request.method == "POST" else None
    # a copy: what is typed must not change the name above the form
    form = DecisionForm(data, instance=copy(decision), collaboration=collaboration)
    if form.store():
        messages.success(request, _("The decision is saved."))
        return redirect("collab:decision_detail", slug, pk)
    context = {"collaboration": collaboration, "form": form, "decision": decision}
    return page(request, "collab/decision_edit.html", context, status=422 if form.is_bound else 200)


def _decision(request: Request, pk: UUID) -> Decision:
    """The decision, when the reader may see it; its meeting only when that may be seen, too."""
    seat = request.seat
    meetings = Meeting.objects.visible_to(seat).defer("summary", "private_note_sealed").order_by()
    rows = Decision.objects.visible_to(seat).select_related("collaboration")
    return get_object_or_404(rows.prefetch_related(Prefetch("meeting", meetings)), pk=pk)


def _start(request: Request, collaboration: Collaboration) -> dict[str, Any]:
    """What a new decision starts from: the meeting or the organisation whose page the reader comes from."""
    start: dict[str, Any] = {"decided_on": collaboration.today()}
    found = CommentedForm(request.GET).find(request.seat)
    if found and isinstance(found[1], Meeting):
        start |= {"meeting": found[1].pk, "decided_on": found[1].held_at.astimezone(collaboration.zone).date()}
    if found and isinstance(found[1], Organization):
        start["proposed_by"] = [found[1].pk]
    return start
