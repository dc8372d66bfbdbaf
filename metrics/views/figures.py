"""Figures of scores as the component wants them: drawing, words, table, sheet, address of the chart; one series."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from collab.models import Collaboration
from collab.wording import decimal
from metrics.charts.series import Point, Series
from metrics.charts.trend import trend
from metrics.charts.words import headline, summary

SMALL_PLOT, LARGE_PLOT = 96, 150  # pixels


@dataclass(frozen=True)
class Figure:
    """A figure with everything that stands around it."""

    uid: str
    headline: str
    subtitle: str
    svg: SafeString
    summary: str
    table: dict[str, Any]
    csv: str
    explore: str  # where the chart of a first interest comes from


def score_figure(series: Series, collaboration: Collaboration, query: str, *, plot: int = LARGE_PLOT) -> Figure:
    """One score over the months. `query` asks for the moment that the page shows: what comes later tells the same."""
    args = [collaboration.slug, series.metric]
    sheet, chart = reverse("metrics:score_csv", args=args), reverse("metrics:score_chart", args=args)
    return figure_of(series, csv=sheet + query, explore=chart + query, plot=plot)


def figure_of(series: Series, *, csv: str, explore: str, plot: int = LARGE_PLOT) -> Figure:
    """A series as a figure, with the addresses of its sheet and its chart."""
    said, title = summary(series), _("%(name)s by month") % {"name": series.name}
    drawn = trend(series, uid=f"trend-{series.metric}", title=title, summary=said, plot=plot)
    return Figure(
        uid=series.metric,
        headline=_("%(name)s. %(finding)s") % {"name": series.name, "finding": headline(series)},
        subtitle=_subtitle(series),
        svg=render_to_string("metrics/figures/trend.html", {"t": drawn}),
        summary=said,
        table=table_of(series),
        csv=csv,
        explore=explore,
    )


def _subtitle(series: Series) -> str:
    if not series.edges:
        return _("%(name)s, 0 to 100, at the end of each month. Blue: bounds.") % {"name": series.name}
    text = _("%(name)s, 0 to 100, at the end of each month. Sand: expected; blue: bounds.")
    return text % {"name": series.name}


def small_figures(collaboration: Collaboration, series: Mapping[str, Series], query: str) -> list[Figure]:
    """Small multiples on one scale."""
    return [score_figure(one, collaboration, query, plot=SMALL_PLOT) for one in series.values()]


def table_of(series: Series) -> dict[str, Any]:
    """The numbers of the figure as rows of text."""
    head = [_("Month"), _("As of"), _("Value"), _("Bounds"), _("Expected"), _("Coverage")]
    caption = _("%(name)s by month") % {"name": series.name}
    return {"caption": caption, "head": head, "rows": [cells(point) for point in series.points]}


def cells(point: Point) -> list[str]:
    """A month as texts of a row."""
    value = _("not enough evidence") if point.number is None else decimal(point.number)
    bounds = "–" if point.lowest is None else f"{point.lowest}–{point.highest}"
    band = "–" if point.expectation is None else f"{point.expectation[0]}–{point.expectation[1]}"
    covered = "–" if point.covered is None else f"{point.covered} %"
    return [str(point.month), point.as_of.isoformat(), value, bounds, band, covered]


def sheet_address(request: HttpRequest, path: str) -> str:
    """Where the sheets of a page are, asked as the page was; the name of a figure is added to it."""
    asked = [(name, value) for name in ("month", "known", "from", "to") if (value := request.GET.get(name))]
    return f"{path}?{urlencode([*asked, ('figure', '')])}"
