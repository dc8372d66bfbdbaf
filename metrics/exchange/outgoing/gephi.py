"""A network for Gephi: GEXF 1.3 with its past, and tables of nodes and edges."""

import io
import zipfile
from datetime import timedelta
from xml.etree import ElementTree as ET

from collab.tables import csv_text
from metrics.exchange.outgoing.columns import read_me, sector_name
from metrics.exchange.outgoing.network import SentNetwork, SentTie
from metrics.exchange.outgoing.xml import document, fitting

NAMESPACE = "http://gexf.net/1.3"
NODE_ATTRIBUTES = {"label": "string", "sector": "string", "ties": "integer", "betweenness": "double"}
DAY = timedelta(days=1)


def gexf(network: SentNetwork) -> bytes:
    """A dynamic graph: each tie stands from the day its level counts; a level that changes keeps its past.

    Ends lie after starts, as Gephi drops an interval that has none; a spell's last day is named, not the day after,
    except where the spell lasts one day.
    """
    root = ET.Element("gexf", xmlns=NAMESPACE, version="1.3")
    meta = ET.SubElement(root, "meta", lastmodifieddate=network.on.isoformat())
    ET.SubElement(meta, "creator").text = "Groundwork"
    ET.SubElement(meta, "description").text = fitting(network.title)
    graph = ET.SubElement(root, "graph", mode="dynamic", defaultedgetype="directed", timeformat="date")
    head = ET.SubElement(graph, "attributes", {"class": "node"})
    for key, kind in NODE_ATTRIBUTES.items():
        ET.SubElement(head, "attribute", id=key, title=key, type=kind)
    head = ET.SubElement(graph, "attributes", {"class": "edge", "mode": "dynamic"})
    ET.SubElement(head, "attribute", id="level", title="level", type="double")
    _nodes(network, ET.SubElement(graph, "nodes"))
    edges = ET.SubElement(graph, "edges")
    for tie in network.ties:
        _edge(network, tie, edges)
    return document(root)


def _nodes(network: SentNetwork, nodes: ET.Element) -> None:
    for one in network.members:
        node = ET.SubElement(nodes, "node", id=one.key, label=fitting(one.name))
        values = ET.SubElement(node, "attvalues")
        known = {"label": fitting(one.label), "sector": one.sector, "ties": one.ties, "betweenness": one.between}
        for key, value in known.items():
            if value is not None:
                ET.SubElement(values, "attvalue", {"for": key, "value": str(value)})


def _edge(network: SentNetwork, tie: SentTie, edges: ET.Element) -> None:
    """One edge for all stretches, so that a level that changes does not become two ties."""
    weight = str(tie.spells[-1].level)
    edge = ET.SubElement(
        edges, "edge", id=tie.key, source=tie.source, target=tie.target, kind=network.item, weight=weight
    )
    values, spells = ET.SubElement(edge, "attvalues"), ET.SubElement(edge, "spells")
    for one in tie.spells:
        during = {"start": one.start.isoformat(), "end": max(one.end - DAY, one.start + DAY).isoformat()}
        ET.SubElement(values, "attvalue", {"for": "level", "value": str(one.level), **during})
        ET.SubElement(spells, "spell", during)


def gephi_tables(network: SentNetwork) -> bytes:
    """nodes.csv, edges.csv and a read-me in one archive; ties of the day only, as Gephi's tables hold no past."""
    nodes = [(one.key, one.name, one.label, sector_name(one.sector), one.ties, one.between) for one in network.members]
    edges = [
        (tie.source, tie.target, "Directed", tie.key, network.item, level, tie.spells[-1].start)
        for tie, level in network.standing()
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("nodes.csv", csv_text(("Id", "Label", "Short name", "Sector", "Ties", "Betweenness"), nodes))
        files.writestr("edges.csv", csv_text(("Source", "Target", "Type", "Id", "Label", "Weight", "Since"), edges))
        files.writestr("README.txt", "\r\n".join(read_me(network)))
    return out.getvalue()
