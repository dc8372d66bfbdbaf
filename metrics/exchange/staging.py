"""The preview of an import: rows are read once into a staging table, then matched and compared there, set by set."""
# ruff: noqa: S608  names of tables and columns come from our own models and kinds, values are parameters

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from collab.models import Organization, Person
from collab.search import fold
from metrics.exchange.cells import Known, plain
from metrics.exchange.incoming.opening import open_graph
from metrics.exchange.kinds import KINDS, Column, Kind
from metrics.exchange.likeness import Likeness
from metrics.exchange.mapping import written_so
from metrics.exchange.network_rows import network_rows
from metrics.exchange.reasons import Wrong
from metrics.exchange.sheets import open_sheet
from metrics.exchange.ties import begin_anew, resolve, settle
from metrics.exchange.workbook import FileRefused
from metrics.models import Import, ImportRow
from partners.models import Partner

logger = logging.getLogger(__name__)
# the planner has no figures of rows that were staged a moment ago and would compare each with each
BY_SETS = "SELECT set_config('enable_nestloop', 'off', true)"
ROWS_A_TURN = 10_000  # after so many the page shows how far it is
STAGED = ("batch_id", "collaboration_id", "number", "state", "cells", "problems", "record", "near")
State = ImportRow.State


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
) -> Iterator[tuple[Any, ...]]:
    """Number, state, values, problems, record and near records of each row."""
    places = [(kind.column(name), place) for name, place in batch.columns.items()]
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in rows:
        values, problems = judge(kind, places, cells, known)
        if not problems:
            first = seen.setdefault(kind.identity(values), number)
            if first != number:
                problems = [("", "twice", {"row": first})]
        near = likeness.near(values) if not problems else []
        state = State.REFUSED if problems else State.NEAR if near else State.NEW
        yield (
            number, state.value, json.dumps(values), json.dumps(problems) if problems else None, "",
            json.dumps(near) if near else None,
        )  # fmt: skip


def judge(
    kind: Kind, places: list[tuple[Column, int]], cells: list[Any], known: Known
) -> tuple[dict[str, Any], list[tuple[str, str, Mapping[str, Any]]]]:
    """The values of a row and what is wrong with it. An empty cell says nothing: it changes nothing."""
    values: dict[str, Any] = {}
    problems: list[tuple[str, str, Mapping[str, Any]]] = []
    for column, place in places:
        cell = cells[place] if place < len(cells) else None
        if not cell.strip() if isinstance(cell, str) else cell is None:
            if column.is_needed:
                problems.append((column.name, "missing", {}))
            continue
        try:
            values[column.name] = column.read(cell, known)
        except Wrong as wrong:
            problems.append((column.name, wrong.code, {"cell": plain(cell)[:60]} | wrong.values))
    if not problems:
        try:
            kind.check(values)
        except Wrong as wrong:
            problems.append((wrong.values.get("column", ""), wrong.code, wrong.values))
    return values, problems


def look(batch: Import, kind: Kind) -> dict[str, int]:
    """Match and compare all rows with the records; how many rows there are of each state."""
    for step in kind.each:
        with connection.cursor() as cursor:
            cursor.execute(BY_SETS)
            resolve(cursor, batch, step)
        match(batch, step)
        compare(batch, step)
        with connection.cursor() as cursor:
            settle(cursor, batch, step)
    return count(batch)


def look_again(batch: Import, kind: Kind) -> dict[str, int]:
    """The same after somebody decided which records some rows are about."""
    compare(batch, kind.each[0])
    for step in kind.each[1:]:
        with connection.cursor() as cursor:
            begin_anew(cursor, batch)
            resolve(cursor, batch, step)
        match(batch, step)
        compare(batch, step)
        with connection.cursor() as cursor:
            settle(cursor, batch, step)
    return count(batch)


def count(batch: Import) -> dict[str, int]:
    """How many rows there are of each state."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, count(*) FROM metrics_importrow WHERE batch_id = %s GROUP BY state", [batch.pk])
        return dict(cursor.fetchall())


def match(batch: Import, kind: Kind) -> None:
    """Find the record each row is about, by the surest rule first; refuse what fits several or no id."""
    open_states = [State.NEW, State.NEAR]
    has_survivor = hasattr(kind.model, "survivor")
    stands = "coalesce(t.survivor_id, t.id)" if has_survivor else "t.id"
    how_many = f"count(DISTINCT {stands})" if has_survivor else "count(*)"
    with connection.cursor() as cursor:
        cursor.execute(BY_SETS)
        for rule in kind.rules_for(batch.columns):
            cursor.execute(
                f"""UPDATE metrics_importrow r
                SET record = CASE WHEN m.several THEN '' ELSE m.record END, near = NULL,
                    state = CASE WHEN m.several THEN 'refused' ELSE 'same' END,
                    problems = CASE WHEN m.several THEN '[["", "several", {{"cell": ""}}]]'::jsonb END
                FROM (SELECT r.number, min({stands}::text) AS record, {how_many} > 1 AS several
                      FROM metrics_importrow r JOIN {kind.table} t ON {rule}
                      WHERE r.batch_id = %s AND {kind.among} AND r.state = ANY(%s) AND t.collaboration_id = %s
                      GROUP BY r.number) m
                WHERE r.batch_id = %s AND r.number = m.number""",
                [batch.pk, open_states, batch.collaboration_id, batch.pk],
            )
        if has_survivor:  # a name that was merged finds its survivor, and does not rename it
            cursor.execute(
                f"""UPDATE metrics_importrow r SET cells = r.cells - 'name' FROM {kind.table} m
                WHERE r.batch_id = %s AND r.record <> '' AND m.survivor_id::text = r.record
                AND lower(m.name) = lower(r.cells->>'name')""",
                [batch.pk],
            )
            cursor.execute(
                """UPDATE metrics_importrow SET cells = cells || jsonb_build_object('id', record)
                WHERE batch_id = %s AND record <> '' AND cells ? 'id' AND cells->>'id' <> record""",
                [batch.pk],
            )
        cursor.execute(
            f"""UPDATE metrics_importrow r SET state = 'refused', near = NULL, problems = '[["id", "no_id", {{}}]]'
            WHERE r.batch_id = %s AND {kind.among} AND r.state = ANY(%s) AND r.cells ? 'id'""",
            [batch.pk, open_states],
        )
        cursor.execute(
            f"""UPDATE metrics_importrow r SET state = 'refused', record = '',
                problems = jsonb_build_array(jsonb_build_array('', 'twice', jsonb_build_object('row', d.first)))
            FROM (SELECT r.number, min(r.number) OVER (PARTITION BY r.record) AS first FROM metrics_importrow r
                  WHERE r.batch_id = %s AND {kind.among} AND r.record <> '') d
            WHERE r.batch_id = %s AND r.number = d.number AND d.first < r.number""",
            [batch.pk, batch.pk],
        )


def compare(batch: Import, kind: Kind) -> None:
    """Say of each matched row what would change and what stood there before."""
    with connection.cursor() as cursor:
        cursor.execute(BY_SETS)
        cursor.execute(
            f"""UPDATE metrics_importrow r SET state = 'changed', before = c.before
            FROM (SELECT r.number,
                    (SELECT jsonb_object_agg(k, to_jsonb(t) -> k) FROM jsonb_object_keys(r.cells) k
                     WHERE to_jsonb(t) -> k IS DISTINCT FROM to_jsonb(p) -> k) AS before
                  FROM metrics_importrow r JOIN {kind.table} t ON t.id = r.record::{kind.key_type},
                    LATERAL jsonb_populate_record(t, r.cells) p
                  WHERE r.batch_id = %s AND {kind.among} AND r.state = 'same' AND p IS DISTINCT FROM t) c
            WHERE r.batch_id = %s AND r.number = c.number""",
            [batch.pk, batch.pk],
        )
        for part in kind.parts:
            cursor.execute(
                f"""UPDATE metrics_importrow r
                SET state = 'changed', before = coalesce(r.before, '{{}}') || jsonb_build_object(%s::text, (
                    SELECT coalesce(jsonb_agg(DISTINCT p.{part.value}), '[]') FROM {part.model._meta.db_table} p
                    WHERE p.{part.parent} = r.record::{kind.key_type} AND {part.more}))
                WHERE r.batch_id = %s AND r.state IN ('same', 'changed') AND EXISTS (
                    SELECT FROM jsonb_array_elements(coalesce(r.cells -> %s, '[]')) v WHERE NOT EXISTS (
                        SELECT FROM {part.model._meta.db_table} p
                        WHERE p.{part.parent} = r.record::{kind.key_type} AND p.{part.value} = v::bigint
                        AND {part.more}))""",
                [part.column, batch.pk, part.column],
            )


def watermark(batch: Import, kind: Kind) -> int:
    """How many changes of such records, and of what hangs on them, the history holds.

    More than at the preview means that the preview is out of date.
    """
    models = {model for step in kind.each for model in (step.model, *(part.model for part in step.parts))}
    events: list[Any] = [model.pgh_event_model for model in models]  # type: ignore[attr-defined]
    return sum(one.objects.filter(collaboration_id=batch.collaboration_id).count() for one in events)
