"""Reads GEXF of every version and GraphML, as Gephi, yEd, igraph and networkx write them."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext_lazy as _

from metrics.exchange.incoming.graph import Graph
from metrics.exchange.workbook import FileRefused

# what programs call the columns of an organisation and of a tie
NODE_WORDS = {
    "label": "short_label", "short_name": "short_label", "short name": "short_label", "short_label": "short_label",
    "sector": "sector", "type": "sector",
}  # fmt: skip
TIE_WORDS = {
    "weight": "value", "level": "value", "strength": "value", "value": "value", "relation": "item", "type": "item",
    "kind": "item", "since": "counted_on",
}  # fmt: skip


def read_xml(data: bytes) -> Graph:
    """The network in a GEXF or GraphML file. Raises FileRefused with the reason."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise FileRefused(_("The file holds instructions that no network needs; it is not read.")) from None
    except (ParseError, ValueError, LookupError):
        raise FileRefused(_("This XML file cannot be read; it may be cut off.")) from None
    graph = next((one for one in root.iter() if _name(one) == "graph"), None)
    if graph is None or _name(root) not in ("gexf", "graphml"):
        raise FileRefused(_("This XML file holds no network: send GEXF or GraphML."))
    return _gexf(graph) if _name(root) == "gexf" else _graphml(root, graph)


def _gexf(graph: Element) -> Graph:
    titles = {one.get("id"): (one.get("title") or "").casefold() for one in _all(graph, "attribute")}
    default = graph.get("defaultedgetype", "undirected")
    found = Graph()
    for at, node in enumerate(_all(graph, "node"), start=1):
        cells = _named({titles.get(key, ""): value for key, value, _start in _attvalues(node)}, NODE_WORDS)
        found.add_node(at, node.get("id", ""), **(cells | {"name": node.get("label") or node.get("id")}))
    for at, edge in enumerate(_all(graph, "edge"), start=1):
        levels = [(start, value) for key, value, start in _attvalues(edge) if titles.get(key) == "level"]
        cells = {"item": edge.get("kind"), "value": edge.get("weight", 1), "counted_on": edge.get("start")}
        # a level that changed is said once for each of its days
        for start, level in levels or [(cells["counted_on"], str(cells["value"]))]:
            said = cells | {"value": level, "counted_on": start or cells["counted_on"]}
            found.add_tie(
                at, edge.get("source", ""), edge.get("target", ""),
                both_ways=edge.get("type", default) in ("undirected", "mutual"), **said,
            )  # fmt: skip
    return found


def _graphml(root: Element, graph: Element) -> Graph:
    keys = {one.get("id"): (one.get("attr.name") or one.get("id") or "").casefold() for one in _all(root, "key")}
    default = graph.get("edgedefault", "directed") == "undirected"
    found = Graph()
    for at, node in enumerate(_all(graph, "node"), start=1):
        said = _data(node, keys)
        name = said.pop("name", None) or said.pop("label", None) or node.get("id")
        found.add_node(at, node.get("id", ""), **(_named(said, NODE_WORDS) | {"name": name}))
    for at, edge in enumerate(_all(graph, "edge"), start=1):
        is_directed = edge.get("directed")
        both = default if is_directed is None else is_directed == "false"
        cells = {"value": 1} | _named(_data(edge, keys), TIE_WORDS)
        found.add_tie(at, edge.get("source", ""), edge.get("target", ""), both_ways=both, **cells)
    return found


def _attvalues(element: Element) -> Iterator[tuple[str, str, str | None]]:
    for one in _all(element, "attvalue"):
        yield one.get("for") or one.get("id") or "", one.get("value") or "", one.get("start")


def _data(element: Element, keys: dict[str | None, str]) -> dict[str, Any]:
    return {keys.get(one.get("key"), ""): (one.text or "").strip() for one in _all(element, "data")}


def _named(said: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    return {words[name]: value for name, value in said.items() if name in words}


def _all(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.iter() if _name(one) == name)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
