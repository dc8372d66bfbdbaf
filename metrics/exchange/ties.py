"""Ties among staged rows: which organisations they join, once those are matched or written."""
# ruff: noqa: S608  names of tables are ours, values are parameters

from typing import Any

from metrics.exchange.kinds import Kind
from metrics.exchange.kinds_of_answers import FIRST_TIE, SAME_TIE
from metrics.models import Import
from partners.models import TRUST_ITEMS, Answer

SIDES = {"rater_id": "_source", "subject_id": "_target"}


def are_ties(kind: Kind) -> bool:
    """Whether rows of a kind name other rows of the file."""
    return kind.model is Answer and kind.numbers is not None


def begin_anew(cursor: Any, batch: Import) -> None:
    """Forget what was found out about ties before somebody decided about their organisations."""
    cursor.execute(
        """UPDATE metrics_importrow SET state = 'new', record = '', before = NULL, problems = NULL,
            cells = cells - 'rater_id' - 'subject_id'
        WHERE batch_id = %s AND number >= %s
            AND (state <> 'refused' OR problems -> 0 ->> 1 IN ('side', 'asked', 'itself'))""",
        [batch.pk, FIRST_TIE],
    )


def resolve(cursor: Any, batch: Import, kind: Kind) -> None:
    """Give ties the ids of their organisations, as far as those are known; refuse those that lack a side."""
    if not are_ties(kind):
        return
    for column, side in SIDES.items():
        cursor.execute(
            """UPDATE metrics_importrow r SET cells = r.cells || jsonb_build_object(%s::text, o.record::bigint)
            FROM metrics_importrow o
            WHERE r.batch_id = %s AND r.number >= %s AND o.batch_id = %s AND o.number = (r.cells ->> %s)::int
                AND o.number < %s AND o.record <> '' AND o.state <> 'refused' AND r.state <> 'refused'""",
            [column, batch.pk, FIRST_TIE, batch.pk, side, FIRST_TIE],
        )
        cursor.execute(
            """UPDATE metrics_importrow r SET state = 'refused',
                problems = jsonb_build_array(jsonb_build_array('', 'side', jsonb_build_object('side', r.cells -> %s)))
            FROM metrics_importrow o
            WHERE r.batch_id = %s AND r.number >= %s AND o.batch_id = %s AND o.number = (r.cells ->> %s)::int
                AND o.state = 'refused' AND r.state <> 'refused'""",
            [{"_source": "_from", "_target": "_to"}[side], batch.pk, FIRST_TIE, batch.pk, side],
        )


def settle(cursor: Any, batch: Import, kind: Kind) -> None:
    """A tie says nothing new where it is the mean of what stands for its day; people who were asked are not overruled.

    Trust is left out: whoever brings a file must not find out by it what was said in confidence.
    """
    if not are_ties(kind):
        return
    every = SAME_TIE.replace("t.survey_id IS NULL AND t.rater_person_id IS NULL AND ", "")
    cursor.execute(
        f"""UPDATE metrics_importrow r
        SET state = CASE WHEN m.is_mean THEN 'same' ELSE 'refused' END, before = NULL,
            record = CASE WHEN m.is_mean THEN m.record ELSE '' END,
            problems = CASE WHEN m.is_mean THEN NULL ELSE '[["", "asked", {{}}]]'::jsonb END
        FROM (SELECT r.number, min(t.id::text) AS record,
                round(avg(t.value), 3) IS NOT DISTINCT FROM (min(r.cells ->> 'value'))::numeric AS is_mean
              FROM metrics_importrow r JOIN partners_answer t ON {every}
              WHERE r.batch_id = %s AND {kind.among} AND r.state IN ('new', 'changed') AND t.collaboration_id = %s
                AND t.item <> ALL(%s) GROUP BY r.number) m
        WHERE r.batch_id = %s AND r.number = m.number AND (m.is_mean OR r.state = 'new')""",
        [batch.pk, batch.collaboration_id, list(TRUST_ITEMS), batch.pk],
    )
