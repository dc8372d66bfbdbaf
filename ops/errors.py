"""Trouble that a person can act on: one clear line, never a traceback."""

import errno
import re
from pathlib import Path

UNREACHABLE = re.compile(
    r"name resolution|NameResolution|NewConnectionError|ConnectTimeout|Max retries|dns error|error sending request"
    r"|Connection refused|ProxyError|Network is unreachable|timed out",
    re.IGNORECASE,
)


class Trouble(Exception):
    """Said to the person as one line; ./dev then ends with `code`."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def os_trouble(error: OSError) -> Trouble:
    """What the operating system refused, in one line."""
    where = error.filename if isinstance(error.filename, str | bytes | Path) else None
    place = f" at {where!s}" if where else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble(f"no space left on the disk{place}: free some and run it again")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(f"cannot write or read{place} ({error.strerror}): run it as the user who owns this folder")
    return Trouble(f"{error.strerror or error}{place}")


def last_lines(log: Path, count: int = 3) -> str:
    """The end of a log as one line, for a message."""
    try:
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    except OSError:
        return "no log"
    return " | ".join(lines[-count:]) or "it said nothing"
