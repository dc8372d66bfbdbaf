"""The score of one, a partner or an office: why is it what it is, and why did it change? Page, sheets, chart."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from collab.exports import sheet_file
from collab.http import Request, page
from collab.models import Collaboration, Score
from metrics import explain, sheets
from metrics.charts.explore import explored_trend
from metrics.charts.findings import stands
from metrics.charts.series import Series
from metrics.forms.moment import MonthBack
from metrics.labels import COMPONENTS, METRICS
from metrics.views import formula
from metrics.views.behind import Behind
from metrics.views.difference import MovedIn, difference
from metrics.views.figures import figure_of, sheet_address
from metrics.views.score import parts_of
from metrics.views.score_sheets import change_sheet, components_sheet
from metrics.views.steps import Step
from metrics.views.strips import strip

Evidence = Callable[[str, date], list[explain.EvidenceItem]]


@dataclass(frozen=True)
class One:
    """A score that is not of the whole, up to the month that is asked for, for a reader who may see all of it."""

    collaboration: Collaboration
    metric: str  # whose weights it has
    kind: str  # the score without whose it is
    who: str
    called: str  # the score within a sentence
    crumbs: list[tuple[str, str]]  # words and address of the pages above
    column: tuple[str, str]  # of its sheets, for programs
    view: str  # names of the addresses, without their endings
    pk: int
    moment: MonthBack
    series: Series
    score: Score | None  # of the month that is shown; None where nothing is computed
    moved_in: MovedIn
    evidence: Evidence
    lacking: list[Step]
    is_waiting: bool = False
    is_guarded: bool = False  # whether the whole page is for the facilitation team only

    def address(self, what: str) -> str:
        """Where its page ("detail"), its sheets ("csv") or its chart ("chart") are."""
        return reverse(f"{self.view}_{what}", args=[self.collaboration.slug, self.pk])


def score_page(request: Request, one: One) -> HttpResponse:
    """Components, formula, bounds, coverage, evidence, and the way from one month to another."""
    series, score, query = one.series, one.score, one.moment.query
    first = _("The first figures of %(who)s are on their way") % {"who": one.who}
    context = {
        "collaboration": one.collaboration, "name": series.name, "called": one.called, "metric": one.metric,
        "kind": one.kind, "is_guarded": one.is_guarded, "crumbs": one.crumbs,
        "headline": stands(series, one.called) if series.latest else first, "help": METRICS[series.metric].help,
        "words": formula.WORDS[series.metric], "bounds_say": formula.BOUNDS, "coverage_says": formula.COVERAGE,
        "latest": series.latest, "as_of": series.latest and series.latest.as_of, "moment": one.moment,
        "is_waiting": one.is_waiting, "here": one.address("detail"),
        "sheet": sheet_address(request, one.address("csv")), "strip": strip(one.kind, series.latest),
        "figure": figure_of(series, csv=one.address("csv") + query, explore=one.address("chart") + query)
        if series.points else None,
        "lacking": [] if one.moment.is_past else one.lacking, "behind": _behind(request, one),
        **(parts_of(score, request.seat, series) if score else {}), **difference(series, request, one.moved_in),
    }  # fmt: skip
    return page(request, "metrics/score_detail.html", context)


def score_sheet(request: Request, one: One) -> HttpResponseBase:
    """The numbers of a figure of the page as a sheet; `as=xlsx` gives the workbook, `figure` says which figure."""
    figure, series = request.GET.get("figure"), one.series
    found: Any = sheets.series(series, one.collaboration, of=one.column)
    if figure == "components":
        found = components_sheet(parts_of(one.score, request.seat, series)) if one.score else None
    elif figure == "change":
        found = change_sheet(difference(series, request, one.moved_in))
    if found is None:
        raise Http404
    return sheet_file(request, found, one.collaboration)


def score_data(one: One) -> JsonResponse:
    """The numbers of the figure for the chart that a reader explores."""
    return JsonResponse(explored_trend(one.series))


def _behind(request: Request, one: One) -> Behind | None:
    """The records behind the component that is asked for, at the month that is shown."""
    key, latest, labels = request.GET.get("part", ""), one.series.latest, COMPONENTS[one.series.metric]
    return Behind(key, labels[key].label, one.evidence(key, latest.as_of)) if latest and key in labels else None
