"""The pure parts of ./dev: addresses, messages, lock files, verbs."""

import errno
import os
import re
import stat
from pathlib import Path

import pytest

from ops.cli import VERBS, main
from ops.errors import os_trouble
from ops.keys import keys
from ops.places import LONGEST_SOCKET_FOLDER, Place, private_folder, socket_folder
from ops.project import libpq
from ops.services import environment, given_urls

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"https?:|--(extra-)?index|--find-links|file:| @ ", text)
    wanted = [block for block in re.split(r"\n(?=\S)", text) if not block.startswith("#")]
    assert len(wanted) > 40
    assert all(re.match(r"[a-z0-9.\-]+(\[.+\])?==\S+", block) and "--hash=sha256:" in block for block in wanted)


def test_development_lock_has_the_versions_that_are_deployed() -> None:
    runtime, development = (set(re.findall(r"^([a-z0-9.\-]+==\S+)", (ROOT / name).read_text(), re.M)) for name in LOCKS)
    assert runtime <= development


def test_no_program_is_started_through_a_shell() -> None:
    sources = [
        path for room in ("ops", "collab", "partners", "government", "metrics") for path in (ROOT / room).rglob("*.py")
    ]
    assert sources
    assert [path for path in sources if re.search(r"shell=True|os\.system|os\.popen", path.read_text())] == []


def test_libpq_keeps_the_password_off_the_command_line() -> None:
    found = libpq("postgres://me:p%40ss@db.example.org:6432/work?sslmode=verify-full")
    assert found["PGPASSWORD"] == "p@ss"
    assert (found["PGHOST"], found["PGPORT"], found["PGUSER"]) == ("db.example.org", "6432", "me")
    assert (found["PGDATABASE"], found["PGSSLMODE"]) == ("work", "verify-full")


def test_libpq_reads_a_socket_folder() -> None:
    assert libpq("postgresql://groundwork@%2FTmp%2Fa%20b%2Fpg/groundwork")["PGHOST"] == "/Tmp/a b/pg"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no space left on the disk at /x"),
        (errno.EACCES, "cannot write or read at /x"),
        (errno.EROFS, "cannot write"),
    ],
)
def test_what_the_system_refuses_is_one_line(number: int, words: str) -> None:
    said = str(os_trouble(OSError(number, os.strerror(number), "/x")))
    assert words in said
    assert "\n" not in said


def test_keys_are_made_once_and_are_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GROUNDWORK_SECRET_KEY", "GROUNDWORK_NOTE_KEY"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "secrets.json"
    assert keys(file) == keys(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_owner_address_reaches_only_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://other")
    place = Place(tmp_path, tmp_path, tmp_path)
    urls = {"DATABASE_URL": "run", "DATABASE_OWNER_URL": "owner", "REDIS_URL": "broker"}
    assert "owner" not in environment(place, urls).values()
    assert environment(place, urls, owner=True)["DATABASE_URL"] == "owner"


def test_an_owner_without_a_database_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://other")
    assert given_urls() == {}


def test_a_long_path_gets_a_short_private_socket_folder(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30)
    found = socket_folder(home, os.geteuid())
    try:
        assert len(str(found)) <= LONGEST_SOCKET_FOLDER
        assert stat.S_IMODE(found.stat().st_mode) == 0o700
        assert socket_folder(home, os.geteuid()) == found
    finally:
        found.rmdir()


def test_a_folder_that_somebody_planted_is_refused(tmp_path: Path) -> None:
    (tmp_path / "planted").symlink_to(tmp_path)
    with pytest.raises(Exception, match="belongs to somebody else"):
        private_folder(tmp_path / "planted", os.geteuid())


def test_dev_alone_lists_every_verb_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert all(re.search(rf"^  {verb.__name__} +\S+ \S+", said, re.M) for verb in VERBS)
