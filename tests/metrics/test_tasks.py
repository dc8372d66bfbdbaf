"""Hints, tasks and the sweep: late, twice, lost, all at once, and with the broker down."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.conf import settings
from django.db import connection, connections, transaction

from collab.celery import be_patient
from collab.models import Collaboration, Meeting, Organization, PairScores, Score
from metrics import tasks
from metrics.models import Stale
from metrics.scoring import LOCK, is_stale, score_collaboration
from tests import factories
from tests.brokers import use_broker


@pytest.fixture
def core(collaboration: Collaboration) -> list[Organization]:
    """Two core partners beside the backbone."""
    made = [factories.organization(collaboration=collaboration, name=name) for name in "AB"]
    for one in made:
        factories.partner(one)
    return made


@pytest.fixture
def broker() -> Iterator[list[int]]:
    """A broker in memory; gives the hints that were sent, in order."""
    sent: list[int] = []
    before = use_broker("memory://localhost/", {})

    def note(sender: str, body: Any, **kwargs: Any) -> None:
        sent.append(body[0][0])

    before_task_publish.connect(note)
    yield sent
    before_task_publish.disconnect(note)
    use_broker(*before)


@pytest.mark.django_db(transaction=True)
def test_one_hint_for_each_transaction_and_collaboration(broker, collaboration, core):
    broker.clear()
    with transaction.atomic():
        for _ in range(20):
            factories.meeting(*core)
    assert broker == [collaboration.pk]


@pytest.mark.django_db(transaction=True)
def test_hint_of_a_savepoint_that_was_rolled_back_does_not_hide_a_later_one(broker, collaboration, core):
    broker.clear()
    with transaction.atomic():
        with transaction.atomic():
            factories.meeting(*core)
            transaction.set_rollback(True)
        factories.meeting(*core)
    with transaction.atomic():
        factories.meeting(*core)
        transaction.set_rollback(True)
    assert broker == [collaboration.pk]


def test_the_task_computes_what_is_stale_and_leaves_what_is_fresh(broker, collaboration, core, caplog):
    caplog.set_level("INFO", "metrics.tasks")
    factories.meeting(*core)
    for _ in range(5):
        tasks.score(collaboration.pk)
    assert PairScores.objects.get(collaboration=collaboration).generation == 1
    assert not is_stale(collaboration)
    assert [record.getMessage().split(":")[0] for record in caplog.records] == [
        f"scored collaboration {collaboration.pk}", *["score skipped"] * 4,
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_change_by_a_form_sends_a_hint_too(broker, facilitator, core, sign_in):
    decision = factories.decision(proposed=(core[0],), collaboration=facilitator.collaboration)
    slug, client = facilitator.collaboration.slug, sign_in(facilitator)
    data = {"text": "Share no data", "subject": "work", "how": "vote", "is_carried": "False",
            "decided_on": "2025-03-01", "version": "1"}  # fmt: skip
    broker.clear()
    assert client.post(f"/c/{slug}/decisions/{decision.pk}/edit/", data).status_code == 302
    assert broker == [facilitator.collaboration_id]


def test_a_collaboration_that_is_gone_is_no_error(db, caplog):
    caplog.set_level("INFO", "metrics.tasks")
    tasks.score(-1)
    assert caplog.messages == ["score skipped: collaboration -1 is gone"]


def test_the_sweep_hands_over_what_a_lost_hint_left(broker, collaboration, core):
    other = factories.collaboration()
    for one in (collaboration, other):
        score_collaboration(one, today=one.today())
    factories.meeting(*core)
    broker.clear()
    tasks.sweep()
    assert broker == [collaboration.pk]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_fails_no_save_and_slows_none(broker, collaboration, core, caplog):
    use_broker("redis://127.0.0.1:1/0", {"socket_connect_timeout": 1, "socket_timeout": 5, "max_retries": 0})
    start = time.monotonic()
    for _ in range(50):
        factories.meeting(*core)
    assert time.monotonic() - start < 5
    assert Meeting.objects.count() == 50
    assert is_stale(collaboration)
    lost = [record for record in caplog.records if record.name == "metrics.tasks"]
    assert len(lost) == 1  # it is not tried again for some seconds
    tasks.sweep()
    assert not is_stale(collaboration)


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_frozen_holds_up_one_save_shortly(broker, collaboration, core):
    with socket.create_server(("127.0.0.1", 0)) as frozen:  # takes the call and says nothing
        options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
        use_broker(f"redis://127.0.0.1:{frozen.getsockname()[1]}/0", options)
        start = time.monotonic()
        for _ in range(10):
            factories.meeting(*core)
        assert time.monotonic() - start < 3
    assert is_stale(collaboration)


def test_a_worker_waits_longer_for_the_broker_than_a_page():
    conf = SimpleNamespace(broker_transport_options=dict(settings.CELERY_BROKER_TRANSPORT_OPTIONS))
    be_patient(conf)
    before = settings.CELERY_BROKER_TRANSPORT_OPTIONS["socket_timeout"]
    assert conf.broker_transport_options["socket_timeout"] > before == 0.5


@pytest.mark.django_db(transaction=True)
def test_a_dead_socket_fails_no_save(broker, collaboration, core, tmp_path):
    use_broker(f"redis+socket://{tmp_path}/no.sock", {"max_retries": 0})
    factories.meeting(*core)
    assert is_stale(collaboration)


@pytest.mark.django_db(transaction=True)
def test_a_mark_newer_than_what_was_read_survives(broker, collaboration, core, monkeypatch):
    """Evidence is committed by somebody else after the scorer has read and before it has written."""
    factories.meeting(*core)
    read = score_collaboration.__globals__["fresh_rows"]

    def read_and_let_another_write(*args: Any, **kwargs: Any) -> Any:
        rows = read(*args, **kwargs)
        _in_thread(lambda: factories.meeting(*core))
        return rows

    monkeypatch.setitem(score_collaboration.__globals__, "fresh_rows", read_and_let_another_write)
    assert score_collaboration(collaboration, today=collaboration.today()) == 1
    assert Stale.objects.filter(collaboration=collaboration).exists()
    assert PairScores.objects.get().rows[-1]["contacts"] <= 1
    monkeypatch.undo()
    broker.clear()
    tasks.score(collaboration.pk)
    assert not is_stale(collaboration)
    assert broker == []


@pytest.mark.django_db(transaction=True)
def test_evidence_that_comes_while_computing_gets_a_new_hint(broker, collaboration, core, monkeypatch):
    factories.meeting(*core)
    write = score_collaboration.__globals__["_write"]

    def write_and_let_another_write(*args: Any) -> None:
        write(*args)
        _in_thread(lambda: tasks.Stale.objects.create(collaboration=collaboration))

    monkeypatch.setitem(score_collaboration.__globals__, "_write", write_and_let_another_write)
    broker.clear()
    tasks.score(collaboration.pk)
    assert broker == [collaboration.pk]


@pytest.mark.django_db(transaction=True)
def test_who_finds_another_at_it_leaves_it_to_that_one(broker, collaboration, core):
    factories.meeting(*core)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, collaboration.pk])
        found: list[int | None] = []
        _in_thread(lambda: found.append(score_collaboration(collaboration, today=collaboration.today())))
        assert found == [None]
    assert is_stale(collaboration)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_and_edits_at_once_leave_one_generation_of_the_latest_evidence(broker, collaboration, core):
    seen: list[int] = []
    edited = threading.Semaphore(0)

    def work() -> None:
        while not edited.acquire(blocking=False):
            generation = score_collaboration(collaboration, today=collaboration.today())
            if generation is not None:
                seen.append(generation)

    def edit() -> None:
        for day in range(1, 21):
            factories.meeting(*core, held_at=f"2025-03-{day:02d}T10:00Z")
        edited.release(4)

    _together([work] * 8 + [edit] * 2)
    assert len(seen) == len(set(seen)) > 1
    tasks.score(collaboration.pk)
    assert not is_stale(collaboration)
    generations = {*Score.objects.values_list("generation", flat=True), PairScores.objects.get().generation}
    assert len(generations) == 1
    assert generations.pop() >= max(seen)
    _equals_scratch(collaboration)


def _equals_scratch(collaboration: Collaboration) -> None:
    before, pairs = _cells(), PairScores.objects.get().rows
    score_collaboration(collaboration, today=collaboration.today())
    assert (_cells(), PairScores.objects.get().rows) == (before, pairs)
    assert date.fromisoformat(pairs[-1]["last_contact_on"]) == date(2025, 3, 20)


def _cells() -> list[tuple[Any, ...]]:
    rows = Score.objects.order_by("metric", "month")
    return list(rows.values_list("metric", "month", "as_of", "value", "low", "high", "coverage", "parts"))


def _together(jobs: list[Any]) -> None:
    failures: list[BaseException] = []

    def run(job: Any) -> None:
        try:
            job()
        except BaseException as error:  # a thread's failure must fail the test
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def _in_thread(job: Any) -> None:
    _together([job])
