"""Runs benches and keeps what they found: `python -m tests.bench [names] [options]`, started by `./dev bench`."""

import argparse
import json
import logging
import os
import platform
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import django

HERE = Path(__file__).parent


def names() -> list[str]:
    """Of all benches there are."""
    return sorted(file.stem.removeprefix("bench_") for file in HERE.glob("bench_*.py"))


def main(arguments: list[str]) -> int:
    """Every bench that was asked for, one after the other; 1 when a bar was missed, 2 when a run was void."""
    parser = argparse.ArgumentParser("./dev bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(names())} (all)")
    parser.add_argument("--sizes", default="10", help="numbers of collaborations, as in 10,100,1000 (10)")
    parser.add_argument("--pairs", type=int, default=30, help="pairs of each small ratio (30)")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - set(names())
    if unknown:
        parser.error(f"no bench {', '.join(sorted(unknown))}")
    options.sizes = sorted({int(size) for size in options.sizes.split(",")})
    django.setup()
    logging.getLogger("metrics").setLevel(logging.WARNING)  # a line a collaboration would hide the figures
    reports = [run(name, options) for name in options.names or names()]
    keep(reports)
    if any(report["void"] for report in reports):
        return 2
    return int(any(line["is_met"] is False for report in reports for line in report["lines"]))


def run(name: str, options: Any) -> dict[str, Any]:
    """One bench, which prints its lines as it finds them."""
    from tests.bench.measure import Report, check_load  # noqa: PLC0415  Django must be set up before

    print(f"{name}", flush=True)
    report, begun = Report(name), time.monotonic()
    check_load(report)
    import_module(f"tests.bench.bench_{name}").run(report, options)
    report.facts["seconds"] = round(time.monotonic() - begun, 1)
    for reason in report.void:
        print(f"  VOID: {reason}", flush=True)
    return report.as_json()


def keep(reports: list[dict[str, Any]]) -> None:
    """As JSON in var/bench, with what it was measured on."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    on = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "commit": commit, "cores": os.cpu_count(),
          "python": platform.python_version(), "system": platform.platform()}  # fmt: skip
    folder = Path(os.environ["GROUNDWORK_VAR"]) / "results"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}.json"
    file.write_text(json.dumps({"on": on, "benches": reports}, indent=1))
    print(f"kept in {file}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
