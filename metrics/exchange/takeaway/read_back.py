"""The tables that our own import reads: its columns by their names, and beside them what it has no place for."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet

from collab.models import Affiliation, Attendance, Commitment, Meeting, Organization, Person, Resource, Seat
from collab.roles import Action
from collab.tables import Cell
from government.models import Mandate
from metrics.exchange.kind import Column as Read
from metrics.exchange.kinds import KINDS
from metrics.exchange.takeaway.table import Column, Names, Table, columns_of, plain
from partners.models import RatingReply, ReadinessRating

CONTACT_DATA = {"email", "phone"}
Special = dict[str, Callable[[Any], Cell]]


def organizations(seat: Seat, names: Names) -> Table:
    """Everybody who takes part."""
    return _table("organizations", names, Organization.objects.visible_to(seat).order_by("pk"))


def people(seat: Seat, names: Names) -> Table:
    """People and for whom they act now; contact data only for those who see it on the page."""
    acting = Prefetch("affiliations", Affiliation.objects.filter(to_on=None), to_attr="acting_for")
    rows = Person.objects.visible_to(seat).order_by("pk").prefetch_related(acting)
    special: Special = {"_organizations": lambda row: names.joined(one.organization_id for one in row.acting_for)}
    sees = seat.may_for_all(Action.SEE_CONTACTS)
    return _table("people", names, rows, "agreed_on", special=special, without=set() if sees else CONTACT_DATA)


def meetings(seat: Seat, names: Names) -> Table:
    """What took place and what is planned; never a private note."""
    rows = Meeting.objects.visible_to(seat).order_by("held_at", "pk").defer("private_note_sealed")
    there = Prefetch("attendances", Attendance.objects.order_by("pk"))
    special: Special = {
        "_organizations": lambda row: names.joined(one.organization_id for one in row.attendances.all())
    }
    more = ("is_held", "called_by", "chaired_by")
    return _table("meetings", names, rows.prefetch_related(there), *more, special=special)


def commitments(seat: Seat, names: Names) -> Table:
    """Promises and what became of them."""
    return _table("commitments", names, Commitment.objects.visible_to(seat).order_by("made_on", "pk"), "meeting")


def ratings(seat: Seat, names: Names) -> Table:
    """What assessors said of partners; a reply stands in the row of the level that it answers."""
    rows = ReadinessRating.objects.visible_to(seat).select_related("rated_by", "reply__author")
    table = _table("ratings", names, rows.order_by("rated_on", "pk"), "rated_by")
    reply = tuple(
        Column(f"reply_{one.name}", one.meaning, _of_reply(one.cell), one.choices)
        for one in columns_of(RatingReply, names, "kind", "text", "author", "replied_on")
    )
    return Table("readiness_ratings", table.title, (*table.columns, *reply), table.rows, is_read_back=True)


def resources(seat: Seat, names: Names) -> Table:
    """Who gave what, at the rate of its day."""
    return _table("resources", names, Resource.objects.visible_to(seat).order_by("given_on", "pk"), "value")


def mandates(seat: Seat, names: Names) -> Table:
    """Public bodies and what they decide, those that matter no longer too."""
    return _table("mandates", names, Mandate.objects.visible_to(seat).order_by("from_on", "pk"))


def _table(
    kind: str, names: Names, rows: QuerySet[Any], *more: str, special: Special | None = None,
    without: set[str] | frozenset[str] = frozenset(),
) -> Table:  # fmt: skip
    """The columns of a kind, then more fields of its records."""
    read = KINDS[kind]
    told = [_read(one, names, (special or {}).get(one.name)) for one in read.columns if one.name not in without]
    for place, one in enumerate(told):
        field = next((each for each in read.model._meta.concrete_fields if each.name == one.name), None)
        if field is not None and field.choices:
            told[place] = Column(one.name, one.meaning, one.cell, tuple(field.choices))
    also = columns_of(read.model, names, *more)
    return Table(kind, read.label, (*told, *also), rows, is_read_back=True)


def _read(column: Read, names: Names, special: Callable[[Any], Cell] | None) -> Column:
    """A column under the name by which the import finds it. Example: promiser_id -> promiser."""
    name, field = column.name.strip("_").removesuffix("_id"), column.name
    ways: dict[str, Any] = {"organization": names.organizations, "person": names.people, "partner": names.partners}
    if special is not None:
        return Column(name, column.label, special)
    if column.names in ways:
        return Column(name, column.label, lambda row: ways[column.names].get(getattr(row, field), ""))
    return Column(name, column.label, lambda row: plain(getattr(row, field), names.zone))


def _of_reply(cell: Callable[[Any], Cell]) -> Callable[[Any], Cell]:
    def found(rating: Any) -> Cell:
        reply = getattr(rating, "reply", None)
        return cell(reply) if reply else None

    return found
