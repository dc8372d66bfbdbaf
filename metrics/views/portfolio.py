"""The portfolio: which of my collaborations needs me?"""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from collab.context import address
from collab.http import Request, page
from collab.models import Collaboration, Metric, Score
from collab.models.collaborations import CollaborationQuerySet
from metrics.charts.month_line import MonthLine, month_line
from metrics.charts.series import Series, series_of
from metrics.charts.trend import Trend, sparkline
from metrics.charts.words import Finding, change_since, summary
from metrics.forms.filters import PortfolioFilter
from metrics.models import Stale
from metrics.views.strips import COLUMNS, Strip, series_by_collaboration

PER_PAGE = 20
NAMES_SHOWN = 3


@dataclass(frozen=True)
class Row:
    """One collaboration of the list."""

    collaboration: Collaboration
    line: MonthLine
    strip: Strip
    spark: Trend
    change: str
    as_of: date | None
    is_waiting: bool


@require_safe
def portfolio(request: Request) -> HttpResponse:
    """The collaborations that the reader has a seat in."""
    today = timezone.localdate()
    mine = Collaboration.objects.open_to(request.user, on=today).distinct()
    seen = dict(mine.values_list("pk", "name"))
    form = PortfolioFilter(request.GET, countries=_countries(mine))
    rows = Paginator(_chosen(mine, form), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": rows,
        "rows": _rows(list(rows), today),
        "total": len(seen),
        "finding": _finding(seen),
        "create": address("collab:collaboration_create") if request.user.is_administrator else "",
    }
    return page(request, "metrics/portfolio.html", context, partial="collaborations")


def _countries(mine: CollaborationQuerySet) -> list[str]:
    return list(mine.exclude(country="").order_by("country").values_list("country", flat=True).distinct())


def _chosen(mine: CollaborationQuerySet, form: PortfolioFilter) -> CollaborationQuerySet:
    words, country = form.asked("q"), form.asked("country")
    if words:
        mine = mine.filter(Q(name__icontains=words) | Q(issue__icontains=words) | Q(country__icontains=words))
    if country:
        mine = mine.filter(country=country)
    return mine.order_by("-started_on", "name", "pk") if form.asked("order") == "start" else mine.order_by("name", "pk")


def _rows(collaborations: list[Collaboration], today: date) -> list[Row]:
    series = series_by_collaboration(collaborations, Metric.RELATIONSHIP)
    marked = set(Stale.objects.filter(collaboration__in=collaborations).values_list("collaboration_id", flat=True))
    return [_row(one, series[one.pk], one.pk in marked) for one in collaborations]


def _row(collaboration: Collaboration, series: Series, is_marked: bool) -> Row:
    today, latest = collaboration.today(), series.latest
    name = _("Relationship strength from month 0 to month 24")
    return Row(
        collaboration=collaboration,
        line=month_line(collaboration.started_on, today, uid=f"way-{collaboration.pk}"),
        strip=Strip(uid=f"strip-{collaboration.pk}", name=series.name, point=latest),
        spark=sparkline(series, uid=f"spark-{collaboration.pk}", title=name, summary=summary(series)),
        change=change_since(series),
        as_of=latest.as_of if latest else None,
        is_waiting=is_marked or _is_behind(collaboration, series, today),
    )


def _is_behind(collaboration: Collaboration, series: Series, today: date) -> bool:
    """Whether the newest month was computed before today; nothing is due before the start."""
    due = min(today, collaboration.ended_on or today)
    return due >= collaboration.started_on and (series.latest is None or series.latest.as_of < due)


def _finding(names: dict[int, str]) -> Finding:
    """How many of all the reader's collaborations stand where."""
    places: dict[str, list[str]] = {"below": [], "unknown": []}
    newest = (
        Score.objects.filter(collaboration__in=names, metric=Metric.RELATIONSHIP)
        .order_by("collaboration_id", "-month")
        .distinct("collaboration_id")
    )
    known = 0
    for pk, *row in newest.values_list("collaboration_id", *COLUMNS):
        point = series_of(Metric.RELATIONSHIP, "", [tuple(row)]).points[0]
        known += point.value is not None
        if point.place == "below":
            places["below"].append(names[pk])
        if point.value is None:
            places["unknown"].append(names[pk])
    return Finding(_headline(len(names), known, len(places["below"])), _lede(places))


def _headline(total: int, known: int, below: int) -> str:
    values = {"count": total, "below": below}
    if not total:
        return _("No collaboration is open to you yet")
    if below and total == 1:
        return _("Your collaboration stands below what is expected")
    if below:
        return (
            ngettext(
                "%(below)s of your %(count)s collaborations stands below what is expected",
                "%(below)s of your %(count)s collaborations stand below what is expected", below,
            ) % values
        )  # fmt: skip
    if not known:
        return (
            ngettext(
                "There is not enough evidence yet in your collaboration",
                "There is not enough evidence yet in any of your %(count)s collaborations", total,
            ) % values
        )  # fmt: skip
    return (
        ngettext(
            "Your collaboration stands where it is expected to, or above",
            "None of your %(count)s collaborations stands below what is expected", total,
        ) % values
    )  # fmt: skip


def _lede(places: dict[str, list[str]]) -> str:
    said = []
    if places["below"]:
        said.append(_("Below what is expected by now: %(names)s.") % {"names": _some(places["below"])})
    if places["unknown"]:
        said.append(_("Not enough evidence for a number: %(names)s.") % {"names": _some(places["unknown"])})
    return " ".join(said)


def _some(names: list[str]) -> str:
    names = sorted(names)
    if len(names) <= NAMES_SHOWN:
        return ", ".join(names)
    values = {"names": ", ".join(names[:NAMES_SHOWN]), "more": len(names) - NAMES_SHOWN}
    return _("%(names)s and %(more)s more") % values
