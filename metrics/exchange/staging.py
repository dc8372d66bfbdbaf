"""The preview of an import: rows are read once into a staging table, then matched and compared there."""

import logging
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from collab.models import Organization, Person
from collab.search import fold
from metrics.exchange.cells import Known
from metrics.exchange.incoming.opening import open_graph
from metrics.exchange.judging import Staged, judge, staged
from metrics.exchange.kinds import KINDS, Kind
from metrics.exchange.likeness import Likeness
from metrics.exchange.mapping import written_so
from metrics.exchange.matching import look
from metrics.exchange.network_rows import network_rows
from metrics.exchange.sheets import open_sheet
from metrics.exchange.workbook import FileRefused
from metrics.models import Import, ImportRow
from partners.models import Partner

logger = logging.getLogger(__name__)
ROWS_A_TURN = 10_000  # after so many the page shows how far it is
STAGED = ("batch_id", "collaboration_id", "number", "state", "cells", "problems", "record", "near")


def read(batch: Import) -> None:
    """Read the file of an import into its staged rows and say what would become of each. Safe to run twice."""
    kind = KINDS[batch.kind]
    try:
        _stage(batch, kind)
    except FileRefused as refused:
        batch.move(Import.State.COLUMNS, only_from=(Import.State.READING,), trouble=str(refused))
        return
    with transaction.atomic():
        counts = look(batch, kind)
        batch.move(
            Import.State.PREVIEW, only_from=(Import.State.READING,), counts=counts, watermark=watermark(batch, kind)
        )
    logger.info("import %s read: %s", batch.pk, counts)


def known_of(batch: Import) -> Known:
    """What cells of this file may name, and how it writes."""
    collaboration = batch.collaboration
    known = Known(today=collaboration.today(), zone=collaboration.zone)
    for model, also, found in ((Organization, "short_label", known.organizations), (Person, "email", known.people)):
        for pk, stands, *words in model.everyone.filter(collaboration=collaboration).values_list(
            "pk", "survivor", "name", also
        ):
            for word in {*map(fold, words), str(pk)} - {""}:
                ids = found.setdefault(word, [])
                if (stands or pk) not in ids:  # who was merged is one with its survivor
                    ids.append(stands or pk)
    known.partners = dict(Partner.objects.filter(collaboration=collaboration).values_list("organization_id", "pk"))
    return written_so(known, batch.writing)


def _stage(batch: Import, kind: Kind) -> None:
    """Every row of the file into the staging table, in turns, each with what is wrong with it."""
    content = bytes(batch.content)
    ImportRow.objects.filter(batch=batch).delete()
    # all that is known is loaded first: while rows are copied the connection answers nothing else
    known, likeness = known_of(batch), Likeness.of(batch, kind)
    if kind.steps:
        rows = network_rows(open_graph(content), batch, known, likeness)
    else:
        rows = _judged(open_sheet(content).rows(), batch, kind, known, likeness)
    more, total = True, 0
    while more:
        with transaction.atomic():
            Import.objects.select_for_update().get(pk=batch.pk)  # nothing is staged of a file that was let go
            count = _copy(rows, batch)
            total += count
            Import.objects.filter(pk=batch.pk).update(rows_read=total)
        more = count == ROWS_A_TURN


def _copy(rows: Iterator[tuple[Any, ...]], batch: Import) -> int:
    head = (str(batch.pk), batch.collaboration_id)
    statement = sql.SQL("COPY metrics_importrow ({}) FROM STDIN").format(
        sql.SQL(", ").join(map(sql.Identifier, STAGED))
    )
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((*head, *row))
            count += 1
            if count == ROWS_A_TURN:
                break
    return count


def _judged(
    rows: Iterator[tuple[int, list[Any]]], batch: Import, kind: Kind, known: Known, likeness: Likeness
) -> Iterator[Staged]:
    """Each row as the staging table holds it."""
    places = [(kind.column(name), place) for name, place in batch.columns.items()]
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in rows:
        row = [(column, cells[place] if place < len(cells) else None) for column, place in places]
        values, problems = judge(kind, row, known)
        if not problems:
            first = seen.setdefault(kind.identity(values), number)
            if first != number:
                problems = [("", "twice", {"row": first})]
        yield staged(number, values, problems, likeness.near(values) if not problems else [])


def watermark(batch: Import, kind: Kind) -> int:
    """How many changes of such records, and of what hangs on them, the history holds.

    More than at the preview means that the preview is out of date.
    """
    models = {model for step in kind.each for model in (step.model, *(part.model for part in step.parts))}
    events: list[Any] = [model.pgh_event_model for model in models]  # type: ignore[attr-defined]
    return sum(one.objects.filter(collaboration_id=batch.collaboration_id).count() for one in events)
