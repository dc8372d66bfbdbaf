"""Work over all collaborations: in chunks, by several workers, broken off and gone on with, and checked by night."""

import threading

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, connections

from collab.models import Collaboration, PairScores, Score
from metrics import tasks
from metrics.checking import check
from metrics.models import Attempt, Chunk, Difference, Run, Stale, runs
from metrics.running import work
from metrics.scoring import is_stale
from tests import factories
from tests.brokers import use_broker


@pytest.fixture(autouse=True)
def _no_broker():
    before = use_broker("memory://localhost/", {})
    yield
    use_broker(*before)


@pytest.fixture
def many(db: None, monkeypatch: pytest.MonkeyPatch) -> list[Collaboration]:
    """Enough for three chunks."""
    monkeypatch.setattr(runs, "COLLABORATIONS_PER_CHUNK", 2)
    made = [factories.collaboration() for _ in range(5)]
    Stale.objects.all().delete()
    return made


def generations() -> dict[int, int]:
    return dict(PairScores.objects.values_list("collaboration_id", "generation"))


def test_a_run_computes_each_collaboration_once_in_chunks(many, capsys):
    run = Run.objects.begin(Run.Kind.RECOMPUTE)
    assert (run.total, run.chunks.count(), run.done) == (5, 3, 0)
    assert work(run)
    assert run.done == 2
    call_command("status_scores")
    assert "recompute 2 of 5 collaborations since " in capsys.readouterr().out
    while work(run):
        pass
    run.refresh_from_db()
    assert run.finished_at
    assert generations() == {one.pk: 1 for one in many}
    call_command("status_scores")
    assert "recompute 5 collaborations by " in capsys.readouterr().out


def test_a_run_that_was_broken_off_is_gone_on_with(many):
    run = Run.objects.begin(Run.Kind.RECOMPUTE)
    work(run)
    assert Run.objects.begin(Run.Kind.RECOMPUTE) == run
    call_command("recompute", all=True)
    assert set(generations().values()) == {1}
    assert Run.objects.begin(Run.Kind.RECOMPUTE) != run


def test_a_chunk_whose_worker_ended_in_the_middle_is_taken_again(many):
    run = Run.objects.begin(Run.Kind.RECOMPUTE)
    with pytest.raises(KeyboardInterrupt), run.next_chunk():
        raise KeyboardInterrupt
    with run.next_chunk() as chunk:
        assert chunk == run.chunks.order_by("id").first()


def test_what_was_saved_meanwhile_is_computed_between_two_chunks(many):
    run = Run.objects.begin(Run.Kind.RECOMPUTE)
    last = many[-1]
    work(run)
    assert not Stale.objects.exists()
    factories.organization(collaboration=last)
    work(run)
    assert not is_stale(last)
    assert run.done == 4


def test_one_poisoned_collaboration_stops_no_run(many):
    tasks.score(many[0].pk)  # never computed, so as of yesterday
    PairScores.objects.filter(collaboration=many[0]).update(generation=2**63 - 1)
    call_command("recompute", all=True)
    assert Run.objects.get().finished_at
    assert Attempt.objects.get().collaboration == many[0]
    assert PairScores.objects.filter(generation=1).count() == 4


def test_only_one_run_of_a_kind_is_open(many):
    Run.objects.begin(Run.Kind.RECOMPUTE)
    with pytest.raises(IntegrityError, match="one_unfinished_run_of_a_kind"):
        Run.objects.create(kind=Run.Kind.RECOMPUTE)


def test_the_sweep_calls_workers_to_a_run_and_works_itself_without_a_broker(many):
    Run.objects.begin(Run.Kind.CHECK)
    use_broker("redis://127.0.0.1:1/0", {"socket_connect_timeout": 0.5, "max_retries": 0})
    tasks.sweep()
    assert Run.objects.get().finished_at


def test_nobody_works_where_nothing_is_to_do(db):
    tasks.go_on()
    Run.objects.begin(Run.Kind.RECOMPUTE)
    tasks.go_on()
    assert Run.objects.get().finished_at


def test_the_check_by_night_finds_a_stored_cell_that_is_wrong_and_has_it_mended(many, capsys, caplog):
    call_command("recompute", all=True)
    wrong, waits = many[0], many[1]
    Score.objects.filter(collaboration=wrong, metric="relationship", month=3).update(low=1.5)
    factories.organization(collaboration=waits)  # newer than its scores, which is no difference
    tasks.check()
    run = Run.objects.get(kind=Run.Kind.CHECK)
    with run.next_chunk() as chunk:
        for one in chunk.collaborations:
            check(run, one)
    assert [(row.collaboration, row.cell) for row in Difference.objects.all()] == [
        (wrong, "relationship month 003 low")
    ]
    assert "differ in 1 cells" in caplog.text
    assert is_stale(wrong)
    while work(run):
        pass
    call_command("status_scores")
    assert f"{wrong.slug} in 1 cell(s)" in capsys.readouterr().out
    assert not is_stale(wrong)
    call_command("recompute", check=True)


def test_old_runs_are_forgotten(many):
    tasks.check()
    tasks.go_on()
    Run.objects.update(finished_at="2025-01-01T00:00Z")
    tasks.check()
    assert Run.objects.filter(finished_at=None).count() == Run.objects.count() == 1
    assert Chunk.objects.exclude(run=Run.objects.get()).count() == 0


@pytest.mark.django_db(transaction=True)
def test_four_workers_share_a_run(many):
    run = Run.objects.begin(Run.Kind.RECOMPUTE)
    failures: list[BaseException] = []

    def worker() -> None:
        try:
            while work(run):
                pass
        except BaseException as error:  # a thread's failure must fail the test
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    run.finish()
    run.refresh_from_db()
    assert (run.done, bool(run.finished_at)) == (5, True)
    assert set(generations()) == {one.pk for one in many}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert cursor.fetchone() == (0,)
