"""A process is known by number and start time together, and only such a one is ever signalled."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.claim import claim, holder
from ops.errors import Trouble
from ops.places import Place
from ops.processes import Keeper, Record, read_records, reap, session_of, start_of

SLEEP = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]
PARENT = [sys.executable, "-S", "-c", f"import subprocess; subprocess.run({SLEEP!r})"]


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(SLEEP, start_new_session=True) as child:
        yield child
        child.kill()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path, tmp_path / "var", tmp_path / ".venv")
    found.make()
    return found


def test_reap_ends_a_recorded_process(sleeper: subprocess.Popen[bytes]) -> None:
    record = Record("web", sleeper.pid, start_of(sleeper.pid) or "")
    assert reap([record]) == [record]
    assert sleeper.wait(5) == -signal.SIGTERM


def test_reap_leaves_a_stranger_with_the_same_number(sleeper: subprocess.Popen[bytes]) -> None:
    assert reap([Record("web", sleeper.pid, "another boot:1")]) == []
    assert sleeper.poll() is None


def test_reap_ends_grandchildren_too(place: Place) -> None:
    with subprocess.Popen(PARENT, start_new_session=True) as parent:
        deadline = time.monotonic() + 10
        while len(session_of(parent.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        family = session_of(parent.pid)
        reap([Record("web", parent.pid, start_of(parent.pid) or "")])
    assert len(family) == 2
    assert [start_of(pid) for pid in family] == [None, None]


def test_a_process_that_ended_has_no_start(sleeper: subprocess.Popen[bytes]) -> None:
    assert start_of(sleeper.pid)
    sleeper.kill()
    sleeper.wait()
    assert start_of(sleeper.pid) is None


def test_keeper_writes_what_it_starts_and_stops_it(place: Place) -> None:
    keeper = Keeper(place.run / "processes.json")
    child = keeper.start("web", SLEEP, os.environ, place.log / "web.log", place.root)
    assert read_records(keeper.file) == [Record("web", child.pid, start_of(child.pid) or "")]
    assert keeper.first_dead() is None
    keeper.stop(["web"])
    assert read_records(keeper.file) == []
    assert child.returncode == -signal.SIGTERM


def test_keeper_names_the_child_that_died(place: Place) -> None:
    keeper = Keeper(place.run / "processes.json")
    keeper.start("worker", SLEEP, os.environ, place.log / "worker.log", place.root).kill()
    deadline = time.monotonic() + 5
    while keeper.first_dead() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert keeper.first_dead() == ("worker", -signal.SIGKILL)
    keeper.stop(["worker"])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"processes": [{"pid": 1}]}'])
def test_an_unreadable_record_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "processes.json").write_text(text)
    assert read_records(tmp_path / "processes.json") == []


def test_a_place_has_one_holder(place: Place) -> None:
    with claim(place, "up"):
        found = holder(place)
        assert found is not None
        assert (found.pid, found.verb) == (os.getpid(), "up")
        with (
            pytest.raises(Trouble, match=f"already running here: ./dev up \\(process {os.getpid()}\\)"),
            claim(place, "up"),
        ):
            pass
    assert holder(place) is None
