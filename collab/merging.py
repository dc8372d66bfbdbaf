"""Merging two records of one organisation or person, and taking it back; PostgreSQL moves the rows (decision 0074)."""

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from collab.likeness import alike
from collab.models import AuditEvent, Organization, Person, Seat, User
from collab.roles import Action

LOCK = 7_002  # the first half of the key of the lock that PostgreSQL takes as well
REFUSALS = {
    "merge_is_into_one_that_stands": _("One of the two was merged meanwhile. Open the page of the one that stands."),
    "merge_gives_no_rights_away": _(
        "One of the two signs in with an address of their own, and the addresses differ. Whoever signs in would see"
        " what is held of the other. If it is one person, give both the same address first."
    ),
    "erased_people_are_not_merged": _("One of the two was erased. What is erased is not merged."),
    "organization_is_merged_into_another": _("An organisation cannot be merged into itself."),
    "person_is_merged_into_another": _("A person cannot be merged into themselves."),
    "relationships_before_money": _(
        "Money was noted for one of the two that the gate of today would not allow. Look at that investment first."
    ),
}
FILLED: dict[type, tuple[str, ...]] = {
    Organization: ("short_label", "place", "website"),
    Person: ("job_title", "email", "phone", "language"),
}


class MergeRefused(Exception):
    """Nothing was merged; the message is for a person."""


def merge(one: Organization | Person, *, into: Organization | Person, by: User | None) -> None:
    """Lead all rows that name one record to another of the same kind. Raises MergeRefused."""
    _set(one, into, AuditEvent.Act.MERGED, by, f"{one._meta.model_name} {one.pk} into {into.pk}")


def unmerge(one: Organization | Person, *, by: User | None) -> None:
    """Take a merge back: both stand again with what each had, and what came since stays with the survivor."""
    _set(one, None, AuditEvent.Act.UNMERGED, by, f"{one._meta.model_name} {one.pk} out of {one.merged_into_id}")


def _set(one: Any, into: Any, act: AuditEvent.Act, by: User | None, subject: str) -> None:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, one.collaboration_id % (2**31 - 1)])
            rows = type(one).everyone.filter(pk=one.pk)
            changed = rows.exclude(merged_into=None) if into is None else rows
            if changed.update(merged_into=into):
                AuditEvent.record(act, user=by, collaboration=one.collaboration, subject=subject)
    except IntegrityError as error:
        rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        if rule not in REFUSALS:
            raise
        raise MergeRefused(str(REFUSALS[rule])) from error
    one.refresh_from_db()


def absorbed(one: Organization | Person) -> list[Any]:
    """Those that one record stands for, by name."""
    rows: Any = type(one).everyone.filter(survivor=one.pk)  # type: ignore[attr-defined]
    return list(rows.order_by("name", "pk"))


def looking_alike(visible: Any, seat: Seat) -> list[tuple[Any, Any]]:
    """Pairs of records whose names are probably the same, for those who may merge them."""
    if not seat.may(Action.MERGE):
        return []
    rows = {one.pk: one for one in visible.order_by("pk").only("pk", "name")}
    return [(rows[one], rows[other]) for one, other in alike((pk, row.name) for pk, row in rows.items())]


def naming(one: Organization | Person) -> list[tuple[str, int]]:
    """How many rows of each table name a record, however many tables there are in two queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_table, of_column FROM collab_referring(%s::regclass)", [one._meta.db_table])
        count = sql.SQL("SELECT {}, count(*) FROM {} WHERE {} = {}")
        parts = [
            count.format(sql.Literal(table), sql.Identifier(table), sql.Identifier(column), sql.Literal(one.pk))
            for table, column in cursor.fetchall()
        ]
        cursor.execute(sql.SQL(" UNION ALL ").join(parts).as_string(None))
        return [(table, number) for table, number in cursor.fetchall() if number]
