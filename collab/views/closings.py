"""Commitments in numbers by who promised, and closing several of them at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from collab import list_sheets
from collab.exports import file_asked, sheet_file
from collab.forms.promises import MOST_AT_ONCE, ClosingForm
from collab.http import Request, page
from collab.models import Commitment, Organization, Person
from collab.permissions import Action, collaboration_for


@require_safe
def commitment_register(request: Request, slug: str) -> HttpResponseBase:
    """Who keeps what they promise: every organisation, and the people who promised for it."""
    collaboration = collaboration_for(request, slug, Action.SEE_OWN_COMMITMENTS)
    visible = Commitment.objects.visible_to(request.seat)
    entries = register(visible.tallied(on=collaboration.today()), request)
    if file_asked(request):
        return sheet_file(request, list_sheets.register(entries), collaboration)
    context = {
        "collaboration": collaboration,
        "organizations": entries,
        "labels": list_sheets.TALLY_LABELS,
        "sees_all": request.seat.may_for_all(Action.SEE_EVIDENCE),
    }
    return page(request, "collab/commitment_register.html", context)


def register(tallies: list[dict[str, Any]], request: Request) -> list[dict[str, Any]]:
    """One entry for each organisation with its sums, and below it one for each person that the reader may see."""
    seat = request.seat
    organizations = {one.pk: one for one in Organization.objects.filter(pk__in={row["promiser"] for row in tallies})}
    people = {
        one.pk: one
        for one in Person.objects.visible_to(seat).filter(pk__in={row["person"] for row in tallies} - {None})
    }
    entries: dict[int, dict[str, Any]] = {}
    for row in tallies:
        entry = entries.setdefault(row["promiser"], {"organization": organizations[row["promiser"]], "people": []})
        entry["sums"] = {key: entry.get("sums", {}).get(key, 0) + row[key] for key in Commitment.TALLY}
        if row["person"] in people:
            entry["people"].append({"person": people[row["person"]], "sums": {k: row[k] for k in Commitment.TALLY}})
    for entry in entries.values():
        entry["people"].sort(key=lambda one: one["person"].name)
        for one in (entry, *entry["people"]):
            one["cells"] = list(zip(one["sums"].items(), list_sheets.TALLY_LABELS, strict=True))
    return sorted(entries.values(), key=lambda one: (-one["sums"]["overdue"], one["organization"].name.casefold()))


@require_http_methods(["GET", "POST"])
def closing_create(request: Request, slug: str) -> HttpResponse:
    """Close several commitments with one outcome, all or none."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    with transaction.atomic():
        data = request.POST if request.method == "POST" else None
        form = ClosingForm(data, commitments=_ticked(request), collaboration=collaboration)
        if form.is_valid():
            closed = form.close()
            said = ngettext("%(n)s commitment is closed.", "%(n)s commitments are closed.", closed)
            messages.success(request, said % {"n": closed})
            return redirect("collab:commitment_list", slug)
    context = {"collaboration": collaboration, "form": form, "commitments": form.commitments}
    return page(request, "collab/closing_create.html", context, status=422 if form.is_bound else 200)


def _ticked(request: Request) -> list[Commitment]:
    """The ticked ones that the reader may see, locked while they are being closed."""
    seat, asked = request.seat, request.POST if request.method == "POST" else request.GET
    ids = [one for one in map(_as_id, asked.getlist("commitment")[:MOST_AT_ONCE]) if one]
    rows = Commitment.objects.visible_to(seat).filter(pk__in=ids)
    if request.method == "POST":
        return list(rows.select_for_update().select_related("promiser").order_by("due_on", "pk"))
    return list(rows.open().told_to(seat, on=seat.collaboration.today()))


def _as_id(sent: str) -> UUID | None:
    try:
        return UUID(sent)
    except ValueError:
        return None
