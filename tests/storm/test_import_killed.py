"""A worker is killed while it writes an import: the records are all there or none is, and the next one finishes."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from collab.models import Organization
from metrics.exchange.working import work_on
from metrics.models import Import, ImportRow
from tests import factories

WORK = """
import django, sys
django.setup()
from metrics.exchange.working import work_on
from metrics.models import Import
batch = Import.objects.get(pk=sys.argv[1])
print("begun", flush=True)
work_on(batch)
print(batch.state, flush=True)
"""


OPENED = {
    "headers": ["Name", "Place"], "notes": [],
    "samples": [["Body 0", "Body 1", "Body 2"], ["Place 0", "Place 1", "Place 2"]],
}  # fmt: skip


def child(batch: Import) -> "subprocess.Popen[str]":
    """A worker of its own, on the same database."""
    here = connection.settings_dict
    place = here["HOST"].replace("/", "%2F")
    url = f"postgresql://{here['USER']}@{place}{':' + str(here['PORT']) if here['PORT'] else ''}/{here['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "collab.settings"}
    command = [sys.executable, "-c", WORK, str(batch.pk)]
    one = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert one.stdout is not None
    assert one.stdout.readline() == "begun\n"
    return one


def made(rows: int) -> Import:
    """A previewed import of so many organisations."""
    batch = Import.objects.create(
        collaboration=factories.collaboration(), kind="organizations", file_name="big.csv", columns={"name": 0},
        content=b"Name\n" + b"".join(b"Body %d\n" % n for n in range(rows)), state=Import.State.READING,
        asked_by=factories.user(),
    )  # fmt: skip
    work_on(batch)
    assert batch.counts == {"new": rows}
    batch.move(Import.State.WRITING, only_from=(Import.State.PREVIEW,))
    return batch


def finished(batch: Import) -> float:
    """Seconds until a worker that nobody kills is done."""
    began = time.monotonic()
    one = child(batch)
    out, _errors = one.communicate(timeout=300)
    assert out.strip().endswith("written")
    return time.monotonic() - began


def kill_all_along(rows: int, kills: int) -> None:
    """Kill one worker after the other, each a bit later, and look."""
    whole = finished(made(rows))
    batch = made(rows)
    mine = Organization.objects.filter(collaboration=batch.collaboration).exclude(pk=batch.collaboration.backbone_id)
    before = mine.count()
    for turn in range(1, kills + 1):
        Import.objects.filter(pk=batch.pk).update(tries=0)  # as one who asks again: by itself it is tried three times
        one = child(batch)
        time.sleep(whole * turn / (kills + 1) * 0.8)
        one.send_signal(signal.SIGKILL)
        one.communicate()
        batch.refresh_from_db()
        expected = before + (rows if batch.state == Import.State.WRITTEN else 0)
        assert (mine.count(), batch.state in ("writing", "written")) == (expected, True), turn
    if batch.state == Import.State.WRITING:
        Import.objects.filter(pk=batch.pk).update(tries=0)
        finished(batch)
    batch.refresh_from_db()
    assert (batch.state, mine.count()) == ("written", before + rows)
    assert not ImportRow.objects.filter(batch=batch).exists()


@pytest.mark.slow
def test_a_file_whose_worker_is_killed_is_opened_by_the_next_or_told_to_be_too_much(transactional_db: None):
    """What is known of a file is known as a whole or not at all, wherever its worker ends."""
    for turn in range(3):
        batch = made(10)
        rows = "".join(f"Body {n},Place {n}\n" for n in range(90_000))
        batch.state, batch.content, batch.columns = Import.State.OPENING, f"Name,Place\n{rows}".encode(), {}
        batch.save()
        one = child(batch)
        time.sleep(0.02 * turn)
        one.send_signal(signal.SIGKILL)
        one.communicate()
        batch.refresh_from_db()
        assert (batch.state, batch.tries <= 1, batch.found, batch.columns) in (
            ("opening", True, {}, {}), ("columns", True, OPENED, {"name": 0, "place": 1}),
        ), turn  # fmt: skip
        child(batch).communicate(timeout=60)
        batch.refresh_from_db()
        assert (batch.state, batch.tries, batch.found, batch.columns) == ("columns", 0, OPENED, {"name": 0, "place": 1})


@pytest.mark.slow
def test_a_small_import_is_there_as_a_whole_or_not_at_all(transactional_db: None):
    kill_all_along(rows=3_000, kills=4)


@pytest.mark.long
def test_100_000_rows_killed_at_each_twentieth_are_there_as_a_whole_or_not_at_all(transactional_db: None):
    kill_all_along(rows=100_000, kills=19)
