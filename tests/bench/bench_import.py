"""An import of 100,000 organisations with validation, preview and history, against COPY of the same rows."""

import csv
import io
import os
import resource
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import python_calamine
import xlsxwriter

from collab.models import Collaboration
from metrics.exchange.working import work_on
from metrics.models import Import
from tests import factories
from tests.bench.measure import Report, check_load, pin

PER_SIZE = 1_000  # rows for each unit of --sizes: 100 makes 100,000
SECTORS = ("nonprofit", "business", "government", "academia", "media")
HEAD = ("Name", "Short label", "Sector", "Local", "Place", "Website")
FIELDS = ("name", "short_label", "sector", "is_local", "place", "website")
COLUMNS = {name: place for place, name in enumerate(FIELDS)}
BARE = "bench_bare_organization"  # the same columns, checks and indexes, no triggers and no keys to other tables
CSV_BAR, XLSX_BAR, MEGABYTES_BAR = 3.0, 2.0, 200.0


def rows(count: int) -> list[tuple[str, str, str, str, str, str]]:
    """Made-up organisations, every name its own."""
    return [
        (f"Body {n} of the river {n % 977}", f"B{n}", SECTORS[n % 5], "yes", f"Town {n % 331}", f"https://b{n}.example")
        for n in range(count)
    ]


def run(report: Report, options: Any) -> None:
    """CSV and Excel, once each beside its COPY, in turn; memory is the peak of this process above its start."""
    check_load(report)
    pin()
    made = rows(PER_SIZE * options.sizes[-1])
    report.facts["rows"] = len(made)
    text, book = as_csv(made), as_excel(made)
    began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # the setting of every connection of ours: without it the triggers of history raise and catch an error a row
    options_of_ours = "-c pgtrigger.ignore={}"
    with psycopg.connect(os.environ["BENCH_MAKER_URL"], autocommit=True, options=options_of_ours) as maker:
        maker.execute(f"DROP TABLE IF EXISTS {BARE}")
        maker.execute(f"CREATE TABLE {BARE} (LIKE collab_organization INCLUDING ALL)")
        copied = min(seconds(lambda: copy(maker, BARE, made)) for _time in range(2))
        told = seconds(lambda: copy(maker, "collab_organization", made))
        ours = seconds(lambda: imported(text, len(made)))
        peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - began) / 1024
        bare = copied + seconds(lambda: read_bare(book))
        excel = seconds(lambda: imported(book, len(made)))
        maker.execute(f"DROP TABLE {BARE}")
    report.add("COPY, same indexes", copied, unit=" s")
    report.add("COPY into the table itself, with its history", told, unit=" s")
    report.add("CSV with preview and history / COPY, same indexes", ours / copied, bar=CSV_BAR, note=f"{ours:.1f} s")
    report.add("CSV with preview and history / COPY with history", ours / told)
    report.add("Excel / (COPY, same indexes + bare read)", excel / bare, bar=XLSX_BAR, note=f"{excel:.1f} s")
    report.add("Excel / (COPY with history + bare read)", excel / (told + bare - copied))
    report.add("memory of the import beyond its start", peak, bar=MEGABYTES_BAR, unit=" MB")


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def copy(maker: psycopg.Connection[Any], table: str, made: list[tuple[str, ...]]) -> None:
    """The best simple way in: the same columns, nothing checked, nothing matched."""
    target = own_collaboration().pk
    columns = ("collaboration_id", *FIELDS, "version")
    with maker.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as pipe:
        for row in made:
            pipe.write_row((target, *row, 1))


def imported(content: bytes, count: int) -> None:
    """Upload, preview, write."""
    collaboration = own_collaboration()
    batch = Import.objects.create(
        collaboration=collaboration, kind="organizations", file_name="bench", content=content, columns=COLUMNS,
        state=Import.State.READING, asked_by=factories.user(email=f"bench-import-{uuid4()}@example.org"),
    )  # fmt: skip
    work_on(batch)
    assert batch.counts == {"new": count}, batch.counts
    batch.move(Import.State.WRITING, only_from=(Import.State.PREVIEW,))
    work_on(batch)
    assert batch.state == Import.State.WRITTEN, batch.trouble


def own_collaboration() -> Collaboration:
    """A new one; the database of benches is kept."""
    return factories.collaboration(slug=f"bench-import-{uuid4()}")


def read_bare(book: bytes) -> int:
    """A bare read of the file."""
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0)
    return sum(len(row) for row in sheet.iter_rows())


def as_csv(made: list[tuple[str, ...]]) -> bytes:
    """The rows as a file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    writer.writerows(made)
    return out.getvalue().encode()


def as_excel(made: list[tuple[str, ...]]) -> bytes:
    """The same as an Excel file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEAD, *made]):
            sheet.write_row(at, 0, row)
    return out.getvalue()
