"""The preview of an import in words: what becomes of each row, with before and after, and why one is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from collab.models import Organization, Person
from metrics.exchange.kinds import Column, Kind
from metrics.exchange.matching import look_again
from metrics.exchange.reasons import REASONS
from metrics.exchange.staging import watermark
from metrics.models import Import, ImportRow
from partners.models import Partner

NAMED: dict[str, type[Model]] = {"organization": Organization, "person": Person, "partner": Partner}
NEW_RECORD = "new"


@dataclass(frozen=True)
class Change:
    """One column of a row: its name, what stands there now ("" for nothing) and what would stand there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownRow:
    """One row as the preview shows it."""

    number: int  # of the staged row, which forms send back
    where: str  # the row as a person finds it in the file
    title: str
    changes: list[Change]
    reasons: list[str]
    near: list[Model]
    record: str


def shown(rows: Iterable[ImportRow], batch: Import, kind: Kind) -> list[ShownRow]:
    """Rows of one page of the preview, with the names that their values stand for."""
    rows = list(rows)
    names = _names(rows, kind)
    near = kind.model._default_manager.filter(collaboration_id=batch.collaboration_id)
    alike = {str(one.pk): one for one in near.filter(pk__in=[pk for row in rows for pk in row.near or []])}
    return [_shown(row, batch, kind, names, alike) for row in rows]


def _shown(
    row: ImportRow, batch: Import, kind: Kind, names: Mapping[tuple[str, Any], str], alike: Mapping[str, Model]
) -> ShownRow:
    before = row.before or {}
    changes = []
    kind = kind.of_row(row.number)
    for column in kind.columns:
        if column.name in row.cells and (row.state != ImportRow.State.CHANGED or column.name in before):
            old = _words(column, before.get(column.name), kind, batch, names)
            changes.append(Change(str(column.label), old, _words(column, row.cells[column.name], kind, batch, names)))
    reasons = refusals(row, kind)
    near = [alike[pk] for pk in row.near or [] if pk in alike]
    return ShownRow(row.number, where(row), _title(row, kind, batch, names), changes, reasons, near, row.record)


def where(row: ImportRow) -> str:
    """The row as a spreadsheet shows it. Of a network: the organisation or tie in the order of the file."""
    if "_row" not in row.cells:
        return str(row.number)
    words = {"row": row.cells["_row"]}
    return (_("Tie %(row)s") if "_from" in row.cells else _("Organisation %(row)s")) % words


def _title(row: ImportRow, kind: Kind, batch: Import, names: Mapping[tuple[str, Any], str]) -> str:
    if "_from" in row.cells:
        return f"{row.cells['_from']} → {row.cells['_to']}"
    columns = kind.columns if kind.columns[0].name != "id" else kind.columns[1:]
    return next((_words(one, row.cells[one.name], kind, batch, names) for one in columns if one.name in row.cells), "")


def refusals(row: ImportRow, kind: Kind) -> list[str]:
    """Why a row is refused, a sentence a reason."""
    return [reason(kind.of_row(row.number), *one) for one in row.problems or []]


def reason(kind: Kind, column: str, code: str, values: Mapping[str, Any]) -> str:
    """Why a row is refused, in a sentence."""
    labels = {one.name: str(one.label) for one in kind.columns}
    said = {"cell": "", **values, "column": labels.get(column, column)}
    said["other"] = labels.get(str(values.get("other", "")), "")
    return str(REASONS[code]) % said


def _names(rows: list[ImportRow], kind: Kind) -> dict[tuple[str, Any], str]:
    """The names of all records that these rows point at, by one query a noun."""
    wanted: dict[str, set[Any]] = {}
    for column in kind.columns:
        if column.names:
            for row in rows:
                for values in (row.cells, row.before or {}):
                    wanted.setdefault(column.names, set()).update(_listed(values.get(column.name)))
    found: dict[tuple[str, Any], str] = {}
    for noun, keys in wanted.items():
        records: Any = NAMED[noun]._default_manager.filter(pk__in=keys)
        if noun == "partner":
            records = records.select_related("organization")
        found |= {
            (noun, one.pk): str(getattr(one, "organization", one) if noun == "partner" else one) for one in records
        }
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _words(column: Column, value: Any, kind: Kind, batch: Import, names: Mapping[tuple[str, Any], str]) -> str:
    if value is None or value == "" or value == []:
        return ""
    if column.names:
        return ", ".join(names.get((column.names, one), str(one)) for one in _listed(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.name.endswith("_at"):
        local = localtime(datetime.fromisoformat(str(value)), batch.collaboration.zone)
        return date_format(local, "DATETIME_FORMAT")
    choices = dict(getattr(_field(column, kind), "flatchoices", None) or ())
    return str(choices.get(value, value))


def _field(column: Column, kind: Kind) -> Any:
    fields = kind.model._meta.concrete_fields
    return next((one for one in fields if one.column == column.name), None)


@transaction.atomic
def decide(batch: Import, kind: Kind, decisions: Mapping[int, str]) -> int:
    """Take what a person decided about near-duplicates: row -> "new", or the id of the record it is about.

    How many were taken; an id that was not among those shown is passed over.
    """
    taken = 0
    locked = Import.objects.select_for_update().get(pk=batch.pk)
    if locked.state != Import.State.PREVIEW:
        return 0
    rows = ImportRow.objects.filter(batch=batch, state=ImportRow.State.NEAR)
    matched = ImportRow.objects.filter(batch=batch).exclude(record="")
    matched = matched.filter(number__range=kind.each[0].numbers) if kind.each[0].numbers else matched
    used = set(matched.values_list("record", flat=True))
    for row in rows.filter(number__in=decisions):
        wanted = decisions[row.number]
        if wanted == NEW_RECORD:
            values: dict[str, Any] = {"state": ImportRow.State.NEW}
        elif wanted in (row.near or []) and wanted not in used:
            used.add(wanted)
            values = {"state": ImportRow.State.SAME, "record": wanted}
        else:
            continue
        taken += rows.filter(number=row.number).update(**values)
    counts = look_again(batch, kind)
    Import.objects.filter(pk=batch.pk).update(counts=counts, watermark=watermark(batch, kind), trouble="")
    return taken
