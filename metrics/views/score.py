"""A score: why is this number what it is, and why did it change?"""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.http import Request, page
from collab.models import Collaboration, Score, Seat
from collab.permissions import Action, collaboration_for
from collab.tables import csv_text
from metrics import explain
from metrics.charts.bars import Bars, Step, waterfall
from metrics.charts.series import Point, Series
from metrics.charts.words import QUARTER
from metrics.forms.filters import MonthsChoice
from metrics.formulas.catalogue import RELATIONSHIP
from metrics.formulas.shown import round_half_up
from metrics.labels import CHANGES, COMPONENTS, METRICS
from metrics.views import formula
from metrics.views.collaboration import parts_of, series_of_scores, strip_of
from metrics.views.pair_table import contributions
from metrics.views.strips import relationship

CSV_HEAD = (
    "collaboration", "metric", "month", "as_of", "value", "low", "high", "expected_low", "expected_high", "coverage",
    "state",
)  # fmt: skip


@require_safe
def score_detail(request: Request, slug: str) -> HttpResponse:
    """Relationship strength: components, formula, bounds, coverage, and the way from one month to another."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    rows = list(collaboration.scores.series("relationship"))
    series = series_of_scores(rows)
    may_see_parts = request.seat.may_for_all(Action.SEE_EVIDENCE)
    context = {
        "collaboration": collaboration,
        "latest": series.latest,
        "as_of": series.latest and series.latest.as_of,
        "strip": replace(strip_of(series, collaboration, request.seat, rows), href=""),
        "words": formula,
        "may_see_parts": may_see_parts,
        **(_parts(rows, request.seat) if may_see_parts and rows else {}),
        **(_change(collaboration, series, request) if may_see_parts else {}),
        "pairs": contributions(collaboration, rows) if request.seat.may_for_all(Action.SEE_PAIR_TRUST) else None,
    }
    return page(request, "metrics/score_detail.html", context)


@require_safe
def relationship_csv(request: Request, slug: str) -> HttpResponse:
    """The numbers of the figure as a sheet."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    series = relationship(collaboration)
    text = csv_text(CSV_HEAD, [_row(collaboration, series, point) for point in series.points])
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{collaboration.slug}-relationship.csv"'
    return answer


def _row(collaboration: Collaboration, series: Series, point: Point) -> list[Any]:
    low, high = point.expectation or (None, None)
    state = "not enough evidence" if point.number is None else "provisional" if point.is_provisional else "supported"
    return [
        collaboration.name, series.metric, point.month, point.as_of, point.number, point.lowest, point.highest,
        low, high, point.covered, state,
    ]  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One component with its words."""

    key: str
    label: str | Promise
    help: str | Promise
    formula: str | Promise
    weight: str
    quality: str


def _parts(rows: list[Score], seat: Seat) -> dict[str, Any]:
    parts, score, labels = explain.parts(rows[-1], seat=seat), rows[-1], COMPONENTS["relationship"]
    weights = dict(zip(RELATIONSHIP.keys, RELATIONSHIP.weights, strict=True))
    words = [
        Part(key, labels[key].label, labels[key].help, formula.COMPONENTS[key], _percent(weights[key]), quality)
        for one in parts
        for key, quality in _keys(one)
    ]
    stored = score.parts
    counted = {"counted": stored.get("_counted", 0), "needed": stored.get("_pairs", 0)}
    return {**parts_of(score, seat), "parts": words, "counted": counted}


def _keys(part: explain.Part) -> list[tuple[str, str]]:
    """The components of a part and how much of each is known; of merged ones that is not told."""
    return [(key, "") for key in part.merged] or [(part.key, _percent(part.quality))]


def _percent(share: float) -> str:
    return f"{round_half_up(100 * share)} %"


def _change(collaboration: Collaboration, series: Series, request: Request) -> dict[str, Any]:
    """What changed between two months that have a number."""
    known = [point.month for point in series.known]
    if len(known) < 2:  # noqa: PLR2004  a change needs two ends
        return {}
    last = known[-1]
    before = series.back(QUARTER)
    form = MonthsChoice(request.GET, months=known, first=before.month if before else known[0], last=last)
    first, last = form.asked
    start, end = series.at(first), series.at(last)
    moved = explain.change(collaboration, "relationship", first, last, seat=request.seat)
    steps = [Step(one.key, one.label, CHANGES[one.kind].label, one.points) for one in moved]
    bars = _waterfall(start, end, steps)
    return {"months": form, "change": bars, "change_says": _says(start, end, bars)}


def _waterfall(start: Point | None, end: Point | None, steps: list[Step]) -> Bars | None:
    if start is None or end is None or start.value is None or end.value is None:
        return None
    month = _("Month %(month)s")
    return waterfall((month % {"month": start.month}, start.value), (month % {"month": end.month}, end.value), steps)


def _says(start: Point | None, end: Point | None, bars: Bars | None) -> dict[str, str]:
    """The change in words, with the numbers of its bars."""
    if bars is None or start is None or end is None:
        return {}
    first, last = round_half_up(start.value or 0, 1), round_half_up(end.value or 0, 1)
    values = {
        "name": METRICS["relationship"].label, "from": start.month, "to": end.month, "size": abs(last - first),
        "first": first, "last": last,
    }  # fmt: skip
    if last > first:
        text = _("%(name)s rose by %(size)s, from %(first)s in month %(from)s to %(last)s in month %(to)s")
    elif last < first:
        text = _("%(name)s fell by %(size)s, from %(first)s in month %(from)s to %(last)s in month %(to)s")
    else:
        text = _("%(name)s stood at %(last)s in month %(from)s and in month %(to)s")
    largest = max((bar for bar in bars.rows if bar.kind != "total"), key=lambda bar: bar.size, default=None)
    if largest is None:
        return {"headline": text % values, "summary": _("No part changed.")}
    part = {"part": str(largest.label).lower(), "points": largest.points}
    summary = _("The largest part is %(part)s, %(points)s. The parts add up exactly.") % part
    return {"headline": text % values, "summary": summary}
