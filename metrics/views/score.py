"""A score: why is this number what it is, and why did it change?"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.http import Request, page
from collab.models import Collaboration, Metric, Score, Seat
from collab.permissions import Action, collaboration_for
from collab.wording import within
from metrics import explain
from metrics.charts.bars import component_bars, known_bars
from metrics.charts.explore import explored_trend
from metrics.charts.findings import stands
from metrics.charts.series import Series
from metrics.forms.moment import Moment
from metrics.formulas.catalogue import METRICS as CATALOGUE
from metrics.formulas.shown import round_half_up
from metrics.labels import COMPONENTS, METRICS
from metrics.series import row_of, shown_series
from metrics.state import state_of
from metrics.views import formula
from metrics.views.behind import behind, published_otherwise
from metrics.views.difference import difference
from metrics.views.distribution import Distribution, distribution
from metrics.views.figures import score_figure, sheet_address
from metrics.views.pair_table import contributions
from metrics.views.steps import lacking
from metrics.views.strips import needed_levels, strip


@require_safe
def score_detail(request: Request, slug: str, metric: str) -> HttpResponse:
    """One of the four scores: components, formula, bounds, coverage, and the way from one month to another."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    _known(metric)
    state = state_of(collaboration)
    moment = Moment(request.GET, months=state.standing.months)
    series = shown_series(collaboration, state.standing, moment)[metric]
    may_see_parts = request.seat.may_for_all(Action.SEE_EVIDENCE)
    row = row_of(collaboration, series, moment)
    context = {
        "collaboration": collaboration, "metric": metric, "name": series.name, "called": within(series.name),
        "kind": series.name, "crumbs": [(_("Overview"), collaboration.get_absolute_url())], "headline": stands(series),
        "help": METRICS[metric].help, "latest": series.latest, "as_of": series.latest and series.latest.as_of,
        "here": reverse("metrics:score_detail", args=[slug, metric]),
        "sheet": sheet_address(request, reverse("metrics:score_csv", args=[slug, metric])),
        "strip": strip(series.name, series.latest, need=needed_levels(row.parts if row else {}).get(metric)),
        "words": formula.WORDS[metric], "bounds_say": formula.BOUNDS, "coverage_says": formula.COVERAGE,
        "moment": moment, "is_waiting": state.is_waiting,
        "figure": score_figure(series, collaboration, moment.query) if series.points else None,
        **(parts_of(row, request.seat, series) if may_see_parts and row else {}),
        **(change_of(request, collaboration, series) if may_see_parts and not moment.is_published else {}),
        "lacking": lacking(collaboration, request.seat, row) if row and may_see_parts else [],
        "published": [] if moment.is_published else published_otherwise(collaboration, series),
        "behind": behind(request, collaboration, series) if row and may_see_parts else None,
        "pairs": pairs_of(collaboration, metric, row, request.seat, moment),
        "distribution": distribution_of(collaboration, row) if may_see_parts else None,
    }  # fmt: skip
    return page(request, "metrics/score_detail.html", context)


@require_safe
def score_chart(request: Request, slug: str, metric: str) -> JsonResponse:
    """The numbers of the figure for the chart that a reader explores; asked for on the first interest."""
    return JsonResponse(explored_trend(asked(request, slug, metric)[1]))


def change_of(request: Request, collaboration: Collaboration, series: Series) -> dict[str, Any]:
    """The way from one month to another, with the form that asks for the two."""
    return difference(series, request, partial(explain.change, collaboration, series.metric, seat=request.seat))


def distribution_of(collaboration: Collaboration, row: Score | None) -> Distribution | None:
    """Of shared ownership, who did how much; nothing of the other scores."""
    return distribution(collaboration, row) if row and row.metric == Metric.OWNERSHIP else None


def asked(request: Request, slug: str, metric: str) -> tuple[Collaboration, Series]:
    """The months of a score as the page that links here shows them."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    _known(metric)
    standing = state_of(collaboration).standing
    moment = Moment(request.GET, months=standing.months)
    return collaboration, shown_series(collaboration, standing, moment)[metric]


def _known(metric: str) -> None:
    if metric not in CATALOGUE:
        raise Http404


@dataclass(frozen=True)
class Part:
    """One component with its words."""

    key: str
    label: str | Promise
    help: str | Promise
    formula: str | Promise
    weight: str
    quality: str


def parts_of(row: Score, seat: Seat, series: Series) -> dict[str, Any]:
    """What the score is made of; where it has no number, how much of each part is known, and no points."""
    if row.coverage is None or not row.parts:
        return {}
    parts = explain.parts(row, seat=seat)
    labels, words = COMPONENTS[row.metric], formula.COMPONENTS[series.metric]
    weights = {key: float(row.parts[key]["weight"]) for one in parts for key in (one.merged or (one.key,))}
    listed = [
        Part(key, labels[key].label, labels[key].help, words.get(key, ""), _percent(weights[key]), quality)
        for one in parts
        for key, quality in _keys(one)
    ]
    shown = {"bars": component_bars(parts, row.value)} if row.has_enough_evidence else {"known": known_bars(parts)}
    counted = {"counted": row.parts.get("_counted"), "needed": row.parts.get("_pairs")}
    number = series.latest.number if series.latest else None
    because = explain.score_sentence(row, seat=seat, number=number, name=series.name)
    return {**shown, "because": because, "why": leading(parts, series), "parts": listed, "counts": counted}


def leading(parts: tuple[explain.Part, ...], series: Series) -> str:
    """Which components carry the score, for a headline."""
    if series.latest is None or series.latest.value is None:
        return _("What is known so far does not carry a number")
    known = sorted((part for part in parts if part.points), key=lambda part: -(part.points or 0))
    if len(known) < 2:  # noqa: PLR2004  two are named
        return _("What the score is made of")
    return _("%(first)s and %(second)s carry most of the score") % {
        "first": known[0].label, "second": within(known[1].label),
    }  # fmt: skip


def _keys(part: explain.Part) -> list[tuple[str, str]]:
    """The components of a part and how much of each is known; of merged ones that is not told."""
    return [(key, "") for key in part.merged] or [(part.key, _percent(part.quality))]


def _percent(share: float) -> str:
    return f"{round_half_up(100 * share)} %"


def pairs_of(collaboration: Collaboration, metric: str, row: Score | None, seat: Seat, moment: Moment) -> Any:
    """What each pair adds, for those who may see the strength of a pair; of the running month only."""
    is_now = metric == Metric.RELATIONSHIP and not moment.is_past and row is not None
    return contributions(collaboration, [row]) if is_now and row and seat.may_for_all(Action.SEE_PAIR_TRUST) else None
