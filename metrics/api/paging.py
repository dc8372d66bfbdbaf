"""Lists in the order of entry: the next page begins after the last row of this one, whatever was added meanwhile."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField
from ninja import Query, Schema
from pydantic import Field

from metrics.api.problems import no_such_cursor

MOST, USUAL = 100, 50


class Place(Schema):
    """Which part of a list."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="Rows of this page.")
    after: str = Field("", max_length=200, description="The `next` of the page before; leave it out to begin.")


Placed = Annotated[Place, Query()]


def paged(rows: QuerySet[Any], place: Place, show: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """One page of rows; rows with a client-made id in the order of entry, others by their number."""
    return paged_of(page_rows(rows, place), place, show)


def page_rows(rows: QuerySet[Any], place: Place) -> list[Any]:
    """The rows of a page, and one more if there are more."""
    is_dated = isinstance(rows.model._meta.pk, UUIDField)
    if place.after:
        rows = rows.filter(_after(place.after, is_dated=is_dated))
    return list(rows.order_by(*(("created_at", "pk") if is_dated else ("pk",)))[: place.limit + 1])


def paged_of(rows: Iterable[Any], place: Place, show: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """The answer of a page whose rows, and one more if there are more, are at hand."""
    found = list(rows)
    shown = found[: place.limit]
    return {"items": [show(one) for one in shown], "next": _cursor(shown[-1]) if len(found) > len(shown) else None}


def listed(rows: Iterable[Any], place: Place, number: Callable[[Any], int]) -> list[Any]:
    """The same for rows that come from no single query: those with a greater number, in order."""
    after = _read(place.after, is_dated=False)[-1] if place.after else 0
    return sorted((one for one in rows if number(one) > after), key=number)[: place.limit + 1]


def cursor_of(*parts: object) -> str:
    """A place in a list, for an address."""
    return base64.urlsafe_b64encode(json.dumps([str(one) for one in parts]).encode()).decode().rstrip("=")


def _cursor(row: Any) -> str:
    return cursor_of(row.created_at.isoformat(), row.pk) if isinstance(row.pk, UUID) else cursor_of(row.pk)


def _after(cursor: str, *, is_dated: bool) -> Q:
    at, pk = _read(cursor, is_dated=is_dated)
    return Q(created_at__gt=at) | Q(created_at=at, pk__gt=pk) if is_dated else Q(pk__gt=pk)


def _read(cursor: str, *, is_dated: bool) -> tuple[Any, Any]:
    """The place that a cursor names; refused when somebody changed it. It opens nothing: rights apply to the rows."""
    try:
        parts = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if is_dated:
            at, pk = datetime.fromisoformat(parts[0]), UUID(parts[1])
            if at.tzinfo is None or len(parts) != 2:  # noqa: PLR2004  an instant and an id
                raise ValueError
            return at, pk
        (number,) = map(int, parts)
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, binascii.Error) as error:
        raise no_such_cursor() from error
    return None, number
