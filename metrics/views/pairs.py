"""Pairs of organisations: the list, and one pair with the evidence behind it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from collab.exports import file_asked, sheet_file
from collab.http import Request, page
from collab.models import Collaboration, Organization, Seat
from collab.permissions import Action, collaboration_for
from collab.wording import decimal
from metrics import explain, sheets
from metrics.charts.bars import component_bars, known_bars
from metrics.explain.pairs import may_see_pair
from metrics.forms.filters import MonthChoice, PairFilter
from metrics.formulas.shown import round_half_up
from metrics.labels import BANDS, COMPONENTS
from metrics.scoring import is_stale
from metrics.series import point_of
from metrics.views.strips import strip

PER_PAGE = 50
LARGEST_ID = 2**63 - 1
# the evidence of give and take is that of the other components
EVIDENCED = ("trust", "commitments", "joint_work", "contact")


@require_safe
def pair_list(request: Request, slug: str) -> HttpResponseBase:
    """The pairs that the reader may see, by name."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    form = PairFilter(request.GET)
    pairs = explain.pairs_for(collaboration, request.seat)
    found = [one for one in pairs if _matches(one, form)]
    if file_asked(request):
        sees_value = request.seat.may_for_all(Action.SEE_PAIR_TRUST)
        return sheet_file(
            request, sheets.pairs([(one, point_of(one)) for one in found], sees_value=sees_value), collaboration
        )
    rows = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "collaboration": collaboration,
        "form": form,
        "page": rows,
        "rows": [_row(one) for one in rows],
        "total": len(pairs),
        "headline": _headline(pairs),
        "as_of": pairs[0].on if pairs else None,
        "is_waiting": is_stale(collaboration),
        "sees_value": request.seat.may_for_all(Action.SEE_PAIR_TRUST),
        "is_own": not request.seat.may_for_all(Action.SEE_EVIDENCE),
    }
    return page(request, "metrics/pair_list.html", context, partial="pairs")


@require_safe
def pair_detail(request: Request, slug: str, a: int, b: int) -> HttpResponseBase:
    """One pair today or at the end of a month: components, and the evidence that the reader may see."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    first, second = _organizations(collaboration, a, b, request.seat)
    days = collaboration.snapshots(on=collaboration.today())
    form = MonthChoice(request.GET, months=range(len(days)))
    on = days[-1 if form.chosen is None else form.chosen] if days else collaboration.today()
    found = explain.pair(collaboration, first.pk, second.pk, on=on, seat=request.seat)
    behind = _evidence(collaboration, found, on, request.seat)
    if file_asked(request):
        return sheet_file(request, sheets.evidence(behind), collaboration)
    context = {
        "collaboration": collaboration,
        "first": first,
        "second": second,
        "form": form,
        "pair": found,
        "on": on,
        "as_of": on,
        "is_waiting": False,
        **_number(found, request.seat),
        "said": _said(found, first, second),
        "evidence": behind,
    }
    return page(request, "metrics/pair_detail.html", context)


def _organizations(collaboration: Collaboration, a: int, b: int, seat: Seat) -> tuple[Organization, Organization]:
    """Both organisations by name; a pair that the reader may not see does not exist for them."""
    low, high = sorted((a, b))
    if low == high or high > LARGEST_ID or not may_see_pair(seat, low, high):
        raise Http404
    both = list(Organization.objects.filter(collaboration=collaboration, pk__in=(low, high)).order_by("name"))
    if len(both) != 2:  # noqa: PLR2004  a pair
        raise Http404
    return both[0], both[1]


def _matches(pair: explain.PairRow, form: PairFilter) -> bool:
    words, sector, needed = form.asked("q").casefold(), form.asked("sector"), form.asked("needed")
    ends = (pair.first, pair.second)
    if words and not any(words in one.name.casefold() or words in one.label.casefold() for one in ends):
        return False
    if sector and not any(one.sector == sector for one in ends):
        return False
    return not needed or pair.needed == (needed == "yes")


@dataclass(frozen=True)
class Row:
    """A pair as the table shows it."""

    pair: explain.PairRow
    value: str
    bounds: str
    coverage: str
    level: str
    commitments: str


def _row(pair: explain.PairRow) -> Row:
    point = point_of(pair)
    return Row(
        pair=pair,
        value="" if point.number is None else decimal(point.number),
        bounds="" if point.lowest is None else f"{point.lowest}–{point.highest}",
        coverage="" if point.covered is None else f"{point.covered} %",
        level=_level(pair.joint_level),
        commitments=_whole(pair.commitments) or _("not known"),
    )


def _headline(pairs: list[explain.PairRow]) -> str:
    needed = [one for one in pairs if one.needed]
    quiet = sum(one.is_quiet for one in needed)
    values = {"quiet": quiet, "count": len(needed)}
    if not pairs:
        return _("There are no pairs yet")
    if not needed:
        return _("Nobody has said yet who needs whom")
    if not quiet:
        return (
            ngettext(
                "The one needed pair talks as often as it means to",
                "All %(count)s needed pairs talk as often as they mean to", len(needed),
            ) % values
        )  # fmt: skip
    return (
        ngettext(
            "%(quiet)s of %(count)s needed pairs has gone quiet",
            "%(quiet)s of %(count)s needed pairs have gone quiet",
            quiet,
        )
        % values
    )


def _number(pair: explain.PairExplanation, seat: Seat) -> dict[str, Any]:
    """The value of a pair with its parts, for those who may see it; else the parts without points."""
    if not seat.may_for_all(Action.SEE_PAIR_TRUST):
        return {"sees_value": False, "parts": [_plain(part) for part in pair.parts]}
    point = point_of(pair)
    bars = component_bars(pair.parts, pair.value) if point.value is not None else None
    return {
        "sees_value": True,
        "strip": strip(_("Relationship strength of this pair"), point),
        "band": BANDS[pair.band] if pair.band and point.value is not None else None,
        "bars": bars,
        "known": None if bars else known_bars(pair.parts),
        "point": point,
    }


@dataclass(frozen=True)
class Plain:
    """A component without points."""

    label: str | Promise
    help: str | Promise
    weight: str
    value: str


def _plain(part: explain.Part) -> Plain:
    value = _("not known") if part.value is None else decimal(round_half_up(part.value, 1))
    return Plain(part.label, part.help, f"{round_half_up(100 * part.weight)} %", value)


@dataclass(frozen=True)
class Said:
    """What one side says of the other."""

    text: str
    level: str
    trust: str


def _said(pair: explain.PairExplanation, first: Organization, second: Organization) -> list[Said]:
    """Both directions, beginning with the organisation that is named first."""
    halves = {pair.a: (pair.joint[0], pair.trust[0]), pair.b: (pair.joint[1], pair.trust[1])}
    return [
        Said(
            _("%(rater)s about %(subject)s") % {"rater": rater.name, "subject": subject.name},
            _level(halves[rater.pk][0]),
            _whole(halves[rater.pk][1]),
        )
        for rater, subject in ((first, second), (second, first))
    ]


def _level(level: float | None) -> str:
    return _("not known") if level is None else decimal(round_half_up(level, 1))


def _whole(value: float | None) -> str:
    return "" if value is None else str(round_half_up(value))


@dataclass(frozen=True)
class Behind:
    """A component and the records behind it."""

    key: str
    label: str | Promise
    items: list[explain.EvidenceItem]


def _evidence(collaboration: Collaboration, pair: explain.PairExplanation, on: date, seat: Seat) -> list[Behind]:
    shown = {part.key for part in pair.parts} | {"trust"} if any(pair.trust) else {part.key for part in pair.parts}
    return [
        Behind(
            key, COMPONENTS["relationship"][key].label,
            explain.part_evidence(collaboration, pair.a, pair.b, key, on=on, seat=seat),
        )
        for key in EVIDENCED
        if key in shown
    ]  # fmt: skip
