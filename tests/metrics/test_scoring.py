"""From evidence to stored scores: months, days, generations, marks, commands."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collab.models import Attendance, PairScores, Score
from metrics.models import Stale
from metrics.scoring import is_stale, score_collaboration, waiting
from partners.models import Answer
from tests import factories
from tests.metrics.rows import noon, stored

TODAY = date(2025, 6, 1)


def test_all_months_are_stored_with_one_generation(collaboration, core):
    factories.meeting(*core)
    assert score_collaboration(collaboration, today=TODAY) == 1
    rows = collaboration.scores.series("relationship")
    assert [row.month for row in rows] == [0, 1, 2, 3, 4, 5]
    assert [row.as_of for row in rows] == collaboration.snapshots(on=TODAY)
    assert {row.generation for row in rows} | {collaboration.pair_scores.generation} == {1}


def test_scoring_twice_gives_equal_rows_and_a_new_generation(collaboration, core):
    factories.meeting(*core)
    factories.answers(core[0], core[1], trust=(4, 3, 3), joint=3)
    first = score_collaboration(collaboration, today=TODAY)
    rows, pairs = stored(collaboration), PairScores.objects.get().rows
    second = score_collaboration(collaboration, today=TODAY)
    assert (first, second) == (1, 2)
    assert (stored(collaboration), PairScores.objects.get().rows) == (rows, pairs)
    assert set(Score.objects.values_list("generation", flat=True)) == {2}


def test_planned_meeting_adds_nothing_until_it_was_held(collaboration, core):
    factories.meeting(core[0], core[1], held_at=noon(date(2025, 2, 1)))
    score_collaboration(collaboration, today=TODAY)
    before = stored(collaboration)
    planned = factories.meeting(core[0], core[1], held_at=noon(date(2025, 5, 1)), is_held=False)
    score_collaboration(collaboration, today=TODAY)
    assert stored(collaboration) == before
    planned.is_held = True
    planned.save()
    score_collaboration(collaboration, today=TODAY)
    assert stored(collaboration)[:4] == before[:4]
    assert stored(collaboration)[4] != before[4]


def test_late_evidence_changes_the_month_it_is_dated_in_and_those_after_it(collaboration, core):
    factories.meeting(*core, held_at=noon(date(2025, 1, 15)))
    score_collaboration(collaboration, today=TODAY)
    before = [row["low"] for row in stored(collaboration)]
    factories.meeting(core[0], core[1], held_at=noon(date(2025, 3, 10)))
    score_collaboration(collaboration, today=TODAY)
    after = [row["low"] for row in stored(collaboration)]
    assert after[:2] == before[:2]
    assert all(new > old for new, old in zip(after[2:4], before[2:4], strict=True))


def test_days_begin_and_end_in_the_time_zone_of_the_collaboration(collaboration, core):
    """A meeting at 23:30 in Mexico City belongs to that day, though it is the next one in UTC."""
    last = collaboration.snapshots(on=TODAY)[1]
    factories.meeting(core[0], core[1], held_at=noon(last) + timedelta(hours=17, minutes=30))
    score_collaboration(collaboration, today=TODAY)
    assert stored(collaboration)[1]["parts"]["contact"]["quality"] == 0
    collaboration.time_zone = "America/Mexico_City"
    collaboration.save()
    score_collaboration(collaboration, today=TODAY)
    assert stored(collaboration)[1]["parts"]["contact"]["quality"] == 1


def test_without_a_needed_pair_nothing_is_computed(db):
    lonely = factories.collaboration(backbone=None)
    score_collaboration(lonely, today=TODAY)
    last = lonely.scores.series("relationship").last()
    assert (last.value, last.low, last.high, last.coverage, last.parts["_pairs"]) == (None, None, None, None, 0)


def test_rows_of_vanished_months_go_when_the_start_moves(collaboration, core):
    factories.meeting(*core)
    score_collaboration(collaboration, today=TODAY)
    collaboration.started_on = date(2025, 4, 15)
    collaboration.save()
    assert score_collaboration(collaboration, today=TODAY) == 2
    assert [row["month"] for row in stored(collaboration)] == [0, 1, 2]
    collaboration.started_on = date(2026, 1, 1)
    collaboration.save()
    assert score_collaboration(collaboration, today=TODAY) == 3
    assert stored(collaboration) == []
    assert PairScores.objects.get(collaboration=collaboration).rows == []


def test_scores_stop_with_the_collaboration(collaboration, core):
    collaboration.ended_on, collaboration.closed_as = date(2025, 3, 1), "completed"
    collaboration.save()
    score_collaboration(collaboration, today=TODAY)
    assert stored(collaboration)[-1]["as_of"] == date(2025, 3, 1)
    assert not is_stale(collaboration)


@pytest.mark.parametrize("how", ["model", "bulk", "raw"])
def test_evidence_written_by_any_path_leaves_a_mark(collaboration, core, how):
    score_collaboration(collaboration, today=collaboration.today())
    assert not is_stale(collaboration)
    a, b, _ = core
    row = {"collaboration": collaboration, "rater": a, "subject": b, "item": "joint-work", "value": 3,
           "counted_on": date(2025, 3, 1), "source": "survey"}  # fmt: skip
    if how == "model":
        Answer.objects.create(**row)
    elif how == "bulk":
        Answer.objects.bulk_create([Answer(**row)])
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO partners_answer (collaboration_id, rater_id, subject_id, item, value, counted_on, source)"
                " VALUES (%s, %s, %s, 'joint-work', 3, '2025-03-01', 'survey')",
                [collaboration.pk, a.pk, b.pk],
            )
    assert Stale.objects.filter(collaboration=collaboration).count() == 1
    assert is_stale(collaboration)
    assert waiting() == [collaboration.pk]


def test_the_turn_of_the_day_makes_scores_stale(collaboration, core):
    today = collaboration.today()
    score_collaboration(collaboration, today=today - timedelta(days=1))
    assert waiting() == [collaboration.pk]
    score_collaboration(collaboration, today=today)
    assert (waiting(), is_stale(collaboration)) == ([], False)


def test_query_count_does_not_depend_on_how_much_is_known(collaboration, core):
    def queries(rows: int) -> int:
        for number in range(rows):
            day = date(2025, 2, 1) + timedelta(days=Answer.objects.count() + number)
            factories.meeting(*core, held_at=noon(day))
            factories.commitment(core[0], core[1])
            factories.answers(core[0], core[1], joint=3, counted_on=day)
        with CaptureQueriesContext(connection) as captured:
            score_collaboration(collaboration, today=TODAY)
        return len(captured)

    assert queries(1) == queries(29) < 40


def test_recompute_check_finds_every_stored_cell_that_differs(collaboration, core, capsys):
    factories.meeting(*core)
    call_command("recompute", slug=collaboration.slug)
    call_command("recompute", check=True)
    assert f"{collaboration.slug}: no difference(s)" in capsys.readouterr().out
    Score.objects.filter(collaboration=collaboration, metric="relationship", month=3).update(low=1.5)
    with pytest.raises(CommandError, match=r"relationship month 003 low: stored 1\.5"):
        call_command("recompute", check=True)
    call_command("recompute")
    factories.meeting(*core)
    with pytest.raises(CommandError, match="still to be computed"):
        call_command("recompute", check=True)


def test_status_says_how_many_wait(collaboration, core, capsys):
    call_command("recompute")
    call_command("status_scores")
    assert "stale     0 collaboration(s)\n  mark      none" in capsys.readouterr().out
    Attendance.objects.create(collaboration=collaboration, meeting=factories.meeting(core[0]), organization=core[1])
    call_command("status_scores")
    assert "stale     1 collaboration(s)" in capsys.readouterr().out
