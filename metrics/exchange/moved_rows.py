"""Rows that a merge put away, as they travel in an archive: whoever they name is the same person elsewhere."""

import json
from collections.abc import Iterable, Mapping

from django.db import connection

from collab.models import MovedRow


def users_of(collaboration: int, table: str, column: str) -> set[int]:
    """The users whom rows of a table name that were put away."""
    away = MovedRow.objects.filter(collaboration=collaboration, of_table=table, became__isnull=True)
    return {int(one) for one in away.values_list(f"was__{column}", flat=True) if one is not None}


def lead(tables: Mapping[str, Iterable[str]], collaboration: int, users: Mapping[str, int]) -> None:
    """Lead users to those of this installation; what a table held that does not travel is let go."""
    MovedRow.objects.filter(collaboration=collaboration).exclude(of_table__in=tables).delete()
    with connection.cursor() as cursor:
        for table, columns in tables.items():
            for column in columns:
                cursor.execute(
                    """UPDATE collab_movedrow SET was = was || jsonb_build_object(%s, %s::jsonb -> (was ->> %s))
                    WHERE collaboration_id = %s AND of_table = %s AND became IS NULL AND was ->> %s IS NOT NULL""",
                    [column, json.dumps(users), column, collaboration, table, column],
                )
