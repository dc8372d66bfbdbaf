"""The collaboration as an activity file of the aid transparency standard."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.http import Request, page
from collab.models import AuditEvent
from collab.permissions import Action, collaboration_for
from collab.tables import attachment
from metrics.exchange.outgoing.activity import activity_of
from metrics.exchange.outgoing.iati import iati
from metrics.forms.activity import ActivityForm


@require_safe
def activity_file(request: Request, slug: str) -> HttpResponse:
    """Asks who reports, and gives the file: published scores and indicators that may count, no person's name."""
    collaboration = collaboration_for(request, slug, Action.DRAFT_REPORT)
    form = ActivityForm(request.GET or None, collaboration=collaboration)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return page(
            request, "metrics/activity_file.html", {"collaboration": collaboration, "form": form}, status=status
        )
    chosen, today = form.cleaned_data, collaboration.today()
    activity = activity_of(
        collaboration, ref=chosen["ref"], reporting=chosen["organization"], country=chosen["country"], on=today
    )
    AuditEvent.record(
        AuditEvent.Act.EXPORTED, user=request.user, collaboration=collaboration, subject=f"activity {chosen['ref']}"
    )
    name = f"{collaboration.slug}-{today:%Y-%m-%d}-iati.xml"
    return attachment(iati(activity, made_at=timezone.now()), name=name, kind="application/xml")
