"""An import of 100,000 organisations with validation, preview and history, against COPY of the same rows."""
# ruff: noqa: S608  names of tables are ours

import csv
import io
import os
import resource
import statistics
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import python_calamine
import xlsxwriter

from collab.models import Collaboration
from metrics.exchange.working import work_on
from metrics.models import Import
from tests import factories
from tests.bench.measure import Report, Work, add_ratio, check_load, growth, pin, seconds, steps

PER_SIZE = 1_000  # rows for each unit of --sizes: 100 makes 100,000
JUDGED = 100_000  # rows that the bars are for; fewer rows only tell how the time grows
SECTORS = ("nonprofit", "business", "government", "academia", "media")
HEAD = ("Name", "Short label", "Sector", "Local", "Place", "Website")
FIELDS = ("name", "short_label", "sector", "is_local", "place", "website")
COLUMNS = {name: place for place, name in enumerate(FIELDS)}
BARE = "bench_bare_organization"  # the same columns, checks and indexes, no triggers and no keys to other tables
CSV_BAR, XLSX_BAR, MEGABYTES_BAR, GROWTH_BAR = 3.0, 2.0, 200.0, 1.02
BESIDE = {"CSV": "COPY, same indexes", "Excel": "(COPY, same indexes + bare read)"}
ROUNDS = 11  # pairs of each kind of file: with fewer, one slow COPY is the end of the interval
Pair = tuple[float, float]  # seconds of ours, of theirs


def rows(count: int) -> list[tuple[str, str, str, str, str, str]]:
    """Made-up organisations, every name its own."""
    return [
        (f"Body {n} of the river {n % 977}", f"B{n}", SECTORS[n % 5], "yes", f"Town {n % 331}", f"https://b{n}.example")
        for n in range(count)
    ]


def run(report: Report, options: Any) -> None:
    """CSV and Excel, each beside its COPY, in turn; growth where several sizes are asked for."""
    check_load(report)
    pin()
    # the setting of every connection of ours: without it the triggers of history raise and catch an error a row
    options_of_ours = "-c pgtrigger.ignore={}"
    with psycopg.connect(os.environ["BENCH_MAKER_URL"], autocommit=True, options=options_of_ours) as maker:
        took = {size * PER_SIZE: in_turn(report, maker, size * PER_SIZE, options) for size in options.sizes}
    if len(took) > 1:
        for at, what in enumerate(("CSV", "Excel")):
            middle = {count: statistics.median(pairs[at][0] for pairs in rounds) for count, rounds in took.items()}
            report.add(f"{what}: exponent of seconds over rows", growth(middle), bar=GROWTH_BAR, note=steps(middle))


def in_turn(report: Report, maker: psycopg.Connection[Any], count: int, options: Any) -> list[tuple[Pair, Pair]]:
    """Seconds of both sides for CSV and for Excel, some times over.

    Both tables begin with the same rows, and get the same rows at the same time, so that their indexes are as deep.
    """
    made = rows(count)
    text, book = as_csv(made), as_excel(made)
    begin_alike(maker)
    start = resident()
    report.facts["rows"], found = count, []
    for turn in range(min(options.pairs, ROUNDS)):
        by_csv = pair(maker, lambda: imported(text, count), lambda: copy(maker, BARE, made), turn)
        by_excel = pair(
            maker, lambda: imported(book, count), lambda: (copy(maker, BARE, made), read_bare(book)), turn + 1
        )
        found.append((by_csv, by_excel))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - start
    told = seconds(lambda: copy(maker, "collab_organization", made))
    maker.execute(f"DROP TABLE {BARE}")
    copied = statistics.median(theirs for (_ours, theirs), _excel in found)
    print(f"  {count} rows")
    report.add("COPY, same indexes", copied, unit=" s")
    report.add("COPY with history / COPY, same indexes", told / copied)
    for what, bar, pairs in zip(("CSV", "Excel"), (CSV_BAR, XLSX_BAR), zip(*found, strict=True), strict=True):
        report.add(f"{what} with preview and history", statistics.median(ours for ours, _theirs in pairs), unit=" s")
        add_ratio(report, f"{what} / {BESIDE[what]}", pairs, bar=bar if count == JUDGED else None)
    report.add("memory of the imports beyond their start", peak, bar=MEGABYTES_BAR, unit=" MB")
    return found


def pair(maker: psycopg.Connection[Any], ours: Work, theirs: Work, turn: int) -> Pair:
    """Seconds of ours and of theirs, who begins changes by turns; what was written before is on the disk."""
    took = {}
    for side in (ours, theirs) if turn % 2 else (theirs, ours):
        maker.execute("CHECKPOINT")
        took[side] = seconds(side)
    return took[ours], took[theirs]


def begin_alike(maker: psycopg.Connection[Any]) -> None:
    """Forget the organisations of former runs; the bare table holds what is left."""
    maker.execute("SET session_replication_role = replica")  # no history of that
    for table in ("collab_organization", "collab_organizationevent"):
        maker.execute(
            f"""DELETE FROM {table} WHERE name LIKE 'Body %' AND collaboration_id IN
            (SELECT id FROM collab_collaboration WHERE slug LIKE 'bench-import-%')"""
        )
        maker.execute(f"VACUUM (FULL, ANALYZE) {table}")
    maker.execute("RESET session_replication_role")
    maker.execute(f"DROP TABLE IF EXISTS {BARE}")
    maker.execute(f"CREATE TABLE {BARE} (LIKE collab_organization INCLUDING ALL)")
    columns = ", ".join(("collaboration_id", *FIELDS, "version"))
    maker.execute(f"INSERT INTO {BARE} ({columns}) SELECT {columns} FROM collab_organization")


def resident() -> float:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


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
