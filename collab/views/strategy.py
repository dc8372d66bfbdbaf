"""The strategy: the story of how it came to be shared, one version, writing and approving, what was written into it."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab import list_sheets
from collab.exports import file_asked, sheet_file
from collab.forms.strategy import ContributionForm, StrategyForm
from collab.http import Request, page
from collab.models import Resource, StrategyContribution, StrategyVersion
from collab.permissions import Action, collaboration_for
from collab.strategy_page import chapters, story


@require_safe
def strategy_list(request: Request, slug: str) -> HttpResponseBase:
    """Who wrote it, who backs it, who leads?"""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    seat, today = request.seat, collaboration.today()
    if file_asked(request):
        gifts = Resource.objects.visible_to(seat).select_related("organization")
        return sheet_file(request, list_sheets.resources(gifts, collaboration), collaboration)
    told = chapters(seat, on=today)
    context = {
        "collaboration": collaboration,
        "chapters": told,
        "current": next((one for one in told if one.in_force), None),
        "may_log": seat.may(Action.LOG),
        "may_endorse": seat.may(Action.ENDORSE),
        "sees_scores": seat.may_for_all(Action.SEE_SCORES),
    }
    return page(request, "collab/strategy_list.html", context | story(seat, on=today))


@require_safe
def strategy_detail(request: Request, slug: str, strategy: int) -> HttpResponse:
    """One version: its text, who wrote it, who stands behind it."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    row = visible_strategy(request, strategy)
    context = {
        "collaboration": collaboration,
        "chapter": chapters(request.seat, on=collaboration.today(), only=row)[0],
        "strategy": row,
        "may_log": request.seat.may(Action.LOG),
        "may_endorse": request.seat.may(Action.ENDORSE),
        "sees_all": request.seat.may_for_all(Action.SEE_EVIDENCE),
    }
    return page(request, "collab/strategy_detail.html", context)


@require_http_methods(["GET", "POST"])
def strategy_create(request: Request, slug: str) -> HttpResponse:
    """Write down a draft."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    form = StrategyForm(request.POST if request.method == "POST" else None, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The version is saved. Now say who wrote what."))
        return redirect("collab:strategy_detail", slug, form.instance.pk)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "collab/strategy_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def strategy_edit(request: Request, slug: str, strategy: int) -> HttpResponse:
    """Change a version, or approve it."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_strategy(request, strategy)
    data = request.POST if request.method == "POST" else None
    form = StrategyForm(data, instance=copy(row), collaboration=collaboration)
    if form.store():
        messages.success(request, _("The version is saved."))
        return redirect("collab:strategy_detail", slug, strategy)
    context = {"collaboration": collaboration, "form": form, "strategy": row}
    return page(request, "collab/strategy_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def contribution_create(request: Request, slug: str, strategy: int) -> HttpResponse:
    """An organisation wrote something into a version."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_strategy(request, strategy)
    data = request.POST if request.method == "POST" else None
    form = ContributionForm(data, strategy=row, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The contribution is saved."))
        return redirect("collab:strategy_detail", slug, strategy)
    context = {"collaboration": collaboration, "form": form, "strategy": row}
    return page(request, "collab/contribution_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def contribution_edit(request: Request, slug: str, contribution: int) -> HttpResponse:
    """Change a contribution: accepted, or not taken up."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    visible = StrategyContribution.objects.visible_to(request.seat).select_related("strategy")
    row = get_object_or_404(visible, pk=contribution)
    data = request.POST if request.method == "POST" else None
    form = ContributionForm(data, instance=copy(row), strategy=row.strategy, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The contribution is saved."))
        return redirect("collab:strategy_detail", slug, row.strategy_id)
    context = {"collaboration": collaboration, "form": form, "strategy": row.strategy}
    return page(request, "collab/contribution_edit.html", context, status=422 if form.is_bound else 200)


def visible_strategy(request: Request, pk: int) -> StrategyVersion:
    """The version, when the reader may see it."""
    rows = StrategyVersion.objects.visible_to(request.seat).select_related("collaboration", "decision")
    return get_object_or_404(rows, pk=pk)
