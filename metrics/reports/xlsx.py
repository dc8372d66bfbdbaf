"""The report as an Excel file: a sheet a table, native charts beside the numbers of each figure."""

import io
from math import ceil
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from collab.tables import PLAIN, WIDEST, fill, sheet_name
from metrics.reports.document import Bars, Bullets, Document, Line, Quote, Strips, Table, Words, lines_of

WIDE = 78  # characters of the column that holds the story
SIZE, LEADING, A4 = 11, 1.36, 9
CHART = {"x_scale": 1.6, "y_scale": 1.4}
INK, ACCENT, QUIET = "#1b2030", "#1d4f7c", "#8a8f99"
# number, lower and upper bound, expected from and to
LOOKS = [(INK, 2.25, "solid"), *[(ACCENT, 1, "solid")] * 2, *[(QUIET, 1, "dash")] * 2]


def xlsx(document: Document) -> bytes:
    """The document as a workbook: first the story, then a sheet for each table and figure."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**PLAIN, "in_memory": True}) as book:
        book.set_properties({"title": document.title, "subject": document.kicker, "comments": document.imprint})
        names = [sheet_name(_("Report"))]
        _story(book, book.add_worksheet(names[0]), document)
        for section in document.sections:
            for block in section.blocks:
                if isinstance(block, Strips | Line | Bars | Table):
                    names.append(sheet_name(block.caption if isinstance(block, Table) else block.title, names))
                    _sheet(book, book.add_worksheet(names[-1]), block, document)
    return out.getvalue()


def _story(book: xlsxwriter.Workbook, sheet: Any, document: Document) -> None:
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 18, "text_wrap": True})
    head = book.add_format({"bold": True, "font_size": 13, "top": 1})
    quiet = book.add_format({"font_color": QUIET, "text_wrap": True})
    sheet.set_column(0, 0, WIDE)
    lines = [(document.kicker, quiet), (document.title, title), (document.lede, wrap)]
    for section in document.sections:
        lines += [("", wrap), (section.title, head), (section.note, quiet)]
        for block in section.blocks:
            lines += [(text, wrap) for text in _texts(block)]
    lines += [("", wrap), (document.imprint, quiet)]
    for row, (text, look) in enumerate(line for line in lines if line[0] or line[1] is wrap):
        sheet.write_string(row, 0, text, look)
        size = look.font_size
        sheet.set_row(row, size * LEADING * _lines(text, WIDE * SIZE / size))
    sheet.set_portrait()
    _paper(sheet)


def _texts(block: Any) -> list[str]:
    match block:
        case Words() | Bullets() | Quote():
            return lines_of(block)
        case Line() | Bars():
            return [f"{block.title}. {block.summary}"]
        case Strips():
            return [f"{one.name}: {one.says}" for one in block.strips]
    return []


def _sheet(book: xlsxwriter.Workbook, sheet: Any, block: Strips | Line | Bars | Table, document: Document) -> None:
    table = block if isinstance(block, Table) else block.table
    last = fill(book, sheet, table.columns, table.rows)
    for number, row in enumerate(table.rows, start=1):
        lines = max((_lines(str(cell), WIDEST) for cell in row if isinstance(cell, str)), default=1)
        if lines > 1:
            sheet.set_row(number, SIZE * LEADING * lines)
    sheet.set_landscape()
    _paper(sheet)
    _lead(book, sheet, block, document, last)
    if isinstance(block, Line) and block.points:
        _line_chart(book, sheet, block, last)
    elif isinstance(block, Bars) and block.rows:
        _bar_chart(book, sheet, block, last)


def _lines(text: str, width: float) -> int:
    """How many lines a wrapped text takes; not every program makes room for them by itself."""
    return sum(max(1, ceil(len(line) * 1.1 / width)) for line in text.split("\n"))


def _paper(sheet: Any) -> None:
    """A4, as wide as a page and as long as it takes."""
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _lead(book: xlsxwriter.Workbook, sheet: Any, block: Any, document: Document, last: int) -> None:
    """From a score to the page that explains it."""
    look = book.add_format({"font_color": ACCENT, "underline": 1, "valign": "top"})
    if isinstance(block, Strips):
        for row, one in enumerate(block.strips, start=1):
            if document.address(one.href):
                sheet.write_url(row, 0, document.address(one.href), look, one.name)
    elif isinstance(block, Line) and document.address(block.href):
        sheet.write_url(last + 2, 0, document.address(block.href), look, _("How these numbers are made"))


def _line_chart(book: xlsxwriter.Workbook, sheet: Any, line: Line, last: int) -> None:
    chart = book.add_chart({"type": "line"})
    for column, (colour, width, dash) in enumerate(LOOKS, start=1):
        chart.add_series({
            "name": line.columns[column], "categories": [sheet.name, 1, 0, last, 0],
            "values": [sheet.name, 1, column, last, column],
            "line": {"color": colour, "width": width, "dash_type": dash},
        })  # fmt: skip
    chart.set_y_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True, "line": {"color": "#d6d2ca"}}})
    chart.set_x_axis({"name": line.columns[0]})
    chart.show_blanks_as("gap")
    _place(sheet, chart, line.title, line.summary, column=len(line.columns) + 1)


def _bar_chart(book: xlsxwriter.Workbook, sheet: Any, bars: Bars, last: int) -> None:
    chart = book.add_chart({"type": "bar"})
    chart.add_series({
        "name": bars.columns[1], "categories": [sheet.name, 1, 0, last, 0], "values": [sheet.name, 1, 1, last, 1],
        "fill": {"color": ACCENT}, "gap": 60, "data_labels": {"value": True},
    })  # fmt: skip
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"none": True})
    _place(sheet, chart, bars.title, bars.summary, column=3)


def _place(sheet: Any, chart: Any, title: str, summary: str, *, column: int) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    sheet.insert_chart(1, column, chart, {**CHART, "description": summary})
