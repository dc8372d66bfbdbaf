"""Child processes: started apart from the terminal, written down with their start times, stopped in order."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
PATIENCE = 15.0
TICK = 0.05


@dataclass(frozen=True)
class Record:
    """A process as it was seen: its number alone proves nothing, its start time does."""

    name: str
    pid: int
    start: str
    stop: int = signal.SIGTERM

    def is_alive(self) -> bool:
        return start_of(self.pid) == self.start


def start_of(pid: int) -> str | None:
    """When this process began, as the system says it; None when there is no such process or only its remains."""
    if not Path("/proc/self/stat").exists():
        seen = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return seen.stdout.strip() or None
    fields = _stat(pid)
    return f"{_boot()}:{fields[19]}" if fields and fields[0] != "Z" else None


def session_of(leader: int) -> list[int]:
    """Every process of the session that this process leads, grandchildren included."""
    if not Path("/proc/self/stat").exists():
        return []
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if (fields := _stat(pid)) and fields[3] == str(leader)]


def _stat(pid: int) -> list[str] | None:
    """Fields of /proc/PID/stat from the state on; the name before may hold any character."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


@cache
def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()[:8]
    except OSError:
        return ""


def send(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def read_records(file: Path) -> list[Record]:
    """What an earlier parent wrote down; an unreadable file says nothing."""
    try:
        return [Record(**row) for row in json.loads(file.read_text())["processes"]]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def reap(records: Iterable[Record], patience: float = PATIENCE) -> list[Record]:
    """End the recorded processes that still live, with those of their sessions; answers which."""
    living = with_sessions([record for record in records if record.is_alive()])
    for record in living:
        send(record.pid, record.stop)
    _wait_until(lambda: not any(record.is_alive() for record in living), patience)
    for record in living:
        if record.is_alive():
            send(record.pid, signal.SIGKILL)
    _wait_until(lambda: not any(record.is_alive() for record in living), 5)
    return living


def with_sessions(records: list[Record]) -> list[Record]:
    """These living processes and whatever they started since."""
    known = {record.pid: record for record in records}
    for record in records:
        # the postmaster ends its own children, and must do it itself
        for pid in session_of(record.pid) if record.stop == signal.SIGTERM else ():
            start = start_of(pid)
            if pid not in known and start:
                known[pid] = Record(record.name, pid, start, record.stop)
    return list(known.values())


def _wait_until(done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(TICK)
    return True


def follow_parent(number: int) -> Callable[[], None] | None:
    """On Linux the kernel ends a child whose parent was killed; elsewhere the record has to do."""
    if sys.platform != "linux":
        return None
    return partial(ctypes.CDLL(None).prctl, PR_SET_PDEATHSIG, number)


class Keeper:
    """Starts processes, keeps their record file true, and stops them."""

    def __init__(self, file: Path, facts: Mapping[str, Any] | None = None) -> None:
        self.file = file
        self.facts = {"pid": os.getpid(), **(facts or {})}
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.records: list[Record] = []

    def start(
        self, name: str, argv: Sequence[str | Path], env: Mapping[str, str], log: Path, cwd: Path, **how: Any
    ) -> subprocess.Popen[bytes]:
        """Run it in a session of its own, so that Ctrl-C reaches only the parent, who stops all in order."""
        stop = how.pop("stop", signal.SIGTERM)
        with log.open("ab") as out:
            child = subprocess.Popen(
                argv, env=dict(env), cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True, preexec_fn=follow_parent(stop), **how,
            )  # fmt: skip
        self.children[name] = child
        self.records.append(Record(name, child.pid, start_of(child.pid) or "", stop))
        self.write()
        return child

    def write(self) -> None:
        """Written beside and moved over, so that a killed parent never leaves half a record."""
        fresh = self.file.with_suffix(".new")
        rows = [asdict(record) for record in self.records]
        fresh.write_text(json.dumps({**self.facts, "processes": rows}, indent=1))
        fresh.replace(self.file)

    def refresh(self) -> None:
        """Write down the grandchildren of this moment (pool processes come and go)."""
        seen = with_sessions([record for record in self.records if record.is_alive()])
        if seen != self.records:
            self.records = seen
            self.write()

    def first_dead(self) -> tuple[str, int] | None:
        """A child that ended by itself, with its exit code."""
        for name, child in self.children.items():
            if child.poll() is not None:
                return name, child.returncode
        return None

    def stop(self, names: Iterable[str], patience: float = PATIENCE) -> None:
        """Ask them all at once, wait, then end what is left of their sessions."""
        wanted = [name for name in names if name in self.children]
        seen = with_sessions([r for r in self.records if r.name in wanted and r.is_alive()])
        for name in wanted:
            stop = next((r.stop for r in self.records if r.pid == self.children[name].pid), signal.SIGTERM)
            if self.children[name].poll() is None:
                send(self.children[name].pid, stop)
        _wait_until(lambda: all(self.children[name].poll() is not None for name in wanted), patience)
        for record in seen:
            if record.is_alive():
                send(record.pid, signal.SIGKILL)
        for name in wanted:
            self.children.pop(name).wait()
        self.records = [record for record in self.records if record.name not in wanted]
        self.write()
