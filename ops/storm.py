"""Fault injection at full size: people save meetings while the processes of an installation are killed."""

import argparse
import os

from ops.places import Place
from ops.test import test


def storm(place: Place, arguments: list[str]) -> int:
    """[--meetings 1000] [--kills 20]: save meetings while web, worker, database and broker are killed"""
    parser = argparse.ArgumentParser("./dev storm", description=storm.__doc__)
    parser.add_argument("--meetings", type=int, default=1000, help="how many are saved at least, by 8 clients (1000)")
    parser.add_argument("--kills", type=int, default=20, help="how often a process is killed meanwhile (20)")
    chosen = parser.parse_args(arguments)
    os.environ |= {"STORM_MEETINGS": str(chosen.meetings), "STORM_KILLS": str(chosen.kills)}
    return test(place, ["--all", "tests/storm", "-s"])
