"""The network page below its frame: what follows from the evidence and from what was asked, drawn once and kept."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from collab.kept import Kept
from collab.models import Collaboration, Organization
from collab.wording import decimal
from metrics import network
from metrics.exchange.outgoing.network_formats import FORMATS
from metrics.forms.network import NetworkFilter
from metrics.formulas.shown import round_half_up
from metrics.labels import NETWORK
from metrics.state import state_of
from metrics.views import network_words as words
from metrics.views.network_map import drawn
from metrics.views.network_tables import matrix_of, tie_table
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
# a table of more pairs comes when it is asked for: of five thousand it weighs more than all else together
TABLE_UP_TO = 300
BODIES: Kept[SafeString] = Kept(most=32)  # of a large network some 300 kB each
VIEWS: Kept[network.NetworkView] = Kept(most=8)  # some 3 MB each


@dataclass(frozen=True)
class Measure:
    """One measure with its definition."""

    key: str
    label: str | Promise
    help: str | Promise
    value: str


@dataclass(frozen=True)
class Asked:
    """What a reader asks for: the relations there are, the filter, the day, and whether a long table too."""

    collaboration: Collaboration
    items: list[str]
    form: NetworkFilter
    on: date
    is_table: bool = False

    def view(self) -> network.NetworkView:
        """The network of the relation on the day, read anew."""
        return network.measures(self.collaboration, self.form.asked("item") or default_item(self.items), on=self.on)


def default_item(items: list[str]) -> str:
    """Joint work where somebody was asked about it, or nobody about anything."""
    return JOINT_WORK_ITEM if JOINT_WORK_ITEM in items or not items else items[0]


def body(asked: Asked) -> SafeString:
    """The sections of the page, drawn once for each state of the evidence; never kept while that is in motion."""
    collaboration, form = asked.collaboration, asked.form
    state = state_of(collaboration)
    if state.is_waiting or state.is_parked or not form.is_valid():
        return _drawn(asked)
    known = (collaboration.pk, collaboration.version, collaboration.today(), state.mark)

    def draw() -> SafeString:
        return _drawn(asked, (known, asked.on, form.asked("item"), tuple(asked.items)))

    return draw() if asked.is_table else BODIES.get((known, form.query(), form.sees_readiness), draw)


def table(asked: Asked) -> dict[str, Any]:
    """All ties as a table."""
    view = asked.view()
    return tie_table(view, _tied_pairs(view))


def _drawn(asked: Asked, key: Hashable | None = None) -> SafeString:
    """The sections; of one network, kept under a key, there are many drawings: sizes, levels, neighbourhoods."""
    context: dict[str, Any] = {"collaboration": asked.collaboration, "form": asked.form}
    if asked.items:
        context |= _shown(asked, VIEWS.get(key, asked.view) if key else asked.view())
    return render_to_string("metrics/network_body.html", context)


def _shown(asked: Asked, view: network.NetworkView) -> dict[str, Any]:
    collaboration, form = asked.collaboration, asked.form
    missing = _missing(view)
    pairs = _tied_pairs(view)
    said = words.summary(view, pairs, missing)
    drawing = drawn(collaboration, view, missing, form, today=collaboration.today())
    is_all = asked.is_table or len(pairs) <= TABLE_UP_TO
    frame = {"m": drawing, "title": words.title(view), "summary": said, "query": form.query("focus")}
    return {
        "view": view,
        "headline": words.headline(view, pairs),
        "subtitle": words.subtitle(view),
        "finding": words.finding(view, pairs),
        "svg": render_to_string("metrics/figures/network.html", frame),
        "summary": said,
        "table": tie_table(view, pairs) if is_all else None,
        "table_at": "" if is_all else f"?{form.query()}table=all",
        "is_open": asked.is_table,
        "csv": f"{reverse('metrics:network_csv', args=[collaboration.slug])}?{form.query('focus', 'size', 'sector')}",
        "files": _files(collaboration, form),
        "sectors": _sectors(view),
        "has_bodies": any(node.place.is_body for node in drawing.nodes),
        "query": form.query("month"),
        "clear": form.query("focus", "sector", "level", "size") if form.is_narrowed else "",
        "missing": [(view.nodes[a].name, view.nodes[b].name) for a, b in missing],
        "matrix": matrix_of(view, missing) if view.size <= MATRIX_UP_TO else None,
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
    return str(int(value)) if key in COUNTS else decimal(round_half_up(value, SHARE_DECIMALS))


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


def _sectors(view: network.NetworkView) -> list[tuple[str, str | Promise]]:
    there = {node.sector for node in view.nodes}
    return [(key, label) for key, label in Organization.Sector.choices if key in there]
