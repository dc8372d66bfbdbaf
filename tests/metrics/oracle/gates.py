"""The four gates the slow way: each condition in words of its own."""

from statistics import median

from tests.metrics.oracle.composite import Told, mean, rounded

Pair = dict[str, float | None]
PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"


def gates(
    readiness: Told,
    ownership: Told | None,
    government: Told | None,
    threshold: float,
    pairs: list[Pair],
    coverage: float | None,
    interests: list[tuple[float | None, int]],
) -> dict[str, str]:
    """How all four stand. pairs: figures of the needed pairs; interests: value and assessors of each core partner."""
    items = {key: rounded(value) for key, (value, _quality) in readiness.parts.items()}
    return {
        "G0": all_of([_fits(readiness), _not_alone(items["A1"])]),
        "G1": all_of([_ties(pairs, coverage), _interest(interests)]),
        "G2": all_of([*(_at_least(items[key], 50) for key in ("B1", "B2", "B3")), _score(government, threshold - 20)]),
        "G3": all_of(
            [
                _score(readiness, 65), _score(ownership, 50), _score(government, threshold),
                *(_at_least(items[f"C{n}"], 25) for n in range(1, 8)),
            ]
        ),
    }  # fmt: skip


def all_of(states: list[str]) -> str:
    """Fail beats unknown beats pass."""
    return FAIL if FAIL in states else UNKNOWN if UNKNOWN in states else PASS


def _fits(readiness: Told) -> str:
    four = [readiness.parts[f"A{n}"] for n in range(1, 5)]
    value = mean([value for value, _quality in four])
    coverage = sum(100 * quality for value, quality in four if value is not None) / 4
    if value is None or round(coverage, 4) < 60:
        return UNKNOWN
    return PASS if round(value, 4) >= 60 else FAIL


def _not_alone(a1: float | None) -> str:
    return UNKNOWN if a1 is None else FAIL if a1 == 0 else PASS


def _ties(pairs: list[Pair], coverage: float | None) -> str:
    if not pairs:
        return UNKNOWN
    if round(median([one["low"] for one in pairs]), 4) >= 50:
        return PASS
    if round(median([one["high"] for one in pairs]), 4) < 50:
        return FAIL
    values = [one["value"] for one in pairs if one["value"] is not None]
    if not values or coverage is None or coverage < 60:
        return UNKNOWN
    return PASS if round(median(values), 4) >= 50 else FAIL


def _interest(interests: list[tuple[float | None, int]]) -> str:
    need = 2 if len(interests) < 5 else 3
    shown = sum(value is not None and assessors >= 2 and value >= 50 for value, assessors in interests)
    may_still = sum(value is None or assessors < 2 for value, assessors in interests)
    if shown >= need:
        return PASS
    return FAIL if interests and shown + may_still < need else UNKNOWN


def _at_least(value: float | None, need: float) -> str:
    return UNKNOWN if value is None else PASS if value >= need else FAIL


def _score(score: Told | None, need: float) -> str:
    if score is None:
        return UNKNOWN
    if round(score.high, 4) < need:
        return FAIL
    return UNKNOWN if score.number is None else PASS if score.number >= need else FAIL
