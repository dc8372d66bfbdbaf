"""The other half of the denominator: readiness, ownership, gates and standing, as directly as they go.

It relies on what tests/bench/data.py makes: each partner is rated by itself and by the backbone, the whole by three
organisations, nobody is committed to a strategy, and no mandate is listed.
"""

from typing import Any

import numpy as np

from metrics.formulas.catalogue import EXPECTATION

Array = Any

CRITERIA = ("interest", "champion", "mission_fit", "capacity", "legitimacy", "track_record")
CRITERIA_WEIGHTS = np.array([0.25, 0.20, 0.15, 0.15, 0.15, 0.10])
ITEMS = [f"{section}{n}" for section, count in (("A", 4), ("B", 3), ("C", 7), ("D", 5)) for n in range(1, count + 1)]
ITEM_WEIGHTS = np.array([0.15 / 4] * 4 + [0.35 / 3] * 3 + [0.30 / 7] * 7 + [0.20 / 5] * 5)
TOP = np.array([2.0] * 4 + [4.0] * 15)
OWNED = {"decisions": 0.2, "authorship": 0.2, "leadership": 0.15, "endorsement": 0.15, "contributions": 0.1,
         "local_share": 0.1, "perceived": 0.1}  # fmt: skip
UNOWNED = {key: {"value": None, "weight": w, "quality": 0.0, "points": None} for key, w in OWNED.items()} | {
    "_owners": None, "_eligible": 0, "_answered": 0, "_released": False,
}  # fmt: skip
DUE = {"G0": 3, "G1": 9, "G2": 15, "G3": 18}


def of_partners(rows: Any, days: Array, base: int) -> tuple[list[Any], Array]:
    """For each of 30 partners: value, low, high, coverage and parts over the months; and interest [months, 30]."""
    level, age = np.full((2, len(days), 30, 6, 2), np.nan)
    who, what, own, on, said = (np.array(column) for column in zip(*rows, strict=True))
    place = who - base - 1, np.array([CRITERIA.index(one) for one in what]), (~own).astype(int)
    for day in np.unique(on):
        of, first = on == day, np.searchsorted(days, day)
        at = tuple(one[of] for one in place)
        level[(slice(first, None), *at)] = said[of]
        age[(slice(first, None), *at)] = (days[first:] - day)[:, None]
    age[:, :, 5] = np.where(np.isnan(age[:, :, 5]), np.nan, 0)  # a track record does not age
    fresh = _fresh(age)
    known = np.where(fresh > 0, level / 4 * 100, np.nan)
    value, quality = mean(known, -1), np.minimum(fresh.sum(-1) / 2, np.where(fresh[..., 0] > 0, 1, 0.5))
    figures = composite(value, quality, CRITERIA_WEIGHTS)
    columns = [cells(one.T) for one in figures[:4]]
    inner = [cells(np.moveaxis(one, 0, -1)) for one in (value, quality, figures[4])]
    rows_out = [
        (*(one[place_] for one in columns),
         {key: {"value": inner[0][place_][k], "weight": [float(CRITERIA_WEIGHTS[k])] * len(days),
                "quality": inner[1][place_][k], "points": inner[2][place_][k]} for k, key in enumerate(CRITERIA)})
        for place_ in range(30)
    ]  # fmt: skip
    return rows_out, np.where((fresh[:, :, 0] > 0).sum(-1) == 2, value[:, :, 0], np.nan)


def of_the_whole(rows: Any, days: Array, base: int, relationship: Array) -> tuple[list[Any], Array, Array]:
    """Rows of all months; values and quality of the items [months, 19]. relationship[4, months] is handed on as C6."""
    level, age = np.full((2, len(days), 19, 3), np.nan)
    what, who, on, said = (np.array(column) for column in zip(*rows, strict=True))
    place = np.array([ITEMS.index(one) for one in what]), who - base
    for day in np.unique(on):
        of, first = on == day, np.searchsorted(days, day)
        at = tuple(one[of] for one in place)
        level[(slice(first, None), *at)] = said[of]
        age[(slice(first, None), *at)] = (days[first:] - day)[:, None]
    c3, c6 = ITEMS.index("C3"), ITEMS.index("C6")
    age[:, c3] = np.where(np.isnan(age[:, c3]), np.nan, 0)
    fresh = _fresh(age)
    value = mean(np.where(fresh > 0, level / TOP[:, None] * 100, np.nan), -1)
    quality = np.minimum(fresh.sum(-1) / 2, 1)
    worth, low, high, coverage = relationship
    shown = coverage.round(4) >= 50
    value[:, c6], quality[:, c6] = np.where(shown, worth, np.nan), np.where(shown, coverage / 100, 0)
    lows, highs = np.where(np.isnan(value), 0, value), np.where(np.isnan(value), 100, value)
    lows[:, c6], highs[:, c6] = np.where(shown, low, 0), np.where(shown, high, 100)
    figures = composite(value, quality, ITEM_WEIGHTS, lows, highs)
    return month_rows(ITEMS, ITEM_WEIGHTS, figures, value, quality), value, quality


def gates(
    whole: list[Any], items: Array, quality: Array, interest: Array, medians: list[Any], coverage: Array, base: int
) -> list[tuple[str, list[Any]]]:
    """State and blockers of G0 to G3, month by month."""
    found = []
    rated = cells(items)
    first = [cells(one) for one in composite(items[:, :4], quality[:, :4], np.ones(4))[:4]]
    for month, row in enumerate(rated):
        item = dict(zip(ITEMS, row, strict=True))
        worth, covered = first[0][month], first[3][month]
        known = worth is not None and covered >= 60
        found.append(_gate([
            _one("appropriateness", known, known and worth >= 60, value=worth, coverage=covered, need=60.0),
            _one("one_alone", item["A1"] is not None, item["A1"] != 0),
        ]))  # fmt: skip
        found.append(_gate([_pairs(*medians[month], coverage[month]), _interest(interest[month], base)]))
        unknown = _one("government", False, False, value=None)
        found.append(_gate([*(_level(key, item[key], 50.0) for key in ("B1", "B2", "B3")), _need(unknown, 38.0)]))
        value, low, high, covered = whole[month][:4]
        shown = value if covered >= 50 else None
        fails = high < 65 or (shown is not None and shown < 65)
        found.append(_gate([
            _one("readiness", fails or shown is not None, not fails, value=shown, low=low, high=high, need=65.0),
            _one("ownership", False, False, value=None, need=50.0), _need(unknown, 58.0),
            *(_level(f"C{n}", item[f"C{n}"], 25.0) for n in range(1, 8)),
        ]))  # fmt: skip
    return found


def standing(scores: dict[str, list[Any]], states: list[str], days: list[Any]) -> tuple[Any, ...]:
    """What a portfolio reads: all figures, the gates of the last month, what is below or unknown, and how many."""
    last = len(days) - 1
    of_gates = dict(zip(DUE, states[-4:], strict=True))
    figures = {m: [[n, day.isoformat(), *row[:4]] for n, (day, row) in enumerate(zip(days, rows, strict=True))]
               for m, rows in scores.items()}  # fmt: skip
    shown = {m: rows[-1][0] if rows[-1][0] is not None and rows[-1][3] >= 50 else None for m, rows in scores.items()}
    below = [one for one, value in shown.items() if value is not None and value < EXPECTATION[one][-1][0]]
    late = [gate for gate, due in DUE.items() if last >= due and of_gates[gate] == "fail"]
    unknown = [metric for metric, value in shown.items() if value is None]
    return last, days[-1], figures, of_gates, below, unknown, len(below) + len(late)


def month_rows(keys: Any, weights: Array, figures: Any, value: Array, quality: Array) -> list[Any]:
    """Value, low, high, coverage and parts of each month."""
    columns = [cells(one) for one in figures[:4]]
    inner = [cells(one) for one in (value, np.where(np.isnan(value), 0, quality), figures[4])]
    stored = weights.round(4).tolist()
    return [
        (*(one[month] for one in columns),
         {key: {"value": inner[0][month][k], "weight": stored[k], "quality": inner[1][month][k],
                "points": inner[2][month][k]} for k, key in enumerate(keys)})
        for month in range(len(value))
    ]  # fmt: skip


def composite(value: Array, quality: Array, weights: Array, lows: Any = None, highs: Any = None) -> list[Array]:
    """Value, low, high, coverage and points over the last axis."""
    seen = ~np.isnan(value)
    filled, whole = np.where(seen, value, 0), weights.sum()
    observed = (seen * weights).sum(-1)
    lows = filled if lows is None else lows
    highs = np.where(seen, value, 100) if highs is None else highs
    with np.errstate(invalid="ignore", divide="ignore"):
        points = np.where(seen, filled * weights / observed[..., None], np.nan)
        total = (filled * weights).sum(-1) / observed
    quality = np.where(seen, quality, 0)
    return [total, (lows * weights).sum(-1) / whole, (highs * weights).sum(-1) / whole,
            100 * (quality * weights).sum(-1) / whole, points]  # fmt: skip


def mean(values: Array, axis: int) -> Array:
    """Of what is there."""
    seen = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.where(seen, values, 0).sum(axis) / seen.sum(axis)


def cells(values: Array) -> Any:
    """As lists, four decimals, None for NaN."""
    rounded = np.asarray(values, dtype=float).round(4).astype(object)
    rounded[np.isnan(np.asarray(values, dtype=float))] = None
    return rounded.tolist()


def _fresh(age: Array) -> Array:
    return np.where(age <= 180, 1.0, np.where(age <= 365, 0.5, 0.0))


def _one(key: str, known: bool, met: bool, subjects: Any = (), **numbers: Any) -> tuple[bool, bool, Any]:
    return known, met, {"key": key, "fails": known, "subjects": list(subjects), "numbers": numbers}


def _level(key: str, value: float | None, need: float) -> tuple[bool, bool, Any]:
    return _one(key, value is not None, value is not None and value >= need, value=value, need=need)


def _need(one: tuple[bool, bool, Any], need: float) -> tuple[bool, bool, Any]:
    return one[0], one[1], one[2] | {"numbers": one[2]["numbers"] | {"need": need}}


def _pairs(
    low: float, high: float, value: float | None, pairs: int, coverage: float
) -> tuple[bool, bool, Any]:  # fmt: skip
    known = low >= 50 or high < 50 or (value is not None and coverage >= 60)
    met = low >= 50 or (high >= 50 and value is not None and value >= 50)
    numbers = {"pairs": float(pairs), "need": 50.0, "coverage": coverage, "_low": low, "_high": high, "_value": value}
    return known, met, {"key": "relationships", "fails": known and not met, "subjects": [], "numbers": numbers}


def _interest(interest: Array, base: int) -> tuple[bool, bool, Any]:
    have, open_ = int((interest >= 50).sum()), int(np.isnan(interest).sum())
    fails = have + open_ < 3
    lacking = (np.flatnonzero(~(interest >= 50)) + base + 1).tolist()
    numbers = {"have": float(have), "need": 3.0, "open": float(open_)}
    known = fails or have >= 3
    return known, have >= 3, {"key": "interest", "fails": fails, "subjects": lacking, "numbers": numbers}


def _gate(conditions: list[tuple[bool, bool, Any]]) -> tuple[str, list[Any]]:
    states = ["unknown" if not known else "pass" if met else "fail" for known, met, _blocker in conditions]
    worst = "fail" if "fail" in states else "unknown" if "unknown" in states else "pass"
    return worst, [blocker for state, (_k, _m, blocker) in zip(states, conditions, strict=True) if state != "pass"]
