"""Commitments: the list, one commitment, noting, changing and closing one."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab import list_sheets
from collab.exports import file_asked, sheet_file
from collab.forms.comments import CommentedForm
from collab.forms.commitments import CommitmentCloseForm, CommitmentFilter, CommitmentForm
from collab.forms.roster import attendee_key
from collab.http import Request, page
from collab.models import Collaboration, Commitment, Meeting, Organization
from collab.permissions import Action, collaboration_for
from collab.views.comments import thread

PER_PAGE = 30
OPEN = Commitment.Outcome.OPEN


@require_safe
def commitment_list(request: Request, slug: str) -> HttpResponseBase:
    """What is due, what was kept."""
    collaboration = collaboration_for(request, slug, Action.SEE_OWN_COMMITMENTS)
    seat, today = request.seat, collaboration.today()
    visible = Commitment.objects.visible_to(seat)
    organizations = Organization.objects.visible_to(seat).order_by("name")
    asked = CommitmentFilter(request.GET, organizations=organizations, seat=seat, today=today)
    found = asked.apply(visible).told_to(seat, on=today)
    if file_asked(request):
        return sheet_file(request, list_sheets.commitments(found), collaboration)
    context = {
        "collaboration": collaboration,
        "form": asked,
        "commitments": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "counts": visible.aggregate(
            open=Count("pk", filter=Q(outcome=OPEN)), overdue=Count("pk", filter=Q(outcome=OPEN, due_on__lt=today))
        ),
        "may_log": seat.may(Action.LOG),
        "sees_all": seat.may_for_all(Action.SEE_EVIDENCE),
    }
    return page(request, "collab/commitment_list.html", context, partial="rows")


@require_safe
def commitment_detail(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Who promised what, and what became of it."""
    collaboration = collaboration_for(request, slug, Action.SEE_OWN_COMMITMENTS)
    commitment = _commitment(request, pk)
    context = {
        "collaboration": collaboration,
        "commitment": commitment,
        "may_log": request.seat.may(Action.LOG),
        "links_organizations": request.seat.may(Action.SEE_EVIDENCE),
        "thread": thread(request, collaboration, "commitment", commitment),
    }
    return page(request, "collab/commitment_detail.html", context)


@require_http_methods(["GET", "POST"])
def commitment_create(request: Request, slug: str) -> HttpResponse:
    """Note a commitment."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    data = request.POST if request.method == "POST" else None
    form = CommitmentForm(data, collaboration=collaboration, initial=_start(request, collaboration))
    if form.store():
        messages.success(request, _("The commitment is saved."))
        return redirect("collab:commitment_detail", slug, form.instance.pk)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "collab/commitment_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def commitment_edit(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Change a commitment, or open it again."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    commitment = _commitment(request, pk)
    data = request.POST if request.method == "POST" else None
    # a copy: what is typed must not change the name above the form
    form = CommitmentForm(data, instance=copy(commitment), collaboration=collaboration)
    if form.store():
        messages.success(request, _("The commitment is saved."))
        return redirect("collab:commitment_detail", slug, pk)
    context = {"collaboration": collaboration, "form": form, "commitment": commitment}
    return page(request, "collab/commitment_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def commitment_close(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Write down what became of a commitment."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    commitment = _commitment(request, pk)
    if request.method == "GET" and commitment.outcome != OPEN:
        return redirect("collab:commitment_edit", slug, pk)
    data = request.POST if request.method == "POST" else None
    start = {"closed_on": collaboration.today(), "outcome": None} if data is None else {}
    form = CommitmentCloseForm(data, instance=copy(commitment), collaboration=collaboration, initial=start)
    if form.store():
        messages.success(request, _("The outcome is saved."))
        return redirect("collab:commitment_detail", slug, pk)
    context = {"collaboration": collaboration, "form": form, "commitment": commitment}
    return page(request, "collab/commitment_close.html", context, status=422 if form.is_bound else 200)


def _commitment(request: Request, pk: UUID) -> Any:
    """The commitment, when the reader may see it."""
    seat = request.seat
    rows = Commitment.objects.visible_to(seat)
    return get_object_or_404(rows.told_to(seat, on=seat.collaboration.today()), pk=pk)


def _start(request: Request, collaboration: Collaboration) -> dict[str, Any]:
    """What a new commitment starts from: the meeting or the organisation whose page the reader comes from."""
    start: dict[str, Any] = {"made_on": collaboration.today()}
    found = CommentedForm(request.GET).find(request.seat)
    if found and isinstance(found[1], Meeting):
        start |= {"meeting": found[1].pk, "made_on": found[1].held_at.astimezone(collaboration.zone).date()}
    if found and isinstance(found[1], Organization):
        start["who"] = attendee_key(None, found[1].pk)
    return start
