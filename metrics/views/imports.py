"""The import: files that came, one file from its columns over the preview to its undoing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.http import Request, page
from collab.models import Collaboration
from collab.permissions import Action, collaboration_for
from collab.tables import table_file
from metrics.exchange.kinds import KINDS
from metrics.exchange.preview import decide, refusals, shown, where
from metrics.forms.imports import ColumnsForm, ImportForm, PresetForm
from metrics.forms.network_file import NetworkForm
from metrics.models import Import, ImportPreset, ImportRow
from metrics.tasks import call_for_import

PER_PAGE = 30
SHOWN = 20  # imports on the list
DECIDED = "row-"
LONGEST_NUMBER = 8  # digits of a row
ORDER = ("near", "refused", "changed", "new", "same")  # what needs a person comes first


@require_http_methods(["GET", "POST"])
def import_list(request: Request, slug: str) -> HttpResponse:
    """Send a file, and what came before."""
    collaboration = collaboration_for(request, slug, Action.IMPORT)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*sent, collaboration=collaboration, user=request.user)
    batch = form.store() if form.is_bound else None
    if batch is not None:
        return _call(request, batch)
    imports = Import.objects.filter(collaboration=collaboration).select_related("asked_by").defer("found")
    context = {
        "collaboration": collaboration,
        "form": form,
        "imports": [(one, KINDS[one.kind]) for one in imports[:SHOWN]],
    }
    return page(request, "metrics/import_list.html", context, status=422 if form.is_bound else 200)


@require_safe
def import_detail(request: Request, slug: str, imported: UUID) -> HttpResponse:
    """How far an import is; its preview, row by row."""
    batch = _import(request, slug, imported)
    if batch.state == Import.State.COLUMNS:
        return redirect("metrics:import_edit", slug, imported)
    kind = KINDS[batch.kind]
    context: dict[str, Any] = {"collaboration": batch.collaboration, "batch": batch, "kind": kind}
    if batch.state == Import.State.PREVIEW:
        context |= _preview(request, batch)
    return page(request, "metrics/import_detail.html", context, partial="now")


@require_http_methods(["GET", "POST"])
def import_edit(request: Request, slug: str, imported: UUID) -> HttpResponse:
    """Say which column is which."""
    batch = _import(request, slug, imported)
    if batch.state not in Import.UNWRITTEN:
        return redirect("metrics:import_detail", slug, imported)
    data = request.POST if request.method == "POST" else None
    is_network = bool(KINDS[batch.kind].steps)
    form = NetworkForm(data, batch=batch) if is_network else ColumnsForm(data, batch=batch)
    if form.is_bound and form.store():
        return _call(request, batch)
    presets = ImportPreset.objects.filter(collaboration=batch.collaboration, kind=batch.kind)
    context = {
        "collaboration": batch.collaboration, "batch": batch, "kind": KINDS[batch.kind], "form": form,
        "presets": PresetForm(batch=batch) if presets else None, "notes": batch.found.get("notes", []),
    }  # fmt: skip
    template = "metrics/import_network.html" if is_network else "metrics/import_edit.html"
    return page(request, template, context, status=422 if form.is_bound else 200)


@require_POST
def import_preset(request: Request, slug: str, imported: UUID) -> HttpResponse:
    """Take the columns from a preset."""
    batch = _import(request, slug, imported)
    form = PresetForm(request.POST, batch=batch)
    if batch.state in Import.UNWRITTEN and form.apply():
        messages.success(request, _("The columns are taken from the preset. Look them over."))
    return redirect("metrics:import_edit", slug, imported)


@require_POST
def import_decide(request: Request, slug: str, imported: UUID) -> HttpResponse:
    """Decide about rows that look like records that are here already."""
    batch = _import(request, slug, imported)
    said = {name.removeprefix(DECIDED): str(value) for name, value in request.POST.items() if name.startswith(DECIDED)}
    decisions = {
        int(number): value
        for number, value in said.items()
        if number.isdecimal() and len(number) < LONGEST_NUMBER and value
    }
    taken = decide(batch, KINDS[batch.kind], decisions)
    if taken < len(said) or not said:
        messages.warning(request, _("Choose for each row. What you chose so far is kept."))
    return redirect("metrics:import_detail", slug, imported)


@require_POST
def import_write(request: Request, slug: str, imported: UUID) -> HttpResponse:
    """Write it as it was previewed."""
    batch = _import(request, slug, imported)
    if batch.state == Import.State.PREVIEW and batch.counts.get(ImportRow.State.NEAR):
        messages.warning(request, _("Some rows wait for your decision first."))
        return redirect("metrics:import_detail", slug, imported)
    batch.move(Import.State.WRITING, only_from=(Import.State.PREVIEW,), asked_by=request.user)
    return _call(request, batch)


@require_POST
def import_undo(request: Request, slug: str, imported: UUID) -> HttpResponse:
    """Take it back as a whole."""
    batch = _import(request, slug, imported)
    batch.move(Import.State.UNDOING, only_from=(Import.State.WRITTEN,), asked_by=request.user)
    return _call(request, batch)


@require_POST
def import_delete(request: Request, slug: str, imported: UUID) -> HttpResponse:
    """Forget a file that was not imported."""
    batch = _import(request, slug, imported)
    with transaction.atomic():
        deleted, _each = Import.objects.filter(pk=imported, state__in=Import.LET_GO).delete()
        ImportRow.objects.filter(batch_id=imported).delete() if deleted else None
    if deleted:
        messages.success(request, _("The file is forgotten. Nothing was written."))
        return redirect("metrics:import_list", batch.collaboration.slug)
    return redirect("metrics:import_detail", slug, imported)


@require_safe
def import_refused(request: Request, slug: str, imported: UUID) -> HttpResponse:
    """The refused rows with their reasons, to mend them in the spreadsheet."""
    batch = _import(request, slug, imported)
    kind = KINDS[batch.kind]
    rows = ImportRow.objects.filter(batch=batch, state=ImportRow.State.REFUSED).order_by("number")
    lines = ((where(row), " ".join(refusals(row, kind))) for row in rows.iterator())
    head = [_("Row"), _("Reason")]
    return table_file("csv", name="refused-rows", title=_("Refused rows"), head=head, rows=lines)


def _import(request: Request, slug: str, imported: UUID) -> Import:
    """The import, when the reader may import here."""
    collaboration: Collaboration = collaboration_for(request, slug, Action.IMPORT)
    rows = Import.objects.select_related("collaboration", "asked_by")
    return get_object_or_404(rows, pk=imported, collaboration=collaboration)


def _call(request: Request, batch: Import) -> HttpResponse:
    """Let a worker go on; the page shows how far it is."""
    transaction.on_commit(lambda: call_for_import(batch.pk))
    return redirect("metrics:import_detail", batch.collaboration.slug, batch.pk)


def _preview(request: Request, batch: Import) -> dict[str, Any]:
    """One page of rows of one state."""
    counts = {state: batch.counts[state] for state in ORDER if batch.counts.get(state)}
    asked = request.GET.get("show", "")
    state = asked if asked in counts else next(iter(counts), "new")
    labels = dict(ImportRow.State.choices)
    rows = Paginator(ImportRow.objects.filter(batch=batch, state=state).order_by("number"), PER_PAGE)
    rows.count = counts.get(state, 0)  # type: ignore[misc]  # known already
    found = rows.get_page(request.GET.get("page"))
    writes = counts.get("new", 0) + counts.get("changed", 0)
    return {
        "counts": [(one, labels[one], number, one == state) for one, number in counts.items()], "shown": state,
        "page": found, "rows": shown(found, batch, KINDS[batch.kind]), "writes": writes, "near": counts.get("near", 0),
        "refused": counts.get("refused", 0), "is_empty": batch.rows_read and not batch.rows.exists(),
    }  # fmt: skip
