"""A collaboration: where do we stand on the way from month 0 to month 24, and why?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.context import address
from collab.http import Request, page, wants_part
from collab.models import Collaboration, Score, Seat
from collab.permissions import Action, collaboration_for
from metrics import explain
from metrics.charts.bars import component_bars, known_bars
from metrics.charts.explore import explored_trend
from metrics.charts.month_line import month_line
from metrics.charts.series import Point, Series
from metrics.charts.trend import trend
from metrics.charts.words import Finding, finding, headline, summary
from metrics.models import Attempt
from metrics.scoring import is_stale
from metrics.views.network import short_list
from metrics.views.newest import newest_evidence
from metrics.views.steps import next_step
from metrics.views.strips import Strip, government, named

NO_CONTENT = 204


@require_safe
def collaboration_detail(request: Request, slug: str) -> HttpResponse:
    """The overview; htmx asks for its figures again while newer ones are being computed."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    is_old = is_stale(collaboration)
    is_parked = is_old and Attempt.objects.parked().filter(collaboration=collaboration).exists()
    waiting = is_old and not is_parked
    rows = list(collaboration.scores.series("relationship"))
    generation = rows[0].generation if rows else 0
    if waiting and wants_part(request) and request.GET.get("seen") == str(generation):
        return HttpResponse(status=NO_CONTENT)
    context = overview(collaboration, request.seat, rows) | {
        "is_waiting": waiting,
        "is_parked": is_parked,
        "generation": generation,
    }
    return page(request, "metrics/collaboration_detail.html", context, partial="scores")


def overview(collaboration: Collaboration, seat: Seat, rows: list[Score]) -> dict[str, Any]:
    """Everything on the page, of one generation."""
    today = collaboration.today()
    series = series_of_scores(rows)
    latest = series.latest
    said = _started(collaboration, today) or finding(series)
    may_see_parts = seat.may_for_all(Action.SEE_EVIDENCE)
    return {
        "collaboration": collaboration,
        "finding": said,
        "line": month_line(collaboration.started_on, min(today, collaboration.ended_on or today), uid="way"),
        "latest": latest,
        "as_of": latest and latest.as_of,
        "strip": strip_of(series, collaboration, seat, rows),
        "government": government(collaboration, href=_government_page(collaboration, seat)),
        "figure": figure_of(series, collaboration) if rows else None,
        **(parts_of(rows[-1], seat) if rows and may_see_parts else {}),
        "newest": newest_evidence(collaboration, seat) if may_see_parts else [],
        "network": short_list(collaboration, on=latest.as_of) if latest and may_see_parts else None,
        "may_see_parts": may_see_parts,
        "may_see_pairs": seat.may(Action.SEE_EVIDENCE),
        "log": address("collab:meeting_create", collaboration.slug) if seat.may(Action.LOG) else "",
    }


def _government_page(collaboration: Collaboration, seat: Seat) -> str:
    return address("government:mandate_list", collaboration.slug) if seat.may(Action.SEE_EVIDENCE) else ""


def series_of_scores(rows: list[Score]) -> Series:
    """A series from whole rows, when the page needs their parts too."""
    return named("relationship", ((r.month, r.as_of, r.value, r.low, r.high, r.coverage) for r in rows))


def strip_of(series: Series, collaboration: Collaboration, seat: Seat, rows: list[Score]) -> Strip:
    """The score of the running month, with the next step where it has no number."""
    step = next_step(collaboration, seat, rows[-1].parts if rows else {})
    latest = series.latest
    lacks = latest is None or latest.value is None
    return Strip(
        uid="strength", name=series.name, point=latest, href=reverse("metrics:score_detail", args=[collaboration.slug]),
        next_href=step.href if lacks else "", next_link=step.text if lacks else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A figure as the component wants it."""

    headline: str
    subtitle: str
    svg: SafeString
    summary: str
    table: dict[str, Any]
    csv: str
    explore: dict[str, Any]


def figure_of(series: Series, collaboration: Collaboration) -> Figure:
    """Relationship strength over the months: drawing, words, table, sheet and chart from one series."""
    said = summary(series)
    drawn = trend(series, uid="trend", title=_("Relationship strength by month"), summary=said)
    return Figure(
        headline=headline(series),
        subtitle=_("Relationship strength, 0 to 100, at the end of each month. Sand: expected; blue: bounds."),
        svg=render_to_string("metrics/figures/trend.html", {"t": drawn}),
        summary=said,
        table=table_of(series),
        csv=reverse("metrics:relationship_csv", args=[collaboration.slug]),
        explore=explored_trend(series),
    )


def table_of(series: Series) -> dict[str, Any]:
    """The numbers of the figure as rows of text."""
    head = [_("Month"), _("As of"), _("Value"), _("Bounds"), _("Expected"), _("Coverage")]
    return {"caption": _("Relationship strength by month"), "head": head, "rows": [_cells(p) for p in series.points]}


def _cells(point: Point) -> list[str]:
    value = _("not enough evidence") if point.number is None else str(point.number)
    bounds = "–" if point.lowest is None else f"{point.lowest}–{point.highest}"
    band = "–" if point.expectation is None else f"{point.expectation[0]}–{point.expectation[1]}"
    covered = "–" if point.covered is None else f"{point.covered} %"
    return [str(point.month), point.as_of.isoformat(), value, bounds, band, covered]


def parts_of(score: Score, seat: Seat) -> dict[str, Any]:
    """What a score is made of; where it has no number, how much of each part is known, and no points."""
    if score.coverage is None:
        return {}
    parts = explain.parts(score, seat=seat)
    if not score.has_enough_evidence:
        return {"known": known_bars(parts), "why": _("What is known so far does not carry a number")}
    return {"bars": component_bars(parts, score.value), "why": leading(parts)}


def leading(parts: Sequence[explain.Part]) -> str:
    """Which components carry the score, for a headline."""
    known = sorted((part for part in parts if part.points), key=lambda part: -(part.points or 0))
    if len(known) < 2:  # noqa: PLR2004  two are named
        return _("What the score is made of")
    return _("%(first)s and %(second)s carry most of the score") % {
        "first": known[0].label, "second": str(known[1].label).lower(),
    }  # fmt: skip


def _started(collaboration: Collaboration, today: date) -> Finding | None:
    if today >= collaboration.started_on:
        return None
    return Finding(
        _("This collaboration has not started yet"),
        _("Month 0 is the day of its start. From then on, figures stand here."),
    )
