"""The staged rows of a network: each organisation, and each tie with the rows of its two sides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from collab.models import Organization
from collab.search import fold
from metrics.exchange.cells import Known, plain
from metrics.exchange.incoming.graph import Graph, ReadNode, ReadTie
from metrics.exchange.judging import Staged, judge, staged
from metrics.exchange.kinds_of_answers import FIRST_TIE, NODES, TIES
from metrics.exchange.likeness import Likeness
from metrics.exchange.node_ids import NodeIds
from metrics.models import Import


def network_rows(graph: Graph, batch: Import, known: Known, likeness: Likeness) -> Iterator[Staged]:
    """Every organisation and every tie of a network as the staging table holds them; asks the database at once."""
    full = dict(Organization.objects.filter(collaboration=batch.collaboration).values_list("pk", "name"))
    return _rows(graph, batch, _Here(known, likeness, full, NodeIds.of(graph, batch, known)))


@dataclass(frozen=True)
class _Here:
    """What is known here of organisations: what cells may name, what looks alike, their names, what ids mean."""

    known: Known
    likeness: Likeness
    full: Mapping[int, str]
    ids: NodeIds


def _rows(graph: Graph, batch: Import, here: _Here) -> Iterator[Staged]:
    places = {key: at for at, key in enumerate(graph.nodes, start=1)}
    names = {key: _name(node) for key, node in graph.nodes.items()}
    seen: dict[tuple[Any, ...], int] = {}
    for key, node in graph.nodes.items():
        yield _node_row(places[key], node, here, seen)
    seen_ties: dict[tuple[Any, ...], tuple[int, int]] = {}
    for at, tie in enumerate(graph.ties, start=FIRST_TIE):
        yield _tie_row(at, tie, here.known, places, names, batch.writing, seen_ties)


def _name(node: ReadNode) -> str:
    return " ".join(plain(node.cells.get("name")).split())


def _node_row(number: int, node: ReadNode, here: _Here, seen: dict[tuple[Any, ...], int]) -> Staged:
    values, problems = judge(
        NODES, _cells(NODES, node.cells | {"name": _name(node)}), here.known, lenient=("sector", "short_label")
    )
    found, near = _found(node.key, values, here)
    if fold(values.get("short_label", "")) in (fold(values.get("name", "")), fold(_name(node))):
        values.pop("short_label", None)  # programs repeat the name where there is no short one
    if not problems and (first := seen.setdefault(NODES.identity(values), node.row)) != node.row:
        problems = [("", "twice", {"row": first})]
    values |= {"_row": node.row} | ({"_key": node.key} if node.key != _name(node) else {})
    return staged(number, values, problems, near if not problems and not found else [])


def _found(key: str, values: dict[str, Any], here: _Here) -> tuple[list[int], list[str]]:
    """Organisations that a node is by its id or name, and those it may be; the values say what they change of it."""
    named = here.known.organizations.get(fold(values.get("name", "")), [])
    by_id = here.ids.ours.get(key)
    if by_id is None and not named and here.ids.is_sure:
        by_id = here.ids.remembered.get(key)
    if by_id is not None:
        values["id"] = str(by_id)
        if values.get("name") == key or (named and named != [by_id]):
            values["name"] = here.full[by_id]  # it has no name in the file, or one that is another's here
        if key in here.ids.merged:  # what was said of a merged one renames nobody
            values["name"] = here.full[by_id]
            values.pop("short_label", None)
        found = [by_id]
    else:
        found = named
    if len(found) == 1 and named == found and fold(here.full[found[0]]) != fold(values["name"]):
        values["name"] = here.full[found[0]]  # called by its short label: it keeps its name
    if found:
        return found, []
    perhaps = here.ids.remembered.get(key)
    return [], list(dict.fromkeys([*([str(perhaps)] if perhaps else []), *here.likeness.near(values)]))


def _tie_row(
    number: int, tie: ReadTie, known: Known, places: Mapping[str, int], names: Mapping[str, str],
    writing: Mapping[str, Any], seen: dict[tuple[Any, ...], tuple[int, int]],
) -> Staged:  # fmt: skip
    usual = {name: writing[name] for name in ("item", "counted_on") if writing.get(name)}
    values, problems = judge(TIES, _cells(TIES, usual | tie.cells), known)
    sides = (tie.source, tie.target)
    values |= {"_from": names.get(tie.source, tie.source), "_to": names.get(tie.target, tie.target), "_row": tie.row}
    for column, key in zip(("_from", "_to"), sides, strict=True):
        if not key:
            problems.append((column, "missing", {}))
        elif key not in places:
            problems.append(("", "side", {"side": key[:60]}))
    if tie.source and tie.source == tie.target:
        problems.append(("", "itself", {}))
    if not problems:
        values |= {"_source": places[tie.source], "_target": places[tie.target]}
        first, row = seen.setdefault(TIES.identity(values), (number, tie.row))
        if first != number:
            problems = [("", "twice", {"row": row})]
    return staged(number, values, problems, [])


def _cells(kind: Any, cells: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    return [(column, cells.get(column.name)) for column in kind.columns]
