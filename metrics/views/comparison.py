"""Two collaborations side by side: each against what is expected of its own month, never against each other."""

from dataclasses import dataclass, replace

from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from collab.exports import file_asked, sheet_file
from collab.http import Request, page
from collab.models import Collaboration
from collab.strips import Strip
from metrics import sheets
from metrics.charts.month_line import MonthLine, month_line
from metrics.forms.portfolio import ComparisonFilter
from metrics.series import all_series
from metrics.state import standings_of
from metrics.views.portfolio_rows import (
    NOTHING,
    Change,
    GateSign,
    Need,
    gate_signs,
    largest_change,
    need_of,
)
from metrics.views.seen import collaborations_of
from metrics.views.strips import four_strips

TWO = 2
OFFERED = 20


@dataclass(frozen=True)
class Side:
    """One of the two."""

    collaboration: Collaboration
    line: MonthLine
    strips: list[Strip]
    need: Need
    gates: list[GateSign]
    change: Change | None


@require_safe
def comparison_detail(request: Request) -> HttpResponseBase:
    """The two that were ticked, also as a file; while one is missing, which to take."""
    mine = collaborations_of(request.user)
    form = ComparisonFilter(request.GET)
    taken = list(mine.filter(slug__in=request.GET.getlist("with")[:TWO]).order_by("name", "pk"))
    if file_asked(request) and len(taken) == TWO:
        return sheet_file(request, replace(sheets.portfolio(taken, standings_of(taken)), name="comparison"), None)
    offered = form.chosen(mine).exclude(pk__in=[one.pk for one in taken])
    context = {
        "form": form,
        "taken": taken,
        "sides": _sides(taken) if len(taken) == TWO else [],
        "offered": Paginator(offered, OFFERED).get_page(1) if len(taken) < TWO else None,
    }
    return page(request, "metrics/comparison_detail.html", context)


def _sides(taken: list[Collaboration]) -> list[Side]:
    standings = standings_of(taken)
    sides = []
    for one in taken:
        standing = standings.get(one.pk, NOTHING)
        series, today = all_series(standing), one.today()
        end = min(today, one.ended_on or today)
        sides.append(
            Side(
                collaboration=one,
                line=month_line(one.started_on, end, uid=f"way-{one.pk}", is_past=end < today),
                strips=four_strips(series, one, needs={}, is_small=True),
                need=need_of(one, standing, series),
                gates=gate_signs(standing),
                change=largest_change(series, one, None),
            )
        )
    return sides
