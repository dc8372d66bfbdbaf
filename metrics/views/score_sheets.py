"""The figures of a score as files: its months, its components, its change, its pairs, its distribution."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from collab.exports import Sheet, sheet_file
from collab.http import Request
from collab.models import Collaboration
from collab.permissions import Action
from metrics import sheets
from metrics.charts.series import Series
from metrics.forms.moment import Moment
from metrics.series import row_of
from metrics.state import state_of
from metrics.views.score import asked, change_of, distribution_of, pairs_of, parts_of

FIGURES = ("components", "change", "pairs", "distribution")


@require_safe
def score_csv(request: Request, slug: str, metric: str) -> HttpResponseBase:
    """The numbers of a figure of the page as a sheet; `as=xlsx` gives the workbook, `figure` says which figure."""
    collaboration, series = asked(request, slug, metric)
    if request.GET.get("figure") not in FIGURES:
        return sheet_file(request, sheets.series(series, collaboration), collaboration)
    found = _sheet(request, collaboration, series) if request.seat.may_for_all(Action.SEE_EVIDENCE) else None
    if found is None:
        raise Http404
    return sheet_file(request, found, collaboration)


def _sheet(request: Request, collaboration: Collaboration, series: Series) -> Sheet | None:
    """One of the other figures, as this reader sees it on the page at this moment; None where it is not there."""
    moment = Moment(request.GET, months=state_of(collaboration).standing.months)
    row, figure = row_of(collaboration, series, moment), request.GET["figure"]
    if row is None:
        return None
    if figure == "components":
        return components_sheet(parts_of(row, request.seat, series))
    if figure == "change":
        return change_sheet(change_of(request, collaboration, series))
    if figure == "pairs":
        pairs = pairs_of(collaboration, series.metric, row, request.seat, moment)
        return sheets.needed_pairs(pairs) if pairs else None
    found = distribution_of(collaboration, row)
    return sheets.spread(found.spread) if found else None


def components_sheet(parts: dict[str, Any]) -> Sheet | None:
    """What a score is made of, as it stands on the page."""
    bars = parts.get("bars") or parts.get("known")
    return sheets.components(bars, has_number="bars" in parts) if bars else None


def change_sheet(found: dict[str, Any]) -> Sheet | None:
    """The way from one month to another, as it stands on the page."""
    bars = found.get("change")
    return sheets.change(bars) if bars else None
