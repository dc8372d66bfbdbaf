"""A network for Kumu: a workbook that its import reads without mapping, and a JSON blueprint."""

import io
import json
from typing import Any

import xlsxwriter

from collab.tables import PLAIN, Cell, fill
from metrics.exchange.outgoing.columns import read_me, sector_name
from metrics.exchange.outgoing.network import SentNetwork

ELEMENTS = ("ID", "Label", "Type", "Short name", "Ties", "Betweenness")
CONNECTIONS = ("ID", "From", "To", "Type", "Direction", "Strength", "Since")


def kumu_xlsx(network: SentNetwork) -> bytes:
    """Sheets `elements` and `connections`; Kumu passes over the third by its name."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, **PLAIN}) as book:
        fill(book, book.add_worksheet("elements"), ELEMENTS, _elements(network))
        fill(book, book.add_worksheet("connections"), CONNECTIONS, _connections(network))
        notes = book.add_worksheet("README (ignore)")
        notes.set_column(0, 0, 100)
        for row, line in enumerate(read_me(network)):
            notes.write_string(row, 0, line)
    return out.getvalue()


def kumu_json(network: SentNetwork) -> bytes:
    """A blueprint. What is not known has no key."""
    elements = [_keyed(ELEMENTS, row) for row in _elements(network)]
    connections = [_keyed(CONNECTIONS, row) for row in _connections(network)]
    return json.dumps({"elements": elements, "connections": connections}, ensure_ascii=False, indent=1).encode()


def _elements(network: SentNetwork) -> list[tuple[Cell, ...]]:
    return [(one.key, one.name, sector_name(one.sector), one.label, one.ties, one.between) for one in network.members]


def _connections(network: SentNetwork) -> list[tuple[Cell, ...]]:
    return [
        (tie.key, tie.source, tie.target, network.item, "directed", level, tie.spells[-1].start)
        for tie, level in network.standing()
    ]


# keys that Kumu knows are in lower case; all others are shown as they are written
KNOWN = {"ID", "Label", "Type", "From", "To", "Direction"}


def _keyed(head: tuple[str, ...], row: tuple[Cell, ...]) -> dict[str, Any]:
    pairs = zip(head, row, strict=True)
    return {key.lower() if key in KNOWN else key: _plain(cell) for key, cell in pairs if cell is not None}


def _plain(cell: Cell) -> str | int | float:
    return cell if isinstance(cell, int | float) else str(cell)
