"""Writes what was computed: one statement a table, its rows as one JSON document that PostgreSQL takes apart.

A thousand numbers cross as one text instead of a thousand parameters; `jsonb_populate_recordset` gives them the types
of the table itself, arrays and documents included.
"""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache

from django.db import connection
from django.db.models import Model


def upsert(rows: Sequence[Model], unique: Sequence[str]) -> None:
    """Insert rows of one model; where a row with the same unique fields stands, all its other fields are set."""
    if rows:
        statement, columns = _upsert(type(rows[0]), tuple(unique))
        document = [{column: getattr(row, attribute) for column, attribute in columns} for row in rows]
        with connection.cursor() as cursor:
            cursor.execute(statement, [json.dumps(document, default=date.isoformat)])


def forget_older(model: type[Model], collaboration_id: int, generation: int) -> None:
    """Delete what an earlier generation has left: months and organisations that are no more."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE collaboration_id = %s AND generation < %s",  # noqa: S608  a name of ours
            [collaboration_id, generation],
        )


@cache
def _upsert(model: type[Model], unique: tuple[str, ...]) -> tuple[str, list[tuple[str, str]]]:
    """The statement for a model, and its columns with the attributes they come from."""
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = {str(field.column): field.attname for field in fields}
    keys = [str(field.column) for field in fields if field.name in unique]
    names = ", ".join(map(quote, columns))
    where = ", ".join(map(quote, keys))
    changes = ", ".join(f"{quote(one)} = excluded.{quote(one)}" for one in columns if one not in keys)
    table = quote(model._meta.db_table)
    statement = (
        f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, %s)"  # noqa: S608
        f" ON CONFLICT ({where}) DO UPDATE SET {changes}"
    )
    return statement, list(columns.items())
