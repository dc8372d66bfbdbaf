"""The portfolio of somebody with 1,000 collaborations against that of somebody with 10, at the same page size."""

import os
from functools import partial
from typing import Any

import psycopg

from collab.models import Collaboration, Seat, User
from collab.roles import Role
from tests import factories
from tests.bench.bench_dashboard import scored
from tests.bench.measure import Report, check_load, pin
from tests.bench.reader import against_bare, look, pair, queries, reader

FEW, MANY = 10, 1_000
FIRST = 9_000_000  # ids of the copies
ADDRESS = "bench-portfolio@example.org"
ASKED = {"": "the first page", "?page=50": "the 50th page", "?q=portfolio&needs=attention&order=name": "a search"}
COPIES = {
    "collab_collaboration": {
        "id": f"{FIRST} + n", "slug": "'portfolio-' || n", "name": "'Portfolio ' || n", "backbone_id": "NULL",
    },
    "metrics_standing": {"id": f"{FIRST} + n", "collaboration_id": f"{FIRST} + n"},
    "collab_seat": {"id": f"{FIRST} + n", "collaboration_id": f"{FIRST} + n"},
}  # fmt: skip


def run(report: Report, options: Any) -> None:
    """The pages that people open, each beside the first page of the small portfolio."""
    check_load(report)
    many, few = made()
    pin()
    pairs = options.pairs * 3
    for query, what in ASKED.items():
        ours = partial(look, many, f"/{query}")
        theirs = partial(look, few, "/" if "page" in query else f"/{query}")
        pair(report, f"portfolio of {MANY} / of {FEW}, {what}", [ours] * pairs, [theirs] * pairs, bar=1.3)
    report.add(f"portfolio of {MANY}, queries more than of {FEW}", queries(many, "/") - queries(few, "/"), bar=0)
    against_bare(report, f"portfolio of {MANY}", many, "/", FIRST + 1, options.pairs, is_held=False)


def made() -> tuple[Any, Any]:
    """Two readers: one of a thousand collaborations that stand as the measured one does, one of ten of them."""
    original = scored()
    readers = []
    with psycopg.connect(os.environ["BENCH_MAKER_URL"], autocommit=True) as maker:
        maker.execute("SET session_replication_role = replica")
        for table in ("collab_seat", "metrics_standing", "collab_collaboration"):
            maker.execute(f"DELETE FROM {table} WHERE id >= {FIRST} AND id < {FIRST + 10 * MANY}")  # noqa: S608
        for number, count in enumerate((MANY, FEW)):
            email = f"{count}-{ADDRESS}"
            user = User.objects.filter(email=email).first() or User.objects.invited(email=email)
            Seat.objects.filter(user=user, collaboration=original).delete()
            seat = factories.seat(user=user, collaboration=original, organization=original.backbone, role=Role.FUNDER)
            sources = {"collab_collaboration": original.pk, "collab_seat": seat.pk}
            for table, given in COPIES.items():
                if table == "collab_seat" or number == 0:
                    _copy(maker, table, given, sources.get(table), count, shift=number * MANY)
            seat.delete()
            readers.append(reader(user))
        maker.execute("ANALYZE")
    assert Collaboration.objects.filter(pk__gte=FIRST).count() == MANY
    return readers[0], readers[1]


def _copy(maker: Any, table: str, given: dict[str, str], pk: int | None, count: int, shift: int) -> None:
    """So many copies of a row, each with its own keys."""
    names = [
        name
        for (name,) in maker.execute(
            "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
    ]
    own = {"id": f"{FIRST} + {shift} + n"} if table == "collab_seat" else {}
    values = ", ".join((given | own).get(name, f'row."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    which = f"id = {pk}" if pk else f"collaboration_id < {FIRST} ORDER BY id LIMIT 1"
    maker.execute(
        f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {values}"  # noqa: S608  names of ours
        f" FROM generate_series(1, {count}) n, (SELECT * FROM {table} WHERE {which}) row"
    )
