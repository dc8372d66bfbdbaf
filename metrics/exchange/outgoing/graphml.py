"""A network as GraphML, which nearly every program for networks reads."""

from xml.etree import ElementTree as ET

from metrics.exchange.outgoing.network import SentNetwork
from metrics.exchange.outgoing.xml import document, fitting

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
KEYS = {
    "label": ("node", "string"),
    "short_name": ("node", "string"),
    "sector": ("node", "string"),
    "ties": ("node", "int"),
    "betweenness": ("node", "double"),
    "relation": ("edge", "string"),
    "weight": ("edge", "double"),
    "since": ("edge", "string"),
}


def graphml(network: SentNetwork) -> bytes:
    """The ties of the day. What is not known has no data element."""
    root = ET.Element("graphml", xmlns=NAMESPACE)
    for name, (where, kind) in KEYS.items():
        ET.SubElement(root, "key", {"id": name, "for": where, "attr.name": name, "attr.type": kind})
    graph = ET.SubElement(root, "graph", id="network", edgedefault="directed")
    for one in network.members:
        node = ET.SubElement(graph, "node", id=one.key)
        _data(node, label=one.name, short_name=one.label, sector=one.sector, ties=one.ties, betweenness=one.between)
    for tie, level in network.standing():
        edge = ET.SubElement(graph, "edge", id=tie.key, source=tie.source, target=tie.target)
        _data(edge, relation=network.item, weight=level, since=tie.spells[-1].start.isoformat())
    return document(root)


def _data(element: ET.Element, **values: str | float | None) -> None:
    for name, value in values.items():
        if value is not None:
            ET.SubElement(element, "data", key=name).text = fitting(str(value))
