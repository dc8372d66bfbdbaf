"""Search over a million notes with the rights of a reader, against the bare query into the same index."""

import os
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

import psycopg
from django.db import connection

from collab.models import Collaboration, Seat, User
from collab.roles import Role
from collab.search import KINDS, looked_for, search
from tests import factories
from tests.bench.measure import Report, abba, add_ratio, check_same, percentile, pin

ADDRESS = "search-{}@example.org"
PER_SIZE = 10_000  # notes for each unit of --sizes: 100 makes a million
SHOWN = 20
BAR = 3.0  # times the bare query
PAIRS_EACH = 2  # a percentile needs more pairs than a median
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
    """Each word, for a reader who sees all. What is promised is the 95th percentile; the median ratio stands beside."""
    pin()
    notes, begun = PER_SIZE * options.sizes[-1], monotonic()
    seat = made(notes)
    report.add("notes made or found", notes, note=f"{monotonic() - begun:.0f} s")
    meetings = [kind for kind in KINDS if kind.key == "meetings"]
    check_same(report, [partial(search, seat, "common", meetings, last=SHOWN)] * options.pairs)
    times = PAIRS_EACH * options.pairs
    for word in WORDS:
        ours: Callable[[], Any] = partial(search, seat, word, meetings, last=SHOWN)
        theirs = partial(bare, word, seat)
        assert [one.pk for one in ours()["meetings"]] == [row[0] for row in theirs()], word
        pairs = abba([ours] * times, [theirs] * times)
        slow, bare_slow = (percentile([pair[side] for pair in pairs], 0.95) for side in (0, 1))
        note = f"{1000 * slow:.1f} ms against {1000 * bare_slow:.1f} ms"
        report.add(f"search for “{word}”, 95th percentile", slow / bare_slow, bar=BAR, note=note)
        add_ratio(report, "  the median of the pairs", pairs)


def bare(word: str, seat: Seat) -> list[tuple[Any, ...]]:
    """The same look into the index, without rights, models or pages."""
    with connection.cursor() as cursor:
        cursor.execute(BARE, [looked_for(word, seat), SHOWN])
        return cursor.fetchall()


def made(notes: int) -> Seat:
    """A facilitator of a collaboration with so many notes; made once, used again."""
    slug = f"search-{notes}"
    place = Collaboration.objects.filter(slug=slug).first() or factories.collaboration(slug=slug)
    if place.meetings.count() != notes:
        with psycopg.connect(os.environ["BENCH_MAKER_URL"], autocommit=True) as maker:
            fill(maker, place.pk, notes)
            maker.execute("VACUUM ANALYZE collab_meeting")
    there = Seat.objects.filter(collaboration=place, role=Role.FACILITATOR).first()
    return there or factories.seat(
        collaboration=place, user=User.objects.invited(email=ADDRESS.format(notes)), role=Role.FACILITATOR
    )


def fill(maker: psycopg.Connection[Any], place: int, notes: int) -> None:
    """All notes of a collaboration, written by the database itself; the index is built when all are there."""
    with maker.transaction():
        maker.execute("SET LOCAL session_replication_role = replica")
        maker.execute("SET LOCAL maintenance_work_mem = '512MB'")
        [index] = maker.execute("SELECT pg_get_indexdef('collab_meeting_words'::regclass)").fetchall()
        maker.execute("DROP INDEX collab_meeting_words")
        maker.execute("DELETE FROM collab_meeting WHERE collaboration_id = %s", [place])
        maker.execute(MAKE, {"c": place, "last": notes})
        maker.execute(index[0])
