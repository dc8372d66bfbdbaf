"""Search over a million notes with the rights of a reader, against the bare query into the same index."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
from django.db import connection

from collab.models import Meeting, Seat, User
from collab.roles import Role
from collab.search import KINDS, query_for, search
from tests import factories
from tests.bench.measure import Report, abba, add_ratio, check_load, check_same, pin

ADDRESS = "bench-search@example.org"
PER_SIZE = 10_000  # notes for each unit of --sizes: 100 makes a million
SHOWN = 20
# how many notes hold each word: one, one in 10,000, one in 100, every second
WORDS = ("needle", "rare", "common", "usual")
MAKE = """
INSERT INTO collab_meeting
  (id, collaboration_id, is_held, held_at, mode, kind, topics, summary, private_note_sealed, version)
SELECT md5('note' || %(c)s || '-' || n)::uuid, %(c)s, true,
  '2025-01-01T12:00Z'::timestamptz + n %% 600 * interval '1 day' + n * interval '1 second',
  'call', 'bilateral', 'Note ' || n,
  concat_ws(' ', 'w' || n %% 5000, 'v' || n %% 977, 'u' || n %% 331, CASE WHEN n = %(last)s / 2 THEN 'needle' END,
    CASE WHEN n %% 10000 = 7 THEN 'rare' END, CASE WHEN n %% 100 = 7 THEN 'common' END,
    CASE WHEN n %% 2 = 0 THEN 'usual' END),
  '', 1 FROM generate_series(1, %(last)s) n
"""
BARE = """
SELECT id, topics, summary FROM collab_meeting WHERE words @@ to_tsquery('simple', %s)
  ORDER BY held_at DESC, id LIMIT %s
"""


def run(report: Report, options: Any) -> None:
    """Each word, for a reader who sees all."""
    check_load(report)
    pin()
    seat, notes = made(PER_SIZE * options.sizes[-1])
    meetings = [kind for kind in KINDS if kind.key == "meetings"]
    check_same(report, [partial(search, seat, "common", meetings, last=SHOWN)] * options.pairs)
    for word in WORDS:
        ours: Callable[[], Any] = partial(search, seat, word, meetings, last=SHOWN)
        theirs = partial(bare, word, seat)
        assert [one.pk for one in ours()["meetings"]] == [row[0] for row in theirs()], word
        pairs = abba([ours] * options.pairs, [theirs] * options.pairs)
        add_ratio(report, f"search for “{word}” among {notes} notes", pairs, bar=3.0)


def bare(word: str, seat: Seat) -> list[tuple[Any, ...]]:
    """The same look into the index, without rights, models or pages."""
    query = query_for(word, seat)
    with connection.cursor() as cursor:
        cursor.execute(BARE, [query.source_expressions[0].value if query else "", SHOWN])
        return cursor.fetchall()


def made(notes: int) -> tuple[Seat, int]:
    """A collaboration with so many notes, and a facilitator in it."""
    seat = Seat.objects.filter(user__email=ADDRESS).order_by("-pk").first()
    if seat is None or Meeting.objects.filter(collaboration=seat.collaboration).count() != notes:
        Seat.objects.filter(user__email=ADDRESS).delete()
        seat = factories.seat(user=User.objects.invited(email=ADDRESS), role=Role.FACILITATOR)
        with psycopg.connect(os.environ["BENCH_MAKER_URL"], autocommit=True) as maker:
            maker.execute("SET session_replication_role = replica")
            maker.execute(MAKE, {"c": seat.collaboration_id, "last": notes})
            maker.execute("VACUUM ANALYZE collab_meeting")
    return seat, notes
