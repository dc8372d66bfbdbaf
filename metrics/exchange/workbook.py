"""Excel files: looked through as a ZIP before a reader unpacks them, so that none can fill memory or read elsewhere."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import python_calamine
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from metrics.exchange.reach import Reach

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 100 * MEGABYTE
MOST_RATIO = 100
SMALL = MEGABYTE  # a small part may shrink as far as it likes
MOST_ENTRIES = 1000
MOST_CELLS = 3_000_000  # the reader lays out a full rectangle
LAST_COLUMN = 702  # ZZ
INSTRUCTIONS = _("The file holds instructions that no table needs; it is not read.")


class FileRefused(Exception):
    """A file that is not taken; its reason is words for a person."""

    def __init__(self, reason: str | Promise, **values: str) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values

    def __str__(self) -> str:
        return str(self.reason) % self.values if self.values else str(self.reason)


def open_workbook(data: bytes) -> tuple[Any, list[str]]:
    """How to read its first sheet that holds anything, and notes. Raises FileRefused."""
    look_through(data)
    rows = sheet_rows(data)
    return (lambda: iter(rows)), []


def sheet_rows(data: bytes, name: str | None = None) -> "Rows":
    """The rows of a sheet, the first by default."""
    book = _book(data)
    names = [one for one in book.sheet_names if "(ignore)" not in one]
    if not names:
        raise FileRefused(_("The workbook has no sheet."))
    try:
        return Rows(book.get_sheet_by_name(name or names[0]))
    except (python_calamine.CalamineError, ValueError, TypeError):
        raise FileRefused(_("This sheet cannot be read. Save the file again as .xlsx.")) from None


def sheet_names(data: bytes) -> list[str]:
    """The sheets of a file that was looked through."""
    return list(_book(data).sheet_names)


class Rows:
    """Rows of one sheet with their numbers, as often as they are asked for."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def __iter__(self) -> Iterator[tuple[int, list[Any]]]:
        start = (self.sheet.start or (0, 0))[0] + 1
        return enumerate(self.sheet.iter_rows(), start=start)


def _book(data: bytes) -> Any:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    except (python_calamine.CalamineError, ValueError, OSError):
        raise FileRefused(_("This is not an Excel file that can be read. Save it again as .xlsx, or as CSV.")) from None


def look_through(data: bytes) -> None:
    """Refuse what unpacks to too much, names documents elsewhere, holds programs, or spans a huge sheet."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as pack:
            _check_size(pack.infolist())
            for entry in pack.infolist():
                _check_part(pack, entry)
    # RuntimeError: it has a password; NotImplementedError: it is packed in a way that zipfile does not know
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zipfile.zlib.error):  # type: ignore[attr-defined]
        raise FileRefused(_("This file is damaged or locked by a password. Save it again without one.")) from None


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise FileRefused(_("The file holds more than 1,000 parts; it is no table."))
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(1, entry.compress_size) for entry in entries
    )
    if unpacked > MOST_UNPACKED or swollen:
        raise FileRefused(_("The file unpacks to far more than it should; it is not read."))
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries):
        raise FileRefused(_("The file holds two parts of one name; it is not read."))
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FileRefused(_("The file holds macros. Save it as .xlsx without macros."))
    if "xl/workbook.xml" not in names:
        raise FileRefused(_("This is not an Excel file (.xlsx). Save the table as .xlsx or as CSV."))


def _check_part(pack: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    is_markup = entry.filename.lower().endswith((".xml", ".rels"))
    reach, read, tail = Reach(), 0, b""
    with pack.open(entry) as part:
        while piece := part.read(MEGABYTE):
            read += len(piece)
            if read > MOST_UNPACKED:
                raise FileRefused(_("The file unpacks to far more than it should; it is not read."))
            if is_markup:
                _check_signs(tail + piece)
            reach.read(piece)  # of every part: a sheet may stand under any name
            tail = piece[-len("<!DOCTYPE") :]
    reach.end()
    if reach.hides_something:
        raise FileRefused(INSTRUCTIONS)
    width = reach.width
    if width > LAST_COLUMN or width * reach.last > MOST_CELLS:
        raise FileRefused(_("The sheet is too large: remove cells that stand far from the table."))


def _check_signs(text: bytes) -> None:
    """Refuse what a table does not need: entities that grow as they are read, other alphabets that hide them."""
    if b"\0" in text or (b"!" in text and (b"<!DOCTYPE" in text or b"<!ENTITY" in text)):
        raise FileRefused(INSTRUCTIONS)
