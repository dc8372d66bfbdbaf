"""The way of a score from one month to another, printed and drawn."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from collab.wording import decimal, within
from metrics import explain
from metrics.charts.bars import Bars, Step, waterfall
from metrics.charts.series import Point, Series
from metrics.charts.words import QUARTER
from metrics.explain.parts import label_of
from metrics.forms.filters import MonthsChoice
from metrics.formulas.shown import round_half_up
from metrics.labels import CHANGES

TWO_ENDS = 2
MovedIn = Callable[[int, int], tuple[explain.Change, ...]]


def difference(series: Series, request: HttpRequest, moved_in: MovedIn) -> dict[str, Any]:
    """What changed between two months that have a number; `moved_in` tells what moved in two months."""
    known = [point.month for point in series.known]
    if len(known) < TWO_ENDS:
        return {}
    last, before = known[-1], series.back(QUARTER)
    asked = request.GET if _asks(request) else None
    form = MonthsChoice(asked, months=known, first=before.month if before else known[0], last=last)
    start, end = (series.at(month) for month in form.asked)
    steps = [_step(series.metric, one) for one in moved_in(*form.asked)]
    bars = _waterfall(start, end, steps)
    return {"months": form, "change": bars, "change_says": _says(series, start, end, bars)}


def _step(metric: str, one: explain.Change) -> Step:
    return Step(one.key, label_of(metric, one.key.split("+")), CHANGES[one.kind].label, one.points)


def _asks(request: HttpRequest) -> bool:
    return "from" in request.GET or "to" in request.GET


def _waterfall(start: Point | None, end: Point | None, steps: list[Step]) -> Bars | None:
    if start is None or end is None or start.value is None or end.value is None:
        return None
    month = _("Month %(month)s")
    return waterfall((month % {"month": start.month}, start.value), (month % {"month": end.month}, end.value), steps)


def _says(series: Series, start: Point | None, end: Point | None, bars: Bars | None) -> dict[str, str]:
    """The change in words, with the numbers of its bars."""
    if bars is None or start is None or end is None:
        return {}
    first, last = round_half_up(start.value or 0, 1), round_half_up(end.value or 0, 1)
    values = {
        "name": series.name, "from": start.month, "to": end.month, "size": decimal(abs(last - first)),
        "first": decimal(first), "last": decimal(last),
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
    part = {"part": within(largest.label), "points": largest.points}
    summary = _("The largest part is %(part)s, %(points)s. The parts add up exactly.") % part
    return {"headline": text % values, "summary": summary}
