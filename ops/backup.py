"""Back up the database into one file, and restore it into an empty place."""

import os
import subprocess
from pathlib import Path

from ops.errors import Trouble
from ops.places import Place
from ops.postgres import programs_in
from ops.project import is_empty, libpq
from ops.services import services

KEY_NOTE = "private notes open only with the same GROUNDWORK_NOTE_KEY: keep {keys} as well, apart from this file"


def backup(place: Place, arguments: list[str]) -> int:
    """FILE: write the whole database into one new file, also while it is in use"""
    file = _file(arguments)
    if file.exists():
        raise Trouble(f"{file} exists: choose another name")
    half = file.with_name(file.name + ".part")
    with services(place, "backup") as urls:
        try:
            os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
            _run(place, "pg_dump", ["--format=custom", "--file", str(half)], urls["DATABASE_OWNER_URL"])
            half.rename(file)
        finally:
            half.unlink(missing_ok=True)
    print(f"wrote {file} ({file.stat().st_size:,} bytes); " + KEY_NOTE.format(keys=place.var / "secrets.json"))
    return 0


def restore(place: Place, arguments: list[str]) -> int:
    """FILE: read a backup into an empty place, all or nothing; then ./dev up"""
    file = _file(arguments)
    if not file.is_file():
        raise Trouble(f"there is no file {file}")
    with services(place, "restore") as urls:
        url = urls["DATABASE_OWNER_URL"]
        if not is_empty(place, url):
            raise Trouble("this database is not empty: restore into a new checkout or a new database")
        _run(
            place,
            "pg_restore",
            ["--single-transaction", "--exit-on-error", "--dbname", libpq(url)["PGDATABASE"], str(file)],
            url,
        )
    print("restored; " + KEY_NOTE.format(keys="the secrets.json of that place, in " + str(place.var)))
    return 0


def _file(arguments: list[str]) -> Path:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise Trouble("name one FILE", code=2)
    return Path(arguments[0]).absolute()


def _run(place: Place, program: str, options: list[str], url: str) -> None:
    argv: list[str | Path] = [programs_in(place) / program, *options]
    done = subprocess.run(argv, env=libpq(url), capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise Trouble(f"{program} failed: {said}")
