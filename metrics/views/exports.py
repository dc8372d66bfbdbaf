"""All that a coordinator sees, to take away: asking for it, how far it is, the file."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collab.http import Request, page
from collab.models import AuditEvent
from collab.permissions import Action, collaboration_for
from collab.tables import saved
from metrics.models import Export
from metrics.models.exports import KEPT
from metrics.tasks import call_for_export

SHOWN = 10


@require_http_methods(["GET", "POST"])
def export_list(request: Request, slug: str) -> HttpResponse:
    """Ask for everything, and what this reader asked for before."""
    collaboration = collaboration_for(request, slug, Action.EXPORT_ALL, whole=True)
    if request.method == "POST":
        asked = Export.objects.ask(user=request.user, collaboration=collaboration)
        transaction.on_commit(lambda: call_for_export(asked.pk))
        return redirect("metrics:export_list", slug)
    exports = list(Export.objects.of(request.user, collaboration)[:SHOWN])
    context = {
        "collaboration": collaboration,
        "exports": exports,
        "days": KEPT.days,
        "is_waiting": any(one.state == Export.State.WAITING for one in exports),
    }
    return page(request, "metrics/export_list.html", context, partial="now")


@require_safe
def export_file(request: Request, slug: str, export: UUID) -> HttpResponseBase:
    """The file, for who asked for it. That it was taken away is written down."""
    collaboration = collaboration_for(request, slug, Action.EXPORT_ALL, whole=True)
    mine = Export.objects.of(request.user, collaboration).there(now=timezone.now())
    found = get_object_or_404(mine, pk=export)
    AuditEvent.record(
        AuditEvent.Act.EXPORTED, user=request.user, collaboration=collaboration, subject="everything: taken away"
    )
    answer = StreamingHttpResponse(found.blocks(), content_type="application/zip")
    answer.headers["Content-Length"] = str(found.size)
    return saved(answer, f"{collaboration.slug}-{found.asked_at.astimezone(collaboration.zone):%Y-%m-%d}.zip")
