"""The denominator of the recompute: the same rows as those of the product, written down as directly as it goes.

Six SQL statements and arrays over 31 organisations; six statements to write, into tables made like those of the
product. No ORM, no marks, no attempts, no weights, no zones, no evidence of kinds that tests/bench/data.py does not
make, one voice an organisation. Its rows equal those of the product in every cell.
"""

import json
from datetime import date
from typing import Any

import numpy as np
import psycopg

from tests.bench import bare_rest as rest

WEIGHTS = np.array([0.30, 0.25, 0.20, 0.15, 0.10])
KEYS = ("trust", "commitments", "joint_work", "contact", "reciprocity")
MODES = {"in person": 1.0, "joint work": 1.0, "video": 0.7, "call": 0.7, "message": 0.3}
CADENCE = 60  # days, of a pair without a word on it
Array = Any

MEETINGS = """SELECT m.held_at::date - '0001-01-01'::date + 1, m.mode, m.called_by_id,
    array_agg(DISTINCT a.organization_id)
  FROM collab_meeting m JOIN collab_attendance a ON a.meeting_id = m.id WHERE m.collaboration_id = %s AND m.is_held
  GROUP BY m.id"""
PROMISES = """SELECT promiser_id, promisee_id, due_on - '0001-01-01'::date + 1,
    closed_on - '0001-01-01'::date + 1, outcome
  FROM collab_commitment WHERE collaboration_id = %s"""
ANSWERS = """SELECT rater_id, subject_id, counted_on - '0001-01-01'::date + 1,
    max(value) FILTER (WHERE item = 'trust-reliable')::float8, max(value) FILTER (WHERE item = 'trust-goals')::float8,
    max(value) FILTER (WHERE item = 'trust-open')::float8, max(value) FILTER (WHERE item = 'joint-work')::float8
  FROM partners_answer WHERE collaboration_id = %s GROUP BY 1, 2, 3"""
TIES = "SELECT first_id, second_id, cadence_days FROM partners_tie WHERE collaboration_id = %s AND is_needed"
OF_PARTNERS = """SELECT p.organization_id, r.criterion, r.assessor_id = p.organization_id,
    r.rated_on - '0001-01-01'::date + 1, r.level
  FROM partners_readinessrating r JOIN partners_partner p ON p.id = r.partner_id WHERE r.collaboration_id = %s"""
OF_THE_WHOLE = """SELECT item, assessor_id, rated_on - '0001-01-01'::date + 1, level
  FROM partners_collaborationrating WHERE collaboration_id = %s"""
# table -> the table of the product that it is made like, its columns, and the order of its rows
STORED = {
    "bare_score": (
        "collab_score",
        "collaboration_id, metric, month, as_of, value, low, high, coverage, parts, generation", "metric, month",
    ),
    "bare_partner_score": (
        "collab_partnerscore",
        "collaboration_id, organization_id, as_of, value, low, high, coverage, parts, generation", "organization_id",
    ),
    "bare_gate": (
        "collab_gatestate", "collaboration_id, gate, month, as_of, state, blockers, generation", "gate, month",
    ),
    "bare_pairs": ("collab_pairscores", "collaboration_id, month, as_of, pairs, generation", "month"),
    "bare_standing": (
        "metrics_standing",
        "collaboration_id, month, as_of, scores, gates, bands, below, unknown, troubles, generation", "month",
    ),
}  # fmt: skip
TABLES = "".join(
    f"DROP TABLE IF EXISTS {one}; CREATE TABLE {one} (LIKE {made_like} INCLUDING ALL);"
    f" GRANT ALL ON {one} TO groundwork;"
    for one, (made_like, _columns, _order) in STORED.items()
)


def recompute(line: psycopg.Connection, collaboration: int, days: list[date], organizations: int) -> None:
    """All months of one collaboration from its rows to rows; `organizations` is the id of the first of 31 in a row."""
    queries = (MEETINGS, PROMISES, ANSWERS, TIES, OF_PARTNERS, OF_THE_WHOLE)
    with line.transaction():
        rows = [line.execute(query, [collaboration]).fetchall() for query in queries]
        for table, found in all_rows(rows, collaboration, days, organizations).items():
            line.execute(f"DELETE FROM {table} WHERE collaboration_id = %s", [collaboration])  # noqa: S608  ours
            with line.cursor().copy(f"COPY {table} ({STORED[table][1]}) FROM STDIN") as copy:
                for row in found:
                    copy.write_row((collaboration, *row, 1))


def all_rows(rows: list[Any], collaboration: int, days: list[date], base: int) -> dict[str, list[Any]]:
    """What is stored, by table, without the collaboration and the generation."""
    on = np.array([day.toordinal() for day in days])
    whole, pairs, medians, figures_ = figures(*rows[:4], on, base)
    partners, interest = rest.of_partners(rows[4], on, base)
    ready, items, quality = rest.of_the_whole(rows[5], on, base, figures_)
    scores = {"relationship": whole, "readiness": ready, "ownership": [(None,) * 4 + (rest.UNOWNED,)] * len(days)}
    gates = rest.gates(ready, items, quality, interest, medians, [row[3] for row in whole], base)
    as_of = [(gate, n, day) for n, day in enumerate(days) for gate in rest.DUE]
    last, today, months, states, *told = rest.standing(scores, [state for state, _blockers in gates], days)
    return {
        "bare_score": [(m, n, day, *row[:4], json.dumps(row[4])) for m, found in scores.items()
                       for n, (day, row) in enumerate(zip(days, found, strict=True))],
        "bare_partner_score": [(base + 1 + n, days, *row[:4], json.dumps(row[4])) for n, row in enumerate(partners)],
        "bare_gate": [(*one, state, json.dumps(blockers))
                           for one, (state, blockers) in zip(as_of, gates, strict=True)],
        "bare_pairs": [(last, today, json.dumps(pairs))],
        "bare_standing": [(last, today, json.dumps(months), json.dumps(states), "{}", *told)]  # no band was set anew,
    }  # fmt: skip


def figures(
    meetings: Any, promises: Any, answers: Any, ties: Any, days: Array, base: int
) -> tuple[list[Any], list[Any], list[Any], Array]:
    """The rows of all months and of all pairs at the last, medians of needed pairs, value to coverage of each month."""
    n, months = 31, len(days)
    low, high = np.triu_indices(n, 1)
    index = np.zeros((n, n), dtype=np.int64)
    index[low, high] = index[high, low] = np.arange(low.size)
    needed, cadence = low == 0, np.full(low.size, CADENCE)
    for a, b, every in ties:
        needed[index[a - base, b - base]], cadence[index[a - base, b - base]] = True, every
    alive = _alive(np.array([row[0] for row in meetings]), days)
    trust, items, joint, age = _opinions(answers, days, base, n)
    q_opinion = np.where(age <= 180, 1.0, np.where(age <= 365, 0.5, 0.0))
    value = np.full((months, low.size, 5), np.nan)
    quality = np.zeros_like(value)
    for part, said in ((0, trust), (2, joint / 5 * 100)):
        two = np.stack([said[:, low, high], said[:, high, low]])
        value[..., part] = rest.mean(two, 0)
        quality[..., part] = np.where(
            np.isnan(two), 0, np.stack([q_opinion[:, low, high], q_opinion[:, high, low]])
        ).mean(0)
    energy, by_low, by_high, talks, last_on = _contacts(meetings, days, base, index, low, high)
    value[..., 3] = np.where(alive[:, None] > 0, 100 * (1 - np.exp(-energy / 2)), np.nan)
    quality[..., 3] = alive[:, None]
    kept, partly, broken, due = _promises(promises, days, base, index, low, high, needed)
    known = kept + partly + broken
    with np.errstate(invalid="ignore", divide="ignore"):
        value[..., 1] = np.where(known > 0, 100 * (kept + partly / 2 + 1) / (known + 2), np.nan)
        quality[..., 1] = np.where(due > 0, known / due, 0) * alive[:, None]
    value[..., 4], quality[..., 4] = _reciprocity(items, joint, by_low, by_high, low, high)
    quality[np.isnan(value)] = 0
    facts = _facts(needed, cadence, talks, last_on, {"trust": trust[-1], "joint": joint[-1]}, low, high)
    either = np.zeros((n, n), dtype=bool)
    either[low[needed], high[needed]] = either[high[needed], low[needed]] = True
    notes = _released(np.where(either, trust, np.nan))
    return _rows(value, quality, needed, low + base, high + base, facts, notes)


def _facts(
    needed: Array, cadence: Array, talks: Array, last_on: Array, said: dict[str, Array], low: Array, high: Array
) -> dict[str, Any]:
    """What is told of each pair beside its figures."""
    return {
        "needed": needed.tolist(), "cadence_days": cadence.tolist(), "contacts": talks.tolist(),
        "last_contact_on": [date.fromordinal(one).isoformat() if one else None for one in last_on.tolist()],
        **{key: list(map(list, zip(rest.cells(levels[low, high]), rest.cells(levels[high, low]), strict=True)))
           for key, levels in said.items()},
    }  # fmt: skip


def _alive(met: Array, days: Array) -> Array:
    gap = np.where(met <= days[:, None], days[:, None] - met, 10**6).min(1)
    return np.where(gap <= 90, 1.0, np.where(gap <= 180, 0.5, 0.0))


def _opinions(answers: Any, days: Array, base: int, n: int) -> tuple[Array, ...]:
    """The newest wave of each direction at each month: trust 0-100, its items, joint level, age."""
    table = np.array(answers, dtype=np.float64)
    rater, subject, wave = (table[:, column].astype(np.int64) for column in range(3))
    items = table[:, 3:6]
    few = np.isnan(items).sum(1) > 1
    items[few] = np.nan
    trust, joint = (rest.mean(items, 1) - 1) / 3 * 100, table[:, 6]
    shape = (len(days), n, n)
    found = [np.full(shape, np.nan), np.full((*shape, 3), np.nan), np.full(shape, np.nan), np.full(shape, np.nan)]
    for one in np.unique(wave):
        of = wave == one
        at, first = (rater[of] - base, subject[of] - base), np.searchsorted(days, one)
        for array, said in zip(found, (trust, items, joint), strict=False):
            array[first:, at[0], at[1]] = said[of]
        found[3][first:, at[0], at[1]] = (days[first:] - one)[:, None]
    for array in found[:3]:
        array[found[3] > 365] = np.nan
    return tuple(found)


def _contacts(meetings: Any, days: Array, base: int, index: Array, low: Array, high: Array) -> tuple[Array, ...]:
    energy, by_low, by_high = (np.zeros((len(days), low.size)) for _ in range(3))
    talks, last_on = np.zeros((2, low.size), dtype=np.int64)
    for day, mode, called_by, present in meetings:
        if len(present) < 2:
            continue
        there = np.sort(np.array(present)) - base
        one, other = np.triu_indices(len(there), 1)
        pair, age = index[there[one], there[other]], days - day
        weight = 0.2 if len(there) > 8 else MODES[mode]
        energy[:, pair] += np.where(age >= 0, weight * np.exp2(-np.maximum(age, 0) / 60), 0)[:, None]
        recent = ((age >= 0) & (age <= 180))[:, None]
        talks[pair] += recent[-1]
        last_on[pair] = np.maximum(last_on[pair], day if age[-1] >= 0 else 0)
        if called_by is not None:
            by_low[:, pair] += recent & (low[pair] == called_by - base)
            by_high[:, pair] += recent & (high[pair] == called_by - base)
    return energy, by_low, by_high, talks, last_on


def _promises(
    promises: Any, days: Array, base: int, index: Array, low: Array, high: Array, needed: Array
) -> list[Array]:
    counts = [np.zeros((len(days), low.size)) for _ in range(4)]
    for promiser, promisee, due_on, closed_on, outcome in promises:
        age = days - due_on
        due = (age >= 0) & (age <= 365)
        closed = closed_on is not None and closed_on <= days
        states = (due & closed & (outcome == "kept"), due & closed & (outcome == "partly"),
                  due & np.where(closed, outcome == "broken", age >= 90), due)  # fmt: skip
        if promisee is None:
            pair: Any = np.flatnonzero(((low == promiser - base) | (high == promiser - base)) & needed)
        else:
            pair = np.array([index[promiser - base, promisee - base]])
        for count, state in zip(counts, states, strict=True):
            count[:, pair] += state[:, None]
    return counts


def _reciprocity(
    items: Array, joint: Array, by_low: Array, by_high: Array, low: Array, high: Array
) -> tuple[Array, Array]:
    on_trust = 100 * (1 - rest.mean(np.abs(items[:, low, high] - items[:, high, low]), -1) / 3)
    on_work = 100 * (1 - np.abs(joint[:, low, high] - joint[:, high, low]) / 5)
    agreed = rest.mean(np.stack([on_trust, on_work]), 0)
    calls = by_low + by_high
    with np.errstate(invalid="ignore", divide="ignore"):
        balance = np.where(calls >= 4, 200 * np.minimum(by_low, by_high) / calls, np.nan)
    both = np.stack([agreed, balance])
    return rest.mean(both, 0), (~np.isnan(both)).mean(0)


def _released(said: Array) -> list[dict[str, Any]]:
    """How many answered on trust in needed pairs, and whether no figure tells what one or two of them said."""
    notes: list[dict[str, Any]] = []
    before: list[Array] = []
    for month in np.nan_to_num(said, nan=-1):
        answered = int((month >= 0).any(1).sum())
        apart = [int((month != one).any(1).sum()) for one in before]
        show = answered >= 3 and all(count == 0 or count >= 3 for count in apart)
        if show and (not apart or apart[-1]):
            before.append(month)
        notes.append({"_answered": answered, "_released": show})
    return notes


def _rows(
    value: Array, quality: Array, needed: Array, low: Array, high: Array, facts: dict[str, Any], notes: list[Any]
) -> tuple[list[Any], list[Any], list[Any], Array]:
    seen = ~np.isnan(value)
    filled = np.where(seen, value, 0)
    observed = (seen * WEIGHTS).sum(-1)
    with np.errstate(invalid="ignore"):
        total = (filled * WEIGHTS).sum(-1) / observed
        points = filled * WEIGHTS / observed[..., None]
    lows = (filled * WEIGHTS).sum(-1)
    highs, coverage = lows + 100 * (1 - observed), 100 * (quality * WEIGHTS).sum(-1)
    whole, medians, kept = [], [], np.zeros((4, len(value)))
    counted = (coverage.round(4) >= 50)[:, needed].sum(1)
    for month in range(len(value)):
        weight = observed[month, needed].sum()
        added = (filled[month, needed] * WEIGHTS).sum(0)
        mean = float(added.sum() / weight) if weight else None
        parts = {
            key: {"value": _cell(rest.mean(value[month, needed, k], 0)), "weight": float(WEIGHTS[k]),
                  "quality": float(quality[month, needed, k].mean().round(4)),
                  "points": float((added[k] / weight).round(4)) if seen[month, needed, k].any() else None}
            for k, key in enumerate(KEYS)
        }  # fmt: skip
        bounds = [float(array[month, needed].mean()) for array in (lows, highs, coverage)]
        kept[:, month] = np.nan if mean is None else mean, *bounds
        pairs_of = {"_pairs": int(needed.sum()), "_counted": int(counted[month])}
        mean = None if mean is None else round(mean, 4)
        whole.append((mean, *(round(one, 4) for one in bounds), parts | notes[month] | pairs_of))
        middle = [_median(array[month, needed]) for array in (lows, highs, total)]
        medians.append((*middle, int(needed.sum())))
    last = [array[-1] for array in (total, lows, highs, coverage, value, quality, points)]
    return whole, _pairs(last, low, high, facts), medians, kept


def _pairs(last: list[Array], low: Array, high: Array, facts: dict[str, Any]) -> dict[str, Any]:
    total, lows, highs, coverage = (_with_none(array) for array in last[:4])
    values, qualities, points = (_with_none(array.T) for array in (*last[4:6], last[6] + 0 * last[4]))  # NaN stays
    parts = {
        key: {"weight": w, "value": x, "quality": q, "points": p}
        for key, w, x, q, p in zip(KEYS, WEIGHTS.tolist(), values, qualities, points, strict=True)
    }
    return facts | {"a": low.tolist(), "b": high.tolist(), "value": total, "low": lows, "high": highs,
                    "coverage": coverage, "parts": parts}  # fmt: skip


def _with_none(array: Array) -> Any:
    rounded = array.round(4)
    return np.where(np.isnan(rounded), None, rounded).tolist()


def _median(values: Array) -> float | None:
    known = values[~np.isnan(values)]
    return float(np.median(known.round(4)).round(4)) if known.size else None


def _cell(value: Any) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)
