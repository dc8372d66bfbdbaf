"""Network measures: published figures, networkx as the oracle on 1,000 random graphs, and their laws."""

import csv
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.network import Relation, betweenness, mean_trust, measure, not_brokered_share

laws = settings(deadline=None, max_examples=60)
NAN = math.nan
EXACT = 1e-9


def table(path):
    with path.open() as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def knoke(data, published):
    with (data / published["knoke_information"]["file"]).open() as file:
        rows = list(csv.reader(file))[1:]
    return Relation.of_matrix([[int(cell) for cell in row[1:]] for row in rows])


def test_knoke_information_exchange_as_published(knoke, published):
    """Source: the address in tests/data/expected.json; density, reciprocity and centralizations as printed there."""
    expected, tolerance = published["knoke_information"]["published"], published["knoke_information"]["tolerance"]
    got = measure(knoke)
    assert (got.organizations, got.ties) == (expected["rows"], expected["links"])
    assert got.density == pytest.approx(expected["density"], abs=tolerance)
    assert got.dyad_reciprocity == pytest.approx(expected["reciprocity_dyad"], abs=tolerance)
    assert got.degree_centralization == pytest.approx(expected["degree_centralization"], abs=tolerance)
    assert got.betweenness_centralization == pytest.approx(expected["betweenness_centralization"], abs=tolerance)
    assert got.arc_reciprocity == pytest.approx(0.694, abs=tolerance)  # the other definition differs: metrics.md
    degree, printed = knoke.in_degree + knoke.out_degree, expected["total_degree_unscaled"]
    assert (degree.min(), degree.max(), degree.mean()) == (printed["min"], printed["max"], printed["avg"])
    assert degree.std() == pytest.approx(printed["sd_population"], abs=tolerance)


def test_isc3_densities_as_published(data):
    """Source: Implementation Science Communications 2022, table 2; undirected: each tie stands both ways."""
    for row in table(data / "isc3_table2.csv"):
        n, ties = int(row["n"]), int(row["ties"])
        low, high = np.triu_indices(n, 1)
        both = np.concatenate((low[:ties], high[:ties])), np.concatenate((high[:ties], low[:ties]))
        got = measure(Relation.of_edges(n, *both))
        assert round(100 * got.density, 1) == float(row["density_percent_published"]), row["network"]


def test_scope_densities_and_reciprocities_as_published(data):
    """Source: Implementation Science Communications 2024, table 3; n and mutual pairs inferred from it."""
    for row in table(data / "scope_table3.csv"):
        n, ties, mutual = int(row["n_inferred"]), int(row["directed_ties"]), int(row["mutual_dyads_inferred"])
        low, high = (side[: ties - mutual] for side in np.triu_indices(n, 1))
        relation = Relation.of_edges(n, np.concatenate((low, high[:mutual])), np.concatenate((high, low[:mutual])))
        got = measure(relation)
        assert round(100 * got.density) == int(row["density_percent_published"]), row
        printed = row["reciprocity_percent_published"]
        decimals = len(printed.partition(".")[2])
        assert round(100 * got.arc_reciprocity, decimals) == float(printed), row


def random_relations():
    """1,000 graphs with lengths of their ties: empty, single, sparse with isolates, disconnected, dense, complete."""
    rng = np.random.default_rng(20170501)
    for _ in range(1000):
        n = int(rng.integers(0, 12))
        relation = Relation.of_matrix(rng.random((n, n)) < rng.choice([0.0, 0.05, 0.15, 0.4, 0.8, 1.0]))
        yield relation, rng.integers(1, 6, size=relation.ties)


def oracle_graph(relation, lengths):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(relation.organizations))
    graph.add_weighted_edges_from(
        zip(relation.source.tolist(), relation.target.tolist(), lengths.tolist(), strict=True)
    )
    return graph


def test_measures_equal_networkx_on_1000_random_graphs():
    for i, (relation, lengths) in enumerate(random_relations()):
        graph, got = oracle_graph(relation, lengths), measure(relation)
        n = relation.organizations
        assert got.organizations == n, i
        assert got.ties == graph.number_of_edges(), i
        assert (got.density or 0) == pytest.approx(nx.density(graph) if n > 1 else 0, abs=EXACT), i
        if got.ties:
            assert got.arc_reciprocity == pytest.approx(nx.overall_reciprocity(graph), abs=EXACT), i
        between = nx.betweenness_centrality(graph)
        assert got.betweenness == pytest.approx(list(between.values()), abs=EXACT), i
        weighted = list(nx.betweenness_centrality(graph, weight="weight").values())
        assert betweenness(relation, lengths).tolist() == pytest.approx(weighted, abs=EXACT), i
        assert got.isolates == nx.number_of_isolates(graph), i
        groups = [sorted(group) for group in nx.weakly_connected_components(graph)]
        assert got.component_of == numbered(groups, n), i
        assert_centralizations(got, graph, between)


def numbered(groups, n):
    by_first = sorted(groups)
    return tuple(next(k for k, group in enumerate(by_first) if member in group) for member in range(n))


def assert_centralizations(got, graph, between):
    """Freeman's centralization from networkx's own centralities: sum of differences over what a star reaches."""
    n = len(graph)
    if n < 3:
        assert got.degree_centralization is got.in_centralization is got.out_centralization is None
        assert got.undirected_centralization is got.betweenness_centralization is None
        return
    either = graph.to_undirected()
    wanted = {
        "degree_centralization": (nx.degree_centrality(graph), 2 * (n - 2)),
        "in_centralization": (nx.in_degree_centrality(graph), n - 1),
        "out_centralization": (nx.out_degree_centrality(graph), n - 1),
        "undirected_centralization": (nx.degree_centrality(either), n - 2),
        "betweenness_centralization": (between, n - 1),
    }
    for name, (centrality, largest) in wanted.items():
        spread = sum(max(centrality.values()) - c for c in centrality.values()) / largest
        assert getattr(got, name) == pytest.approx(spread, abs=EXACT), name


@pytest.mark.parametrize(
    ("n", "density", "components"), [(0, None, 0), (1, None, 1), (2, 0.0, 2), (5, 0.0, 5)], ids=str
)
def test_networks_without_ties(n, density, components):
    got = measure(Relation.of_edges(n, [], []))
    assert (got.density, got.components, got.isolates, got.communities) == (density, components, n, components)
    assert (got.dyad_reciprocity, got.arc_reciprocity) == (None, None)
    assert got.degree_centralization == (None if n < 3 else 0)


def test_a_two_way_star_is_fully_centralized():
    spokes, centre = [1, 2, 3, 4], [0, 0, 0, 0]
    got = measure(Relation.of_edges(5, spokes + centre, centre + spokes))
    assert got.degree_centralization == got.undirected_centralization == got.betweenness_centralization == 1
    assert got.in_centralization == got.out_centralization == 0.75
    assert got.dyad_reciprocity == got.arc_reciprocity == 1


def test_a_path_runs_through_its_middle():
    assert betweenness(Relation.of_edges(3, [0, 1], [1, 2])).tolist() == [0, 0.5, 0]


def test_lengths_move_the_path():
    relation = Relation.of_edges(4, [0, 0, 1, 2], [1, 2, 3, 3])
    assert betweenness(relation).tolist() == pytest.approx([0, 1 / 12, 1 / 12, 0])
    assert betweenness(relation, [1, 5, 1, 1]).tolist() == pytest.approx([0, 1 / 6, 0, 0])


def test_two_circles_are_two_communities():
    """Two triangles joined by one tie, and one organisation alone."""
    got = measure(Relation.of_edges(7, [0, 1, 2, 3, 4, 5, 2], [1, 2, 0, 4, 5, 3, 3]))
    assert got.community_of == (0, 0, 0, 1, 1, 1, 2)
    assert (got.components, got.isolates) == (2, 1)


def test_communities_are_the_same_each_time(knoke):
    assert len({measure(knoke).community_of for _ in range(20)}) == 1


def test_a_relation_is_cut_at_its_level():
    levels = [[5, 1, NAN], [2, 5, 3], [0, 2, 5]]
    relation = Relation.of_matrix(levels, at_least=2)
    assert list(zip(relation.source.tolist(), relation.target.tolist(), strict=True)) == [(1, 0), (1, 2), (2, 1)]


@pytest.mark.parametrize("levels", [[[0, 1]], [0, 1], [[0, 1], [1, 0], [1, 1]], 7])
def test_a_relation_is_a_square(levels):
    with pytest.raises(ValueError, match="square"):
        Relation.of_matrix(levels)


@pytest.mark.parametrize(("source", "target"), [([0], [3]), ([-1], [0]), ([0, 1], [1])])
def test_a_tie_needs_two_organisations(source, target):
    with pytest.raises(ValueError, match="organisations"):
        Relation.of_edges(3, source, target)


def test_ties_without_the_backbone():
    relation = Relation.of_edges(4, [0, 1, 2, 3], [1, 2, 3, 1])
    own = np.zeros((4, 4), dtype=bool)
    own[0, 1] = own[1, 2] = own[3, 1] = True
    assert not_brokered_share(relation, own, backbone=0) == 0.5
    assert not_brokered_share(relation, own, backbone=None) == 0.75
    assert not_brokered_share(Relation.of_edges(4, [], []), own, backbone=0) is None


def test_mean_trust_is_raw_and_scaled():
    assert mean_trust([4, 3, NAN, 2]) == (3, pytest.approx(2 / 3))
    assert mean_trust([NAN]) == (None, None)
    assert mean_trust([]) == (None, None)


edges = st.integers(1, 8).flatmap(
    lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=30))
)
SHARES = (
    "density",
    "dyad_reciprocity",
    "arc_reciprocity",
    "degree_centralization",
    "in_centralization",
    "out_centralization",
    "undirected_centralization",
    "betweenness_centralization",
)


def relation_of(n, pairs):
    return Relation.of_edges(n, [a for a, _ in pairs], [b for _, b in pairs])


@laws
@given(edges)
def test_shares_lie_between_0_and_1(network):
    got = measure(relation_of(*network))
    assert all(getattr(got, name) is None or -EXACT <= getattr(got, name) <= 1 + EXACT for name in SHARES)
    assert all(0 <= b <= 1 + EXACT for b in got.betweenness)
    assert got.isolates <= got.components <= got.communities <= got.organizations


@laws
@given(edges, st.data())
def test_names_and_repeated_ties_do_not_matter(network, data):
    n, pairs = network
    order = data.draw(st.permutations(range(n)))
    renamed = [(order[a], order[b]) for a, b in [*pairs, *pairs[:3]]]
    one, other = measure(relation_of(n, pairs)), measure(relation_of(n, renamed))
    for name in (*SHARES, "ties", "components", "isolates"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=EXACT), name
    assert [one.betweenness[i] for i in range(n)] == pytest.approx([other.betweenness[order[i]] for i in range(n)])


@laws
@given(edges)
def test_turning_every_tie_round_swaps_in_and_out(network):
    n, pairs = network
    one, other = measure(relation_of(n, pairs)), measure(relation_of(n, [(b, a) for a, b in pairs]))
    assert (one.in_centralization, one.out_centralization) == (other.out_centralization, other.in_centralization)
    assert (one.dyad_reciprocity, one.density) == (other.dyad_reciprocity, other.density)
    assert one.betweenness == pytest.approx(other.betweenness, abs=EXACT)


@laws
@given(edges, st.data())
def test_one_more_tie_never_lowers_the_density(network, data):
    n, pairs = network
    more = [*pairs, (data.draw(st.integers(0, n - 1)), data.draw(st.integers(0, n - 1)))]
    assert (measure(relation_of(n, more)).density or 0) >= (measure(relation_of(n, pairs)).density or 0)
