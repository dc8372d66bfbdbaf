"""Collaborations by the thousand, made by the database itself: 30 partners, 24 months, seeded.

Each has a backbone and 30 core partners, 60 needed ties beside those with the backbone, 100 meetings (960 attendances),
100 promises, two waves in which every organisation answered four items on every other one (7,440 answers), and two
rounds of ratings: 720 of partners, 102 of the whole.
"""

import os
import time

import psycopg
from psycopg import sql

from collab.models import Collaboration
from tests import factories

FIRST = 1_000_000  # id of the first collaboration; its organisations are FIRST_ORGANIZATION + 100 k + 0..30
FIRST_ORGANIZATION = 1_000_000_000
SEED = 0.42
TEMPLATES = ("collab_collaboration", "collab_organization", "partners_partner", "partners_tie", "collab_meeting",
             "collab_attendance", "collab_commitment", "partners_answer", "partners_readinessrating",
             "partners_collaborationrating")  # fmt: skip

COLUMNS = """SELECT column_name::text, is_identity = 'YES' FROM information_schema.columns
  WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'"""

ORGANIZATION = f"{FIRST_ORGANIZATION} + 100 * k + "
MEETING = "md5('meeting' || k || '-' || m)::uuid"
PARTNERS = f"""LATERAL (SELECT id AS partner, organization_id AS own FROM partners_partner
  WHERE collaboration_id = {FIRST} + k) p,"""  # noqa: S608  a constant of ours
START = "(current_date - interval '24 months' + interval '3 days')::date"
# table -> (where its rows come from, column -> expression); all other columns are as in a row made by the product
ROWS: dict[str, tuple[str, dict[str, str]]] = {
    "collab_collaboration": ("", {
        "id": f"{FIRST} + k", "slug": "'bench-' || k", "name": "'Bench ' || k", "started_on": START,
        "time_zone": "'UTC'", "backbone_id": ORGANIZATION + "0",
    }),
    "collab_organization": ("generate_series(0, 30) j", {
        "id": ORGANIZATION + "j", "collaboration_id": f"{FIRST} + k", "name": "'Organisation ' || k || '-' || j",
    }),
    "partners_partner": ("generate_series(1, 30) j", {
        "collaboration_id": f"{FIRST} + k", "organization_id": ORGANIZATION + "j", "core_from_on": START,
    }),
    "partners_tie": ("generate_series(0, 59) t", {
        "collaboration_id": f"{FIRST} + k", "first_id": ORGANIZATION + "(t % 15 + 1)",
        "second_id": ORGANIZATION + "(t % 15 + 2 + t / 15)", "from_on": START,
    }),
    "collab_meeting": ("generate_series(0, 99) m", {
        "id": MEETING, "collaboration_id": f"{FIRST} + k",
        "held_at": f"{START} + interval '12 hours' + interval '1 day' * floor(random() * 720)",
        "mode": "(ARRAY['in person', 'joint work', 'video', 'call', 'message'])[1 + floor(random() * 5)::int]",
        "called_by_id": ORGANIZATION + "floor(random() * 31)::int",
        "chaired_by_id": ORGANIZATION + "floor(random() * 31)::int",
    }),
    "collab_attendance": (
        "generate_series(0, 99) m, generate_series(0, (ARRAY[1,1,1,1,1,7,7,7,30,30])[1 + m % 10]) i", {
            "collaboration_id": f"{FIRST} + k", "meeting_id": MEETING,
            "organization_id": ORGANIZATION + "((k + 7 * m + (1 + (k + m) % 30) * i) % 31)",
        }),
    "collab_commitment": (
        f"generate_series(0, 99) m, LATERAL (SELECT {START} + floor(random() * 700 + 0 * m)::int AS due) d", {
            "id": "md5('promise' || k || '-' || m)::uuid", "collaboration_id": f"{FIRST} + k",
            "promiser_id": ORGANIZATION + "(m % 31)",
            "promisee_id": f"CASE WHEN m % 10 > 0 THEN {ORGANIZATION} ((m + 1 + m / 31 + m % 7) % 31) END",
            "made_on": f"{START} - 1", "due_on": "due",
            "outcome": "(ARRAY['open', 'kept', 'kept', 'partly', 'broken'])[1 + m % 5]",
            "closed_on": "CASE WHEN m % 5 > 0 THEN due + m % 9 END",
        }),
    "partners_answer": (
        "generate_series(0, 30) j, generate_series(0, 30) i, generate_series(0, 1) w, generate_series(0, 3) q", {
            "collaboration_id": f"{FIRST} + k", "rater_id": ORGANIZATION + "j", "subject_id": ORGANIZATION + "i",
            "item": "(ARRAY['joint-work', 'trust-reliable', 'trust-goals', 'trust-open'])[1 + q]",
            "value": "CASE WHEN random() > .05 THEN CASE WHEN q = 0 THEN floor(random() * 6)"
                     " ELSE 1 + floor(random() * 4) END END",
            "counted_on": f"{START} + 200 + 340 * w",
        }),
    "partners_readinessrating": (
        PARTNERS +
        " unnest(ARRAY['interest', 'champion', 'mission_fit', 'capacity', 'legitimacy', 'track_record']) what,"
        " generate_series(0, 1) a, generate_series(0, 1) w", {
            "collaboration_id": f"{FIRST} + k", "partner_id": "partner", "criterion": "what",
            "assessor_id": f"CASE a WHEN 0 THEN own ELSE {ORGANIZATION} 0 END",
            "rated_on": f"{START} + 100 + 400 * w", "level": "floor(random() * 4)",
        }),
    "partners_collaborationrating": (
        "unnest(string_to_array('A1 A2 A3 A4 B1 B2 B3 C1 C2 C3 C4 C7 D1 D2 D3 D4 D5', ' ')) what,"
        " generate_series(0, 2) a, generate_series(0, 1) w", {
            "collaboration_id": f"{FIRST} + k", "item": "what", "assessor_id": ORGANIZATION + "a",
            "rated_on": f"{START} + 120 + 380 * w", "level": "floor(random() * 3)",
        }),
}  # fmt: skip


def make(first: int, last: int) -> float:
    """Collaborations number `first` up to, not including, `last`; how many seconds it took. From 0 on: all anew."""
    begun = time.monotonic()
    with psycopg.connect(os.environ["BENCH_MAKER_URL"], autocommit=True) as maker:
        if first == 0:
            maker.execute("TRUNCATE collab_collaboration, metrics_run CASCADE")
            _make_templates()
        maker.execute("SET session_replication_role = replica")  # no history, no marks, no checks of keys
        maker.execute("SET max_parallel_workers_per_gather = 0")
        maker.execute("SET synchronous_commit = off")
        maker.execute("SELECT setseed(%s)", [SEED])
        for table in TEMPLATES:
            _fill(maker, table, first, last)
        maker.execute("ANALYZE")
    return time.monotonic() - begun


def ids(count: int, first: int = 0) -> list[int]:
    """The ids of some of them."""
    return [FIRST + k for k in range(first, first + count)]


def _fill(maker: psycopg.Connection, table: str, first: int, last: int) -> None:
    source, given = ROWS[table]
    columns = [name for name, made in maker.execute(COLUMNS, [table]) if not (made and name not in given)]
    values = sql.SQL(", ").join(
        sql.SQL(given[name]) if name in given else sql.SQL("template.{}").format(sql.Identifier(name))
        for name in columns
    )
    of_template = "id" if table == "collab_collaboration" else "collaboration_id"
    rows = [f"generate_series({first}, {last - 1}) k", *([source] if source else [])]
    rows.append(f"(SELECT * FROM {table} WHERE {of_template} < {FIRST} LIMIT 1) template")  # noqa: S608  names of ours
    where = " WHERE i <> j" if table == "partners_answer" else ""
    into = sql.SQL("INSERT INTO {} ({}) SELECT ").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    maker.execute(into + values + sql.SQL(" FROM " + ", ".join(rows) + where))  # type: ignore[arg-type]  # built of ours


def _make_templates() -> None:
    """One row of each table as the product makes it."""
    collaboration = factories.collaboration(name="Template")
    a, b = (factories.organization(collaboration=collaboration) for _ in range(2))
    partner = factories.partner(a)
    factories.readiness_rating(partner)
    factories.collaboration_rating(collaboration, "B1", 3)
    factories.tie(a, b)
    factories.meeting(a, b)
    factories.commitment(a, b)
    factories.answers(a, b, joint=3)
    Collaboration.objects.filter(pk=collaboration.pk).update(slug="template")
