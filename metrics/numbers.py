"""Reads columns of numbers straight into arrays: each as one packed value, so that no row becomes Python objects."""

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import QuerySet

from metrics.formulas.composite import FloatArray

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def numbers(rows: QuerySet[Any, tuple[Any, ...]], columns: int, *, days: Collection[int] = ()) -> FloatArray:
    """The columns of a `values_list` as [columns, rows], NaN for NULL; those numbered in `days` as `date.toordinal()`.

    `float8send` makes eight bytes of a number, the highest first, and `string_agg` one value of them all.
    """
    names = [f"c{number}" for number in range(columns)]
    ordinals = (f"{name} - DATE '0001-01-01' + 1" if n in days else name for n, name in enumerate(names))
    packed = ", ".join(f"string_agg(float8send(coalesce(({one})::float8, 'NaN')), ''::bytea)" for one in ordinals)
    query, given = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {packed} FROM ({query}) AS found({', '.join(names)})", given)  # noqa: S608  the ORM's
        found = cursor.fetchone()
    return np.array([np.frombuffer(one or b"", dtype=">f8") for one in found], dtype=np.float64)
