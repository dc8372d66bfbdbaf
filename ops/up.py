"""The whole stack under one parent: services, migrations, web, worker, beat; and its orderly end."""

import argparse
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.claim import claim, record_file
from ops.errors import Trouble, last_lines
from ops.install import install
from ops.places import Place
from ops.processes import Keeper, read_records, reap
from ops.project import has_command, prepare, step
from ops.services import environment, start_services, stop_services
from ops.signals import Stopped, ignore_asks

PROGRAMS = ("web", "worker", "beat")
READY_SECONDS = 60.0
SECONDS_BETWEEN_RECORDS = 2.0


@dataclass(frozen=True)
class Started:
    """What the running programs were given, and who can sign in."""

    env: dict[str, str]
    people: str


def up(place: Place, arguments: list[str]) -> int:
    """make everything ready, start it, and keep it until Ctrl-C"""
    parser = argparse.ArgumentParser("./dev up", description=up.__doc__)
    parser.add_argument("--port", type=int, default=8000, help="port on this machine (8000)")
    parser.add_argument("--empty", action="store_true", help="do not load the demo on the first start")
    chosen = parser.parse_args(arguments)
    try:
        with stack(place, chosen.port, demo=not chosen.empty) as (keeper, started):
            print(f"ready http://127.0.0.1:{chosen.port}")
            print(f"{started.people}\nCtrl-C stops it; logs are in {place.log}".lstrip(), flush=True)
            watch(place, keeper)
    except Stopped:
        print("stopped", flush=True)
    return 0


@contextmanager
def stack(place: Place, port: int, *, demo: bool) -> Iterator[tuple[Keeper, Started]]:
    """Everything running and answering; stopped in order when the block ends, however it ends."""
    with claim(place, "up"):
        reap(read_records(record_file(place)))
        refuse_taken(port)
        install(place)
        keeper = Keeper(record_file(place))
        try:
            urls = start_services(place, keeper)
            prepare(place, urls, demo=demo)
            env = environment(place, urls)
            env.setdefault("GROUNDWORK_ORIGIN", f"http://127.0.0.1:{port}")
            yield keeper, start_programs(place, keeper, urls, port)
        finally:
            ignore_asks()
            keeper.stop(PROGRAMS)
            stop_services(keeper)


def refuse_taken(port: int) -> None:
    """Before anything starts: the clearest moment to say so."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except PermissionError:
            raise Trouble(f"port {port} needs more rights: choose one above 1023 with --port") from None
        except OverflowError:
            raise Trouble(f"port {port} does not exist: choose one from 1024 to 65535") from None
        except OSError:
            raise Trouble(f"port {port} is taken by another program: stop it or choose another with --port") from None


def start_programs(place: Place, keeper: Keeper, urls: dict[str, str], port: int) -> Started:
    """The page first, for people wait for it; worker and clock come up behind it."""
    env = environment(place, urls)
    env.setdefault("GROUNDWORK_ORIGIN", f"http://127.0.0.1:{port}")
    programs = commands(place, port)
    keeper.start("web", programs["web"], env, place.log / "web.log", place.root)
    # asked while the page starts on the other core
    people = step(place, env, "who_can_sign_in") if has_command(place, "who_can_sign_in") else ""
    wait_until_ready(place, keeper, port)
    for name in ("worker", "beat"):
        keeper.start(name, programs[name], env, place.log / f"{name}.log", place.root)
    keeper.facts["port"] = port
    keeper.refresh()
    keeper.write()
    return Started(env, people)


def commands(place: Place, port: int) -> dict[str, list[str | Path]]:
    """Two web processes, one worker with two, one clock; on loopback only."""
    schedule = place.var / "beat"
    schedule.mkdir(exist_ok=True)
    celery: list[str | Path] = [place.python, "-m", "celery", "-A", "collab.celery"]
    web = "--interface wsgi --no-ws --workers 2 --blocking-threads 4 --workers-kill-timeout 8 --respawn-failed-workers"
    address = ["--host", "127.0.0.1", "--port", str(port)]
    return {
        "web": [place.python, "-m", "granian", *web.split(), *address, "collab.wsgi:application"],
        "worker": [*celery, "worker", *["--concurrency", "2", "--without-gossip", "--without-mingle", "-l", "INFO"]],
        "beat": [*celery, "beat", "--schedule", str(schedule / "schedule"), "--pidfile", "", "-l", "WARNING"],
    }


def wait_until_ready(place: Place, keeper: Keeper, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not (answer := page_answers(port)):
        refuse_dead(place, keeper)
        if time.monotonic() > deadline:
            raise Trouble(f"the page does not answer: {last_lines(place.log / 'web.log')}")
        time.sleep(0.1)
    if answer >= 500:
        raise Trouble(f"the first page fails ({answer}): {last_lines(place.log / 'web.log', 1)}")


def page_answers(port: int) -> int | None:
    """The status of the first page, redirects followed; None while nobody answers."""
    # our own page on loopback: never through a proxy that the environment names
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def watch(place: Place, keeper: Keeper) -> None:
    """Until somebody asks us to stop, or one of them ends by itself: then all stop."""
    written = time.monotonic()
    while True:
        refuse_dead(place, keeper)
        if time.monotonic() - written > SECONDS_BETWEEN_RECORDS:
            keeper.refresh()
            written = time.monotonic()
        time.sleep(0.2)


def refuse_dead(place: Place, keeper: Keeper) -> None:
    dead = keeper.first_dead()
    if dead:
        name, code = dead
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        log = place.log / f"{name}.log"
        raise Trouble(f"{name} {how}, so everything was stopped: {last_lines(log, 1)} (details in {log})")
