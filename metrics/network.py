"""One relation of a collaboration as a network: who says so of whom, and the measures of it."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from collab.models import Collaboration, Organization
from metrics.computing import Computed, compute
from metrics.evidence import NOBODY, BoolArray, Evidence, IntArray, load, relation, relation_items
from metrics.formulas.ageing import existing, opinion_quality
from metrics.formulas.catalogue import IMPORTED_TIE_AT, JOINT_WORK_TIE_AT
from metrics.formulas.composite import FloatArray
from metrics.formulas.network import Network, Relation, mean_trust, measure, not_brokered_share
from partners.models import JOINT_WORK_ITEM, TRUST_ITEMS
from partners.suppression import is_enough


@dataclass(frozen=True)
class Node:
    """An organisation of the relation; its measures are those of the network at its place."""

    id: int
    name: str
    label: str
    sector: str


@dataclass(frozen=True)
class Link:
    """A directed tie: the organisation `source` says so of `target` (ids)."""

    source: int
    target: int
    level: float


@dataclass(frozen=True)
class NetworkView:
    """A relation on a day: its organisations by name, its ties at or above the cut, its measures.

    `levels[i][j]` is what node i said of node j, None = no answer. `measures` holds every measure of the catalogue by
    its key; None = not defined for this network, or answered by too few organisations to be shown.
    """

    item: str
    on: date
    cut: float
    counted_on: date | None
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    levels: tuple[tuple[float | None, ...], ...]
    network: Network
    measures: dict[str, float | None]
    needed: tuple[tuple[int, int], ...]  # ids of those who need each other on the day, in whatever relation

    @property
    def size(self) -> int:
        """How many organisations, those without a tie among them."""
        return len(self.nodes)


def items(collaboration: Collaboration, *, on: date) -> list[str]:
    """The relations that were asked or imported by a day; trust is none of them, as it is confidential."""
    return [item for item in relation_items(collaboration, until=on) if item not in TRUST_ITEMS]


def measures(collaboration: Collaboration, item: str, *, on: date) -> NetworkView:
    """The network of one relation at the end of a day.

    Joint work is a state that ages out after a year, and the core and the backbone belong to it even without a tie; an
    imported relation stands as it was on its day, with the organisations that the import named.
    """
    evidence = load(collaboration, until=on)
    ids, levels, days = relation(collaboration, item, until=on)
    is_joint_work = item == JOINT_WORK_ITEM
    if is_joint_work:
        levels = existing(levels, opinion_quality(on.toordinal() - days))
        ids, levels = _with_members(ids, levels, _members(evidence, on))
    nodes, order = _nodes(ids)
    levels = levels[np.ix_(order, order)]
    computed = compute(evidence, [on])
    cut = JOINT_WORK_TIE_AT if is_joint_work else IMPORTED_TIE_AT
    found = Relation.of_matrix(levels, cut)
    network = measure(found)
    return NetworkView(
        item=item,
        on=on,
        cut=cut,
        counted_on=date.fromordinal(int(days.max())) if days.any() else None,
        nodes=nodes,
        links=tuple(
            Link(nodes[source].id, nodes[target].id, float(levels[source, target]))
            for source, target in zip(found.source.tolist(), found.target.tolist(), strict=True)
        ),
        levels=_cells(levels),
        network=network,
        measures=_scalars(network)
        | {"not_brokered": _not_brokered(evidence, nodes, found), "mean_trust": _mean_trust(computed)},
        needed=_needed(computed),
    )


def _cells(levels: FloatArray) -> tuple[tuple[float | None, ...], ...]:
    found = levels.astype(object)
    found[np.isnan(levels)] = None
    return tuple(map(tuple, found.tolist()))


def _members(evidence: Evidence, on: date) -> set[int]:
    """Ids of the core and the backbone."""
    day, core = on.toordinal(), evidence.core
    places = set(core.organization[(core.from_on <= day) & (core.to_on > day)].tolist()) | {evidence.backbone}
    return {int(evidence.organizations[place]) for place in places if place != NOBODY}


def _with_members(ids: IntArray, levels: FloatArray, members: set[int]) -> tuple[IntArray, FloatArray]:
    """The relation with further organisations that nobody has said anything of."""
    answered = ~np.isnan(levels)
    spoken_of = set(ids[answered.any(axis=0) | answered.any(axis=1)].tolist())
    everyone = np.array(sorted(spoken_of | members), dtype=np.int64)
    wider = np.full((everyone.size, everyone.size), np.nan)
    kept = np.isin(ids, everyone)
    places = np.searchsorted(everyone, ids[kept])
    wider[np.ix_(places, places)] = levels[np.ix_(kept, kept)]
    return everyone, wider


def _nodes(ids: IntArray) -> tuple[tuple[Node, ...], list[int]]:
    """The organisations by name, and where each stands among the ids."""
    rows = Organization.objects.filter(pk__in=ids.tolist()).only("name", "short_label", "sector")
    nodes = sorted((Node(one.pk, one.name, one.label, one.sector) for one in rows), key=lambda n: n.name.casefold())
    return tuple(nodes), [int(np.searchsorted(ids, node.id)) for node in nodes]


def _scalars(network: Network) -> dict[str, float | None]:
    per_node = {"betweenness", "component_of", "community_of"}
    return {key: value for key, value in vars(network).items() if key not in per_node}


def _not_brokered(evidence: Evidence, nodes: tuple[Node, ...], found: Relation) -> float | None:
    """Share of the ties that stand on a contact which the backbone neither called nor chaired."""
    if evidence.backbone == NOBODY:
        return None
    place = np.array([evidence.position(node.id) for node in nodes], dtype=np.int64)
    talked = _own_contact(evidence)[np.ix_(place, place)]
    backbone = np.flatnonzero(place == evidence.backbone)
    return not_brokered_share(found, talked, int(backbone[0]) if backbone.size else None)


def _own_contact(evidence: Evidence) -> BoolArray:
    contacts = evidence.contacts
    own = (contacts.called_by != evidence.backbone) & (contacts.chaired_by != evidence.backbone)
    talked = np.zeros((evidence.size, evidence.size), dtype=np.bool_)
    talked[contacts.low[own], contacts.high[own]] = True
    either: BoolArray = talked | talked.T
    return either


def _needed(computed: Computed) -> tuple[tuple[int, int], ...]:
    """The pairs that the collaboration needs on the last day, by the ids of both organisations."""
    chosen, ids = computed.need.needed[-1], computed.organizations
    pairs = computed.pairs
    return tuple(zip(ids[pairs.low[chosen]].tolist(), ids[pairs.high[chosen]].tolist(), strict=True))


def _mean_trust(computed: Computed) -> float | None:
    """Mean of the trust items, 1-4, over all pairs; None below three answering organisations."""
    said = computed.said.trust[-1]
    answered = np.union1d(computed.pairs.low[~np.isnan(said[:, 0])], computed.pairs.high[~np.isnan(said[:, 1])])
    return mean_trust(computed.said.trust_items[-1])[0] if is_enough(answered.size) else None
