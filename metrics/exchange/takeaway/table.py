"""A table on its way out: names of columns that never change, what each means, and rows that come as a stream."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import ForeignKey, Model, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from collab.models import Organization, Person, Seat, User
from collab.search import fold
from collab.tables import AT_ONCE, Cell
from metrics.exchange.staging import known_of
from metrics.models import Import
from partners.models import Partner

PARTED = "; "  # several names in one cell, as the import reads them
PARTING = (";", "|", "\n")


@dataclass(frozen=True)
class Column:
    """`name` is for programs and stays as it is; `meaning` is for the read-me; `choices` are stored word -> shown."""

    name: str
    meaning: str | Promise
    cell: Callable[[Any], Cell]
    choices: tuple[tuple[Any, Any], ...] = ()


@dataclass(frozen=True)
class Table:
    """One CSV of the file. `is_read_back`: our own import finds every column of it by itself."""

    name: str
    title: str | Promise
    columns: tuple[Column, ...]
    rows: Iterable[Any]
    is_read_back: bool = False

    def cells(self) -> Iterator[list[Cell]]:
        """Row after row; what the database holds comes in parts, never whole."""
        rows = self.rows.iterator(chunk_size=AT_ONCE) if isinstance(self.rows, QuerySet) else self.rows
        for row in rows:
            yield [one.cell(row) for one in self.columns]


class Names:
    """Who stands behind an id, as far as the reader may see them, in words by which the import finds the same again.

    Where a name would not find exactly that one, the id stands instead. Example: two people called Ana -> "41".
    """

    def __init__(self, seat: Seat) -> None:
        known = known_of(Import(collaboration=seat.collaboration))
        self.zone: ZoneInfo = seat.collaboration.zone
        self.organizations = _surely_named(Organization.objects.visible_to(seat), known.organizations)
        self.people = _surely_named(Person.objects.visible_to(seat), known.people)
        partners = Partner.objects.visible_to(seat).values_list("pk", "organization_id")
        self.partners: dict[int | None, str] = {pk: self.organizations.get(one, "") for pk, one in partners}

    def joined(self, ids: Iterable[int | None]) -> str:
        """Organisations in one cell, each once."""
        return PARTED.join(dict.fromkeys(self.organizations[one] for one in ids if one in self.organizations))


def _surely_named(rows: QuerySet[Any], known: dict[str, list[int]]) -> dict[int | None, str]:
    return {
        pk: name if known.get(fold(name)) == [pk] and not any(sign in name for sign in PARTING) else str(pk)
        for pk, name in rows.values_list("pk", "name")
    }


def columns_of(model: type[Model], names: Names, *wanted: str) -> tuple[Column, ...]:
    """Columns of stored fields: who is named by name, other records by id, choices and ticks in stored words."""
    return tuple(_column(model._meta.get_field(name), names) for name in wanted)


def _column(field: Any, names: Names) -> Column:
    if field.primary_key:
        return Column("id", _("Stays the same in every file"), lambda row: plain(row.pk, names.zone))
    if isinstance(field, ForeignKey):
        return _named(field, names)
    choices = tuple(field.choices or ())
    return Column(field.name, field.verbose_name, lambda row: plain(getattr(row, field.name), names.zone), choices)


def _named(field: Any, names: Names) -> Column:
    """A column that names another record."""
    named = {Organization: names.organizations, Person: names.people, Partner: names.partners}
    people = named.get(field.related_model)
    if people is not None:
        return Column(field.name, field.verbose_name, lambda row: people.get(getattr(row, field.attname), ""))
    if field.related_model is User:
        return Column(field.name, field.verbose_name, lambda row: str(getattr(row, field.name) or ""))
    meaning = format_lazy("{} ({})", field.verbose_name, _("Id"))
    return Column(f"{field.name}_id", meaning, lambda row: plain(getattr(row, field.attname), names.zone))


def plain(value: Any, zone: ZoneInfo) -> Cell:
    """A stored value as a cell. Example: True -> "yes"; an instant -> "2026-03-31 14:00:00+02:00" of its place."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.astimezone(zone).isoformat(" ", "seconds")
        case list() | tuple():
            return PARTED.join(map(str, value))
        case None | int() | float() | str():
            return value
        case _:
            return value if hasattr(value, "isoformat") or hasattr(value, "quantize") else str(value)
