"""Network measures of one relation: directed ties between n organisations in, numbers out.

A tie leads from who says so (row of a matrix, source of an edge) to whom it is said of. Organisations without a tie
stay in. "Undirected" means: a tie in either direction. Source: docs/metrics.md#network.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import igraph
import numpy as np
import numpy.typing as npt

from metrics.formulas.composite import FloatArray, observed_mean
from metrics.formulas.relationship import TRUST_LOWEST, TRUST_RANGE

IntArray = npt.NDArray[np.int64]

# so many organisations that a square of them fits into the cache of a processor
FEW = 300
# with two organisations nobody can be more central than the rest
CENTRALIZATION_NEEDS = 3


@dataclass(frozen=True)
class Relation:
    """Directed ties without repetition or ties to oneself: organisation source[i] -> target[i], both in 0..n-1."""

    organizations: int
    source: IntArray
    target: IntArray

    @classmethod
    def of_edges(cls, organizations: int, source: npt.ArrayLike, target: npt.ArrayLike) -> "Relation":
        """Ties from two arrays of indices; repeated ties count once, ties to oneself not at all.

        Raises ValueError for an index outside 0..organizations-1. Example: 3, [0, 0, 1], [1, 1, 1] -> one tie 0 -> 1.
        """
        s, t = np.asarray(source, dtype=np.int64).ravel(), np.asarray(target, dtype=np.int64).ravel()
        if s.size != t.size or (s.size and not _all_below(organizations, s, t)):
            raise ValueError("every tie leads from one of the organisations to one of them")
        if organizations <= FEW:  # a matrix of yes and no is made faster than the codes are sorted
            tied = np.zeros((organizations, organizations), dtype=np.bool_)
            tied[s, t] = True
            tied.ravel()[:: organizations + 1] = False  # the diagonal: ties to oneself
            return cls(organizations, *np.nonzero(tied))
        code = np.unique((s * organizations + t)[s != t])
        return cls(organizations, code // organizations, code % organizations)

    @classmethod
    def of_matrix(cls, levels: npt.ArrayLike, at_least: float = 1) -> "Relation":
        """Ties where levels[n, n] is at or above `at_least`; NaN (no answer) and the diagonal are no ties.

        Raises ValueError unless the matrix is square. Example: joint work at >= 2; an imported 0/1 relation at >= 1.
        """
        matrix = np.atleast_1d(levels)
        if matrix.size == 0:
            return cls.of_edges(0, [], [])
        if matrix.shape != (len(matrix), len(matrix)):
            raise ValueError("a relation is a square matrix")
        return cls.of_edges(len(matrix), *np.nonzero(matrix >= at_least))

    @property
    def ties(self) -> int:
        """How many directed ties there are."""
        return int(self.source.size)

    @property
    def out_degree(self) -> IntArray:
        """Ties that lead away from each organisation, [n]."""
        return np.bincount(self.source, minlength=self.organizations)

    @property
    def in_degree(self) -> IntArray:
        """Ties that lead to each organisation, [n]."""
        return np.bincount(self.target, minlength=self.organizations)

    @property
    def graph(self) -> igraph.Graph:
        """The same as a directed graph of igraph; its edges keep the order of the ties."""
        return igraph.Graph(n=self.organizations, edges=self.edges, directed=True)

    @property
    def edges(self) -> list[tuple[int, int]]:
        """The ties as pairs of organisations; igraph takes in a list faster than a small array."""
        return list(zip(self.source.tolist(), self.target.tolist(), strict=True))


@dataclass(frozen=True)
class Network:
    """Measures of one relation. Shares and centralizations are 0-1; None = not defined for this network.

    `betweenness`, `component_of` and `community_of` follow the order of the organisations; groups are numbered from 0
    in order of their first member. An organisation without a tie is a component and a community of its own.
    """

    organizations: int
    ties: int
    density: float | None
    dyad_reciprocity: float | None
    arc_reciprocity: float | None
    degree_centralization: float | None
    in_centralization: float | None
    out_centralization: float | None
    undirected_centralization: float | None
    betweenness: tuple[float, ...]
    betweenness_centralization: float | None
    component_of: tuple[int, ...]
    components: int
    isolates: int
    community_of: tuple[int, ...]
    communities: int


def measure(relation: Relation) -> Network:
    """All measures of one relation.

    Example: the information exchange of ten organisations (Knoke) -> density .544, dyad reciprocity .531, degree
    centralization .431, betweenness centralization .201.
    """
    n, graph = relation.organizations, igraph.GraphBase(relation.organizations, relation.edges, True)
    into, out = graph.degree(mode="in"), graph.degree(mode="out")
    between = _betweenness(graph)
    component_of = _in_order(graph.connected_components(mode="weak"))
    graph.to_undirected(mode="collapse")  # from here on: a tie in either direction
    pairs, degree = graph.ecount(), graph.degree()
    mutual = relation.ties - pairs
    community_of = _communities(graph)
    return Network(
        organizations=n,
        ties=relation.ties,
        density=_share(relation.ties, n * (n - 1)),
        dyad_reciprocity=_share(mutual, pairs),
        arc_reciprocity=_share(2 * mutual, relation.ties),
        degree_centralization=_spread([(a + b) / 2 for a, b in zip(into, out, strict=True)], (n - 1) * (n - 2)),
        in_centralization=_spread(into, (n - 1) ** 2),
        out_centralization=_spread(out, (n - 1) ** 2),
        undirected_centralization=_spread(degree, (n - 1) * (n - 2)),
        betweenness=tuple(between),
        betweenness_centralization=_spread(between, n - 1),
        component_of=component_of,
        components=len(set(component_of)),
        isolates=degree.count(0),
        community_of=community_of,
        communities=len(set(community_of)),
    )


def betweenness(relation: Relation, lengths: npt.ArrayLike | None = None) -> FloatArray:
    """Share of the shortest directed paths between others that run through each organisation, [n], 0-1.

    Normalised by (n - 1)(n - 2); 0 for n < 3. lengths[ties] (more than 0, in the order of the ties) weigh the paths.
    Example: a -> b -> c -> 0, .5, 0.
    """
    weights = None if lengths is None else np.asarray(lengths, dtype=np.float64).tolist()
    return np.array(_betweenness(relation.graph, weights), dtype=np.float64)


def not_brokered_share(relation: Relation, own_contact: npt.ArrayLike, backbone: int | None) -> float | None:
    """Share of all ties that hold without the backbone, 0-1; None without a tie.

    A tie counts when neither end is the backbone (its index; None = not among them) and own_contact[n, n] says that
    the two had at least one contact neither called nor chaired by it. Example: 4 ties, one of them to the backbone,
    two of the others with such a contact -> .5.
    """
    if not relation.ties:
        return None
    own = np.asarray(own_contact, dtype=np.bool_)[relation.source, relation.target]
    if backbone is not None:
        own = own & (relation.source != backbone) & (relation.target != backbone)
    return _share(int(own.sum()), relation.ties)


def mean_trust(levels: npt.ArrayLike) -> tuple[float | None, float | None]:
    """Mean of trust over what was answered, raw (1-4) and as (x - 1)/3 (0-1); any shape, NaN = no answer.

    None and None without an answer. Example: 4, 3, missing, 2 -> 3.0 and .667.
    """
    mean = float(observed_mean(np.asarray(levels, dtype=np.float64).ravel()))
    return (None, None) if np.isnan(mean) else (mean, (mean - TRUST_LOWEST) / TRUST_RANGE)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _spread(values: Sequence[float], largest: float) -> float | None:
    """sum(max - x_i) over the largest sum that n organisations could reach; None below three of them."""
    if len(values) < CENTRALIZATION_NEEDS:
        return None
    return (len(values) * max(values) - sum(values)) / largest


def _betweenness(graph: igraph.GraphBase, lengths: list[float] | None = None) -> list[float]:
    n = graph.vcount()
    if n < CENTRALIZATION_NEEDS:
        return [0.0] * n
    paths = (n - 1) * (n - 2)
    return [through / paths for through in graph.betweenness(directed=True, weights=lengths)]


def _communities(graph: igraph.GraphBase) -> tuple[int, ...]:
    """Greedy modularity (Clauset, Newman and Moore 2004) on the undirected view: the same ties, the same groups."""
    if not graph.ecount():
        return tuple(range(graph.vcount()))
    merges, modularity = graph.community_fastgreedy()
    # of equally good divisions the one into fewer groups, as igraph takes it
    steps = len(modularity) - 1 - modularity[::-1].index(max(modularity))
    return _in_order(igraph.community_to_membership(merges, graph.vcount(), steps))


def _in_order(membership: list[int]) -> tuple[int, ...]:
    """Group numbers renamed in order of first member, so that the name of a group does not depend on the method."""
    names = {group: number for number, group in enumerate(dict.fromkeys(membership))}
    return tuple(map(names.__getitem__, membership))


def _all_below(organizations: int, *places: IntArray) -> bool:
    source, target = (one.view(np.uint64) for one in places)  # what is below 0 becomes very large
    return bool(np.maximum(source, target).max() < organizations)
