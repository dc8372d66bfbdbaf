"""From evidence to stored scores: what counts from which day, what a generation is, what is left behind."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from collab.models import Attendance, Collaboration, Meeting, Organization, PairScores, Score
from metrics.models import Stale
from metrics.scoring import is_stale, score_collaboration, waiting
from partners.models import Answer
from tests import factories

STARTED_ON, TODAY = date(2025, 1, 15), date(2025, 6, 1)


@pytest.fixture
def core(collaboration: Collaboration) -> list[Organization]:
    """Three core partners beside the backbone."""
    made = [factories.organization(collaboration=collaboration, name=name) for name in "ABC"]
    for one in made:
        factories.partner(one)
    return made


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def stored(collaboration: Collaboration) -> list[dict[str, Any]]:
    """All stored scores without their generation."""
    return list(collaboration.scores.order_by("metric", "month").values(
        "metric", "month", "as_of", "value", "low", "high", "coverage", "parts"))  # fmt: skip


def pair_of(collaboration: Collaboration, a: Organization, b: Organization) -> dict[str, Any]:
    rows = PairScores.objects.get(collaboration=collaboration).pairs
    return next(row for row in rows if {row["a"], row["b"]} == {a.pk, b.pk})


def lows(collaboration: Collaboration) -> list[float | None]:
    return [row["low"] for row in stored(collaboration)]


def test_all_months_are_stored_with_one_generation(collaboration, core):
    factories.meeting(*core)
    assert score_collaboration(collaboration, today=TODAY) == 1
    rows = Score.objects.filter(collaboration=collaboration).order_by("month")
    assert [row.month for row in rows] == [0, 1, 2, 3, 4, 5]
    assert [row.as_of for row in rows] == collaboration.snapshots(on=TODAY)
    assert {row.generation for row in rows} | {collaboration.pair_scores.generation} == {1}


def test_scoring_twice_gives_equal_rows_and_a_new_generation(collaboration, core):
    factories.meeting(*core)
    factories.answers(core[0], core[1], trust=(4, 3, 3), joint=3)
    first = score_collaboration(collaboration, today=TODAY)
    rows, pairs = stored(collaboration), PairScores.objects.get().pairs
    second = score_collaboration(collaboration, today=TODAY)
    assert (first, second) == (1, 2)
    assert (stored(collaboration), PairScores.objects.get().pairs) == (rows, pairs)
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
    before = lows(collaboration)
    factories.meeting(core[0], core[1], held_at=noon(date(2025, 3, 10)))
    score_collaboration(collaboration, today=TODAY)
    after = lows(collaboration)
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


def test_meeting_of_more_than_eight_organizations_counts_little(collaboration, core):
    crowd = [factories.organization(collaboration=collaboration) for _ in range(7)]
    factories.meeting(core[0], core[1], held_at=noon(TODAY), mode="message")
    factories.meeting(*core, *crowd[:-2], held_at=noon(TODAY))
    score_collaboration(collaboration, today=TODAY)
    small = pair_of(collaboration, core[0], core[2])["parts"]["contact"]["value"]
    Meeting.objects.all().delete()
    factories.meeting(*core, *crowd[:-1], held_at=noon(TODAY))
    score_collaboration(collaboration, today=TODAY)
    assert (small, pair_of(collaboration, core[0], core[2])["parts"]["contact"]["value"]) == (39.3469, 9.5163)


@pytest.mark.parametrize(
    ("outcome", "due_on", "closed_on", "value", "quality"),
    [
        ("open", TODAY, None, None, 0),
        ("open", TODAY - timedelta(days=89), None, None, 0),
        ("open", TODAY - timedelta(days=90), None, 33.3333, 1),
        ("kept", TODAY - timedelta(days=100), TODAY + timedelta(days=1), 33.3333, 1),
        ("kept", TODAY - timedelta(days=100), TODAY, 66.6667, 1),
        ("kept", TODAY + timedelta(days=1), TODAY, None, 0),
        ("kept", TODAY - timedelta(days=365), TODAY, 66.6667, 1),
        ("kept", TODAY - timedelta(days=366), TODAY, None, 0),
        ("partly", TODAY, TODAY, 50, 1),
        ("broken", TODAY, TODAY, 33.3333, 1),
        ("renegotiated", TODAY, TODAY, None, 0),
        ("renegotiated", TODAY - timedelta(days=1), TODAY, 33.3333, 1),
    ],
)
def test_a_commitment_counts_as_the_specification_says(collaboration, core, outcome, due_on, closed_on, value, quality):
    factories.meeting(core[0], core[1], held_at=noon(TODAY))
    factories.commitment(
        core[0], core[1], made_on=date(2024, 1, 1), due_on=due_on, outcome=outcome, closed_on=closed_on
    )
    score_collaboration(collaboration, today=TODAY)
    part = pair_of(collaboration, core[0], core[1])["parts"]["commitments"]
    assert (part["value"], part["quality"]) == (value, quality)


def test_outcome_does_not_exist_for_a_snapshot_before_it(collaboration, core):
    factories.meeting(core[0], core[1], held_at=noon(date(2025, 2, 10)))
    factories.commitment(
        core[0],
        core[1],
        made_on=date(2025, 1, 20),
        due_on=date(2025, 2, 1),
        outcome="kept",
        closed_on=date(2025, 3, 20),
    )
    score_collaboration(collaboration, today=TODAY)
    qualities = [row["parts"]["commitments"]["quality"] for row in stored(collaboration)]
    assert [quality > 0 for quality in qualities] == [False, False, False, True, True, True]


def test_promise_to_the_whole_group_counts_in_every_needed_pair_of_the_promiser(collaboration, core):
    a, b, c = core
    factories.meeting(*core, held_at=noon(TODAY))
    factories.tie(a, c, is_needed=False)
    factories.commitment(a, None, due_on=date(2025, 5, 1), outcome="kept")
    score_collaboration(collaboration, today=TODAY)
    known = {
        frozenset((row["a"], row["b"])): row["parts"]["commitments"]["value"]
        for row in PairScores.objects.get(collaboration=collaboration).pairs
    }
    assert known[frozenset((a.pk, b.pk))] == 66.6667
    assert known[frozenset((a.pk, collaboration.backbone_id))] == 66.6667
    assert known[frozenset((a.pk, c.pk))] is None
    assert known[frozenset((b.pk, c.pk))] is None


def test_the_newest_wave_counts_as_the_mean_of_its_raters(collaboration, core):
    a, b, _ = core
    one, other = (factories.person(organization=a) for _ in range(2))
    factories.answers(a, b, joint=1, counted_on=date(2025, 2, 1), rater_person=one)
    factories.answers(a, b, joint=4, trust=(4, 4, 4), counted_on=date(2025, 3, 1), rater_person=one)
    factories.answers(a, b, joint=5, trust=(1, 1, 1), counted_on=date(2025, 3, 1), rater_person=other)
    factories.answers(a, b, joint=0, counted_on=date(2025, 7, 1), rater_person=one)
    score_collaboration(collaboration, today=TODAY)
    row = pair_of(collaboration, a, b)
    assert (row["joint"], row["trust"]) == ([4.5, None], [50.0, None])


def test_cannot_say_is_missing_and_takes_the_place_of_what_was_said_before(collaboration, core):
    a, b, _ = core
    factories.answers(a, b, trust=(4, 4, 4), joint=4, counted_on=date(2025, 2, 1))
    factories.answers(a, b, trust=(None, None, 3), counted_on=date(2025, 3, 1))
    score_collaboration(collaboration, today=TODAY)
    row = pair_of(collaboration, a, b)
    assert (row["trust"], row["joint"]) == ([None, None], [4.0, None])


@pytest.mark.parametrize(
    ("age", "quality", "level"), [(180, 0.5, 3.0), (181, 0.25, 3.0), (365, 0.25, 3.0), (366, 0.0, None)]
)
def test_answers_age(collaboration, core, age, quality, level):
    factories.answers(core[0], core[1], joint=3, counted_on=TODAY - timedelta(days=age))
    score_collaboration(collaboration, today=TODAY)
    row = pair_of(collaboration, core[0], core[1])
    assert (row["parts"]["joint_work"]["quality"], row["joint"][0]) == (quality, level)


def test_up_to_six_core_partners_all_pairs_are_needed_above_only_those_with_the_backbone(collaboration, core):
    for _ in range(3):
        factories.partner(factories.organization(collaboration=collaboration))
    score_collaboration(collaboration, today=TODAY)
    assert stored(collaboration)[-1]["parts"]["_pairs"] == 15 + 6
    factories.partner(factories.organization(collaboration=collaboration), core_from_on=date(2025, 3, 1))
    score_collaboration(collaboration, today=TODAY)
    assert [row["parts"]["_pairs"] for row in stored(collaboration)] == [21, 21, 7, 7, 7, 7]


def test_an_agreed_tie_says_more_than_the_default_while_it_is_in_force(collaboration, core):
    a, b, _ = core
    outside = factories.organization(collaboration=collaboration)
    factories.tie(a, b, is_needed=False, from_on=date(2025, 3, 1), to_on=date(2025, 4, 1))
    factories.tie(a, outside, cadence_days=14, from_on=date(2025, 4, 1))
    score_collaboration(collaboration, today=TODAY)
    assert [row["parts"]["_pairs"] for row in stored(collaboration)] == [6, 6, 5, 7, 7, 7]
    assert pair_of(collaboration, a, outside)["cadence_days"] == 14
    assert pair_of(collaboration, a, b)["cadence_days"] == 60


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
    assert PairScores.objects.get(collaboration=collaboration).pairs == []


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


@pytest.mark.parametrize("count", [1, 30])
def test_query_count_does_not_depend_on_the_number_of_meetings(collaboration, core, django_assert_num_queries, count):
    for number in range(count):
        factories.meeting(*core, held_at=noon(date(2025, 2, 1) + timedelta(days=number)))
        factories.commitment(core[0], core[1])
        factories.answers(core[0], core[1], joint=3, counted_on=date(2025, 2, 1) + timedelta(days=number))
    with django_assert_num_queries(16):
        score_collaboration(collaboration, today=TODAY)


def test_recompute_check_finds_every_stored_cell_that_differs(collaboration, core, capsys):
    factories.meeting(*core)
    call_command("recompute", slug=collaboration.slug)
    call_command("recompute", check=True)
    assert f"{collaboration.slug}: no difference(s)" in capsys.readouterr().out
    Score.objects.filter(collaboration=collaboration, month=3).update(low=1.5)
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
