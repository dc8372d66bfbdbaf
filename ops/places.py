"""Where things lie: the checkout, its var/ and its virtual environment."""

import hashlib
import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from ops.errors import Trouble

# sun_path holds 108 bytes; the socket's own file name takes the rest
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Place:
    """One checkout with the folder for its data; tests use the same with another `var`."""

    root: Path
    var: Path
    venv: Path

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def log(self) -> Path:
        return self.var / "log"

    @property
    def run(self) -> Path:
        return self.var / "run"

    def under(self, name: str) -> "Place":
        """The same checkout with its data one folder deeper."""
        return replace(self, var=self.var / name)

    def make(self) -> None:
        for folder in (self.var, self.log, self.run):
            folder.mkdir(parents=True, exist_ok=True)


def here() -> Place:
    """The checkout that this file lies in."""
    root = Path(__file__).resolve().parent.parent
    var = Path(os.environ.get("GROUNDWORK_VAR") or root / "var").absolute()
    return Place(root, var, Path(os.environ.get("GROUNDWORK_VENV") or root / ".venv").absolute())


def short_name(path: Path) -> str:
    """The same short name for the same path, for a folder outside the checkout."""
    return "groundwork-" + hashlib.sha256(str(path).encode()).hexdigest()[:10]


def socket_folder(home: Path, owner: int) -> Path:
    """`home`, or a private short folder where its path is too long for a unix socket."""
    if len(str(home).encode()) <= LONGEST_SOCKET_FOLDER:
        return home
    return private_folder(Path(tempfile.gettempdir()) / short_name(home), owner)


def private_folder(folder: Path, owner: int, mode: int = 0o700) -> Path:
    """Make a folder in a shared place; refuse one that somebody else put there."""
    try:
        folder.mkdir(mode=mode)
        if owner != os.geteuid():
            os.chown(folder, owner, -1)
    except FileExistsError:
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != owner:
            raise Trouble(f"{folder} belongs to somebody else: remove it and run this again") from None
    folder.chmod(mode)
    return folder
