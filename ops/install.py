"""The virtual environment: made once, filled from the lock file with hashes, filled again when that changes."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ops.errors import UNREACHABLE, Trouble, last_lines
from ops.places import Place

RUNTIME_LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"


def install(place: Place, *, development: bool = False) -> None:
    """Make sure that the environment holds what the lock says; the development lock holds both."""
    if os.environ.get("GROUNDWORK_VENV"):
        if not place.python.exists():
            raise Trouble(f"GROUNDWORK_VENV names {place.venv}, where no Python is")
        return
    lock = place.root / (DEVELOPMENT_LOCK if development else RUNTIME_LOCK)
    if not lock.exists():
        raise Trouble(f"{lock.name} is missing: this checkout is not complete")
    stamp = place.venv / f".{lock.name}.stamp"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if _works(place) and stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"installing {lock.name} into {place.venv.name} (the first time takes about a minute) ...", flush=True)
    place.make()
    if not _works(place):
        _make_environment(place)
    _fill(place, lock)
    stamp.write_text(wanted)


def _works(place: Place) -> bool:
    """False as well when the Python that it was made from is gone or too old."""
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([place.python, "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_environment(place: Place) -> None:
    log = place.log / "install.log"
    uv = shutil.which("uv")
    argv: list[str | Path] = [sys.executable, "-m", "venv", "--clear", place.venv]
    if uv:
        argv = [uv, "venv", "--clear", "--seed", "--python", sys.executable, place.venv]
    if _logged(argv, log):
        return
    if "ensurepip" in log.read_text(errors="replace"):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Trouble(f"this Python has no venv module: install python{version}-venv (or uv) and run it again")
    raise _refused("the virtual environment could not be made", log)


def _fill(place: Place, lock: Path) -> None:
    log = place.log / "install.log"
    uv = shutil.which("uv")
    if uv and _logged([uv, "pip", "install", "--python", place.python, "--require-hashes", "-r", lock], log):
        return
    pip: list[str | Path] = [place.python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if not _logged([*pip, "--retries", "2", "--require-hashes", "-r", lock], log):
        raise _refused(f"{lock.name} could not be installed", log)


def _logged(argv: Sequence[str | Path], log: Path) -> bool:
    with log.open("w") as out:
        return subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False).returncode == 0


def _refused(what: str, log: Path) -> Trouble:
    """The one reason among many lines."""
    said = log.read_text(errors="replace")
    if "No space left" in said:
        return Trouble(f"{what}: no space left on the disk")
    if UNREACHABLE.search(said):
        return Trouble(f"{what}: the package index cannot be reached (details in {log})")
    if "Permission denied" in said:
        return Trouble(f"{what}: {Path(log).parent.parent.parent} is not writable")
    return Trouble(f"{what}: {last_lines(log, 1)} (details in {log})")
