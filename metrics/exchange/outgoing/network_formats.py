"""The files of a network, by the ending of their names."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab.tables import KINDS
from metrics.exchange.outgoing.gephi import gephi_tables, gexf
from metrics.exchange.outgoing.graphml import graphml
from metrics.exchange.outgoing.kumu import kumu_json, kumu_xlsx
from metrics.exchange.outgoing.network import SentNetwork


@dataclass(frozen=True)
class Format:
    """A file for another program: its name for people, its media type, and how it is written."""

    label: str | Promise
    kind: str
    write: Callable[[SentNetwork], bytes]


FORMATS = {
    "kumu.xlsx": Format(_("Kumu, workbook"), KINDS["xlsx"], kumu_xlsx),
    "kumu.json": Format(_("Kumu, blueprint"), "application/json", kumu_json),
    "gexf": Format(_("Gephi, with its past (GEXF)"), "application/gexf+xml", gexf),
    "gephi.zip": Format(_("Gephi, tables"), "application/zip", gephi_tables),
    "graphml": Format(_("GraphML"), "application/graphml+xml", graphml),
}
