"""Rows as files that other programs open: CSV and Excel; numbers are numbers, and no formula is there but ours."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any, TypeVar

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

# a cell that opens so can start a formula; after trimming, spreadsheets look at the next character too
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "|", "%")
NOT_IN_TEXT = {**dict.fromkeys(range(32)), 9: " ", 10: "\n"}  # signs that no sheet can hold
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
LONGEST_CELL = 32_767  # what Excel holds
LONGEST_NAME = 31
NARROWEST, WIDEST = 8, 60
PEEK = 50  # rows that tell how wide a column is
AT_ONCE = 500  # rows that are written before they are sent
Cell = str | int | float | Decimal | date | None
Row = Sequence[Cell]
Thing = TypeVar("Thing")
Answer = TypeVar("Answer", bound=HttpResponseBase)


def csv_text(head: Row, rows: Iterable[Iterable[Cell]]) -> str:
    """A sheet as text for any program, Excel told to read UTF-8. Days are ISO, numbers have a point, None is empty."""
    return "".join(csv_stream(head, rows))


def csv_stream(head: Row, rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """The same a few hundred rows at a time, so that a long list never stands in memory."""
    yield "\ufeff"
    for some in in_parts(chain([[str(label) for label in head]], rows), AT_ONCE):
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in some)
        yield out.getvalue()


def guarded(cell: Cell) -> str:
    """A cell of a CSV; text that a spreadsheet could take for a formula stands behind an apostrophe.

    Example: "=1+1" -> "'=1+1"; Decimal("-1") -> "-1"; None -> "".
    """
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float | Decimal):
        return str(cell)
    text = str(cell)
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(RISKY) else text.replace("\0", "")


def excel(name: str, head: Row, rows: Iterable[Row]) -> bytes:
    """One sheet as an Excel file: numbers are numbers, days are days, the head stays in view and filters."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, **PLAIN}) as book:
        fill(book, book.add_worksheet(sheet_name(name)), head, rows)
    return out.getvalue()


# text is text, whatever it looks like
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
DAY = {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}
MOMENT = DAY | {"num_format": "yyyy-mm-dd hh:mm"}


def fill(book: xlsxwriter.Workbook, sheet: Any, head: Row, rows: Iterable[Row]) -> int:
    """Write a head and its rows; the number of the last row. Rows may come from a stream."""
    looks = {"text": book.add_format({"valign": "top", "text_wrap": True}), "day": book.add_format(DAY)}
    looks["moment"] = book.add_format(MOMENT)
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    stream = iter(rows)
    first = list(islice(stream, PEEK))
    for column, label in enumerate(head):
        longest = max([len(str(label)) + 2, *(len(str(row[column])) for row in first if row[column] is not None)])
        sheet.set_column(column, column, min(WIDEST, max(NARROWEST, longest + 1)))
        sheet.write_string(0, column, str(label), bold)
    last = 0
    for last, row in enumerate(chain(first, stream), start=1):
        for column, cell in enumerate(row):
            _put(sheet, last, column, cell, looks)
    sheet.freeze_panes(1, 1)
    if last:
        sheet.autofilter(0, 0, last, len(head) - 1)
    return last


def sheet_name(text: str, taken: Iterable[str] = ()) -> str:
    """A name that Excel accepts and that no other sheet has. Example: "a/b" -> "a b"."""
    plain = " ".join("".join(" " if sign in "[]:*?/\\'" else sign for sign in text).split())[:LONGEST_NAME] or "Sheet"
    others, name, number = {one.lower() for one in taken}, plain, 2
    while name.lower() in others:
        tail = f" {number}"
        name, number = plain[: LONGEST_NAME - len(tail)] + tail, number + 1
    return name


def attachment(content: bytes | str, *, name: str, kind: str) -> HttpResponse:
    """An answer that the browser saves under a name."""
    return saved(HttpResponse(content, content_type=kind), name)


def table_file(wanted: str, *, name: str, title: str, head: Row, rows: Iterable[Row]) -> HttpResponse:
    """A list as the file that was asked for, `csv` or `xlsx`, answered whole."""
    content = excel(title, head, rows) if wanted == "xlsx" else csv_text(head, rows)
    return attachment(content, name=f"{name}.{wanted}", kind=KINDS[wanted])


def table_stream(*, name: str, head: Row, rows: Iterable[Row]) -> StreamingHttpResponse:
    """A list of any length as CSV, sent while it is read."""
    return saved(StreamingHttpResponse(csv_stream(head, rows), content_type=KINDS["csv"]), f"{name}.csv")


def in_parts(things: Iterable[Thing], most: int) -> Iterator[list[Thing]]:
    """A stream in lists of at most so many."""
    stream = iter(things)
    while some := list(islice(stream, most)):
        yield some


def saved(answer: Answer, name: str) -> Answer:
    """The answer, told to the browser as a file to save under a name."""
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _put(sheet: Any, row: int, column: int, cell: Cell, looks: dict[str, Any]) -> None:
    match cell:
        case None | "":
            return
        case int() | float() | Decimal():
            sheet.write_number(row, column, cell)
        case datetime():
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), looks["moment"])
        case date():
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), looks["day"])
        case _:
            sheet.write_string(row, column, str(cell).translate(NOT_IN_TEXT)[:LONGEST_CELL], looks["text"])
