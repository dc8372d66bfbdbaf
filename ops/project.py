"""Django's own commands, run for a person or as a step of a verb."""

import hashlib
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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
    with beside(place, env, *arguments):
        pass
    return (place.log / f"{arguments[0]}.out").read_text(errors="replace").strip()


@contextmanager
def beside(place: Place, env: Mapping[str, str], *arguments: str) -> Iterator[None]:
    """Run one management command while the block runs; both have ended well when the block is left."""
    said, log = place.log / f"{arguments[0]}.out", place.log / "setup.log"
    argv: list[str | Path] = [place.python, "manage.py", *arguments]
    with said.open("wb") as out, log.open("ab") as errors:
        child = subprocess.Popen(
            argv, cwd=place.root, env=dict(env), stdin=subprocess.DEVNULL, stdout=out, stderr=errors,
            preexec_fn=follow_parent(signal.SIGTERM),
        )  # fmt: skip
    try:
        yield
        code = child.wait()
    except BaseException:
        child.terminate()
        child.wait()
        raise
    if code:
        raise Trouble(f"manage.py {arguments[0]} failed: {last_lines(log, 1)} (details in {log})")


def has_command(place: Place, name: str) -> bool:
    return any(place.root.glob(f"*/management/commands/{name}.py"))


def prepare(place: Place, urls: dict[str, str], *, demo: bool) -> None:
    """Migrate as owner, gather static files, load the demo once: a mark outlives an interrupted first start."""
    first_start = place.run / "first-start"
    owner, run = environment(place, urls, owner=True), environment(place, urls)
    if is_empty(place, urls["DATABASE_OWNER_URL"]):
        print("making the database ...", flush=True)
        first_start.touch()
    with gathering_static(place, run):
        migrate(place, owner)
    if first_start.exists():
        if demo and run.get("GROUNDWORK_DEMO") == "1" and has_command(place, "load_demo"):
            print("loading the demo ...", flush=True)
            step(place, run, "load_demo")
        first_start.unlink()


def migrate(place: Place, owner: dict[str, str]) -> None:
    """Only when the migrations, the packages or what this database has seen of them changed."""
    files = [path for app in APP_FOLDERS for path in (place.root / app / "migrations").glob("*.py")]
    sources = hashlib.sha256()
    for file in [*sorted(files), place.root / "requirements.lock"]:
        sources.update(file.name.encode() + file.read_bytes())
    stamp = place.var / "migrated.stamp"
    seen = "SELECT app, name, applied FROM django_migrations ORDER BY app, name"

    def state() -> str:
        return sources.hexdigest() + " " + hashlib.sha256(ask(place, owner["DATABASE_URL"], seen).encode()).hexdigest()

    if stamp.exists() and not is_empty(place, owner["DATABASE_URL"]) and stamp.read_text() == state():
        return
    step(place, owner, "migrate", "--noinput")
    stamp.write_text(state())


@contextmanager
def gathering_static(place: Place, env: Mapping[str, str]) -> Iterator[None]:
    """Compress and name the static files beside the block, and only when one of them changed."""
    stamp = place.var / "static.stamp"
    files = sorted(file for folder in APP_FOLDERS for file in (place.root / folder).glob("static/**/*"))
    files += [*sorted((place.root / "static").rglob("*")), place.root / "requirements.lock"]
    seen = hashlib.sha256()
    for file in files:
        if file.is_file():
            found = file.stat()
            seen.update(f"{file.relative_to(place.root)} {found.st_size} {found.st_mtime_ns}\n".encode())
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        yield
        return
    with beside(place, env, "collectstatic", "--noinput", "--clear", "-v0"):
        yield
    stamp.write_text(seen.hexdigest())


def is_empty(place: Place, url: str) -> bool:
    """True for a database without tables; also the first look at one that the environment names."""
    return ask(place, url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0"


def ask(place: Place, url: str, question: str) -> str:
    argv: list[str | Path] = [programs_in(place) / "psql", "-XqtA", "-c", question]
    done = subprocess.run(argv, env=libpq(url), capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Trouble(f"the database does not answer: {said}")
    return done.stdout.strip()


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
    return subprocess.run(
        argv, cwd=place.root, env=dict(env), check=False, preexec_fn=follow_parent(signal.SIGTERM)
    ).returncode
