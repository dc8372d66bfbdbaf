"""What a closed wave says: tables for the facilitation team, the own half for an organisation that was asked."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from collab.http import Request, page
from collab.models import Organization
from collab.permissions import Action, collaboration_for
from partners.models import Survey
from partners.results import Results


@require_safe
def survey_results(request: Request, slug: str, survey: int) -> HttpResponse:
    """One wave; nothing before it is closed."""
    collaboration = collaboration_for(request, slug, Action.SEE_PAIR_TRUST)
    rows = Survey.objects.select_related("collaboration", "instrument")
    row = get_object_or_404(rows, pk=survey, collaboration=collaboration)
    sees_all = request.seat.may_for_all(Action.SEE_PAIR_TRUST)
    if row.closed_at is None and not sees_all:
        raise Http404
    found = Results(row)
    context = {"collaboration": collaboration, "survey": row, "results": found, "sees_all": sees_all, "table": []}
    if sees_all and row.closed_at and found.is_released:
        context |= {"table": found.table(), "texts": found.texts(), "sectors": dict(Organization.Sector.choices)}
    elif not sees_all:
        context |= {"own": found.own_half(request.seat.organization), "organization": request.seat.organization}
    return page(request, "partners/survey_results.html", context)
