"""The same numbers for plotly, which draws them again when a reader explores a figure; colours are names of tokens.

Only this module uses plotly, which checks that the figure is one. Texts are escaped, as plotly reads tags in them.
"""

from html import escape
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from collab.wording import decimal
from metrics.charts.series import Point, Series

FULL = 100


def explored_trend(series: Series) -> dict[str, Any]:
    """The line with its band and bounds; a month without a number is a gap."""
    points = series.points
    months = [point.month for point in points]
    band = series.edges
    traces = [
        *_area([month for month, _e in band], [e[0] for _m, e in band], [e[1] for _m, e in band], "--band"),
        *_area(months, [_float(p.lowest) for p in points], [_float(p.highest) for p in points], "--bounds", 0.55),
        _painted(
            go.Scatter(
                x=months, y=[_float(point.number) for point in points], mode="lines+markers", connectgaps=False,
                text=[_hover(point) for point in points], hoverinfo="text", name=escape(str(series.name)),
            ),
            line={"color": "--ink", "width": 2},
            marker={"color": ["--paper" if p.is_provisional else "--ink" for p in points], "size": 7,
                    "line": {"color": "--ink", "width": 2}},
        ),
    ]  # fmt: skip
    layout = go.Layout(
        xaxis={"range": [-0.4, series.end + 0.4], "dtick": 6},
        yaxis={"range": [0, FULL], "dtick": 50},
    )
    return _figure(traces, layout)


def _area(
    x: list[int], low: list[float | None], high: list[float | None], token: str, opacity: float = 1
) -> list[dict[str, Any]]:
    """A filled stretch between two lines."""
    edge = {"mode": "lines", "hoverinfo": "skip", "connectgaps": False, "opacity": opacity}
    return [
        _painted(go.Scatter(x=x, y=low, **edge), line={"color": token, "width": 0}),
        _painted(go.Scatter(x=x, y=high, fill="tonexty", **edge), line={"color": token, "width": 0}, fillcolor=token),
    ]


def _hover(point: Point) -> str:
    if point.number is None:
        return ""
    words = _("Month %(month)s: %(value)s, bounds %(low)s to %(high)s") % {
        "month": point.month, "value": decimal(point.number), "low": point.lowest, "high": point.highest,
    }  # fmt: skip
    return escape(words)


def _painted(trace: go.Scatter, **colours: Any) -> dict[str, Any]:
    """A checked trace with tokens for colours, which plotly itself would refuse; charts.js reads them from the page."""
    return {**trace.to_plotly_json(), **colours}


def _figure(traces: list[dict[str, Any]], layout: go.Layout) -> dict[str, Any]:
    return {"data": traces, "layout": layout.to_plotly_json()}


def _float(number: Any) -> float | None:
    return None if number is None else float(number)
