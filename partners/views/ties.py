"""Ties: who needs whom and how often they mean to meet, which pairs have gone quiet."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_list_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.exports import file_asked, sheet_file
from collab.http import Request, page
from collab.models import Organization
from collab.permissions import Action, collaboration_for
from partners import sheets
from partners.forms.ties import PairForm, TieForm
from partners.models import Tie
from partners.tie_rows import tie_rows


@require_safe
def tie_list(request: Request, slug: str) -> HttpResponseBase:
    """All agreed ties, quiet ones counted; a form leads to any pair."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    rows = tie_rows(collaboration, on=collaboration.today())
    if file_asked(request):
        return sheet_file(request, sheets.ties(rows), collaboration)
    asked = PairForm(request.GET if {"first", "second"} & set(request.GET) else None, collaboration=collaboration)
    if asked.is_bound and asked.is_valid():
        pair = sorted(one.pk for one in asked.cleaned_data.values())
        return redirect("partners:tie_edit", slug, *pair)
    context = {
        "collaboration": collaboration, "ties": rows, "form": asked, "may_log": True,
        "needed": sum(row.tie.is_needed for row in rows), "quiet": sum(row.is_quiet for row in rows),
    }  # fmt: skip
    return page(request, "partners/tie_list.html", context, status=422 if asked.is_bound else 200)


@require_http_methods(["GET", "POST"])
def tie_edit(request: Request, slug: str, a: int, b: int) -> HttpResponse:
    """Agree on one pair from a day on."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    visible = Organization.objects.visible_to(request.seat).filter(pk__in={a, b}).order_by("pk")
    found = get_list_or_404(visible)
    if len(found) != 2 or a > b:  # noqa: PLR2004  a pair; the lower id stands first, so that it has one address
        return redirect("partners:tie_list", slug)
    first, second = found
    history = Tie.objects.filter(collaboration=collaboration, first=first, second=second).order_by("-from_on", "-id")
    form = TieForm(request.POST if request.method == "POST" else None, collaboration=collaboration, tie=history.first())
    if form.is_bound and form.is_valid():
        form.agree(first, second)
        messages.success(request, _("The tie is saved."))
        return redirect("partners:tie_list", slug)
    context = {"collaboration": collaboration, "form": form, "first": first, "second": second, "history": history}
    return page(request, "partners/tie_edit.html", context, status=422 if form.is_bound else 200)
