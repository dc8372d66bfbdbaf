"""A second copy of the checkout comes up, refuses what it must, survives kills and stops without a trace."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.places import short_name
from tests.ops.copies import Copy, copy_to, free_port

ROW = "from django.contrib.auth.models import Group; {}"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    found = copy_to(tmp_path_factory.mktemp("open") / "checkout")
    for folder in (found.root, *found.root.parents):
        if folder.stat().st_uid == os.geteuid() and folder.stat().st_mode & 0o11 == 0:
            folder.chmod(0o711)
    yield found
    shutil.rmtree(Path("/var/lib") / short_name(found.root), ignore_errors=True)  # where root keeps PostgreSQL's data


@pytest.fixture(autouse=True)
def _nothing_left(copy: Copy) -> Iterator[None]:
    yield
    copy.end()


def assert_one_line(done: "subprocess.CompletedProcess[str]", words: str) -> None:
    assert done.returncode == 1
    assert re.fullmatch(rf"\./dev: [^\n]*{words}[^\n]*\n", done.stderr), done.stderr


def test_up_runs_once_and_stops_without_a_trace(copy: Copy) -> None:
    copy.up()
    assert_one_line(copy.dev("up", "--port", str(free_port())), "already running here: ./dev up")
    assert f"http://127.0.0.1:{copy.port}" in copy.dev("status").stdout
    time.sleep(2.5)  # the record is refreshed every two seconds
    records = copy.record()["processes"]
    assert {row["name"] for row in records} == {"postgres", "valkey", "web", "worker", "beat"}
    assert len(copy.living(records)) > 5
    assert copy.parent
    copy.parent.send_signal(signal.SIGTERM)
    assert copy.wait() == 0
    assert copy.living(records) == []
    assert copy.said().endswith("stopped\n")


@pytest.mark.parametrize("victim", ["postgres", "valkey", "worker"])
def test_a_killed_child_stops_all_with_a_line(copy: Copy, victim: str) -> None:
    copy.up()
    row = copy.dev("manage", "shell", "-v0", "-c", ROW.format(f"Group.objects.create(name={victim!r})"))
    assert row.returncode == 0, row.stderr
    records = copy.record()["processes"]
    os.kill(copy.pid(victim), signal.SIGKILL)
    assert copy.wait() == 1
    assert f"./dev: {victim} was killed by signal 9, so everything was stopped" in copy.said()
    assert "Traceback" not in copy.said()
    assert copy.living(records) == []


def test_a_killed_parent_leaves_nothing_that_the_next_up_does_not_clear(copy: Copy) -> None:
    copy.up()
    time.sleep(2.5)
    records = copy.record()["processes"]
    assert copy.parent
    # with their masters killed as well, pool processes are on their own: the worst case
    for pid in (copy.parent.pid, copy.pid("web"), copy.pid("worker")):
        os.kill(pid, signal.SIGKILL)
    copy.wait()
    copy.up()
    assert copy.living(records) == []
    kept = copy.dev(
        "manage", "shell", "-v0", "-c", ROW.format("print(sorted(Group.objects.values_list('name', flat=True)))")
    )
    assert kept.stdout.strip().endswith("['postgres', 'valkey', 'worker']"), kept.stderr
    assert copy.dev("down").returncode == 0
    assert copy.wait() == 0


def test_a_backup_restores_into_an_empty_place_only(copy: Copy, tmp_path: Path) -> None:
    file = tmp_path / "groundwork.dump"
    made = copy.dev("backup", str(file))
    assert made.returncode == 0, made.stderr
    assert "GROUNDWORK_NOTE_KEY" in made.stdout
    assert_one_line(copy.dev("backup", str(file)), "exists")
    assert_one_line(copy.dev("restore", str(file)), "not empty")
    other = copy_to(tmp_path / "other")
    restored = other.dev("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert (
        other.dev("manage", "shell", "-v0", "-c", ROW.format("print(Group.objects.count())")).stdout.split()[-1] == "3"
    )


def test_a_taken_port_is_one_line(copy: Copy) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        taken = door.getsockname()[1]
        assert_one_line(copy.dev("up", "--port", str(taken)), f"port {taken} is taken")


def test_a_folder_that_cannot_be_written_is_one_line(copy: Copy) -> None:
    assert_one_line(copy.dev("up", GROUNDWORK_VAR="/proc/none"), "/proc/none")


def test_an_unreachable_index_is_one_line(copy: Copy) -> None:
    refused = f"http://127.0.0.1:{free_port()}/simple"
    more = {"PIP_INDEX_URL": refused, "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    more |= {"UV_INDEX_URL": refused, "UV_DEFAULT_INDEX": refused, "UV_NO_CACHE": "1", "UV_HTTP_RETRIES": "0"}
    done = copy.dev("up", "--port", str(free_port()), GROUNDWORK_VENV="", **more)
    assert_one_line(done, "the package index cannot be reached")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home that the database's user may not enter")
def test_up_works_in_roots_own_closed_home_under_a_long_path(tmp_path: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    found = copy_to(closed / ("a long folder name " * 6).strip() / "checkout")
    try:
        found.up()
        found.dev("down")
        assert found.wait() == 0
    finally:
        found.end()
        for state in (Path("/var/lib"), Path("/tmp")):  # noqa: S108 - where the launcher may put it
            for left in (found.root, found.root / "var" / "valkey"):
                shutil.rmtree(state / short_name(left), ignore_errors=True)
