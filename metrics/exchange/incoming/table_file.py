"""Reads a network from a table: a list of ties, or a matrix with the same names above and at the left."""

from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from metrics.exchange.cells import plain
from metrics.exchange.incoming.graph import Graph, is_both_ways
from metrics.exchange.mapping import folded_header
from metrics.exchange.sheets import Sheet
from metrics.exchange.workbook import FileRefused

WORDS = {
    "source": "from source rater organisation organization de desde origen origem von quelle quien quem",
    "target": "to target subject partner a hacia destino para nach an ziel",
    "value": "level weight strength value nivel peso fuerza valor forca stufe gewicht wert",
    "item": "relation kind label item relacion tipo relacao beziehung art",
    "counted_on": "since date day desde el fecha data seit datum",
    "direction": "direction type direccion direcao richtung",
}

DIRECTIONS = ("", "directed", "undirected", "mutual", "mixed")


def read_table(sheet: Sheet) -> Graph:
    """The network in a table. Raises FileRefused when it is neither a list nor a matrix."""
    places = _places(sheet.headers)
    if {"source", "target"} <= places.keys():
        return _edges(sheet, places)
    names = [name for name in sheet.headers[1:] if name]
    rows = list(islice(sheet.rows(), len(names) + 1))
    said = sorted(plain(cells[0]).casefold() for _number, cells in rows)
    if names and said == sorted(name.casefold() for name in names):
        return _matrix(names, rows)
    raise FileRefused(
        _(
            "This table is no network. A list of ties needs the columns “From” and “To”;"
            " a matrix needs the same names in its first row and first column."
        )
    )


def _places(headers: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        word = folded_header(header)
        name = next((name for name, words in WORDS.items() if word in words.split() and name not in found), None)
        if name:
            found[name] = place
    return found


def _edges(sheet: Sheet, places: dict[str, int]) -> Graph:
    graph = Graph()
    spelled: dict[str, str] = {}
    for number, cells in sheet.rows():
        said = {name: cells[place] if place < len(cells) else None for name, place in places.items()}
        source, target = (
            spelled.setdefault(word.casefold(), word) for word in (plain(said.pop("source")), plain(said.pop("target")))
        )
        for name in (source, target):
            graph.name_node(name) if name else None
        direction = plain(said.pop("direction", None))
        if direction.casefold() not in DIRECTIONS:  # Kumu calls the relation “Type”, Gephi the direction
            said.setdefault("item", direction)
        said.setdefault("value", 1)
        graph.add_tie(number, source, target, both_ways=is_both_ways(direction), **said)
    return graph


def _matrix(names: list[str], rows: list[tuple[int, list[Any]]]) -> Graph:
    """A cell left empty says nothing, 0 says that there is no tie; the diagonal is not read.

    At most 701 names, as wide as a table may be, and at most 100,000 cells that say something.
    """
    if len({name.casefold() for name in names}) < len(names):
        raise FileRefused(_("A name stands twice in the first row of the matrix."))
    graph = Graph()
    for name in names:
        graph.name_node(name)
    spelled = {name.casefold(): name for name in names}
    for number, cells in rows:
        source = spelled[plain(cells[0]).casefold()]
        if any(plain(cell) for cell in cells[len(names) + 1 :]):
            raise FileRefused(_("Row %(row)s of the matrix is longer than its first row."), row=str(number))
        for target, cell in zip(names, cells[1:], strict=False):
            if source != target and plain(cell):
                graph.add_tie(number, source, target, value=cell)
    return graph
