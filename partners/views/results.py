"""What a closed wave says: tables for the facilitation team, the own half for an organisation that was asked."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from collab.exports import file_asked, sheet_file
from collab.http import Request, page
from collab.models import Organization
from collab.permissions import Action, collaboration_for
from partners import sheets
from partners.models import Survey
from partners.results import Results


@require_safe
def survey_results(request: Request, slug: str, survey: int) -> HttpResponseBase:
    """One wave; nothing before it is closed. As a file: what stands on the page of this reader, cut alike."""
    collaboration = collaboration_for(request, slug, Action.SEE_PAIR_TRUST)
    rows = Survey.objects.select_related("collaboration", "instrument")
    row = get_object_or_404(rows, pk=survey, collaboration=collaboration)
    sees_all = request.seat.may_for_all(Action.SEE_PAIR_TRUST)
    if row.closed_at is None and not sees_all:
        raise Http404
    found = Results(row)
    own = None if sees_all else found.own_half(request.seat.organization)
    table = found.table() if found.is_shown_to(request.seat) else []
    if file_asked(request):
        return sheet_file(request, sheets.own_half(own) if own else sheets.results(table), collaboration)
    context = {
        "collaboration": collaboration, "survey": row, "results": found, "sees_all": sees_all, "table": table,
        "own": own, "texts": found.texts() if table else [], "sectors": dict(Organization.Sector.choices),
    }  # fmt: skip
    return page(request, "partners/survey_results.html", context)
