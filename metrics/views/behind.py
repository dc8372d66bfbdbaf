"""What the score page says beside the number: what was first published, and the records behind one component."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collab.http import Request
from collab.models import Collaboration
from metrics import explain
from metrics.charts.series import Point, Series, series_of
from metrics.labels import COMPONENTS
from metrics.publishing import first_published


@dataclass(frozen=True)
class Behind:
    """One component and its records."""

    key: str
    label: str | Promise
    items: list[explain.EvidenceItem]


def behind(request: Request, collaboration: Collaboration, series: Series) -> Behind | None:
    """The records behind the component that is asked for, at the month that is shown."""
    key, point = request.GET.get("part", ""), series.latest
    if point is None or series.metric == "relationship" or key not in COMPONENTS[series.metric]:
        return None
    items = explain.score_evidence(collaboration, series.metric, key, on=point.as_of, seat=request.seat)
    return Behind(key, COMPONENTS[series.metric][key].label, items)


def published_otherwise(collaboration: Collaboration, series: Series) -> list[str]:
    """Months that were first published with another number than is known today, the newest first, in words."""
    said = []
    first: dict[int, Any] = first_published(collaboration, series.metric)
    for point in reversed(series.points):
        row = first.get(point.month)
        if row is None:
            continue
        was = _point(series, row)
        if was.number != point.number:
            said.append(_sentence(point, was, date_format(row.published_on, "j F Y")))
    return said


def _point(series: Series, row: Any) -> Point:
    figures = (row.month, row.as_of, row.value, row.low, row.high, row.coverage)
    return series_of(series.metric, series.name, [figures], series.frame).points[0]


def _sentence(now: Point, was: Point, day: str) -> str:
    values = {"month": now.month, "was": was.number, "now": now.number, "day": day}
    if was.number is None:
        return (
            _("Month %(month)s was first published without a number on %(day)s; today’s knowledge says %(now)s.")
            % values
        )
    if now.number is None:
        return (
            _("Month %(month)s was first published as %(was)s on %(day)s; today’s knowledge carries no number.")
            % values
        )
    return _("Month %(month)s was first published as %(was)s on %(day)s; today’s knowledge says %(now)s.") % values
