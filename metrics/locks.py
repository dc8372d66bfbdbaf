"""Locks that PostgreSQL keeps for a connection: gone with its process, however that ended."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# the first half of a key says what is locked, the second which one; metrics.scoring has a third kind, for transactions
ATTEMPT = 7_002
CHUNK = 7_003
IMPORT = 7_004
EXPORT = 7_005


@contextmanager
def alone(kind: int, number: int) -> Iterator[bool]:
    """Whether this process is the only one at it until the block ends; never waits."""
    key = [kind, number % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        # a connection that broke has let go by itself
        if got and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
