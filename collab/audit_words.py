"""The audit log in words: who did what to which record, and what changed, field by field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, DateField, DateTimeField, ForeignKey, Model
from django.utils import formats
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.audit import ACT, AT_ONCE, Entry, kinds, told_fields
from collab.models import AuditEvent, Seat, User
from collab.tables import in_parts

LONGEST = 300  # signs of a text that the log shows; the record itself shows all
TITLES = ("name", "topics", "text", "item")  # the columns that name a row, the first that is there
WHAT = {
    "insert": gettext_lazy("added"),
    "update": gettext_lazy("changed"),
    "delete": gettext_lazy("removed"),
}


@dataclass(frozen=True)
class Names:
    """Who acted, by id; and the names of the rows that records point to, by table and id."""

    actors: dict[str, str]
    rows: dict[type[Model], dict[str, str]]


@dataclass(frozen=True)
class Change:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it."""

    at: datetime
    who: str
    what: str
    record: str
    title: str
    changes: list[Change]


def kind_choices() -> list[tuple[str, Any]]:
    """What one may filter by."""
    named = ((label, capfirst(history.pgh_tracked_model._meta.verbose_name)) for label, history in kinds().items())  # type: ignore[attr-defined]
    return [(ACT, _("Acts: access, refusals, exports")), *sorted(named, key=lambda row: str(row[1]))]


def lines(found: list[Entry], seat: Seat) -> list[Line]:
    """The entries in words; names are looked up once for each table."""
    fields = {label: told_fields(history, seat) for label, history in kinds().items()}
    names = _names(found, fields)
    zone = seat.collaboration.zone
    return [_line(entry, fields.get(entry.kind, []), names, zone) for entry in found]


def every_line(found: Iterable[Entry], seat: Seat) -> Iterator[Line]:
    """The same for a long stream of entries, some at a time."""
    for some in in_parts(found, AT_ONCE):
        yield from lines(some, seat)


def _line(entry: Entry, fields: list[Any], names: Names, zone: ZoneInfo) -> Line:
    who = names.actors.get(str(entry.user)) or (_("Nobody signed in") if entry.kind == ACT else _("Groundwork itself"))
    at = entry.at.astimezone(zone)
    if entry.kind == ACT:
        return Line(
            at, who, str(dict(AuditEvent.Act.choices).get(entry.what, entry.what)), "", entry.now["subject"], []
        )
    model = fields[0].model
    return Line(
        at=at,
        who=who,
        what=str(WHAT.get(entry.what, entry.what)),
        record=str(model._meta.verbose_name),
        title=_title(entry.now, fields, names),
        changes=[] if entry.what == "delete" else list(_changes(entry, fields, names, zone)),
    )


def _changes(entry: Entry, fields: list[Any], names: Names, zone: ZoneInfo) -> Iterable[Change]:
    """What differs from the row before; of a new row, everything that is filled in."""
    was = entry.before if entry.before is not None and entry.what == "update" else {}
    for field in fields:
        before, now = was.get(field.attname), entry.now.get(field.attname)
        if before != now and not (not was and now in (None, "", [], False)):
            shown = (_word(field, value, names, zone) for value in (before, now))
            yield Change(capfirst(str(field.verbose_name)), *shown)


def _title(row: dict[str, Any], fields: list[Any], names: Names) -> str:
    """What names the row: its own words, else the rows that it joins."""
    own = next((str(row[name]) for name in TITLES if row.get(name)), "")
    if own:
        return Truncator(own).chars(80)
    joined = [
        _word(field, row[field.attname], names) for field in fields if _is_named(field) and row.get(field.attname)
    ]
    return ", ".join(joined)


def _word(field: Any, value: Any, names: Names, zone: ZoneInfo | None = None) -> str:
    """A stored value as a person reads it."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(field, ForeignKey):
        return names.rows.get(field.related_model, {}).get(str(value)) or _("removed since")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, DateField):
        return _day(field, value, zone)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return Truncator(str(value)).chars(LONGEST)


def _day(field: DateField, value: str, zone: ZoneInfo | None) -> str:
    """A date, or an instant in the time zone of the collaboration."""
    if isinstance(field, DateTimeField):
        instant = parse_datetime(value)
        return formats.date_format(instant.astimezone(zone), "j M Y, H:i") if instant else value
    day: date | None = parse_date(value)
    return formats.date_format(day, "j M Y") if day else value


def _is_named(field: Any) -> bool:
    return isinstance(field, ForeignKey)


def _names(found: list[Entry], fields: dict[str, list[Any]]) -> Names:
    """The names of all rows that the entries point to, one question for each table."""
    wanted: dict[type[Model], set[Any]] = {User: set()}
    for entry in found:
        for field in filter(_is_named, fields.get(entry.kind, [])):
            ids = {row[field.attname] for row in (entry.now, entry.before or {}) if row.get(field.attname)}
            wanted.setdefault(field.related_model, set()).update(ids)
    people = _in_bulk(User, wanted.pop(User) | {entry.user for entry in found if entry.user})
    named = {model: {str(pk): str(row) for pk, row in _in_bulk(model, ids).items()} for model, ids in wanted.items()}
    # of somebody invited only the address is told: a name might come from another collaboration
    addresses = {str(pk): person.email for pk, person in people.items()}
    return Names({str(pk): str(person) for pk, person in people.items()}, named | {User: addresses})


def _in_bulk(model: type[Model], ids: set[Any]) -> dict[Any, Any]:
    return dict(model._default_manager.in_bulk(ids)) if ids else {}
