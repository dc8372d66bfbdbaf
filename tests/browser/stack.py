"""A real stack for browser and crash tests: database, broker, web, worker and beat of its own, with the demo loaded.

Everything runs by the product's own launcher (ops), so what is tested is what `./dev up` starts.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from ops.claim import record_file
from ops.places import Place
from ops.processes import Keeper, session_of, start_of
from ops.services import environment
from ops.up import PROGRAMS, commands
from ops.valkey import start_valkey

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60.0
# a developer's own wishes have no place in a test
NOT_OURS = (
    "GROUNDWORK_DEBUG",
    "GROUNDWORK_ORIGIN",
    "GROUNDWORK_HOSTS",
    "GROUNDWORK_MAIL_URL",
    "DJANGO_SETTINGS_MODULE",
)


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(done: Callable[[], Any], seconds: float, what: str) -> Any:
    """Until `done` answers with something true; that answer."""
    deadline = time.monotonic() + seconds
    while not (found := done()):
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.05)
    return found


@dataclass
class Stack:
    """Processes of one installation; each can be killed and started alone."""

    folder: Path
    urls: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self.place = Place(ROOT, self.folder, Path(os.environ.get("GROUNDWORK_VENV") or sys.prefix).absolute())
        self.place.make()
        self.keeper = Keeper(record_file(self.place))

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def mail(self) -> Path:
        """Where its mail lies."""
        return self.folder / "mail"

    def env(self, *, owner: bool = False) -> dict[str, str]:
        """What its processes see."""
        known = environment(self.place, self.urls, owner=owner)
        kept = {name: value for name, value in known.items() if name not in NOT_OURS}
        return kept | {"GROUNDWORK_DEMO": "1", "GROUNDWORK_ORIGIN": self.url, "GROUNDWORK_VAR": str(self.folder)}

    # -- database and commands ----------------------------------------------------------------------------------------

    def make_database(self, name: str) -> None:
        """An empty database on the server of the tests, migrated by its owner."""
        for key in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            self.urls[key] = urlunsplit(urlsplit(os.environ[key])._replace(path=f"/{name}"))
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            owner.execute(f'CREATE DATABASE "{name}"')

    def drop_database(self, name: str) -> None:
        """Nothing is left of it."""
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def prepare(self) -> None:
        """Tables, static files, the demo."""
        self.manage("migrate", "-v0", owner=True)
        self.manage("load_demo")
        gathered = Path(os.environ.get("GROUNDWORK_VAR") or "/nowhere") / "static"
        if gathered.exists():  # ./dev test has gathered them a moment ago
            shutil.copytree(gathered, self.folder / "static")
        else:
            self.manage("collectstatic", "--noinput", "-v0")

    def manage(self, *words: str, owner: bool = False, check: bool = True) -> str:
        """Run a management command; what it says."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.env(owner=owner),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert not check or done.returncode == 0, f"{words} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def rows(self, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Rows of the database as they stand now."""
        with psycopg.connect(self.urls["DATABASE_URL"], autocommit=True) as line:
            return line.execute(statement, values).fetchall()  # type: ignore[arg-type]

    def wait_until_fresh(self, seconds: float) -> None:
        """Until nothing waits to be scored."""
        left = "SELECT (SELECT count(*) FROM metrics_stale) + (SELECT count(*) FROM metrics_attempt)"
        wait_for(lambda: self.rows(left) == [(0,)], seconds, "scores are still stale")

    # -- processes ----------------------------------------------------------------------------------------------------

    def start(self, *names: str) -> None:
        """Start valkey, web, worker or beat."""
        for name in names:
            if name == "valkey":
                self.urls["REDIS_URL"] = start_valkey(self.place, self.keeper)
            else:
                argv = commands(self.place, self.port)[name]
                self.keeper.start(name, argv, self.env(), self.place.log / f"{name}.log", ROOT)
        if "web" in names:
            wait_for(self.answers, READY_SECONDS, f"web does not answer: {self.log('web')}")

    def answers(self) -> bool:
        """Whether the web process is there."""
        with (
            suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(f"{self.url}/health/", timeout=2),  # noqa: S310  our own loopback address
        ):
            return True
        return False

    def log(self, name: str) -> str:
        """The end of a process's log."""
        path = self.place.log / f"{name}.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def kill(self, name: str) -> None:
        """End a process at once, as a crash would; of web, worker and beat their children as well."""
        child = self.keeper.children.pop(name)
        family = [(pid, start_of(pid)) for pid in {child.pid, *session_of(child.pid), *children_of(child.pid)}]
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL) if name in PROGRAMS else os.kill(child.pid, signal.SIGKILL)
        child.wait()
        # PostgreSQL's processes see by themselves that their parent is gone; until then nobody may start it again
        wait_for(lambda: not any(start and start_of(pid) == start for pid, start in family), 20, f"{name} lives on")
        self.keeper.records = [record for record in self.keeper.records if record.name != name]

    def stop(self) -> None:
        """End everything, in order."""
        self.keeper.stop(PROGRAMS, patience=5)
        for name in ("valkey", "postgres"):
            self.keeper.stop([name])


def children_of(parent: int) -> list[int]:
    """The living children of a process, whatever session they are in."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.name))
    return found
