"""Reads a network from a CSV file: an adjacency matrix, or an edge list `from,to,level`. No database here."""

import csv
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from io import StringIO
from itertools import permutations

from django.utils.translation import gettext as _

MAX_BYTES = 10 * 1024 * 1024
MAX_ORGANIZATIONS = 2000  # a matrix of this size holds four million cells
MAX_NAME = 160  # as long as an organisation's name may be
MAX_VALUE = Decimal("9999.999")
EDGE_HEADER = ("from", "to", "level")


@dataclass(frozen=True)
class Refusal:
    """One row that cannot be read, and why. Rows are counted from 1, as a spreadsheet shows them."""

    row: int
    reason: str

    def __str__(self) -> str:
        return _("row %(row)s: %(reason)s") % {"row": self.row, "reason": self.reason} if self.row else self.reason


@dataclass
class NetworkFile:
    """What a file says: names in their order, and a value for each ordered pair; None is "cannot say"."""

    names: list[str] = field(default_factory=list)
    values: dict[tuple[str, str], Decimal | None] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, row: int, reason: str) -> None:
        """Keep why a row cannot be taken."""
        self.refusals.append(Refusal(row, reason))


def read_network(data: bytes) -> NetworkFile:
    """Read a matrix or an edge list, comma or semicolon, UTF-8 with or without a byte order mark.

    Example: "from,to,level\\nA,B,2\\n" -> names [A, B], values {(A, B): 2}.
    A cell of a matrix left empty is "cannot say"; its diagonal is not read.
    """
    network = NetworkFile()
    rows = _rows(data, network)
    if not rows:
        return network
    header = [cell.strip() for cell in rows[0][1]]
    if tuple(cell.lower() for cell in header) == EDGE_HEADER:
        _read_edges(rows[1:], network)
    else:
        _read_matrix(header, rows[1:], network)
    if not network.refusals and not network.values:
        network.refuse(0, _("The file holds no pair of organisations."))
    return network


def _rows(data: bytes, network: NetworkFile) -> list[tuple[int, list[str]]]:
    if len(data) > MAX_BYTES:
        network.refuse(0, _("The file is larger than 10 MB."))
        return []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        network.refuse(0, _("The file is not in UTF-8. Save it as “CSV UTF-8”."))
        return []
    if "\0" in text:
        network.refuse(0, _("The file holds NUL characters; it is not a CSV file."))
        return []
    tables = [_table(text, delimiter) for delimiter in ",;"]
    # the delimiter is the one that makes a table; in a ragged file, the one that splits its first row further
    widest = max(tables, key=lambda table: len(table[0][0][1]) if table[0] else 0)
    rows, trouble = next((table for table in tables if _is_even(table[0])), widest)
    if trouble:
        network.refuse(trouble, _("The quotation marks or the length of a cell make no sense."))
        return []
    if not rows:
        network.refuse(0, _("The file is empty."))
    return rows


def _table(text: str, delimiter: str) -> tuple[list[tuple[int, list[str]]], int]:
    """Rows with their numbers, and the row at which reading failed, or 0."""
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, row))
    except csv.Error:
        return rows, max(1, reader.line_num)
    return rows, 0


def _is_even(rows: list[tuple[int, list[str]]]) -> bool:
    return bool(rows) and len(rows[0][1]) > 1 and len({len(row) for _number, row in rows}) == 1


def _read_edges(rows: list[tuple[int, list[str]]], network: NetworkFile) -> None:
    known: dict[str, str] = {}
    for number, row in rows:
        cells = [cell.strip() for cell in row]
        if len(cells) != len(EDGE_HEADER):
            network.refuse(number, _("It has %(count)s cells; three are needed.") % {"count": len(cells)})
            continue
        source, target = (_known(known, name) for name in cells[:2])
        if reason := _name_trouble(source) or _name_trouble(target):
            network.refuse(number, reason)
        elif source == target:
            network.refuse(number, _("An organisation cannot be tied to itself."))
        elif (source, target) in network.values:
            network.refuse(number, _("This pair stands in the file already."))
        else:
            _take(network, number, source, target, cells[2])
    network.names = list(dict.fromkeys(name for pair in network.values for name in pair))


def _read_matrix(header: list[str], rows: list[tuple[int, list[str]]], network: NetworkFile) -> None:
    names = header[1:]
    labels = [row[0].strip() for _number, row in rows]
    for name in names:
        if reason := _name_trouble(name):
            network.refuse(1, reason)
            return
    if len(names) > MAX_ORGANIZATIONS:
        network.refuse(1, _("More than %(most)s organisations.") % {"most": MAX_ORGANIZATIONS})
    elif len({name.casefold() for name in names}) < len(names):
        network.refuse(1, _("A name stands twice in the first row."))
    elif sorted(labels) != sorted(names):
        network.refuse(
            1,
            _("First row and first column must name the same organisations; an edge list begins from,to,level."),
        )
    if network.refusals:
        return
    network.names = names
    for number, row in rows:
        cells = [cell.strip() for cell in row[1:]]
        if len(cells) != len(names):
            network.refuse(
                number,
                _("It has %(count)s values; %(needed)s are needed.") % {"count": len(cells), "needed": len(names)},
            )
            continue
        for name, cell in zip(names, cells, strict=True):
            if name != row[0].strip():
                _take(network, number, row[0].strip(), name, cell)


def _take(network: NetworkFile, number: int, source: str, target: str, cell: str) -> None:
    if not cell:
        network.values[source, target] = None
        return
    try:
        value = Decimal(cell)
    except InvalidOperation:
        network.refuse(number, _("“%(cell)s” is not a number.") % {"cell": cell[:40]})
        return
    if not value.is_finite() or not 0 <= value <= MAX_VALUE:
        network.refuse(number, _("%(cell)s does not lie between 0 and 9999.") % {"cell": cell[:40]})
    elif value != value.quantize(Decimal("0.001")):
        network.refuse(number, _("%(cell)s has more than three decimals.") % {"cell": cell[:40]})
    else:
        network.values[source, target] = value


def _known(known: dict[str, str], name: str) -> str:
    """The spelling under which a name came first."""
    return known.setdefault(name.casefold(), name)


def _name_trouble(name: str) -> str:
    if not name:
        return _("A name is missing.")
    if len(name) > MAX_NAME:
        return _("A name is longer than 160 characters.")
    return "" if name.isprintable() else _("A name holds characters that cannot be shown.")


def full_matrix(names: list[str], ties: set[tuple[str, str]]) -> str:
    """A matrix CSV of 0 and 1: the inverse of reading, for round trips."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["", *names])
    pairs = {pair: int(pair in ties) for pair in permutations(names, 2)}
    writer.writerows([[source, *[pairs.get((source, target), 0) for target in names]] for source in names])
    return out.getvalue()
