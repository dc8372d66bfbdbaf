"""The secrets of one place, made once and readable only by their owner."""

import base64
import json
import os
import secrets
from pathlib import Path

from ops.errors import Trouble

NAMES = ("GROUNDWORK_SECRET_KEY", "GROUNDWORK_NOTE_KEY")


def keys(file: Path) -> dict[str, str]:
    """Read them, or make them on the first start; the environment's own go first."""
    given = {name: os.environ[name] for name in NAMES if os.environ.get(name)}
    if len(given) == len(NAMES):
        return given
    if not file.exists():
        _write(file, {NAMES[0]: secrets.token_urlsafe(48), NAMES[1]: base64.b64encode(os.urandom(32)).decode()})
    try:
        kept = json.loads(file.read_text())
        return {name: given.get(name) or str(kept[name]) for name in NAMES}
    except (ValueError, KeyError):
        raise Trouble(f"{file} cannot be read: put the saved copy back (private notes need its key)") from None


def _write(file: Path, values: dict[str, str]) -> None:
    """Whole or not at all: a half-written key would lose the notes."""
    half = file.with_suffix(".new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(values, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    half.replace(file)
