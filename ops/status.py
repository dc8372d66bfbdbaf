"""What runs here, and how to stop it from another terminal."""

import os
import signal
import time

from ops.claim import facts, holder, is_ready, record_file
from ops.errors import Trouble
from ops.places import Place
from ops.processes import read_records, reap
from ops.project import has_command, step
from ops.services import environment, given_urls

STOP_SECONDS = 60.0


def status(place: Place, _arguments: list[str]) -> int:
    """what runs here, and how many collaborations wait for new scores"""
    found = holder(place)
    if found is None:
        left = [record for record in read_records(record_file(place)) if record.is_alive()]
        rest = f"; {len(left)} left from a killed parent, which the next ./dev up clears" if left else ""
        print(f"nothing runs here{rest}")
        return 3
    said = facts(place) if is_ready(place) else {}
    print(f"./dev {found.verb} runs (process {found.pid})" + ("" if said else ", not ready yet"))
    for record in read_records(record_file(place)):
        print(f"  {record.name:<10}{record.pid:>8}  {'alive' if record.is_alive() else 'gone'}")
    if said:
        print(f"  page      http://127.0.0.1:{said['port']}")
        if has_command(place, "status_scores"):
            print(step(place, environment(place, {**given_urls(), **said["urls"]}), "status_scores"))
    return 0


def down(place: Place, _arguments: list[str]) -> int:
    """stop what runs here, from another terminal or after a kill"""
    found = holder(place)
    if found is None:
        cleared = reap(read_records(record_file(place)))
        print(f"cleared {len(cleared)} left from a killed parent" if cleared else "nothing runs here")
        return 0
    os.kill(found.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while found.is_alive():
        if time.monotonic() > deadline:
            raise Trouble(f"process {found.pid} (./dev {found.verb}) does not stop")
        time.sleep(0.1)
    print("stopped")
    return 0
