"""A real stack for browser and crash tests: database, web, worker and beat of its own, with the demo loaded."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60.0


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _of_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@dataclass
class Stack:
    """Processes of one installation; each can be killed and started alone."""

    folder: Path
    name: str
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        """What its processes see."""
        return os.environ | {
            "DATABASE_URL": _of_database(os.environ["DATABASE_URL"], self.name),
            "DATABASE_OWNER_URL": _of_database(os.environ["DATABASE_OWNER_URL"], self.name),
            "GROUNDWORK_VAR": str(self.folder),
            "GROUNDWORK_DEMO": "1",
            "GROUNDWORK_MAIL_URL": "",
            "PYTHONUNBUFFERED": "1",
        }

    def make_database(self) -> None:
        """An empty database of this name, migrated by its owner."""
        self.drop_database()
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute(f'CREATE DATABASE "{self.name}"')
        self.manage("migrate", "-v0", as_owner=True)

    def drop_database(self) -> None:
        """Nothing is left of it."""
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def manage(self, *words: str, as_owner: bool = False) -> str:
        """Run a management command; its output."""
        env = self.env
        if as_owner:
            env = env | {"DATABASE_URL": env["DATABASE_OWNER_URL"]}
        argv = [sys.executable, "manage.py", *words]
        done = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{words} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def start(self, *names: str) -> None:
        """Start web, worker or beat."""
        celery = [sys.executable, "-m", "celery", "-A", "collab.celery"]
        granian = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        argv = {
            "web": [
                *granian,
                "--workers",
                "1",
                "--blocking-threads",
                "4",
                "--log-level",
                "warning",
                "collab.wsgi:application",
            ],
            "worker": [*celery, "worker", "-c", "2", "-l", "INFO", "--without-gossip", "--without-mingle"],
            "beat": [*celery, "beat", "-s", str(self.folder / "beat"), "--pidfile", ""],
        }
        for name in names:
            with (self.folder / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    argv[name],
                    cwd=ROOT,
                    env=self.env,
                    stdout=log,
                    stderr=log,
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                )
        if "web" in names:
            self.wait_for_web()

    def wait_for_web(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            with (
                suppress(urllib.error.URLError, ConnectionError),
                urllib.request.urlopen(f"{self.url}/health/", timeout=2),  # noqa: S310  our own loopback address
            ):
                return
            time.sleep(0.1)
        raise AssertionError(f"web did not answer:\n{self.log('web')}")

    def log(self, name: str) -> str:
        """The end of a process's log."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def kill(self, name: str) -> None:
        """End a process and its children at once, as a crash would."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait()

    def stop(self) -> None:
        """End everything."""
        for name in list(self.processes):
            self.kill(name)
        self.drop_database()
