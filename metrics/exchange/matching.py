"""Staged rows beside the records: which record each is about, and what it would change there, set by set."""
# ruff: noqa: S608  names of tables and columns come from our own models and kinds, values are parameters

from typing import Any

from django.db import connection

from metrics.exchange.kinds import Kind
from metrics.exchange.ties import begin_anew, resolve, settle
from metrics.models import Import, ImportRow

# the planner has no figures of rows that were staged a moment ago and would compare each with each
BY_SETS = "SELECT set_config('enable_nestloop', 'off', true)"
OPEN = [ImportRow.State.NEW, ImportRow.State.NEAR]


def look(batch: Import, kind: Kind) -> dict[str, int]:
    """Match and compare all rows with the records; how many rows there are of each state."""
    for step in kind.each:
        _look_at(batch, step)
    return count(batch)


def look_again(batch: Import, kind: Kind) -> dict[str, int]:
    """The same after somebody decided which records some rows are about."""
    compare(batch, kind.each[0])
    for step in kind.each[1:]:
        with connection.cursor() as cursor:
            begin_anew(cursor, batch)
        _look_at(batch, step)
    return count(batch)


def _look_at(batch: Import, step: Kind) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BY_SETS)
        resolve(cursor, batch, step)
    match(batch, step)
    compare(batch, step)
    with connection.cursor() as cursor:
        settle(cursor, batch, step)


def count(batch: Import) -> dict[str, int]:
    """How many rows there are of each state."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, count(*) FROM metrics_importrow WHERE batch_id = %s GROUP BY state", [batch.pk])
        return dict(cursor.fetchall())


def match(batch: Import, kind: Kind) -> None:
    """Find the record each row is about, by the surest rule first; refuse what fits several or no id."""
    has_survivor = hasattr(kind.model, "survivor")
    with connection.cursor() as cursor:
        cursor.execute(BY_SETS)
        for rule in kind.rules_for(batch.columns):
            _by_rule(cursor, batch, kind, rule, has_survivor=has_survivor)
        if has_survivor:
            _keep_survivors(cursor, batch, kind)
        _refuse_strays(cursor, batch, kind)


def _by_rule(cursor: Any, batch: Import, kind: Kind, rule: str, *, has_survivor: bool) -> None:
    stands = "coalesce(t.survivor_id, t.id)" if has_survivor else "t.id"
    how_many = f"count(DISTINCT {stands})" if has_survivor else "count(*)"
    cursor.execute(
        f"""UPDATE metrics_importrow r
        SET record = CASE WHEN m.several THEN '' ELSE m.record END, near = NULL,
            state = CASE WHEN m.several THEN 'refused' ELSE 'same' END,
            problems = CASE WHEN m.several THEN '[["", "several", {{"cell": ""}}]]'::jsonb END
        FROM (SELECT r.number, min({stands}::text) AS record, {how_many} > 1 AS several
              FROM metrics_importrow r JOIN {kind.table} t ON {rule}
              WHERE r.batch_id = %s AND {kind.among} AND r.state = ANY(%s) AND t.collaboration_id = %s
              GROUP BY r.number) m
        WHERE r.batch_id = %s AND r.number = m.number""",
        [batch.pk, OPEN, batch.collaboration_id, batch.pk],
    )


def _keep_survivors(cursor: Any, batch: Import, kind: Kind) -> None:
    """A name or an id that was merged finds its survivor, and does not rename it."""
    cursor.execute(
        f"""UPDATE metrics_importrow r SET cells = r.cells - 'name' FROM {kind.table} m
        WHERE r.batch_id = %s AND r.record <> '' AND m.collaboration_id = %s AND m.survivor_id IS NOT NULL
        AND m.survivor_id::text = r.record AND lower(m.name) = lower(r.cells->>'name')""",
        [batch.pk, batch.collaboration_id],
    )
    cursor.execute(
        """UPDATE metrics_importrow SET cells = cells || jsonb_build_object('id', record)
        WHERE batch_id = %s AND record <> '' AND cells ? 'id' AND cells->>'id' <> record""",
        [batch.pk],
    )


def _refuse_strays(cursor: Any, batch: Import, kind: Kind) -> None:
    """Rows with an id that is not here, and later rows about a record that an earlier one is about."""
    cursor.execute(
        f"""UPDATE metrics_importrow r SET state = 'refused', near = NULL, problems = '[["id", "no_id", {{}}]]'
        WHERE r.batch_id = %s AND {kind.among} AND r.state = ANY(%s) AND r.cells ? 'id'""",
        [batch.pk, OPEN],
    )
    cursor.execute(
        f"""UPDATE metrics_importrow r SET state = 'refused', record = '',
            problems = jsonb_build_array(jsonb_build_array('', 'twice', jsonb_build_object('row', d.first)))
        FROM (SELECT r.number, min(r.number) OVER (PARTITION BY r.record) AS first FROM metrics_importrow r
              WHERE r.batch_id = %s AND {kind.among} AND r.record <> '') d
        WHERE r.batch_id = %s AND r.number = d.number AND d.first < r.number""",
        [batch.pk, batch.pk],
    )


def compare(batch: Import, kind: Kind) -> None:
    """Say of each matched row what would change and what stood there before."""
    with connection.cursor() as cursor:
        cursor.execute(BY_SETS)
        cursor.execute(
            f"""UPDATE metrics_importrow r SET state = 'changed', before = c.before
            FROM (SELECT r.number,
                    (SELECT jsonb_object_agg(k, to_jsonb(t) -> k) FROM jsonb_object_keys(r.cells) k
                     WHERE to_jsonb(t) -> k IS DISTINCT FROM to_jsonb(p) -> k) AS before
                  FROM metrics_importrow r JOIN {kind.table} t ON t.id = r.record::{kind.key_type},
                    LATERAL jsonb_populate_record(t, r.cells) p
                  WHERE r.batch_id = %s AND t.collaboration_id = %s AND {kind.among} AND r.state = 'same'
                    AND p IS DISTINCT FROM t) c
            WHERE r.batch_id = %s AND r.number = c.number""",
            [batch.pk, batch.collaboration_id, batch.pk],
        )
        for part in kind.parts:
            cursor.execute(
                f"""UPDATE metrics_importrow r
                SET state = 'changed', before = coalesce(r.before, '{{}}') || jsonb_build_object(%s::text, (
                    SELECT coalesce(jsonb_agg(DISTINCT p.{part.value}), '[]') FROM {part.model._meta.db_table} p
                    WHERE p.{part.parent} = r.record::{kind.key_type} AND {part.more}))
                WHERE r.batch_id = %s AND r.state IN ('same', 'changed') AND EXISTS (
                    SELECT FROM jsonb_array_elements(coalesce(r.cells -> %s, '[]')) v WHERE NOT EXISTS (
                        SELECT FROM {part.model._meta.db_table} p
                        WHERE p.{part.parent} = r.record::{kind.key_type} AND p.{part.value} = v::bigint
                        AND {part.more}))""",
                [part.column, batch.pk, part.column],
            )
