"""One holder of a place at a time: a lock of the kernel's, gone with its process however that ended."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ops.errors import Trouble
from ops.places import Place
from ops.processes import start_of


@dataclass(frozen=True)
class Holder:
    """Who holds the place: the process and its verb."""

    pid: int
    start: str
    verb: str

    def is_alive(self) -> bool:
        return start_of(self.pid) == self.start


@contextmanager
def claim(place: Place, verb: str, *, wait: float = 0) -> Iterator[bool]:
    """Hold the place; answers False when `up` holds it and this verb may work beside it (wait > 0)."""
    place.make()
    with (place.run / "claim").open("a+") as file:
        held = _lock(place, file, wait)
        if held:
            file.truncate(0)
            file.write(f"{os.getpid()} {start_of(os.getpid())} {verb}")
            file.flush()
        try:
            yield held
        finally:
            if held:
                file.truncate(0)


def _lock(place: Place, file: IO[str], wait: float) -> bool:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if wait and is_ready(place):
                return False
            if time.monotonic() > deadline:
                raise Trouble(_already(place)) from None
            time.sleep(0.1)


def _already(place: Place) -> str:
    found = holder(place)
    if found is None:
        return "another ./dev works in this checkout at this moment: wait for it to end"
    port = facts(place).get("port")
    where = f", at http://127.0.0.1:{port}" if port else ""
    return f"already running here: ./dev {found.verb} (process {found.pid}){where}; ./dev down stops it"


def holder(place: Place) -> Holder | None:
    """Who holds the place now; None when nobody lives who does."""
    try:
        pid, start, verb = (place.run / "claim").read_text().split(" ", 2)
        found = Holder(int(pid), start, verb)
    except (OSError, ValueError):
        return None
    return found if found.is_alive() else None


def is_ready(place: Place) -> bool:
    """True once the page of a living ./dev up answers; an older record tells of another process."""
    found, said = holder(place), facts(place)
    return bool(found and said.get("port") and said.get("pid") == found.pid)


def facts(place: Place) -> dict[str, Any]:
    """What the running stack wrote down about itself."""
    try:
        kept = json.loads(record_file(place).read_text())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def record_file(place: Place) -> Path:
    return place.run / "processes.json"
