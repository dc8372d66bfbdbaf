"""Erasing a person: what names them, what is cleared by itself, what a human redacts; see `erase_person` in PostgreSQL.

`erase_person` is a function of the owner of the tables and the only path that rewrites history. It clears name, contact
data and evidence texts of the person in rows and in their history and keeps every count. Free text of others is not
touched unless somebody says so for each place: a name in a sentence may be somebody else's.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from psycopg import sql

from collab.models import Meeting, MovedRow, OutboxMail, Person, User
from collab.sealed import seal, unseal
from government.models import EntryReview, Erasure, LiaisonRating, OwnStatement, Stance

SHORTEST = 4  # letters of a part of a name that is searched for alone; shorter ones are in every other word
EXCERPT = 60  # signs shown on both sides of a mention
NOTE = "private_note_sealed"
SKIPPED = ("collab_person", "government_erasure")  # names of others are their own; an erasure refers to rows only
COLUMNS = """
SELECT c.table_name, c.column_name, EXISTS (
  SELECT FROM information_schema.columns h WHERE h.table_schema = 'public' AND h.table_name = c.table_name
  AND h.column_name = 'pgh_obj_id') FROM information_schema.columns c
WHERE c.table_schema = 'public' AND c.data_type IN ('text', 'character varying', 'jsonb')
AND c.column_name NOT LIKE 'pgh\\_%' AND EXISTS (
  SELECT FROM information_schema.columns o WHERE o.table_schema = 'public' AND o.table_name = c.table_name
  AND o.column_name = 'collaboration_id') AND EXISTS (
  SELECT FROM information_schema.columns k WHERE k.table_schema = 'public' AND k.table_name = c.table_name
  AND k.column_name IN ('id', 'pgh_obj_id'))
ORDER BY c.table_name, c.column_name
"""


@dataclass(frozen=True)
class Mention:
    """A place in free text that may name the person; `excerpt` is empty for a private note and for what is no longer
    there but in the history."""

    table: str
    row: str
    column: str
    excerpt: str = ""

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.table}|{self.row}|{self.column}"

    @property
    def label(self) -> str:
        """The kind of record and the column, in words."""
        return label_of(self.table, self.column)

    @property
    def place(self) -> dict[str, str]:
        """Where it is, without the text."""
        return {"table": self.table, "row": self.row, "column": self.column}


def label_of(table: str, column: str) -> str:
    """The kind of record and the column, in words."""
    model = next((one for one in apps.get_models() if one._meta.db_table == table), None)
    if model is None:
        return f"{table}: {column}"
    found = next((one for one in model._meta.concrete_fields if one.column == column), None)
    words = getattr(found, "verbose_name", column)
    return f"{model._meta.verbose_name}: {words}"


def pattern_of(person: Person) -> str:
    """What finds a person in free text, as Python and PostgreSQL both read it: names, their longer parts, contact data.

    Also those of earlier versions of the row. Whole words only, whatever their case.
    """
    found = {
        text.strip()
        for row in _past(person).values_list("name", "email", "phone")
        for text in (*row, *(part for part in re.split(r"[\s,]+", row[0]) if len(part) >= SHORTEST))
        if text.strip()
    } | {person.name}
    return (
        r"(?<!\w)(" + "|".join(re.escape(one) for one in sorted(found, key=lambda one: (-len(one), one))) + r")(?!\w)"
    )


def mentions(person: Person) -> list[Mention]:
    """Free text of the collaboration that may name the person, as it stands and as it once stood; private notes too."""
    pattern = re.compile(pattern_of(person), re.IGNORECASE)
    cleared, chosen = set(_cleared_rows(person)), set(_chosen_columns())
    found: dict[str, Mention] = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column, is_history in cursor.fetchall():
            named = table.removesuffix("event") if is_history else table
            if named in SKIPPED or (named, column) in chosen:
                continue
            key = "pgh_obj_id" if is_history else "id"
            cursor.execute(_asked(table, key, column), [person.collaboration_id, pattern.pattern])
            for row, text in cursor.fetchall():
                one = Mention(named, row, column, "" if is_history else _excerpt(text, pattern))
                if (named, row) not in cleared and (one.key not in found or one.excerpt):
                    found[one.key] = one
    for meeting in {one.pk for one, _event, _text in _notes(person, pattern)}:
        one = Mention("collab_meeting", str(meeting), NOTE)
        found[one.key] = one
    return sorted(found.values(), key=lambda one: (one.table, one.row, one.column))


@transaction.atomic
def erase(person: Person, *, by: User | None, redact: Iterable[str] = ()) -> Erasure:
    """Erase for good; `redact` holds the keys of mentions in which the person is replaced, also in history.

    Who was merged into them is erased as well, and no such merge is taken back any more.
    """
    person = Person.everyone.get(pk=person.pk)
    person = person.survivor or person
    MovedRow.objects.filter(person__in=_merged(person)).delete()
    asked, pattern = set(redact), pattern_of(person)
    every = mentions(person)
    chosen = [one for one in every if one.key in asked]
    left = [one.place for one in every if one.key not in asked]
    texts = [one.place for one in chosen if one.column != NOTE]
    notes = list(_resealed(person, pattern, {one.row for one in chosen if one.column == NOTE}))
    for merged in _merged(person):
        _erase(merged, by, pattern)
    return _erase(person, by, pattern, texts, notes, left)


def _erase(person: Person, by: User | None, pattern: str, *places: list[dict[str, Any]]) -> Erasure:
    """Call the function; places: of texts, of notes, and what is left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erase_person(%s, %s, %s, %s, %s, %s)",
            [person.pk, by.pk if by else None, pattern, *(json.dumps(one) for one in places or ([], [], []))],
        )
        (pk,) = cursor.fetchone()
    return Erasure.objects.get(pk=pk)


def account_of(person: Person) -> User | None:
    """Somebody who signs in with the person's address: an account that only an administrator closes."""
    return User.objects.filter(email__iexact=person.email).first() if person.email else None


def _merged(person: Person) -> list[Person]:
    """Who was merged into the person, at whatever end of a chain."""
    return list(Person.everyone.filter(survivor=person).order_by("pk"))


def _past(person: Person) -> Any:
    """Every version of the person's row, and of those merged into them."""
    rows = [person.pk, *(one.pk for one in _merged(person))]
    return Person.pgh_event_model.objects.filter(pgh_obj_id__in=rows)  # type: ignore[attr-defined]


def _chosen_columns() -> Iterator[tuple[str, str]]:
    """Columns that hold one of our own words, never text that somebody wrote."""
    for model in apps.get_models():
        yield from ((model._meta.db_table, str(one.column)) for one in model._meta.concrete_fields if one.choices)


def _cleared_rows(person: Person) -> Iterator[tuple[str, str]]:
    """Rows whose texts the function clears by itself."""
    in_office = Q(mandate__officials__person=person, seen_on__gte=F("mandate__officials__from_on")) & (
        Q(mandate__officials__to_on=None) | Q(seen_on__lte=F("mandate__officials__to_on"))
    )
    addresses = {one.lower() for one in _past(person).values_list("email", flat=True) if one}
    rows: Sequence[Any] = (
        LiaisonRating.objects.filter(liaison__person=person), OwnStatement.objects.filter(liaison__person=person),
        EntryReview.objects.filter(person=person), Stance.objects.filter(in_office),
        OutboxMail.objects.annotate(address=Lower("to")).filter(address__in=addresses),
    )  # fmt: skip
    for found in rows:
        yield from ((found.model._meta.db_table, str(pk)) for pk in found.values_list("pk", flat=True))


def _asked(table: str, key: str, column: str) -> str:
    """Rows of a table whose column names somebody."""
    asked = "SELECT {key}::text, {column}::text FROM {table} WHERE collaboration_id = %s AND {column}::text ~* %s"
    names = {"key": sql.Identifier(key), "column": sql.Identifier(column), "table": sql.Identifier(table)}
    return sql.SQL(asked).format(**names).as_string(None)


def _excerpt(text: str, pattern: re.Pattern[str]) -> str:
    found = pattern.search(text)
    if found is None:
        return text[: 2 * EXCERPT]
    first, last = max(0, found.start() - EXCERPT), found.end() + EXCERPT
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def _notes(person: Person, pattern: re.Pattern[str]) -> Iterator[tuple[Meeting, int | None, str]]:
    """Private notes that name the person, as they stand (event None) and as they stood: meeting, event, text."""
    for meeting in Meeting.objects.filter(collaboration=person.collaboration_id).exclude(private_note_sealed=b""):
        if pattern.search(meeting.private_note):
            yield meeting, None, meeting.private_note
    history: Any = Meeting.pgh_event_model  # type: ignore[attr-defined]
    past = history.objects.filter(collaboration=person.collaboration_id).exclude(private_note_sealed=b"")
    for event, pk, sealed in past.values_list("pgh_id", "pgh_obj_id", NOTE):
        text = unseal(bytes(sealed), pk)
        if pattern.search(text):
            yield Meeting(pk=pk), event, text


def _resealed(person: Person, pattern: str, rows: set[str]) -> Iterator[dict[str, Any]]:
    """Private notes without the person, sealed anew for their own row."""
    compiled = re.compile(pattern, re.IGNORECASE)
    for meeting, event, text in _notes(person, compiled) if rows else ():
        if str(meeting.pk) in rows:
            yield {"row": str(meeting.pk), "event": event, "sealed": seal(compiled.sub("[…]", text), meeting.pk).hex()}
