"""The file itself: written table by table to the disk, all of one moment, then kept in blocks of the database."""

import logging
import zipfile
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from collab.models import Seat
from collab.roles import Action
from collab.tables import Cell, csv_stream
from metrics.exchange.takeaway.catalogue import tables
from metrics.exchange.takeaway.read_me import NAME, read_me
from metrics.exchange.takeaway.table import Table
from metrics.locks import EXPORT, alone
from metrics.models import Export

logger = logging.getLogger(__name__)


def work_on(export: Export) -> None:
    """Write what was asked for, once. A second worker leaves it alone; a killed one leaves nothing behind."""
    with alone(EXPORT, export.pk.int) as got, translation.override(export.asked_by.language):
        if not got or not export.begin():
            return
        seat = export.seat()
        if seat is None or not seat.may_for_all(Action.EXPORT_ALL):
            export.fail(_("The seat that asked for it does not open this any more."))
            return
        with TemporaryFile() as file:
            rows = write(file, seat)
            file.seek(0)
            if export.keep(file, rows=rows):
                logger.info("export %s written: %s rows", export.pk, rows)


def write(file: IO[bytes], seat: Seat) -> int:
    """A ZIP of all that a seat sees at one moment; how many rows."""
    at, done = timezone.now(), []
    with transaction.atomic(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as files:
        if not connection.savepoint_ids:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in tables(seat):
            done.append((table, _write_table(files, table)))
        files.writestr(NAME, read_me(seat, done, at=at))
    return sum(rows for _table, rows in done)


def _write_table(files: zipfile.ZipFile, table: Table) -> int:
    """One CSV; how many rows below its head."""
    count = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal count
        for row in table.cells():
            count += 1
            yield row

    with files.open(f"{table.name}.csv", "w", force_zip64=True) as inside:
        for text in csv_stream([one.name for one in table.columns], rows()):
            inside.write(text.encode())
    return count
