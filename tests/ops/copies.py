"""A second copy of the checkout that a test starts, kills and reads."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ops.processes import read_records, start_of

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".venv", "var", ".git", "__pycache__", ".*_cache", ".hypothesis", "docs")
SECONDS = 90.0


@dataclass
class Copy:
    """A checkout of its own with a port of its own."""

    root: Path
    port: int = field(default_factory=lambda: free_port())
    parent: "subprocess.Popen[bytes] | None" = None

    @property
    def env(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not re.match("GROUNDWORK_|DATABASE_|REDIS_|PYTEST_", name)
        }
        return {**kept, "GROUNDWORK_VENV": sys.prefix}

    def dev(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        argv = [sys.executable, "dev", *arguments]
        return subprocess.run(
            argv, cwd=self.root, env={**self.env, **more}, capture_output=True, text=True, timeout=SECONDS, check=False
        )

    def up(self) -> None:
        argv = [sys.executable, "dev", "up", "--empty", "--port", str(self.port)]
        with (self.root / "up.log").open("wb") as out:
            self.parent = subprocess.Popen(argv, cwd=self.root, env=self.env, stdout=out, stderr=out)
        deadline = time.monotonic() + SECONDS
        while f"ready http://127.0.0.1:{self.port}" not in self.said():
            assert self.parent.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def wait(self) -> int:
        assert self.parent is not None
        code = self.parent.wait(SECONDS)
        self.parent = None
        return code

    def said(self) -> str:
        return (self.root / "up.log").read_text()

    def record(self) -> dict[str, Any]:
        found = json.loads((self.root / "var" / "run" / "processes.json").read_text())
        assert isinstance(found, dict)
        return found

    def living(self, records: list[dict[str, Any]]) -> list[str]:
        return [row["name"] for row in records if start_of(row["pid"]) == row["start"]]

    def pid(self, name: str) -> int:
        return next(
            record.pid for record in read_records(self.root / "var" / "run" / "processes.json") if record.name == name
        )

    def end(self) -> None:
        """Whatever a failed test left."""
        if self.parent:
            self.parent.terminate()
            self.wait()
            self.dev("down")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def copy_to(folder: Path) -> Copy:
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT, symlinks=True)
    return Copy(folder)
