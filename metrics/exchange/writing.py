"""An import is written in one transaction, as a whole or not at all, and undone the same way from the history."""
# ruff: noqa: S608  names of tables and columns come from our own models and kinds, values are parameters

import json
import logging
from typing import Any

import pghistory
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from collab.models import AuditEvent, Collaboration
from metrics.exchange.kinds import KINDS, Kind, Part
from metrics.exchange.matching import BY_SETS
from metrics.exchange.node_ids import ids_of
from metrics.exchange.staging import read, watermark
from metrics.exchange.ties import SIDES, resolve
from metrics.models import Import, ImportRow

logger = logging.getLogger(__name__)


class Refused(Exception):
    """Nothing was written; the message is for a person."""


def write(batch: Import) -> None:
    """Write an import as it was previewed. Safe to run twice: the second time there is nothing to do."""
    kind = KINDS[batch.kind]
    try:
        with transaction.atomic(), pghistory.context(user=batch.asked_by_id, imported=str(batch.pk)) as context:
            Collaboration.objects.select_for_update(no_key=True).get(pk=batch.collaboration_id)  # one at a time
            locked = Import.objects.select_for_update().get(pk=batch.pk)
            if locked.state != Import.State.WRITING:
                return
            _check_preview(locked, kind)
            _write_rows(locked, kind)
            check_constraints()
            _finish(locked, context.id)
    except Refused as refused:
        _look_again(batch, str(refused))
    except IntegrityError as error:
        _look_again(batch, reason_of(error, kind))
    batch.refresh_from_db()
    logger.info("import %s: %s", batch.pk, batch.state)


def _check_preview(batch: Import, kind: Kind) -> None:
    """What was looked at must still be so."""
    staged = ImportRow.objects.filter(batch=batch)
    if staged.count() != sum(batch.counts.values()) or watermark(batch, kind) != batch.watermark:
        raise Refused(_("Records changed since the preview. Look at it again; nothing was written."))
    if staged.filter(state=ImportRow.State.NEAR).exists():
        raise Refused(_("Some rows wait for your decision; nothing was written."))


def _look_again(batch: Import, trouble: str) -> None:
    """Back to a preview of how things are now, with the reason."""
    if batch.move(Import.State.READING, only_from=(Import.State.WRITING,)):
        read(batch)
        Import.objects.filter(pk=batch.pk, state=Import.State.PREVIEW).update(trouble=trouble)


def _write_rows(batch: Import, kind: Kind) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BY_SETS)
        for step in kind.each:
            resolve(cursor, batch, step)
            _insert(cursor, batch, step)
            _update(cursor, batch, step)
            for part in step.parts:
                _insert_part(cursor, batch, step, part)


def _insert(cursor: Any, batch: Import, kind: Kind) -> None:
    """One statement for all new records; the ids are given first where parts will need them."""
    fields = [one for one in kind.fields if not one.primary_key]
    sequence = f"nextval(pg_get_serial_sequence('{kind.table}', 'id'))"
    new_id = "gen_random_uuid()" if kind.key_type == "uuid" else sequence
    if kind.parts or kind.has_dependants:
        cursor.execute(
            f"UPDATE metrics_importrow r SET record = {new_id}"
            f" WHERE r.batch_id = %s AND r.state = 'new' AND {kind.among}", [batch.pk],
        )  # fmt: skip
        new_id = f"r.record::{kind.key_type}"
    cursor.execute(
        f"""INSERT INTO {kind.table} (id, {", ".join(str(one.column) for one in fields)})
        SELECT {new_id}, {", ".join(_value(one, kind) for one in fields)}
        FROM metrics_importrow r, jsonb_populate_record(NULL::{kind.table}, %s) usual
        WHERE r.batch_id = %s AND r.state = 'new' AND {kind.among} ORDER BY r.number""",
        [json.dumps(_defaults(batch, kind)), batch.pk],
    )


def _value(one: "Field[Any, Any]", kind: Kind) -> str:
    """SQL of what a new record holds in a field: what its row says, else what is usual.

    Named one by one: that takes PostgreSQL an eighth of laying each row over a record.
    """
    if one.column not in (*(column.name for column in kind.columns), *SIDES, "value"):
        return f"usual.{one.column}"
    kept = one.db_type(connection) or "text"
    cast = "" if kept.startswith(("varchar", "text")) else f"::{kept}"  # a cast would cut words that are too long
    said = [f"(r.cells {path} '{one.column}'){cast}" for path in ("->>", "-> '_new' ->>")]
    return f"coalesce({', '.join(said)}, usual.{one.column})"


def _defaults(batch: Import, kind: Kind) -> dict[str, Any]:
    """What a new record holds where the file says nothing."""
    values: dict[str, Any] = {}
    for one in kind.fields:
        if one.has_default() and not one.primary_key:
            values[str(one.column)] = one.get_default()
        elif not one.null and not one.is_relation and one.empty_strings_allowed:
            values[str(one.column)] = ""
        elif one.name == "private_note_sealed":
            values[str(one.column)] = "\\x"
    values = {name: "\\x" if value == b"" else value for name, value in values.items()}
    return values | dict(kind.defaults) | {"collaboration_id": batch.collaboration_id}


def _update(cursor: Any, batch: Import, kind: Kind) -> None:
    """One statement for all changed records; an empty cell changed nothing, so it is not among the values."""
    names = {str(one.column) for one in kind.fields}
    said = (*batch.columns, "value") if batch.columns else [one.name for one in kind.columns]
    mapped = [name for name in dict.fromkeys(said) if name in names and name != "id"]
    sets = [f"{name} = n.{name}" for name in mapped]
    if kind.has_version:
        sets.append("version = t.version + 1")
    cursor.execute(
        f"""UPDATE {kind.table} t SET {", ".join(sets)}
        FROM (SELECT p.* FROM metrics_importrow r JOIN {kind.table} o ON o.id = r.record::{kind.key_type},
                LATERAL jsonb_populate_record(o, r.cells) p
              WHERE r.batch_id = %s AND o.collaboration_id = %s AND r.state = 'changed' AND {kind.among}) n
        WHERE t.id = n.id AND t.collaboration_id = n.collaboration_id""",
        [batch.pk, batch.collaboration_id],
    )


def _insert_part(cursor: Any, batch: Import, kind: Kind, part: Part) -> None:
    """What hangs on a record and is not there yet."""
    table = part.model._meta.db_table
    cursor.execute(
        f"""INSERT INTO {table} (collaboration_id, {part.parent}, {part.value})
        SELECT r.collaboration_id, r.record::{kind.key_type}, v::bigint
        FROM metrics_importrow r, jsonb_array_elements(coalesce(r.cells -> %s, '[]')) v
        WHERE r.batch_id = %s AND r.state IN ('new', 'changed') AND NOT EXISTS (
            SELECT FROM {table} p WHERE p.{part.parent} = r.record::{kind.key_type} AND p.{part.value} = v::bigint
            AND {part.more})
        ORDER BY r.number""",
        [part.column, batch.pk],
    )


def check_constraints() -> None:
    """Refuse now, not at the end, what points nowhere."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _finish(batch: Import, context: Any) -> None:
    """Done: the file and its rows are no longer needed, the history holds what changed."""
    counts, node_ids = batch.counts, ids_of(batch)
    subject = f"{batch.kind} {batch.file_name}: " + ", ".join(f"{counts[key]} {key}" for key in sorted(counts))
    AuditEvent.record(AuditEvent.Act.IMPORTED, collaboration=batch.collaboration, user=batch.asked_by, subject=subject)
    ImportRow.objects.filter(batch=batch).delete()
    batch.move(
        Import.State.WRITTEN,
        only_from=(Import.State.WRITING,),
        context=context,
        written_at=timezone.now(),
        content=b"",
        node_ids=node_ids,
    )


def models_of(kind: Kind) -> list[type[Model]]:
    """The tables that an import of a kind writes, in the order of writing."""
    return [model for step in kind.each for model in (step.model, *(part.model for part in step.parts))]


def reason_of(error: IntegrityError, kind: Kind) -> str:
    """What the database refused, in the words of the rule it broke."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    for model in models_of(kind):
        for rule in model._meta.constraints:
            if rule.name == name:
                return _("The database refused a row: %(why)s Nothing was written.") % {
                    "why": rule.get_violation_error_message()
                }
    return _("The database refused a row (%(rule)s). Nothing was written.") % {"rule": name}
