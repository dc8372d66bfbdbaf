"""Django's own commands, run for a person or as a step of a verb."""

import hashlib
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from ops.errors import Trouble, last_lines
from ops.places import Place
from ops.postgres import programs_in
from ops.processes import follow_parent
from ops.services import environment

APP_FOLDERS = ("collab", "partners", "government", "metrics")


def step(place: Place, env: Mapping[str, str], *arguments: str) -> str:
    """Run one management command; what it says goes to the log, its failure becomes one line."""
    log = place.log / "setup.log"
    argv = [place.python, "manage.py", *arguments]
    with log.open("ab") as out:
        done = subprocess.run(
            argv, cwd=place.root, env=dict(env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=out,
            check=False, preexec_fn=follow_parent(15),
        )  # fmt: skip
        out.write(done.stdout)
    if done.returncode:
        raise Trouble(f"manage.py {arguments[0]} failed: {last_lines(log, 1)} (details in {log})")
    return done.stdout.decode(errors="replace").strip()


def has_command(place: Place, name: str) -> bool:
    return any(place.root.glob(f"*/management/commands/{name}.py"))


def prepare(place: Place, urls: dict[str, str], *, demo: bool) -> None:
    """Migrate as owner, gather static files, load the demo once: a mark outlives an interrupted first start."""
    first_start = place.run / "first-start"
    if is_empty(place, urls["DATABASE_OWNER_URL"]):
        first_start.touch()
    owner, run = environment(place, urls, owner=True), environment(place, urls)
    step(place, owner, "migrate", "--noinput")
    gather_static(place, run)
    if first_start.exists():
        if demo and run.get("GROUNDWORK_DEMO") == "1" and has_command(place, "load_demo"):
            print("loading the demo ...", flush=True)
            step(place, run, "load_demo")
        first_start.unlink()


def gather_static(place: Place, env: Mapping[str, str]) -> None:
    """Compress and name the static files again only when one of them changed."""
    stamp = place.var / "static.stamp"
    files = sorted(file for folder in APP_FOLDERS for file in (place.root / folder).glob("**/static/**/*"))
    files += [*sorted((place.root / "static").rglob("*")), place.root / "requirements.lock"]
    seen = hashlib.sha256()
    for file in files:
        if file.is_file():
            found = file.stat()
            seen.update(f"{file.relative_to(place.root)} {found.st_size} {found.st_mtime_ns}\n".encode())
    wanted = seen.hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    step(place, env, "collectstatic", "--noinput", "--clear", "-v0")
    stamp.write_text(wanted)


def is_empty(place: Place, url: str) -> bool:
    """True for a database without tables; also the first look at one that the environment names."""
    argv = [programs_in(place) / "psql", "-XqtA", "-c", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"]
    done = subprocess.run(argv, env=libpq(url), capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Trouble(f"the database does not answer: {said}")
    return done.stdout.strip() == "0"


def libpq(url: str) -> dict[str, str]:
    """An address as libpq's environment: on a command line every user of the machine could read the password."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.port:
        host = host.rpartition(":")[0]
    found = {
        "PGHOST": unquote(host).strip("[]"),
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
        **{f"PG{name.upper()}": value for name, value in parse_qsl(parts.query) if name.startswith("ssl")},
    }
    return {"LC_ALL": "C.UTF-8", "PGCONNECT_TIMEOUT": "10", **{name: value for name, value in found.items() if value}}


def python_tool(place: Place, env: Mapping[str, str], argv: Sequence[str | Path]) -> int:
    """Run a program of the environment in the foreground; answers its exit code."""
    return subprocess.run(argv, cwd=place.root, env=dict(env), check=False, preexec_fn=follow_parent(15)).returncode
