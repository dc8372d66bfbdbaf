"""The network of one relation: who works with whom, and who does not yet?"""

from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.exports import Sheet, sheet_file
from collab.http import Request, page
from collab.models import AuditEvent, Collaboration, Organization
from collab.permissions import Action, collaboration_for
from collab.tables import attachment
from metrics import network
from metrics.charts.trend import plain
from metrics.exchange.outgoing.network import sent
from metrics.exchange.outgoing.network_formats import FORMATS
from metrics.forms.network import NetworkFilter
from metrics.formulas.shown import round_half_up
from metrics.labels import NETWORK
from metrics.views import network_words as words
from metrics.views.network_map import drawn, standing_out
from metrics.views.network_words import name_of
from partners.models import JOINT_WORK_ITEM

COUNTS = {"organizations", "ties", "components", "isolates", "communities"}
FIRST = ("organizations", "density", "dyad_reciprocity", "degree_centralization", "betweenness_centralization")
OTHERS = (
    "ties", "arc_reciprocity", "in_centralization", "out_centralization", "undirected_centralization", "components",
    "isolates", "communities", "not_brokered",
)  # fmt: skip
SHARE_DECIMALS = 3
# a matrix of more organisations cannot be read
MATRIX_UP_TO = 60
HIGHEST_LEVEL = 5
TIE_TINT = 4  # the tint of a tie in an imported relation, which has no levels
NOBODY_SPOKE = "–"


@dataclass(frozen=True)
class Measure:
    """One measure with its definition."""

    key: str
    label: str | Promise
    help: str | Promise
    value: str


@require_safe
def network_detail(request: Request, slug: str) -> HttpResponse:
    """Map, matrix, ties and measures of one relation at a month."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE, whole=True)
    items, form, on = _asked(collaboration, request)
    context: dict[str, Any] = {"collaboration": collaboration, "form": form, "as_of": on, "items": items}
    if items:
        view = network.measures(collaboration, form.asked("item") or default_item(items), on=on)
        context |= _shown(collaboration, view, form)
    return page(request, "metrics/network_detail.html", context)


@require_safe
def network_csv(request: Request, slug: str) -> HttpResponseBase:
    """The ties of one relation as a list of edges, in the form that the import reads; `as=xlsx` gives a workbook."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE, whole=True)
    items, form, on = _asked(collaboration, request)
    rows: list[list[Any]] = []
    if items:
        view = network.measures(collaboration, form.asked("item") or default_item(items), on=on)
        names = {node.id: node.name for node in view.nodes}
        rows = [[names[link.source], names[link.target], plain(link.level)] for link in view.links]
    columns = [(name, itemgetter(place)) for place, name in enumerate(("from", "to", "level"))]
    return sheet_file(request, Sheet("network", _("Network"), columns, rows), collaboration)


@require_safe
def network_file(request: Request, slug: str, wanted: str) -> HttpResponse:
    """The network as the reader sees it, as a file for another program."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE, whole=True)
    if wanted not in FORMATS:
        raise Http404
    items, form, on = _asked(collaboration, request)
    view = network.measures(collaboration, form.asked("item") or default_item(items), on=on)
    title = f"{collaboration.name}, {name_of(view.item)}"
    level = float(form.number("level") or 0)
    found = sent(collaboration, view, standing_out(view, form), title=title, least=level)
    AuditEvent.record(
        AuditEvent.Act.EXPORTED, user=request.user, collaboration=collaboration, subject=f"network {view.item} {wanted}"
    )
    kind = FORMATS[wanted]
    return attachment(kind.write(found), name=f"{collaboration.slug}-{on:%Y-%m-%d}.{wanted}", kind=kind.kind)


def _asked(collaboration: Collaboration, request: Request) -> tuple[list[str], NetworkFilter, date]:
    """The relations there are, what was asked of them, and the day that is shown."""
    today = collaboration.today()
    days = collaboration.snapshots(on=today)
    items = network.items(collaboration, on=today)
    form = NetworkFilter(
        request.GET, items=[(item, name_of(item)) for item in items], months=range(len(days)),
        organizations=collaboration.organizations.order_by("name").values_list("pk", "name"),
        sees_readiness=request.seat.may_for_all(Action.SEE_READINESS),
    )  # fmt: skip
    month = form.number("month")
    return items, form, today if month is None else days[month]


def default_item(items: list[str]) -> str:
    """Joint work where somebody was asked about it, or nobody about anything."""
    return JOINT_WORK_ITEM if JOINT_WORK_ITEM in items or not items else items[0]


def _shown(collaboration: Collaboration, view: network.NetworkView, form: NetworkFilter) -> dict[str, Any]:
    missing = _missing(view)
    pairs = _tied_pairs(view)
    said = words.summary(view, pairs, missing)
    drawing = drawn(collaboration, view, missing, form, today=collaboration.today())
    frame = {"m": drawing, "title": words.title(view), "summary": said, "query": form.query("focus")}
    return {
        "view": view,
        "headline": words.headline(view, pairs),
        "subtitle": words.subtitle(view),
        "finding": words.finding(view, pairs),
        "svg": render_to_string("metrics/figures/network.html", frame),
        "summary": said,
        "table": _table(view, pairs),
        "csv": f"{reverse('metrics:network_csv', args=[collaboration.slug])}?{form.query('focus', 'size', 'sector')}",
        "files": _files(collaboration, form),
        "sectors": _sectors(view),
        "has_bodies": any(node.place.is_body for node in drawing.nodes),
        "query": form.query("month"),
        "clear": form.query("focus", "sector", "level", "size") if form.is_narrowed else "",
        "missing": [(view.nodes[a].name, view.nodes[b].name) for a, b in missing],
        "matrix": _matrix(view, missing) if view.size <= MATRIX_UP_TO else None,
        "measures": _measures(view, FIRST),
        "others": _measures(view, OTHERS),
        "is_joint_work": view.item == JOINT_WORK_ITEM,
    }


def _files(collaboration: Collaboration, form: NetworkFilter) -> list[tuple[str, str | Promise]]:
    """The addresses of what is on screen as files for other programs."""
    query = form.query("size")
    return [
        (f"{reverse('metrics:network_file', args=[collaboration.slug, ending])}?{query}", one.label)
        for ending, one in FORMATS.items()
    ]


def _measures(view: network.NetworkView, keys: tuple[str, ...]) -> list[Measure]:
    return [Measure(key, NETWORK[key].label, NETWORK[key].help, _value(key, view.measures[key])) for key in keys]


def _value(key: str, value: float | None) -> str:
    if value is None:
        return _("not defined")
    return str(int(value)) if key in COUNTS else str(round_half_up(value, SHARE_DECIMALS))


def _tied_pairs(view: network.NetworkView) -> list[tuple[int, int]]:
    """The pairs with a tie in either direction, by position."""
    at = {node.id: place for place, node in enumerate(view.nodes)}
    return sorted({(min(at[one.source], at[one.target]), max(at[one.source], at[one.target])) for one in view.links})


def _missing(view: network.NetworkView) -> list[tuple[int, int]]:
    """Pairs that needed each other on the day that is shown and did not work together; only joint work can say so."""
    if view.item != JOINT_WORK_ITEM:
        return []
    at, tied = {node.id: place for place, node in enumerate(view.nodes)}, set(_tied_pairs(view))
    needed = {(min(at[a], at[b]), max(at[a], at[b])) for a, b in view.needed if a in at and b in at}
    return sorted(needed - tied)


def _table(view: network.NetworkView, pairs: list[tuple[int, int]]) -> dict[str, Any]:
    """The ties as rows of text: what each side says."""
    rows = [
        [f"{view.nodes[a].name} – {view.nodes[b].name}", _cell(view.levels[a][b]), _cell(view.levels[b][a])]
        for a, b in pairs
    ]
    head = [_("Pair"), _("First of second"), _("Second of first")]
    return {"caption": _("Ties, and what each side says"), "head": head, "rows": rows}


def _cell(level: float | None) -> str:
    if level is None:
        return NOBODY_SPOKE
    shown = round_half_up(level, 1)
    return str(int(shown) if shown == int(shown) else shown)


def _sectors(view: network.NetworkView) -> list[tuple[str, str | Promise]]:
    there = {node.sector for node in view.nodes}
    return [(key, label) for key, label in Organization.Sector.choices if key in there]


@dataclass(frozen=True)
class Cell:
    """A cell of the matrix: its text, its tint 0-5, whether a needed tie is missing."""

    text: str
    tint: str
    is_gap: bool


def _matrix(view: network.NetworkView, missing: list[tuple[int, int]]) -> list[tuple[network.Node, list[Cell]]]:
    gaps = {(a, b) for a, b in missing} | {(b, a) for a, b in missing}
    is_joint_work = view.item == JOINT_WORK_ITEM
    return [
        (
            node,
            [
                Cell("·", "-", False)
                if row == column
                else Cell(_cell(level), _tint(level, view.cut, is_joint_work), (row, column) in gaps)
                for column, level in enumerate(view.levels[row])
            ],
        )
        for row, node in enumerate(view.nodes)
    ]


def _tint(level: float | None, cut: float, is_joint_work: bool) -> str:
    if level is None:
        return "-"
    if is_joint_work:
        return str(min(int(round_half_up(level)), HIGHEST_LEVEL))
    return str(TIE_TINT) if level >= cut else "0"
