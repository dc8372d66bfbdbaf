"""Computations that fail: counted, parked, named by the status, and tried again once there is something new."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from collab.models import Collaboration, PairScores
from metrics import attempting, tasks
from metrics.locks import ATTEMPT, alone
from metrics.models import Attempt, Stale
from metrics.scoring import is_stale, waiting
from tests import factories
from tests.brokers import use_broker


@pytest.fixture
def poison(collaboration: Collaboration) -> Collaboration:
    """A collaboration whose stored generation has no successor: computing it fails inside PostgreSQL."""
    attempting.attempt(collaboration.pk)
    PairScores.objects.update(generation=2**63 - 1)
    factories.organization(collaboration=collaboration)
    return collaboration


@pytest.fixture(autouse=True)
def _no_broker():
    before = use_broker("memory://localhost/", {})
    yield
    use_broker(*before)


def heal(collaboration: Collaboration) -> None:
    PairScores.objects.filter(collaboration=collaboration).update(generation=1)


def test_a_success_leaves_neither_marks_nor_attempts(collaboration):
    factories.organization(collaboration=collaboration)
    assert attempting.attempt(collaboration.pk)
    assert (Attempt.objects.count(), Stale.objects.count(), is_stale(collaboration)) == (0, 0, False)


def test_after_five_failures_it_is_parked_and_the_sweep_leaves_it(poison, caplog):
    for count in range(1, 6):
        assert waiting() == [poison.pk]
        tasks.score(poison.pk)
        assert Attempt.objects.get().tries == count
    assert waiting() == []
    assert is_stale(poison)
    assert Attempt.objects.parked().get().error == "DataError"
    assert "score parked" in caplog.text
    assert str(2**63) not in caplog.text, "no value of a row stands in a log"


def test_others_are_computed_beside_it(poison):
    other = factories.collaboration()
    use_broker("redis://127.0.0.1:1/0", {"socket_connect_timeout": 0.5, "max_retries": 0})
    tasks.sweep()
    assert (is_stale(poison), is_stale(other)) == (True, False)


def test_new_evidence_brings_it_back_for_five_more_tries(poison):
    for _ in range(5):
        attempting.attempt(poison.pk)
    factories.organization(collaboration=poison)
    assert not Attempt.objects.parked().exists()
    assert waiting() == [poison.pk]
    attempting.attempt(poison.pk)
    assert Attempt.objects.get().tries == 1
    heal(poison)
    tasks.score(poison.pk)
    assert not is_stale(poison)


def test_the_turn_of_the_day_does_not_bring_it_back(poison):
    for _ in range(5):
        attempting.attempt(poison.pk)
    PairScores.objects.update(as_of="2025-01-16")
    assert waiting() == []


def test_a_try_whose_process_was_killed_counts_and_is_taken_up_again(collaboration):
    factories.organization(collaboration=collaboration)
    Attempt.objects.begin(collaboration)  # and nothing comes after it
    assert (Stale.objects.count(), waiting(), is_stale(collaboration)) == (0, [collaboration.pk], True)
    tasks.score(collaboration.pk)
    assert not is_stale(collaboration)


def test_status_names_what_is_parked_and_a_command_tries_it_again(poison, capsys):
    for _ in range(5):
        attempting.attempt(poison.pk)
    call_command("status_scores")
    said = capsys.readouterr().out
    assert "stale     0 collaboration(s)" in said
    assert f"parked    {poison.slug}: 5 tries since " in said
    assert said.rstrip().endswith("DataError")
    with pytest.raises(CommandError, match="1 could not be computed"):
        call_command("recompute", parked=True)
    heal(poison)
    call_command("recompute", slug=poison.slug)
    call_command("status_scores")
    assert "parked" not in capsys.readouterr().out
    assert not is_stale(poison)


@pytest.mark.django_db(transaction=True)
def test_who_finds_another_trying_counts_no_try(collaboration):
    def hold() -> None:
        with alone(ATTEMPT, collaboration.pk) as is_alone:
            assert is_alone
            held.set()
            assert done.wait(10)
        connections.close_all()

    held, done = threading.Event(), threading.Event()
    other = threading.Thread(target=hold)
    other.start()
    assert held.wait(10)
    try:
        assert not attempting.attempt(collaboration.pk)
        assert not Attempt.objects.exists()
    finally:
        done.set()
        other.join()
    assert attempting.attempt(collaboration.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert cursor.fetchone() == (0,)


def test_the_page_says_so_and_asks_for_no_newer_figures(poison, sign_in):
    client = sign_in(factories.seat(collaboration=poison, role="facilitator"))
    address = f"/c/{poison.slug}/"
    assert "Newer figures are being computed" in client.get(address).content.decode()
    for _ in range(5):
        attempting.attempt(poison.pk)
    said = client.get(address).content.decode()
    assert "Newer figures could not be computed" in said
    assert "Newer figures are being computed" not in said
