"""The audit log of one collaboration: acts and the history of its rows, newest first, by one query."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import (
    BigIntegerField,
    CharField,
    F,
    IntegerField,
    JSONField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject
from pghistory.models import Event

from collab.models import AuditEvent, Collaboration, Seat
from collab.roles import Action

ACT = "act"
BIGGEST = 2**63
AT_ONCE = 500
# Each table whose history is kept is told or stands in NEVER; a test asks for it.
NEVER = {"partners.answer"}  # what an answer says, and of whom, is for its own respondent only
# Never in the log: what is sealed, what every row has, what only counts.
UNTOLD = {
    "id", "collaboration", "private_note_sealed", "version", "created_at", "search", "words", "frozen", "digest",
    "merged_at", "survivor",
}  # fmt: skip
CONTACTS = {"email", "phone"}  # of people who are recorded; for roles that may see contact data
COLUMNS = ("e_rank", "e_kind", "e_number", "e_at", "e_what", "e_row", "e_user", "e_now", "e_before")


@dataclass(frozen=True)
class Entry:
    """One thing that happened: an act, or a change of one row with its columns before and after."""

    kind: str
    number: int
    at: datetime
    what: str
    row: str
    user: int | None
    now: dict[str, Any]
    before: dict[str, Any] | None

    @property
    def cursor(self) -> str:
        """Where the next page goes on; see `cursor_of`."""
        return f"{self.at.isoformat()}|{self.kind}|{self.number}"


@dataclass(frozen=True)
class Asked:
    """Which entries: kind, person, a span of time and where the last page ended."""

    kind: str = ""
    person: int | None = None
    first: datetime | None = None
    last: datetime | None = None
    after: tuple[datetime, str, int] | None = None


def cursor_of(text: str) -> tuple[datetime, str, int] | None:
    """Read the place where a page ended; None when somebody changed it."""
    at, kind, number = [*text.split("|"), "", "", ""][:3]
    try:
        when = datetime.fromisoformat(at)
        return (when, kind, int(number)) if when.tzinfo and int(number) < BIGGEST else None
    except (ValueError, OverflowError):
        return None


def kinds() -> dict[str, type[Model]]:
    """The tables whose history may be read: label of the table -> table of its history."""
    found = histories()
    return {label: found[label] for label in sorted(found.keys() - NEVER)}


def histories() -> dict[str, Any]:
    """Every table of a collaboration whose history is kept."""
    events: Iterator[Any] = (model for model in apps.get_models() if issubclass(model, Event))
    mine = (model for model in events if _has(model, "collaboration") or model.pgh_tracked_model is Collaboration)
    return {model.pgh_tracked_model._meta.label_lower: model for model in mine}


def _has(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def told_fields(history: type[Model], seat: Seat) -> list[Any]:
    """The columns of a table that this reader may see."""
    tracked: Any = history.pgh_tracked_model  # type: ignore[attr-defined]
    untold = UNTOLD if seat.may_for_all(Action.SEE_CONTACTS) else UNTOLD | CONTACTS
    known = {field.name for field in history._meta.concrete_fields}
    return [field for field in tracked._meta.concrete_fields if field.name in known - untold]


def entries(seat: Seat, asked: Asked, *, most: int) -> list[Entry]:
    """The newest entries that match, at most so many; each table gives no more than that either."""
    tables = kinds()
    ranks = {label: rank for rank, label in enumerate([ACT, *sorted(tables)])}  # order of what happened at one instant
    parts = {label: _changes(history, seat) for label, history in tables.items()} | {ACT: _acts(seat.collaboration)}
    cut = [
        _cut(_labelled(part, label, ranks), asked, ranks, label).order_by("-e_at", "-e_number").values_list(*COLUMNS)
        for label, part in parts.items()
        if asked.kind in ("", label)
    ]
    rows = cut[0][:most]
    if len(cut) > 1:
        rows = rows.union(*(part[:most] for part in cut[1:]), all=True).order_by("-e_at", "-e_rank", "-e_number")[:most]
    return [Entry(*row[1:]) for row in rows]


def every_entry(seat: Seat, asked: Asked) -> Iterator[Entry]:
    """All entries that match, read a page at a time."""
    while found := entries(seat, asked, most=AT_ONCE):
        yield from found
        asked = replace(asked, after=cursor_of(found[-1].cursor))


def _changes(history: Any, seat: Seat) -> QuerySet[Any]:
    """The history of one table, each change beside the row as it was before it."""
    place = seat.collaboration_id
    mine = Q(collaboration_id=place) if _has(history, "collaboration") else Q(pgh_obj_id=place)
    columns = JSONObject(**{field.attname: F(field.attname) for field in told_fields(history, seat)})
    earlier = history.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    return history.objects.filter(mine).annotate(
        e_number=F("pgh_id"),
        e_at=F("pgh_created_at"),
        e_what=F("pgh_label"),
        e_row=Cast("pgh_obj_id", CharField()),
        e_user=Cast(KeyTextTransform("user", "pgh_context__metadata"), BigIntegerField()),
        e_now=columns,
        e_before=Subquery(earlier.order_by("-pgh_id").values(e_was=columns)[:1], output_field=JSONField()),
    )


def _acts(collaboration: Collaboration) -> QuerySet[Any]:
    return AuditEvent.objects.filter(collaboration=collaboration).annotate(
        e_number=F("id"),
        e_at=F("at"),
        e_what=F("act"),
        e_row=Value("", CharField()),
        e_user=F("user_id"),
        e_now=JSONObject(subject=F("subject")),
        e_before=Value(None, JSONField()),
    )


def _labelled(rows: QuerySet[Any], label: str, ranks: dict[str, int]) -> QuerySet[Any]:
    return rows.annotate(e_rank=Value(ranks[label], IntegerField()), e_kind=Value(label, CharField()))


def _cut(rows: QuerySet[Any], asked: Asked, ranks: dict[str, int], label: str) -> QuerySet[Any]:
    """Only what was asked for, and only what comes after the last page."""
    if asked.person is not None:
        rows = rows.filter(e_user=asked.person)
    if asked.first:
        rows = rows.filter(e_at__gte=asked.first)
    if asked.last:
        rows = rows.filter(e_at__lt=asked.last)
    if asked.after and asked.after[1] in ranks:
        at, last, number = asked.after
        rows = rows.filter(Q(e_at__lt=at) | _rest_of_instant(at, number, ranks[label] - ranks[last]))
    return rows


def _rest_of_instant(at: datetime, number: int, rank: int) -> Q:
    """What happened at the very instant at which the last page ended, and comes after its last entry."""
    if rank == 0:
        return Q(e_at=at, e_number__lt=number)
    return Q(e_at=at) if rank < 0 else Q(pk__in=())
