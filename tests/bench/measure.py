"""The harness: interleaved pairs, their median ratio with an interval, and the guards that make a run void.

A ratio compares two callables in one process on one core with one database. They run as A B B A, so that drift hits
both; the statistic is the median of the paired ratios with a bootstrap interval of 95 %, and the bar is held against
its upper end. The same callable against itself must give 1: if not, the machine was busy and the run says nothing.
"""

import gc
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from math import log
from typing import Any

Work = Callable[[], object]
LOAD_AT_MOST = 1.5
SAME_AT_MOST = 0.03  # how far the same against itself may lie from 1
DRAWS = 2_000
SEED = 20_17


@dataclass
class Line:
    """One figure against its bar; `high` is what is held against it."""

    what: str
    value: float
    bar: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    note: str = ""
    at_least: bool = False  # the bar is a floor, not a ceiling

    @property
    def is_met(self) -> bool | None:
        """Whether the bar is held; None where there is none."""
        if self.bar is None:
            return None
        worst = self.high if self.high is not None else self.value
        return self.value >= self.bar if self.at_least else worst <= self.bar


@dataclass
class Report:
    """What one bench found."""

    name: str
    lines: list[Line] = field(default_factory=list)
    void: list[str] = field(default_factory=list)  # why the figures say nothing
    facts: dict[str, Any] = field(default_factory=dict)

    def add(self, what: str, value: float, **more: Any) -> None:
        """One figure more, shown at once."""
        line = Line(what, value, **more)
        self.lines.append(line)
        print("  " + shown(line), flush=True)

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        lines = [asdict(line) | {"is_met": line.is_met} for line in self.lines]
        return {"name": self.name, "void": self.void, "facts": self.facts, "lines": lines}


def shown(line: Line) -> str:
    """One line of the table."""
    between = "" if line.low is None or line.high is None else f" [{line.low:.3f}, {line.high:.3f}]"
    sign = ">=" if line.at_least else "<="
    bar = "" if line.bar is None else f"  bar {sign} {line.bar:g}: {'met' if line.is_met else 'MISSED'}"
    return f"{line.what:<58}{line.value:>10.3f}{line.unit:<4}{between}{bar}{'  ' + line.note if line.note else ''}"


def check_load(report: Report) -> None:
    """A machine that is busy when we begin makes the run void."""
    load = os.getloadavg()[0]
    report.facts["load_at_start"] = load
    if load > LOAD_AT_MOST:
        report.void.append(f"the load was {load:.2f} at the start, more than {LOAD_AT_MOST}")


def pin() -> None:
    """Stay on one core, the last one, as the other side of every pair does; what is loaded by now is garbage never."""
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def seconds(work: Work) -> float:
    """How long it takes, without collections of garbage in between."""
    gc.collect()
    gc.disable()
    try:
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun
    finally:
        gc.enable()


def abba(ours: Sequence[Work], theirs: Sequence[Work]) -> list[tuple[float, float]]:
    """Seconds of both sides of each pair; the first and the second turn by turn begin with ours and with theirs."""
    found = []
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        if number % 2:
            b = seconds(other)
            a = seconds(one)
        else:
            a = seconds(one)
            b = seconds(other)
        found.append((a, b))
    return found


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Median, and the ends of its bootstrap interval of 95 %."""
    chance = random.Random(SEED)
    draws = sorted(statistics.median(chance.choices(values, k=len(values))) for _ in range(DRAWS))
    return statistics.median(values), draws[int(0.025 * DRAWS)], draws[int(0.975 * DRAWS) - 1]


def add_ratio(report: Report, what: str, pairs: Sequence[tuple[float, float]], **more: Any) -> None:
    """The median ratio of measured pairs."""
    middle, low, high = interval([a / b for a, b in pairs])
    report.add(what, middle, low=low, high=high, note=f"{len(pairs)} pairs", **more)


def check_same(report: Report, work: Sequence[Work]) -> None:
    """The same against itself: far from 1, the run is void."""
    middle, low, high = interval([a / b for a, b in abba(work, work)])
    report.add("the same against itself (guard)", middle, low=low, high=high, note=f"{len(work)} pairs")
    if abs(middle - 1) > SAME_AT_MOST:
        report.void.append(f"the same against itself gave {middle:.3f}")


def growth(found: dict[int, float]) -> float:
    """The exponent of seconds over size between the smallest and the largest, by least squares on logarithms."""
    points = [(log(size), log(took)) for size, took in sorted(found.items())]
    x0, y0 = (statistics.fmean(axis) for axis in zip(*points, strict=True))
    return sum((x - x0) * (y - y0) for x, y in points) / sum((x - x0) ** 2 for x, _y in points)


def steps(found: dict[int, float]) -> str:
    """The exponent between neighbouring sizes, for the note."""
    rows = sorted(found.items())
    return ", ".join(f"{a}-{b}: {log(u / t) / log(b / a):.3f}" for (a, t), (b, u) in pairwise(rows))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies, the next one upwards."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
