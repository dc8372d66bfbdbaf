"""The readiness of one partner: why is this number what it is, and why did it change?"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.context import address
from collab.exports import sheet_file
from collab.http import Request, page
from collab.models import Collaboration, PartnerScore, Score
from collab.permissions import Action, collaboration_for
from metrics import explain, sheets
from metrics.charts.explore import explored_trend
from metrics.charts.series import Series
from metrics.explain.partners import METRIC
from metrics.forms.moment import MonthBack
from metrics.labels import COMPONENTS, METRICS
from metrics.scoring import is_stale
from metrics.views import formula
from metrics.views.behind import Behind
from metrics.views.difference import difference
from metrics.views.figures import figure_of, sheet_address
from metrics.views.score import parts_of
from metrics.views.score_sheets import change_sheet, components_sheet
from metrics.views.steps import Step
from metrics.views.strips import named, strip
from partners.models import Partner


@dataclass(frozen=True)
class Asked:
    """A partner with its months up to the one that is asked for; `row` is None where nothing is computed yet."""

    collaboration: Collaboration
    partner: Partner
    row: PartnerScore | None
    moment: MonthBack
    series: Series

    @property
    def score(self) -> Score | None:
        """The month that is shown."""
        latest = self.series.latest
        return explain.as_score(self.row, latest.month) if self.row and latest else None


@require_safe
def partner_score_detail(request: Request, slug: str, partner: int) -> HttpResponse:
    """Criteria, formula, bounds, coverage, ratings, and the way from one month to another."""
    asked = _asked(request, slug, partner)
    score, series = asked.score, asked.series
    context = {
        "collaboration": asked.collaboration, "partner": asked.partner, "name": series.name, "metric": METRIC,
        "headline": _headline(asked), "help": METRICS[METRIC].help, "words": formula.WORDS[METRIC],
        "bounds_say": formula.BOUNDS, "coverage_says": formula.COVERAGE, "latest": series.latest,
        "as_of": series.latest and series.latest.as_of, "moment": asked.moment, "may_see_parts": True,
        "is_waiting": is_stale(asked.collaboration), "strip": strip(series.name, series.latest),
        "lacking": _lacking(request, asked), "behind": _behind(request, asked), **_addresses(request, asked),
        **(parts_of(score, request.seat, series) if score else {}), **_difference(request, asked),
    }  # fmt: skip
    return page(request, "metrics/score_detail.html", context)


@require_safe
def partner_score_csv(request: Request, slug: str, partner: int) -> HttpResponseBase:
    """The numbers of a figure of the page as a sheet; `as=xlsx` gives the workbook, `figure` says which figure."""
    asked = _asked(request, slug, partner)
    figure, score = request.GET.get("figure"), asked.score
    found: Any = sheets.series(asked.series, asked.collaboration)
    if figure == "components":
        found = components_sheet(parts_of(score, request.seat, asked.series)) if score else None
    elif figure == "change":
        found = change_sheet(_difference(request, asked))
    if found is None:
        raise Http404
    return sheet_file(request, found, asked.collaboration)


@require_safe
def partner_score_chart(request: Request, slug: str, partner: int) -> JsonResponse:
    """The numbers of the figure for the chart that a reader explores."""
    return JsonResponse(explored_trend(_asked(request, slug, partner).series))


def _asked(request: Request, slug: str, pk: int) -> Asked:
    """The partner when the reader may see its readiness, with the months up to the one that is asked for."""
    collaboration = collaboration_for(request, slug, Action.SEE_READINESS)
    rows = Partner.objects.visible_to(request.seat).select_related("organization", "collaboration")
    partner = get_object_or_404(rows, pk=pk)
    row = PartnerScore.objects.filter(organization=partner.organization).first()
    figures = row.series if row else []
    moment = MonthBack(request.GET, months=range(len(figures)))
    shown = figures if moment.chosen is None else figures[: moment.chosen + 1]
    series = replace(
        named(METRIC, ((one.month, one.as_of, one.value, one.low, one.high, one.coverage) for one in shown)),
        name=str(METRICS["readiness"].label),
    )
    return Asked(collaboration, partner, row, moment, series)


def _addresses(request: Request, asked: Asked) -> dict[str, Any]:
    """Where the page, its figure and its sheets are."""
    args = [asked.collaboration.slug, asked.partner.pk]
    csv, chart = reverse("metrics:partner_score_csv", args=args), reverse("metrics:partner_score_chart", args=args)
    query = asked.moment.query
    return {
        "here": reverse("metrics:partner_score_detail", args=args),
        "sheet": sheet_address(request, csv),
        "figure": figure_of(asked.series, csv=csv + query, explore=chart + query) if asked.series.points else None,
    }


def _headline(asked: Asked) -> str:
    latest, words = asked.series.latest, {"partner": asked.partner.organization.name}
    if latest is None:
        return _("The first figures of %(partner)s are on their way") % words
    if latest.value is None:
        return _("Why has the readiness of %(partner)s no number yet?") % words
    return _("Why is the readiness of %(partner)s %(value)s?") % (words | {"value": latest.number})


def _difference(request: Request, asked: Asked) -> dict[str, Any]:
    if asked.row is None:
        return {}
    moved_in = partial(explain.partner_change, asked.collaboration, asked.row, seat=request.seat)
    return difference(asked.series, request, moved_in)


def _lacking(request: Request, asked: Asked) -> list[Step]:
    """The criteria that fewer than two assessors know, the partner among them."""
    score = asked.score
    if score is None or asked.moment.is_past:
        return []
    seat = request.seat
    may_rate = seat.may_for_all(Action.RATE_PARTNERS) or seat.organization_id == asked.partner.organization_id
    slug, pk = asked.collaboration.slug, str(asked.partner.pk)
    href = address("partners:readiness_rating_create", slug, pk) if may_rate else ""
    return [
        Step(COMPONENTS[METRIC][key].label, _("One assessor more") if part["quality"] else _("Nobody has said"), href)
        for key, part in score.parts.items()
        if part["quality"] < 1
    ]


def _behind(request: Request, asked: Asked) -> Behind | None:
    """The ratings behind the criterion that is asked for, at the month that is shown."""
    key, latest = request.GET.get("part", ""), asked.series.latest
    if latest is None or key not in COMPONENTS[METRIC]:
        return None
    items = explain.partner_evidence(asked.partner, key, on=latest.as_of, seat=request.seat)
    return Behind(key, COMPONENTS[METRIC][key].label, items)
