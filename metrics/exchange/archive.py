"""One collaboration as one encrypted file: written whole, restored whole into an installation that does not have it.

Rows are JSON lines as PostgreSQL writes them, so that they return to the last digit; the same rows lie beside them as
CSV, for reading. Private notes and people are in it: that is why it is encrypted, and an administrator's alone.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import IO, Any, cast

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from collab.models import AuditEvent, Collaboration, Meeting, Organization, User
from metrics.exchange import moved_rows
from metrics.exchange.passphrase import Lock, Locked, unlock
from metrics.models import Stale

FORMAT = 1
OURS = ("collab", "partners", "government", "metrics")
# what opens something has to be given anew, and what only waits or counts is none of the evidence
LEFT_OUT = {
    "collab.ApiToken", "collab.FeedLink", "collab.PromiseLink", "collab.EndorsementLink", "collab.OutboxMail",
    "collab.CalendarEntry", "collab.CalendarSubscription", "government.OwnEntryLink", "metrics.ShareLink",
    "metrics.Stale", "metrics.Attempt", "metrics.Difference", "metrics.Import", "metrics.ImportRow",
    "metrics.Export", "metrics.ExportPart",
}  # fmt: skip
SEALED = "private_note_sealed"  # travels as text, as each installation has its own key
BATCH = 1000


class ArchiveRefused(Exception):
    """The file cannot be restored here, and why; nothing was written."""


@dataclass(frozen=True)
class Table:
    """A table as it travels: its columns without those that PostgreSQL computes, and those that name a user."""

    name: str
    key: str
    columns: tuple[str, ...]
    users: frozenset[str]
    emptied: frozenset[str]
    is_sealed: bool


@dataclass
class Restored:
    """What a restore did."""

    collaboration: Collaboration
    rows: dict[str, int] = field(default_factory=dict)
    people_added: list[str] = field(default_factory=list)


def tables() -> list[Table]:
    """The tables of a collaboration, in the order in which they can be filled; new ones join by themselves."""
    chosen = [one for one in apps.get_models() if _travels(one)]
    left: dict[type[models.Model], set[Any]] = {one: _needs(one, chosen) for one in chosen}
    order: list[type[models.Model]] = []
    while left:
        free = [one for one, needs in left.items() if not needs - set(order)]
        order += free
        left = {one: needs for one, needs in left.items() if one not in free}
    return [_table(one) for one in order]


def _travels(model: type[models.Model]) -> bool:
    names = {one.name for one in model._meta.fields}
    ours = model._meta.app_label in OURS and model._meta.label not in LEFT_OUT
    return ours and "collaboration" in names and "pgh_id" not in names  # history begins anew


def _needs(model: type[models.Model], chosen: list[type[models.Model]]) -> set[Any]:
    found = {one.related_model for one in model._meta.concrete_fields if one.is_relation}
    return (found & set(chosen)) - {model}


def _table(model: type[models.Model]) -> Table:
    fields: list[Any] = [one for one in model._meta.concrete_fields if not getattr(one, "generated", False)]
    there = {Collaboration, User, Organization}
    absent = {
        one.column for one in fields
        if one.is_relation and one.related_model not in there and not _travels(one.related_model)
    }  # fmt: skip
    return Table(
        name=model._meta.db_table,
        key=str(model._meta.pk.column),
        columns=tuple(one.column for one in fields if one.column != SEALED),
        users=frozenset(one.column for one in fields if one.is_relation and one.related_model is User),
        emptied=frozenset(absent),
        is_sealed=SEALED in {one.column for one in fields},
    )


def write(collaboration: Collaboration, out: IO[bytes], *, passphrase: str, made_at: datetime) -> None:
    """The archive of a collaboration as it stands at this instant, locked with a passphrase, row by row into a file."""
    locked = Lock(out, passphrase)
    with transaction.atomic(), zipfile.ZipFile(cast(IO[bytes], locked), "w", zipfile.ZIP_DEFLATED) as files:
        if not connection.savepoint_ids:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        chosen = tables()
        counts = {one.name: _write_table(files, one, collaboration.pk) for one in chosen}
        files.writestr("collaboration.json", _line("collab_collaboration", "id", collaboration.pk))
        files.writestr("users.json", json.dumps(_users(collaboration), ensure_ascii=False))
        files.writestr("notes.json", json.dumps(_notes(collaboration), ensure_ascii=False))
        about = {
            "format": FORMAT, "collaboration": collaboration.slug, "made_at": made_at.isoformat(),
            "version": _version(), "rows": counts, "columns": {one.name: one.columns for one in chosen},
        }  # fmt: skip
        files.writestr("schema.json", json.dumps(about, indent=1))
        AuditEvent.record(AuditEvent.Act.EXPORTED, user=None, collaboration=collaboration, subject="archive")
    locked.end()


def _write_table(files: zipfile.ZipFile, table: Table, collaboration: int) -> int:
    """Rows as JSON lines and as CSV; how many."""
    where = sql.SQL("FROM {} t WHERE collaboration_id = {} ORDER BY {}").format(
        sql.Identifier(table.name), sql.Literal(collaboration), sql.Identifier(table.key)
    )
    without = sql.SQL(" - ").join([sql.SQL("to_jsonb(t)"), *map(sql.Literal, sorted({SEALED} | table.emptied))])
    count = 0
    with connection.cursor() as cursor, files.open(f"rows/{table.name}.jsonl", "w", force_zip64=True) as file:
        cursor.execute(sql.SQL("SELECT ({})::text {}").format(without, where))
        while rows := cursor.fetchmany(BATCH):
            file.write("".join(f"{row}\n" for (row,) in rows).encode())
            count += len(rows)
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    with connection.cursor() as cursor, files.open(f"csv/{table.name}.csv", "w", force_zip64=True) as file:
        query = sql.SQL("COPY (SELECT {} {}) TO STDOUT WITH (FORMAT csv, HEADER)").format(columns, where)
        with cursor.copy(query) as copy:  # type: ignore[attr-defined]  # psycopg's own
            for block in copy:
                file.write(bytes(block))
    return count


def _line(table: str, key: str, value: int) -> str:
    with connection.cursor() as cursor:
        named = sql.SQL("SELECT to_jsonb(t)::text FROM {} t WHERE {} = %s")
        cursor.execute(named.format(sql.Identifier(table), sql.Identifier(key)), [value])
        return str(cursor.fetchone()[0])


def _users(collaboration: Collaboration) -> list[dict[str, Any]]:
    """Whoever is named in a row, without what opens an account."""
    named: set[int] = set()
    with connection.cursor() as cursor:
        for table in tables():
            for column in sorted(table.users):
                query = sql.SQL("SELECT DISTINCT {0} FROM {1} WHERE collaboration_id = %s AND {0} IS NOT NULL")
                cursor.execute(query.format(sql.Identifier(column), sql.Identifier(table.name)), [collaboration.pk])
                named |= {row[0] for row in cursor.fetchall()}
                named |= moved_rows.users_of(collaboration.pk, table.name, column)
    found = User.objects.filter(pk__in=named).order_by("pk")
    return [{"id": one.pk, "email": one.email, "name": one.name, "language": one.language} for one in found]


def _notes(collaboration: Collaboration) -> dict[str, str]:
    noted = Meeting.objects.filter(collaboration=collaboration).exclude(private_note_sealed=b"")
    return {str(one.pk): one.private_note for one in noted.only("pk", SEALED).iterator()}


def _version() -> dict[str, str]:
    """The newest migration of each of our apps: what the rows were made by."""
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {app: name for app, name in applied if app in OURS}


def read(file: IO[bytes], *, passphrase: str) -> Restored:
    """Restore an archive, all or nothing. Raises ArchiveRefused; scores are as they were and can be computed again."""
    try:
        with unlock(file, passphrase) as clear, zipfile.ZipFile(clear) as files:
            return _read(files)
    except (Locked, zipfile.BadZipFile) as error:
        raise ArchiveRefused(str(error) or "this is no archive") from None


def _read(files: zipfile.ZipFile) -> Restored:
    about = json.loads(files.read("schema.json"))
    if about["format"] != FORMAT or about["version"] != _version():
        raise ArchiveRefused("it was made by another version: restore it with that version, then upgrade")
    if Collaboration.objects.filter(slug=about["collaboration"]).exists():
        raise ArchiveRefused(f"there is a collaboration {about['collaboration']} already")
    try:
        with transaction.atomic():
            return _restore(files, about)
    except DatabaseError as error:
        raise ArchiveRefused(f"its rows do not fit in here: {str(error).splitlines()[0]}") from None


def _restore(files: zipfile.ZipFile, about: dict[str, Any]) -> Restored:
    users, added = _take_users(json.loads(files.read("users.json")))
    row = json.loads(files.read("collaboration.json"))
    _insert(_table(Collaboration), json.dumps([row | {"backbone_id": None}]), users)
    done = Restored(Collaboration.objects.get(pk=row["id"]), people_added=added)
    _switch_triggers("DISABLE")
    for table in tables():
        with files.open(f"rows/{table.name}.jsonl") as file:
            lines: Iterator[str] = (line.decode() for line in file)
            while batch := list(islice(lines, BATCH)):
                _insert(table, f"[{','.join(batch)}]", users)
        done.rows[table.name] = about["rows"][table.name]
    moved_rows.lead({one.name: one.users for one in tables()}, done.collaboration.pk, users)
    _switch_triggers("ENABLE")
    Collaboration.objects.filter(pk=row["id"]).update(backbone=row["backbone_id"])
    for pk, note in json.loads(files.read("notes.json")).items():
        meeting = Meeting.objects.get(pk=pk)
        meeting.private_note = note
        Meeting.objects.filter(pk=pk).update(private_note_sealed=meeting.private_note_sealed)
    Stale.objects.create(collaboration=done.collaboration)
    _go_on_counting([_table(Collaboration), *tables()])
    AuditEvent.record(AuditEvent.Act.IMPORTED, user=None, collaboration=done.collaboration, subject="archive")
    return done


def _take_users(rows: list[dict[str, Any]]) -> tuple[dict[str, int], list[str]]:
    """Users by their old number; who is not here yet gets an account that no password opens."""
    found, added = {}, []
    for row in rows:
        user = User.objects.filter(email__iexact=row["email"]).first()
        if user is None:
            user = User.objects.invited(email=row["email"], name=row["name"], language=row["language"])
            added.append(user.email)
        found[str(row["id"])] = user.pk
    return found, added


def _insert(table: Table, rows: str, users: dict[str, int]) -> None:
    """Fill a table from a JSON list; columns that name a user are led to the users of this installation."""
    chosen = [one for one in table.columns if one not in table.emptied]
    led = sql.SQL("(%(users)s::jsonb ->> r.{}::text)::bigint")
    values: list[sql.Composable] = [
        led.format(sql.Identifier(one)) if one in table.users else sql.Identifier("r", one) for one in chosen
    ]
    if table.is_sealed:
        chosen, values = [*chosen, SEALED], [*values, sql.SQL("''::bytea")]
    query = sql.SQL("INSERT INTO {0} ({1}) SELECT {2} FROM jsonb_populate_recordset(NULL::{0}, %(rows)s::jsonb) r")
    ready = query.format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, chosen)), sql.SQL(", ").join(values)
    )
    with connection.cursor() as cursor:
        cursor.execute(ready, {"rows": rows, "users": json.dumps(users)})


def _switch_triggers(word: str) -> None:
    """Rows enter as they were written: what a trigger guards was guarded then, and history begins anew.

    Constraints stay in force. Only the owner of the tables may do this, and nobody writes to them meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table in tables():
            cursor.execute(sql.SQL(f"ALTER TABLE {{}} {word} TRIGGER USER").format(sql.Identifier(table.name)))


def _go_on_counting(filled: list[Table]) -> None:
    """Number new rows after the restored ones."""
    counted = "SELECT setval(s, greatest((SELECT max({0}) FROM {1}), 1)) FROM pg_get_serial_sequence(%s, %s) s"
    with connection.cursor() as cursor:
        for table in filled:
            query = sql.SQL(counted).format(sql.Identifier(table.key), sql.Identifier(table.name))
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.name, table.key])
            if cursor.fetchone()[0]:
                cursor.execute(query, [table.name, table.key])
