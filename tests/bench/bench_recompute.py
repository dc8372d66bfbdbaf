"""Full recompute: against the bare version, as the data grows, on two workers, of one alone, and its memory."""

import math
import os
import subprocess
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any

import psycopg

from collab.models import Collaboration
from metrics.attempting import attempt
from metrics.models import Run
from metrics.models.runs import COLLABORATIONS_PER_CHUNK
from tests.bench import bare_recompute, data
from tests.bench.measure import Report, Work, abba, add_ratio, check_same, growth, pin, seconds, steps

WARM_UPS = 5
SAME_PAIRS = 12
ONE_TIMES = 20
BAR_FROM = 100  # collaborations; below, starting up and the last chunk decide
WORKER_PAIRS_UP_TO = 100  # collaborations; above, two workers are compared with one once
MEMORY_BAR = 300  # MB
SELECT = "SELECT {} FROM {} WHERE collaboration_id = %s ORDER BY {}"
COMPARED = 100  # collaborations of a size, cell by cell
TINY, ROUNDING = 2e-4, 2e-3  # two numbers rounded to four decimals by different roads; and one that adds up with others


def run(report: Report, options: Any) -> None:
    """All sizes, the small ones first; figures with a bar are those of the largest."""
    pinned = os.sched_getaffinity(0)
    took: dict[int, float] = {}
    made = 0
    for size in options.sizes:
        report.facts[f"seconds to make {size}"] = round(data.make(made, size), 1)
        made = size
        pin()
        took[size] = against_bare(report, size)
        one_alone(report, size, took[size])
        os.sched_setaffinity(0, pinned)
        with_workers(report, size)
    if len(took) > 1:
        exponent = growth(took)
        report.add("growth exponent", exponent, bar=1.05, note=steps(took))


def against_bare(report: Report, size: int) -> float:
    """Every collaboration by both sides, in pairs of a few; seconds of ours for all."""
    with psycopg.connect(os.environ["BENCH_MAKER_URL"], autocommit=True) as maker:
        maker.execute(bare_recompute.TABLES)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
        ours, theirs = both_sides(line, data.ids(size))
        for one, other in list(zip(ours, theirs, strict=True))[:WARM_UPS]:
            one(), other()
        check_same(report, theirs[:SAME_PAIRS] * math.ceil(SAME_PAIRS / len(theirs)))
        rounds = max(1, math.ceil(30 / len(ours)))  # a small size is gone over several times
        pairs = abba(ours * rounds, theirs * rounds)
        differences = compare(line, data.ids(size))
    report.facts[f"cells compared at {size}"], wrong = differences
    if wrong:
        report.void.append(f"the two sides disagree in {len(wrong)} cells, first {wrong[0]}")
    add_ratio(report, f"recompute of {size} / bare SQL and arrays", pairs, bar=1.5)
    total = sum(one for one, _other in pairs) / rounds
    report.add(f"recompute of {size}, one worker's core", total, unit=" s")
    report.add(f"one collaboration within {size}", 1000 * total / size, unit=" ms")
    return total


def both_sides(line: psycopg.Connection, ids: list[int]) -> tuple[list[Work], list[Work]]:
    """The same collaborations for both, a few at a time so that there are many pairs."""
    per_pair = max(1, min(COLLABORATIONS_PER_CHUNK, len(ids) // 10))
    groups = [ids[first : first + per_pair] for first in range(0, len(ids), per_pair)]
    days = {one.pk: one.snapshots(on=one.today()) for one in Collaboration.objects.filter(pk__in=ids)}

    def bare(group: Iterable[int]) -> None:
        for pk in group:
            base = data.FIRST_ORGANIZATION + 100 * (pk - data.FIRST)
            bare_recompute.recompute(line, pk, days[pk], base)

    def ours(group: Iterable[int]) -> None:
        for pk in group:
            assert attempt(pk), f"collaboration {pk} was not computed"

    return [partial(ours, group) for group in groups], [partial(bare, group) for group in groups]


def compare(line: psycopg.Connection, ids: list[int]) -> tuple[int, list[str]]:
    """Every cell that both sides stored, of at most a hundred collaborations: how many, and which differ."""
    wrong, compared = [], 0
    for pk in ids[:: math.ceil(len(ids) / COMPARED)]:
        for table, (made_like, columns, keys) in bare_recompute.STORED.items():
            names = columns.split(", ")[1:-1]  # neither the collaboration nor the generation
            theirs, mine = (
                line.execute(SELECT.format(", ".join(names), one, keys), [pk]).fetchall() for one in (table, made_like)
            )
            if len(theirs) != len(mine):
                wrong.append(f"{pk} {made_like}: {len(theirs)} and {len(mine)} rows")
            for row, other in zip(theirs, mine, strict=False):
                named = dict(zip(names, row, strict=True)), dict(zip(names, other, strict=True))
                for place, x, y in cells(f"{pk} {made_like}", *named):
                    compared += 1
                    if not is_same(place, x, y):
                        wrong.append(f"{place}: {x} and {y}")
    return compared, wrong


def cells(place: str, theirs: Any, mine: Any) -> Iterable[tuple[str, Any, Any]]:
    """Both sides of every number, word and day within a stored value, with its place."""
    if isinstance(theirs, dict) and isinstance(mine, dict) and theirs.keys() == mine.keys():
        for key in theirs:
            yield from cells(f"{place} {key}", theirs[key], mine[key])
    elif isinstance(theirs, list) and isinstance(mine, list) and len(theirs) == len(mine):
        for number, (one, other) in enumerate(zip(theirs, mine, strict=True)):
            yield from cells(f"{place} {number}", one, other)
    else:
        yield place, theirs, mine


def is_same(place: str, x: Any, y: Any) -> bool:
    """The same, numbers but for their last decimal; one of the points of a score takes up the rounding of all."""
    if isinstance(x, int | float) and isinstance(y, int | float):
        return abs(x - y) <= (ROUNDING if "points" in place else TINY)
    return bool(x == y)


def one_alone(report: Report, size: int, total: float) -> None:
    """One collaboration in a data set of this size, against all of them."""
    pk = data.ids(1, size // 2)[0]
    alone = sorted(seconds(lambda: attempt(pk)) for _ in range(ONE_TIMES))[ONE_TIMES // 2]
    report.add(f"one collaboration / all {size}", alone / total, bar=1 / 500 if size >= 1000 else None)


def with_workers(report: Report, size: int) -> None:
    """Two worker processes against one on the same run, and what they need of memory."""
    pairs, peak = [], 0.0
    for number in range(5 if size <= WORKER_PAIRS_UP_TO else 1):
        sides = {}
        for workers in (2, 1) if number % 2 else (1, 2):
            sides[workers], memory = together(workers)
            peak = max(peak, memory)
        pairs.append((sides[2], sides[1]))
    if size >= 2 * COLLABORATIONS_PER_CHUNK:
        add_ratio(report, f"two workers / one, all {size}", pairs, bar=0.8 if size >= BAR_FROM else None)
    report.add(f"peak memory of a worker, all {size}", peak, unit=" MB", bar=MEMORY_BAR)


def together(workers: int) -> tuple[float, float]:
    """Seconds from the word "go" until a run over everything is done by so many processes; their peak in MB."""
    run = Run.objects.begin(Run.Kind.RECOMPUTE)
    argv = [sys.executable, "-m", "tests.bench.worker"]
    started = [subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(workers)]
    for one in started:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    for one in started:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    told = [[float(word) for word in one.communicate()[0].split()] for one in started]
    assert not Run.objects.unfinished().filter(pk=run.pk).exists(), "the run was not finished"
    return max(took for took, _memory in told), max(memory for _took, memory in told)
