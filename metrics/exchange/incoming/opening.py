"""Which format a network stands in is seen from its content, never from its name."""

from django.utils.translation import gettext_lazy as _

from metrics.exchange.incoming.graph import Graph
from metrics.exchange.incoming.kumu_file import read_blueprint, read_workbook
from metrics.exchange.incoming.table_file import read_table
from metrics.exchange.incoming.xml_file import read_xml
from metrics.exchange.sheets import check_signs, open_sheet
from metrics.exchange.workbook import LAST_COLUMN, FileRefused, look_through

MARKS = b"\xef\xbb\xbf \t\r\n"


def open_graph(data: bytes) -> Graph:
    """The network in a Kumu workbook or blueprint, GEXF, GraphML, list of ties or matrix. Raises FileRefused."""
    check_signs(data)
    graph = _read(data)
    if not graph.nodes:
        raise FileRefused(_("The file holds no organisation."))
    return graph


def _read(data: bytes) -> Graph:
    first = data.lstrip(MARKS)[:1]
    if data.startswith(b"PK"):
        look_through(data)
        return read_workbook(data) or read_table(open_sheet(data, widest=LAST_COLUMN))
    if first in (b"{", b"["):
        return read_blueprint(data)
    if first == b"<":
        return read_xml(data)
    return read_table(open_sheet(data, widest=LAST_COLUMN))
