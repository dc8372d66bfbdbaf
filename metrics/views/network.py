"""The network of one relation: who works with whom, and who does not yet?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from collab.http import Request, page
from collab.models import Collaboration, Organization, PairScores
from collab.permissions import Action, collaboration_for
from collab.tables import csv_text
from metrics import network
from metrics.charts.explore import explored_map
from metrics.charts.network_map import Map, Place, network_map
from metrics.charts.trend import plain
from metrics.forms.filters import RelationChoice
from metrics.formulas.shown import round_half_up
from metrics.labels import NETWORK
from partners.models import JOINT_WORK_ITEM

COUNTS = {"organizations", "ties", "components", "isolates", "communities"}
FIRST = ("organizations", "density", "dyad_reciprocity", "degree_centralization", "betweenness_centralization")
OTHERS = (
    "ties", "arc_reciprocity", "in_centralization", "out_centralization", "undirected_centralization", "components",
    "isolates", "communities", "not_brokered",
)  # fmt: skip
SHARE_DECIMALS = 3
JOINT_WORK = gettext_lazy("Joint work")
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
    """Map, matrix, ties and measures of one relation."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE, whole=True)
    on = collaboration.today()
    items = network.items(collaboration, on=on)
    form = RelationChoice(request.GET, items=[(item, name_of(item)) for item in items])
    context: dict[str, Any] = {"collaboration": collaboration, "form": form, "as_of": on, "items": items}
    if items:
        view = network.measures(collaboration, form.asked("item") or default_item(items), on=on)
        context |= _shown(collaboration, view)
    return page(request, "metrics/network_detail.html", context)


@require_safe
def network_csv(request: Request, slug: str) -> HttpResponse:
    """The ties of one relation as a list of edges, in the form that the import reads."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE, whole=True)
    on = collaboration.today()
    items = network.items(collaboration, on=on)
    form = RelationChoice(request.GET, items=[(item, item) for item in items])
    rows: list[list[Any]] = []
    if items:
        view = network.measures(collaboration, form.asked("item") or default_item(items), on=on)
        names = {node.id: node.name for node in view.nodes}
        rows = [[names[link.source], names[link.target], plain(link.level)] for link in view.links]
    answer = HttpResponse(csv_text(("from", "to", "level"), rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{collaboration.slug}-network.csv"'
    return answer


def short_list(collaboration: Collaboration, *, on: date) -> dict[str, Any] | None:
    """The first measures of the first relation, for the overview; None while there is no relation."""
    items = network.items(collaboration, on=on)
    if not items:
        return None
    view = network.measures(collaboration, default_item(items), on=on)
    return {"subtitle": _subtitle(view), "measures": _measures(view, FIRST)}


def default_item(items: list[str]) -> str:
    """Joint work where somebody was asked about it."""
    return JOINT_WORK_ITEM if JOINT_WORK_ITEM in items else items[0]


def name_of(item: str) -> str | Promise:
    """A relation in words. Example: "information-exchange" -> "Information exchange"."""
    return JOINT_WORK if item == JOINT_WORK_ITEM else item.replace("-", " ").capitalize()


def _shown(collaboration: Collaboration, view: network.NetworkView) -> dict[str, Any]:
    missing = _missing(collaboration, view)
    drawn = _map(view, missing)
    pairs = _tied_pairs(view)
    summary = _summary(view, pairs, missing)
    svg = render_to_string("metrics/figures/network.html", {"m": drawn, "title": _title(view), "summary": summary})
    return {
        "view": view,
        "headline": _headline(view, pairs),
        "subtitle": _subtitle(view),
        "finding": _finding(view, pairs),
        "svg": svg,
        "summary": summary,
        "table": _table(view, pairs),
        "csv": f"{reverse('metrics:network_csv', args=[collaboration.slug])}?item={view.item}",
        "explore": explored_map(drawn),
        "sectors": _sectors(view),
        "missing": [(view.nodes[a].name, view.nodes[b].name) for a, b in missing],
        "matrix": _matrix(view, missing) if view.size <= MATRIX_UP_TO else None,
        "measures": _measures(view, FIRST),
        "others": _measures(view, OTHERS),
        "is_joint_work": view.item == JOINT_WORK_ITEM,
    }


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


def _missing(collaboration: Collaboration, view: network.NetworkView) -> list[tuple[int, int]]:
    """Pairs that need each other and do not work together yet; only joint work can say so."""
    stored = PairScores.objects.filter(collaboration=collaboration).first()
    if view.item != JOINT_WORK_ITEM or stored is None:
        return []
    at, tied = {node.id: place for place, node in enumerate(view.nodes)}, set(_tied_pairs(view))
    needed = [
        tuple(sorted((at[pair["a"]], at[pair["b"]])))
        for pair in stored.pairs
        if pair["needed"] and pair["a"] in at and pair["b"] in at
    ]
    return sorted((a, b) for a, b in needed if (a, b) not in tied)


def _map(view: network.NetworkView, missing: list[tuple[int, int]]) -> Map:
    ties = [0] * view.size
    for a, b in _tied_pairs(view):
        ties[a] += 1
        ties[b] += 1
    places = [
        Place(node.name, node.label, node.sector, _("%(count)s ties") % {"count": count})
        for node, count in zip(view.nodes, ties, strict=True)
    ]
    levels = np.array(view.levels, dtype=np.float64).reshape(view.size, view.size)
    top = HIGHEST_LEVEL if view.item == JOINT_WORK_ITEM else max(float(np.nan_to_num(levels).max(initial=1)), 1)
    return network_map(places, levels, missing, at_least=view.cut, top=top)


def _headline(view: network.NetworkView, pairs: list[tuple[int, int]]) -> str:
    values = {"ties": len(view.links), "pairs": len(pairs), "organizations": view.size}
    return _("%(ties)s one-way ties in %(pairs)s pairs among %(organizations)s organisations") % values


def _finding(view: network.NetworkView, pairs: list[tuple[int, int]]) -> str:
    values = {"pairs": len(pairs), "all": view.size * (view.size - 1) // 2, "name": name_of(view.item)}
    if view.item == JOINT_WORK_ITEM:
        return _("%(pairs)s of %(all)s pairs work together") % values
    return _("%(name)s ties %(pairs)s of %(all)s pairs") % values


def _subtitle(view: network.NetworkView) -> str:
    values = {"name": name_of(view.item), "cut": int(view.cut), "day": view.counted_on and view.counted_on.isoformat()}
    if view.item == JOINT_WORK_ITEM:
        return _("%(name)s: a tie stands where one side says level %(cut)s or more.") % values
    return _("%(name)s, as of %(day)s: a tie stands at %(cut)s or more.") % values


def _title(view: network.NetworkView) -> str:
    return _("Map of %(count)s organisations and their ties: %(name)s") % {
        "count": view.size, "name": str(name_of(view.item)).lower(),
    }  # fmt: skip


def _summary(view: network.NetworkView, pairs: list[tuple[int, int]], missing: list[tuple[int, int]]) -> str:
    ties = [sum(place in pair for pair in pairs) for place in range(view.size)]
    values = {"pairs": len(pairs), "all": view.size * (view.size - 1) // 2}
    said = [_("%(pairs)s of %(all)s pairs have a tie.") % values]
    if pairs:
        said.append(_most(view, ties))
    alone = [node.name for node, count in zip(view.nodes, ties, strict=True) if not count]
    if alone:
        said.append(_("Without a tie: %(names)s.") % {"names": ", ".join(alone)})
    if missing:
        said.append(_("Needed pairs without one: %(count)s.") % {"count": len(missing)})
    return " ".join(said)


def _most(view: network.NetworkView, ties: list[int]) -> str:
    leaders = [node.name for node, count in zip(view.nodes, ties, strict=True) if count == max(ties)]
    values = {"names": ", ".join(leaders), "count": max(ties)}
    if len(leaders) == view.size:
        return _("Every organisation has %(count)s.") % values
    return _("Most ties: %(names)s, %(count)s.") % values


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
