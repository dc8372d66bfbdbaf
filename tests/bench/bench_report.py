"""Files of 24 months against the bare writers of the same tuples; memory; ten at once beside a dashboard."""

import csv
import io
import json
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from statistics import median
from typing import Any
from uuid import uuid4

import typst
import xlsxwriter
from django.test import Client

from collab.models import Collaboration, Seat
from collab.roles import Role
from collab.tables import csv_text, excel
from metrics.reports import docx, pdf, pptx, xlsx
from metrics.reports.document import Document, Line, LinePoint, Section, Strip, Strips, Table, Words
from metrics.reports.drawn import drawn
from metrics.scoring import score_collaboration
from tests import factories
from tests.bench.data import ids, make
from tests.bench.measure import Report, abba, add_ratio, check_same, pin, seconds

HEAD = ("Organisation", "Month", "As of", "Value", "Lowest", "Highest", "State")
ORGANIZATIONS, MONTHS = 100, 24
FEWER = 5  # of the pairs that a small ratio takes; a file takes a hundred times as long
AT_ONCE = 10
PAPERS = 20  # different ones, for the memory
TIMES = 10  # as many rows for the memory as for the time
LOOKS = 12  # at the dashboard while files are written
XLSX_BAR, PDF_BAR, DASHBOARD_BAR, PDF_SECONDS, MEGABYTES = 1.25, 1.10, 1.5, 1.0, 200
Rows = list[tuple[Any, ...]]


def run(report: Report, options: Any) -> None:
    """Memory, workbook, CSV, PDF, then ten files beside a dashboard."""
    pin()
    pairs, rows, made = max(FEWER, options.pairs // 3), tuples(), document()
    _memory(report, made, rows)
    check_same(report, [partial(bare_workbook, rows)] * pairs)
    _ratio(report, f"workbook of {len(rows)} rows", partial(excel, "Scores", HEAD, rows), partial(bare_workbook, rows),
           pairs, XLSX_BAR)  # fmt: skip
    _ratio(report, "the same as CSV", partial(csv_text, HEAD, rows), partial(bare_csv, rows), pairs, None)
    _papers(report, made, options.pairs)
    _beside_a_dashboard(report, made)


_KILO = 1024 * 1024 if sys.platform == "darwin" else 1024


def _memory(report: Report, made: Document, rows: Rows) -> None:
    """What a process holds at most that writes many files of every format; before anything bare runs in it."""
    for number in range(PAPERS):
        pdf.pdf(_another(made, -number))
    for write in (docx.word, pptx.slides, xlsx.xlsx):
        write(made)
    excel("Scores", HEAD, rows * TIMES)
    report.add(f"most memory, every format and {len(rows) * TIMES} rows",
               resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILO, bar=MEGABYTES, unit=" MB")  # fmt: skip


def _papers(report: Report, made: Document, pairs: int) -> None:
    """Each pair sets a document that nobody set before: the engine remembers what it has laid out. It holds its fonts
    on both sides; data made ready counts as ours."""
    held, half = pdf.fonts(), max(FEWER, pairs)
    documents = [_another(made, number) for number in range(2 * half)]
    pdf.pdf(made)
    bare_pdf(json.dumps(ready_input(made)), held)
    ours = [partial(pdf.pdf, one) for one in documents[:half]]
    theirs = [partial(bare_pdf, json.dumps(ready_input(one)), held) for one in documents[half:]]
    add_ratio(report, "PDF of 24 months", abba(ours, theirs), bar=PDF_BAR)
    took = median(seconds(partial(pdf.pdf, _another(made, 2 * half + number))) for number in range(FEWER))
    report.add("PDF of 24 months", took, bar=PDF_SECONDS, unit=" s")


def _another(made: Document, number: int) -> Document:
    """As long as the others, and no line of it the same."""
    sections = tuple(replace(one, title=f"{one.title}, {number:03}", note=f"{number:03}") for one in made.sections)
    return replace(made, lede=f"Request {number:03}.", sections=sections)


def _ratio(
    report: Report, what: str, ours: Callable[[], Any], theirs: Callable[[], Any], pairs: int, bar: float | None
) -> None:
    add_ratio(report, what, abba([ours] * pairs, [theirs] * pairs), bar=bar)


def tuples() -> Rows:
    """A row for each organisation and month: words, whole numbers, a day, decimals, a gap here and there."""
    return [
        (f"Organisation {number}", month, date(2024, 1, 31) + timedelta(days=30 * month),
         None if (number + month) % 11 == 0 else Decimal(number * month % 1000) / 10, number % 50, 50 + month,
         "provisional" if number % 3 else "supported")
        for number in range(ORGANIZATIONS)
        for month in range(MONTHS)
    ]  # fmt: skip


def bare_workbook(rows: Rows) -> bytes:
    """The loop that anybody would write: the same cells, kinds told apart by nothing but their type."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEAD)
        for place, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(place, column, cell, day)
                else:
                    sheet.write(place, column, cell)
    return out.getvalue()


def bare_csv(rows: Rows) -> str:
    """The standard library's own writer."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    writer.writerows(rows)
    return out.getvalue()


def document() -> Document:
    """A donor's report: four scores, four lines of 24 months, words and a table."""
    points = tuple(
        LinePoint(month, Decimal(20 + month), Decimal(15 + month), Decimal(30 + month), (Decimal(month), Decimal(40)))
        for month in range(MONTHS + 1)
    )
    columns = ("Month", "Value", "Lowest", "Highest", "Expected from", "Expected to")
    strip = Strip("A score", Decimal(58), Decimal(52), Decimal(62), (Decimal(40), Decimal(62)), False, "Within.", "/x/")
    lines = tuple(Line("relationship", f"Line {n}", "Each month.", "Risen.", points, columns, "/x/") for n in range(4))
    words = Words("Partners met every fortnight, and the council answered in writing for the first time. " * 12)
    table = Table(
        "Gates", ("Gate", "State", "Since"), tuple((f"G{n}", "Passed", date(2026, 1, n + 1)) for n in range(20))
    )
    sections = (
        Section("s1", "Where it stands", "", (words, Strips("Scores", (strip,) * 4, (*columns, "In words")))),
        *(Section(f"l{number}", f"Objective {number}", "", (words, line)) for number, line in enumerate(lines)),
        Section("s2", "Gates", "", (words, table)),
    )
    return Document("On its way", "A board", "One request.", "en", "As of today.", "https://example.org", sections)


def ready_input(made: Document) -> dict[str, Any]:
    """What the engine reads, made beforehand."""
    sections = [
        {"title": one.title, "note": one.note, "blocks": [drawn(block, made) for block in one.blocks]}
        for one in made.sections
    ]
    names = ("title", "kicker", "lede", "language", "imprint")
    return {name: getattr(made, name) for name in names} | {"sections": sections}


def bare_pdf(ready: str, fonts: typst.Fonts) -> bytes:
    """The engine alone."""
    return bytes(typst.compile(
        pdf.SOURCE, root=pdf.SOURCE.parent, format="pdf", pdf_standards=["ua-1"], font_paths=fonts,
        sys_inputs={"document": ready, "paper": "a4"},
    ))  # fmt: skip


def _beside_a_dashboard(report: Report, made: Document) -> None:
    """How much longer the page of a collaboration takes while ten files are asked for."""
    make(0, 1)
    collaboration = Collaboration.objects.get(pk=ids(1)[0])
    score_collaboration(collaboration, today=collaboration.today())
    seat = Seat.objects.filter(collaboration=collaboration).first() or factories.seat(
        collaboration=collaboration, role=Role.COORDINATOR, user=factories.user(email=f"{uuid4()}@example.org")
    )
    client = Client()
    client.force_login(seat.user)
    look = partial(client.get, collaboration.get_absolute_url(), headers={"host": "localhost"})
    look()
    alone = median(_wall(look) for _n in range(LOOKS))
    with ThreadPoolExecutor(max_workers=1) as hands:  # as many as one worker process writes at once
        waiting = [hands.submit(pdf.pdf, made) for _n in range(AT_ONCE)]
        beside = median(_wall(look) for _n in range(LOOKS))
        for one in waiting:
            one.result()
    report.add("a dashboard while 10 files wait, against alone", beside / alone, bar=DASHBOARD_BAR)


def _wall(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
