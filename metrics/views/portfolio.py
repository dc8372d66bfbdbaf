"""The portfolio: which of my collaborations needs me?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from collab.context import address
from collab.exports import file_asked, sheet_file
from collab.http import Request, page
from collab.models import Collaboration, User
from collab.models.collaborations import CollaborationQuerySet
from collab.months import running_month
from metrics import sheets
from metrics.charts.findings import Finding
from metrics.forms.portfolio import PortfolioFilter, SavedViewForm
from metrics.models import Attempt, SavedView, Stale, Standing
from metrics.state import is_behind, standings_of
from metrics.views.portfolio_rows import NOTHING, drawn
from metrics.views.seen import collaborations_of, others_of
from partners.models import ReadinessReview

PER_PAGE = 10
NAMES_SHOWN = 3


@dataclass(frozen=True)
class Row:
    """One collaboration of the list: its text, ready, and whether newer figures are on their way."""

    collaboration: Collaboration
    html: SafeString
    is_waiting: bool
    is_parked: bool  # it failed too often; nothing newer comes by itself


@require_safe
def portfolio(request: Request) -> HttpResponseBase:
    """The collaborations that the reader has a seat in."""
    if file_asked(request):
        mine = collaborations_of(request.user)
        found = list(PortfolioFilter(request.GET, countries=_summary(mine)["countries"]).chosen(mine))
        return sheet_file(request, sheets.portfolio(found, standings_of(found)), None)
    return page(request, "metrics/portfolio.html", _context(request), partial="collaborations")


@require_POST
def saved_view_create(request: Request) -> HttpResponse:
    """Keep the view that the reader sees, under a name."""
    filters = PortfolioFilter(request.GET, countries=_summary(collaborations_of(request.user))["countries"])
    form = SavedViewForm(request.POST, user=request.user, query=filters.query)
    if form.is_valid():
        return HttpResponseRedirect(form.save().get_absolute_url())
    return page(request, "metrics/portfolio.html", _context(request, keep=form), status=422)


@require_POST
def saved_view_delete(request: Request, pk: int) -> HttpResponse:
    """Forget one of the reader's own views."""
    get_object_or_404(SavedView, pk=pk, user=request.user).delete()
    return HttpResponseRedirect(address("metrics:portfolio"))


def _context(request: Request, keep: SavedViewForm | None = None) -> dict[str, Any]:
    mine = collaborations_of(request.user)
    summary = _summary(mine)
    form = PortfolioFilter(request.GET, countries=summary["countries"])
    rows = _chosen(request, mine, form, summary["total"])
    return {
        "form": form,
        "page": rows,
        "rows": _rows(list(rows)),
        "total": summary["total"],
        "others": list(others_of(request.user)),
        "finding": _finding(summary),
        "create": address("collab:collaboration_create") if request.user.is_administrator else "",
        "views": list(request.user.saved_views.order_by("name")),
        "query": form.query,
        "keep": keep or SavedViewForm(user=request.user),
    }


def _chosen(request: Request, mine: CollaborationQuerySet, form: PortfolioFilter, total: int) -> Page[Any]:
    """The page of the list that was asked for; `total` are all collaborations of the reader."""
    found, number = form.chosen(mine), request.GET.get("page")
    if not form.is_narrowed:
        paginator = Paginator(_known(found, request.user), PER_PAGE)
        paginator.count = total
        return paginator.get_page(number)
    # which they are is asked once, for their number and for the page
    shown: Page[Any] = Paginator(list(found.values_list("pk", flat=True)), PER_PAGE).get_page(number)
    known = _known(mine.filter(pk__in=shown.object_list), request.user).in_bulk()
    shown.object_list = [known[pk] for pk in shown.object_list if pk in known]
    return shown


def _known(mine: CollaborationQuerySet, reader: User) -> CollaborationQuerySet:
    """With whether newer figures wait or could not be computed, and when the reader last signed a review."""
    here = {"collaboration": OuterRef("pk")}
    signed = ReadinessReview.objects.filter(**here, signer=reader).order_by("-decided_on").values("decided_on")
    return mine.annotate(
        is_marked=Exists(Stale.objects.filter(**here)),
        is_parked=Exists(Attempt.objects.parked().filter(**here)),
        reviewed_on=Subquery(signed[:1]),
    )


def _rows(collaborations: list[Any]) -> list[Row]:
    standings = standings_of(collaborations)
    return [_row(one, standings.get(one.pk, NOTHING)) for one in collaborations]


def _row(collaboration: Any, standing: Standing) -> Row:
    """What changed is told since the last month that had ended when the reader last signed a review."""
    reviewed_on = collaboration.reviewed_on
    month = running_month(collaboration.started_on, reviewed_on) if reviewed_on else None
    since_month = None if month is None else max(month - 1, 0)
    is_old = collaboration.is_marked or is_behind(collaboration, standing, collaboration.today())
    return Row(
        collaboration=collaboration,
        html=drawn(collaboration, standing, since_month),
        is_waiting=is_old and not collaboration.is_parked,
        is_parked=collaboration.is_parked,
    )


def _summary(mine: CollaborationQuerySet) -> dict[str, Any]:
    """All of the reader's collaborations in one row: how many, where, which stand below what is expected."""
    troubled, low = Q(standing__troubles__gt=0), Q(standing__below__len__gt=0)
    summary: dict[str, Any] = mine.order_by().aggregate(
        total=Count("pk"),
        known=Count("pk", filter=Q(standing__isnull=False)),
        troubled=Count("pk", filter=troubled),
        names=ArrayAgg("name", filter=troubled, order_by="name", default=[]),
        low=Count("pk", filter=low),
        countries=ArrayAgg("country", filter=~Q(country=""), distinct=True, default=[]),
    )
    return summary


def _finding(summary: Mapping[str, Any]) -> Finding:
    """How many of all the reader's collaborations need somebody."""
    total, troubled = summary["total"], summary["troubled"]
    values = {"count": total, "troubled": troubled, "names": _some(summary["names"])}
    if not total:
        return Finding(_("No collaboration is open to you yet"), "")
    if troubled:
        headline = ngettext(
            "%(troubled)s of your %(count)s collaborations needs you",
            "%(troubled)s of your %(count)s collaborations need you", troubled,
        )  # fmt: skip
        text = _("A score is lower than expected, or a gate is not passed in its month: %(names)s.")
        return Finding(headline % values if total > 1 else _("Your collaboration needs you"), text % values)
    if not summary["known"]:
        return Finding(
            _("The first figures are on their way"), _("They appear here a few seconds after the first record.")
        )
    headline = ngettext(
        "Your collaboration needs nothing now", "None of your %(count)s collaborations needs you now", total
    )
    return Finding(headline % values, _("No score that can be told is lower than expected, and no gate is overdue."))


def _some(names: list[str]) -> str:
    if len(names) <= NAMES_SHOWN:
        return ", ".join(names)
    values = {"names": ", ".join(names[:NAMES_SHOWN]), "more": len(names) - NAMES_SHOWN}
    return _("%(names)s and %(more)s more") % values
