"""A worker is killed while it writes all that somebody takes away: a file is there whole or not at all."""

import io
import signal
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep

import pytest

from collab.models import Organization
from metrics.models import Export
from metrics.models.exports import ExportPart
from tests import factories
from tests.storm.killing import worker

pytestmark = pytest.mark.slow
WRITE = """
import django; django.setup()
from metrics.exchange.takeaway.writing import work_on
from metrics.models import Export
work_on(Export.objects.get(pk="{pk}"))
"""
ROWS = 15_000
KILLS = 6


def begin(export: Export, folder: Path) -> "subprocess.Popen[str]":
    """A worker that has begun to write; by itself it is tried three times, a person may ask again."""
    Export.objects.filter(pk=export.pk).update(tries=0)
    one = worker(folder, WRITE.format(pk=export.pk))
    while one.poll() is None and not Export.objects.filter(pk=export.pk, tries=1).exists():
        sleep(0.01)
    return one


def taken(export: Export) -> dict[str, bytes]:
    """The tables of the file that was kept, each checked against its sum."""
    with zipfile.ZipFile(io.BytesIO(b"".join(export.blocks()))) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def test_a_file_whose_worker_is_killed_is_there_whole_or_not_at_all(transactional_db: None, tmp_path: Path):
    seat = factories.seat(role="coordinator")
    Organization.objects.bulk_create(
        Organization(collaboration=seat.collaboration, name=sha256(b"%d" % n).hexdigest(), place=f"Place {n}")
        for n in range(ROWS)
    )
    whole = Export.objects.create(collaboration=seat.collaboration, asked_by=seat.user)
    one, began = begin(whole, tmp_path), monotonic()
    assert one.wait(timeout=120) == 0
    seconds = monotonic() - began
    whole.refresh_from_db()
    expected = taken(whole)
    assert expected["organizations.csv"].count(b"\n") > ROWS
    export = Export.objects.create(collaboration=seat.collaboration, asked_by=seat.user)
    killed = 0
    for turn in range(KILLS):
        one = begin(export, tmp_path)
        sleep(seconds * turn / KILLS)
        one.send_signal(signal.SIGKILL)
        killed += one.wait() == -signal.SIGKILL
        export.refresh_from_db()
        if export.state == "ready":
            break
        assert (export.state, export.size) == ("waiting", 0), turn
        assert not ExportPart.objects.filter(export=export).exists(), turn
    assert killed
    if export.state == "waiting":
        assert begin(export, tmp_path).wait(timeout=120) == 0
    export.refresh_from_db()
    found = taken(export)
    assert found.keys() == expected.keys()
    assert found["organizations.csv"] == expected["organizations.csv"]
