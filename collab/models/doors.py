"""The way into a collaboration, as every page of one asks for it: the seats that a reader has there."""

from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

from collab.models.accounts import User
from collab.models.collaborations import Collaboration, Seat

Row = TypeVar("Row", bound=models.Model)


def seats_at(slug: str, user: User) -> list[Seat]:
    """The seats of a user in a collaboration, current or not, the newest first; none of somebody who is locked out.

    Each holds its user and its collaboration.
    """
    if not user.is_active:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_question(), [slug, user.pk])
        return [_seat(row, user) for row in cursor]


@cache
def _question() -> str:
    """By hand: putting it together from the models took a third of a page's time. The columns are the models' own."""
    columns = ", ".join([*_columns("seat", Seat), *_columns("collaboration", Collaboration)])
    return f"""
SELECT {columns} FROM collab_seat seat
  JOIN collab_collaboration collaboration ON collaboration.id = seat.collaboration_id
WHERE collaboration.slug = %s AND seat.user_id = %s
ORDER BY seat.from_on DESC, seat.id DESC
"""  # noqa: S608  names of our own columns


def _columns(side: str, model: type[models.Model]) -> list[str]:
    return [f'{side}."{field.column}"' for field in model._meta.concrete_fields]


def _seat(row: tuple[Any, ...], user: User) -> Seat:
    own = len(Seat._meta.concrete_fields)
    seat = _of(Seat, row[:own])
    seat.collaboration, seat.user = _of(Collaboration, row[own:]), user
    return seat


def _of(model: type[Row], values: tuple[Any, ...]) -> Row:
    return model.from_db("default", [field.attname for field in model._meta.concrete_fields], values)
