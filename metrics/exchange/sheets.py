"""A table that somebody sent, CSV or Excel, as rows: guarded against files that are made to harm."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from metrics.exchange.workbook import MOST_BYTES, FileRefused, open_workbook

MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 20_000
PEEK = 200  # rows that tell what a column holds
DELIMITERS = (",", ";", "\t", "|")
NOTHING: tuple[Any, ...] = (None, "")
# what our own exports put before text that a spreadsheet could take for a formula
_guarded = re.compile(r"'(?=[\s\u00a0\ufeff]*[=+\-@|%\t\r\n\uff1d\uff0b\uff0d\uff20])")
NOT_A_TABLE = (
    (
        b"\xd0\xcf\x11\xe0",
        _("This is an old Excel file (.xls), or one with a password. Save it as .xlsx without one, or as CSV."),
    ),
    (b"%PDF", _("This is a PDF. Send the table as CSV or Excel file.")),
)
WEB_PAGE = _("This is a web page or an XML file, not a table. Save it as CSV or .xlsx.")


@dataclass(frozen=True)
class Sheet:
    """A table: its first row, and the others with their numbers as a spreadsheet shows them."""

    headers: list[str]
    body: Any  # a callable that begins anew: () -> Iterator[tuple[int, list[Any]]]
    notes: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Every row that is not empty, at most MOST_ROWS. Raises FileRefused beyond that."""
        count = 0
        for number, cells in self.body():
            if all(cell in NOTHING for cell in cells):
                continue
            count += 1
            if count > MOST_ROWS:
                raise FileRefused(_("The table has more than 100,000 rows. Send it in parts."))
            yield number, cells

    def peek(self) -> list[list[Any]]:
        """The first rows."""
        return [cells for _number, cells in islice(self.rows(), PEEK)]


def check_signs(data: bytes) -> None:
    """Refuse what its size or its first signs show to be none of ours. Raises FileRefused with the reason."""
    if len(data) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 10 MB."))
    for sign, reason in NOT_A_TABLE:
        if data.startswith(sign):
            raise FileRefused(reason)


def open_sheet(data: bytes, *, widest: int = MOST_COLUMNS) -> Sheet:
    """The table in a file, by its content and not its name. Raises FileRefused with the reason."""
    check_signs(data)
    if data.startswith(b"PK"):
        return _of(*open_workbook(data), widest)
    text, notes = _decoded(data)
    if text.lstrip()[:1] == "<":
        raise FileRefused(WEB_PAGE)
    delimiter = _delimiter(text)
    return _of(lambda: _csv_rows(text, delimiter), notes, widest)


def _of(body: Any, notes: list[str], widest: int) -> Sheet:
    first = next(((number, cells) for number, cells in body() if any(cell not in NOTHING for cell in cells)), None)
    if first is None:
        raise FileRefused(_("The file is empty."))
    at, cells = first
    while cells and cells[-1] in NOTHING:
        cells = cells[:-1]
    if len(cells) > widest:
        raise FileRefused(_("The table has more than %(most)s columns."), most=str(widest))
    headers = [" ".join(str("" if cell is None else cell).split())[:120] for cell in cells]
    sheet = Sheet(headers, lambda: ((number, row) for number, row in body() if number > at), notes)
    if not any(True for _row in islice(sheet.rows(), 1)):
        raise FileRefused(_("Below its first row the file is empty."))
    return sheet


def _decoded(data: bytes) -> tuple[str, list[str]]:
    notes: list[str] = []
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if b"\0" in data or encoding == "utf-16":
            raise FileRefused(_("This is no text. Send a CSV or an Excel file (.xlsx).")) from None
        text = data.decode("cp1252", errors="replace")
        notes = ["cp1252"]
    if "\0" in text:
        raise FileRefused(_("The file holds NUL characters; it is not a CSV file."))
    return text, notes


def _delimiter(text: str) -> str:
    """The sign that parts the first rows into the most columns of even number."""

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(islice(csv.reader(StringIO(text[:200_000], newline=""), delimiter=delimiter), 20))
        except csv.Error:
            return (0, 0)
        widths = [len(row) for row in rows if row]
        return (sum(width == widths[0] for width in widths) if widths and widths[0] > 1 else 0, max(widths, default=0))

    return max(DELIMITERS, key=evenness)


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[Any]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    at = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            reason = _("Row %(row)s cannot be read: a quotation mark is missing, or a cell is far too long.")
            raise FileRefused(reason, row=str(max(at, 1))) from None
        yield at, row
        at = reader.line_num + 1


def unguarded(text: str) -> str:
    """Text as it was before an export put an apostrophe before it. Example: "'=1+1" -> "=1+1"."""
    return text[1:] if _guarded.match(text) else text
