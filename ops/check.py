"""Every check that needs no running service; all are run, each failure is shown."""

import os
import secrets
import subprocess
import time
from pathlib import Path

from ops.errors import Trouble
from ops.install import install
from ops.places import Place
from ops.services import URLS

APPS = ("collab", "partners", "government", "metrics")

# what a real deployment sets; no service listens here and none is asked
PRODUCTION = {
    "DATABASE_URL": "postgresql://groundwork@%2Fnonexistent/groundwork",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "GROUNDWORK_HOSTS": "groundwork.example.org",
    "GROUNDWORK_ORIGIN": "https://groundwork.example.org",
    "GROUNDWORK_MAIL_URL": "smtp://groundwork:none@mail.example.org:587",
    "GROUNDWORK_NOTE_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    # makemigrations warns that it cannot ask a database about the order of migrations
    "PYTHONWARNINGS": "ignore::RuntimeWarning",
}


def check(place: Place, _arguments: list[str]) -> int:
    """ruff, mypy, import contracts, templates, missing migrations, production settings"""
    install(place, development=True)
    place.make()
    env = {name: value for name, value in os.environ.items() if name not in URLS and not name.startswith("GROUNDWORK_")}
    env |= {**PRODUCTION, "GROUNDWORK_SECRET_KEY": secrets.token_urlsafe(48), "GROUNDWORK_VAR": str(place.var)}
    failed = [name for name, argv in checks(place).items() if not _passes(place, name, argv, env)]
    if failed:
        raise Trouble(f"failed: {', '.join(failed)}")
    return 0


def checks(place: Place) -> dict[str, list[str | Path]]:
    """Their names and command lines, the quick ones first."""
    programs = place.venv / "bin"
    python = place.python
    templates = sorted(str(file.relative_to(place.root)) for file in (place.root / "templates").rglob("*.html"))
    rooms = [room for room in (*APPS, "ops") if (place.root / room).exists()]
    return {
        "ruff": [programs / "ruff", "check", "."],
        "format": [programs / "ruff", "format", "--check", "."],
        "templates": [programs / "djade", "--check", "--target-version", "5.2", *templates],
        "imports": [programs / "lint-imports"],
        "migrations": [python, "manage.py", "makemigrations", "--check", "--dry-run"],
        "deploy": [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        "mypy": [python, "-m", "mypy", *rooms],
    }


def _passes(place: Place, name: str, argv: list[str | Path], env: dict[str, str]) -> bool:
    start = time.monotonic()
    done = subprocess.run(argv, cwd=place.root, env=env, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    print(f"{name:<12}{'ok' if passed else 'FAILED':<8}{time.monotonic() - start:5.1f} s", flush=True)
    if not passed:
        print((done.stdout + done.stderr).rstrip(), flush=True)
    return passed
