"""What moved a score from one month to another, part by part, adding up exactly; docs/metrics.md#explain."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from django.utils.functional import Promise

from collab.models import Collaboration, Score, Seat
from metrics.breakdown import Breakdown, adding_up
from metrics.computing import compute
from metrics.everything import compute_all, load_all
from metrics.evidence import BoolArray, load
from metrics.explain.parts import Stored, hidden_of, label_of, observed_of
from metrics.formulas.catalogue import METRICS
from metrics.formulas.change import Changes, Kind, changes
from metrics.formulas.composite import STORED_DECIMALS, FloatArray
from metrics.formulas.rules import WEIGHED, Rules
from metrics.rules import rules_for
from partners.suppression import groups

FORMULA = "formula"
# what other rules would make of the components of the later month
Anew = Callable[[Rules], FloatArray]
KINDS = (Kind.CHANGED, Kind.ADDED, Kind.REMOVED)
# points by which stored figures and the evidence of this moment may be apart before newer figures are on their way
APART = 0.01


class Change(NamedTuple):
    """What one component, or several merged ones, did to the score; key "formula": other weights or rules did it.

    `kind` is what most of its points come from; of relationship strength, where a component has a part in every needed
    pair, `changed`, `added` and `removed` say how much of them was known at both months, came, or went.
    """

    key: str
    kind: str
    points: float
    metric: str = "relationship"
    changed: float = 0.0
    added: float = 0.0
    removed: float = 0.0

    @property
    def label(self) -> str | Promise:
        """Its words; the words of all that are merged in it."""
        return label_of(self.metric, self.key.split("+"))


def change(
    collaboration: Collaboration, metric: str, month_from: int, month_to: int, *, seat: Seat | None
) -> tuple[Change, ...]:
    """What moved a score from one month to another; adds up to the difference. Empty = the two cannot be compared."""
    rows = {row.month: row for row in collaboration.scores.filter(metric=metric, month__in=(month_from, month_to))}
    before, after = rows.get(month_from), rows.get(month_to)
    return () if before is None or after is None else between(collaboration, before, after, seat=seat)


def between(
    collaboration: Collaboration, before: Score, after: Score, *, seat: Seat | None, anew: Anew | None = None
) -> tuple[Change, ...]:
    """The same for two months of one score at hand; `anew` for one that is not of the whole."""
    if before.value is None or after.value is None:
        return ()
    metric = before.metric
    old, new = rules_for(collaboration, (before.month, after.month))
    parts = _of_pairs(collaboration, before, after, old, new) if metric == "relationship" else None
    by_part = parts or _of_components(before, after, old, new, anew or partial(_of_the_whole, collaboration, after))
    if by_part is None or abs(by_part.total - (after.value - before.value)) > APART:
        return ()
    return _told(by_part, before, after, hidden_of([before.parts, after.parts], seat))


def trend(found: Sequence[Change]) -> float:
    """What the parts known at both months did: the trend, free of what came, went or was redefined."""
    return round(sum(one.changed for one in found), STORED_DECIMALS)


class ByPart(NamedTuple):
    """Points by component and kind [k, 3], what the formula did, and the whole difference."""

    points: FloatArray
    formula: float
    total: float


def _of_components(before: Score, after: Score, old: Rules, new: Rules, anew: Anew) -> ByPart | None:
    """Each component of a stored score is one part; under other rules the later month is computed by the old ones."""
    metric = WEIGHED[before.metric]
    then, now = _values(before), _values(after)
    under_old = now
    if old != new and metric.key in METRICS:  # what a partner is rated does not hang on rules; only its weights do
        under_old = anew(old)
    weights = np.array(old.weights[metric.key])
    moved = changes(then, under_old, weights, new_weights=new.weights[metric.key], after_new=now)
    return _by_part(moved, len(metric.keys)) if moved else None


def _of_the_whole(collaboration: Collaboration, after: Score, rules: Rules) -> FloatArray:
    found = compute_all(load_all(collaboration, until=after.as_of), [after.as_of], [rules])
    one = next(one for one in found.scores if one is not None and one.metric is WEIGHED[after.metric])
    values: FloatArray = one.value[0]
    return values


def _of_pairs(collaboration: Collaboration, before: Score, after: Score, old: Rules, new: Rules) -> ByPart | None:
    """The parts are the components of all needed pairs; they are computed anew, for no month stores them."""
    days = [before.as_of, after.as_of]
    evidence = load(collaboration, until=max(days))
    found = compute(evidence, days, rules=[old, old])
    then, now = (_leaves(found.parts, found.need.needed, month) for month in (0, 1))
    redone = now
    if old != new:
        again = compute(evidence, days, rules=[new, new])
        redone = _leaves(again.parts, again.need.needed, 1)
    keys = METRICS["relationship"].keys
    pairs = then.size // len(keys)
    weights = np.tile(old.weights["relationship"], pairs)
    moved = changes(then, now, weights, new_weights=np.tile(new.weights["relationship"], pairs), after_new=redone)
    return _by_part(moved, len(keys)) if moved else None


def _leaves(parts: Breakdown, needed: BoolArray, month: int) -> FloatArray:
    """All components of all pairs at a month in one row; those of pairs that were not needed are missing."""
    leaves: FloatArray = np.where(needed[month][:, None], parts.value[month], np.nan).ravel()
    return leaves


def _by_part(moved: Changes, components: int) -> ByPart:
    points = np.zeros((components, len(KINDS)))
    for place, (kind, amount) in enumerate(zip(moved.kinds, moved.amounts, strict=True)):
        if kind in KINDS:
            points[place % components, KINDS.index(kind)] += amount
    return ByPart(points, moved.formula, moved.total)


def _values(score: Score) -> FloatArray:
    values = [score.parts[key]["value"] for key in WEIGHED[score.metric].keys]
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _told(found: ByPart, before: Score, after: Score, hidden: set[str]) -> tuple[Change, ...]:
    """Parts with stored decimals that add up to the stored difference; hidden ones merged with their neighbours."""
    keys = WEIGHED[before.metric].keys
    flat = np.append(found.points.ravel(), found.formula)
    rounded = adding_up(flat[None, :], np.array([(after.value or 0.0) - (before.value or 0.0)]))[0]
    points, formula = rounded[:-1].reshape(found.points.shape), float(rounded[-1])
    in_both = observed_of(before.parts) & observed_of(after.parts)
    merged = groups(keys, in_both, hidden)
    told = [_one(group, points[[keys.index(key) for key in group]].sum(axis=0), before, after) for group in merged]
    if formula:
        told.append(Change(FORMULA, FORMULA, round(formula, STORED_DECIMALS), before.metric))
    return tuple(one for one in told if one.kind != Kind.MISSING)


def _one(group: tuple[str, ...], points: FloatArray, before: Score, after: Score) -> Change:
    changed, added, removed = (round(float(one), STORED_DECIMALS) for one in points)
    total = round(float(points.sum()), STORED_DECIMALS)
    kind = str(KINDS[int(np.abs(points).argmax())]) if points.any() else _kind(group, before.parts, after.parts)
    return Change("+".join(group), kind, total, before.metric, changed, added, removed)


def _kind(group: tuple[str, ...], before: Stored, after: Stored) -> str:
    """What happened to a part that moved nothing."""
    was, now = (any(parts[key]["points"] is not None for key in group) for parts in (before, after))
    kinds = {(True, True): Kind.CHANGED, (False, True): Kind.ADDED, (True, False): Kind.REMOVED}
    return str(kinds.get((was, now), Kind.MISSING))
