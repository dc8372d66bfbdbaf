"""Why a score moved: the difference between two snapshots, part by part, adding up exactly."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from metrics.formulas.composite import FloatArray, observed_mean


class Kind(StrEnum):
    """What happened to a component between two snapshots."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MISSING = "missing"


@dataclass(frozen=True)
class Changes:
    """The difference between two scores, in points of the score.

    `kinds` and `amounts` follow the order of the components (a component missing at both snapshots has amount 0);
    `formula` is what new weights or rules did. sum(amounts) + formula = total = score after - score before.
    """

    kinds: tuple[Kind, ...]
    amounts: tuple[float, ...]
    formula: float
    total: float

    @property
    def trend(self) -> float:
        """What the components observed at both snapshots did: the trend, free of what came, went or was redefined."""
        return sum(amount for kind, amount in zip(self.kinds, self.amounts, strict=True) if kind is Kind.CHANGED)


def changes(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    new_weights: npt.ArrayLike | None = None,
    after_new: npt.ArrayLike | None = None,
) -> Changes | None:
    """The difference between two snapshots of one score; None = not comparable (nothing was observed at both).

    before[k] and after[k] 0-100, NaN = missing, both under the formula in force before, with its weights[k].
    If the formula changed in between, `new_weights` are the weights in force after, and `after_new` the values of
    the later snapshot under the new rules (where half-life or windows changed too; else `after` is used).

    With S = observed at both, V_S and W_S over S, W0 and W1 over what was observed before and after:
    removed r: w_r (V0_S - x_r)/W0; changed i: w_i (x1_i - x0_i)/W_S; added a: w_a (x1_a - V1_S)/W1;
    formula = V1 under the new rules - V1 under the old.

    Raises ValueError if the lengths differ. Source: docs/metrics.md#explain. Example: the one-sided pair -> the full
    pair: trust -5.1282, joint work -3.0769, contact 0, commitments +2.8329, reciprocity +.3554 = -5.0168.
    """
    x0, x1, w = (np.asarray(array, dtype=np.float64) for array in (before, after, weights))
    if not x0.shape == x1.shape == w.shape or x0.ndim != 1:
        raise ValueError("before, after and weights must be flat and of one length")
    seen0, seen1 = ~np.isnan(x0), ~np.isnan(x1)
    both = seen0 & seen1
    common = float(w[both].sum())
    if common <= 0:
        return None
    amounts = np.zeros(x0.shape)
    amounts[both] = w[both] * (x1[both] - x0[both]) / common
    gone, came = seen0 & ~seen1, seen1 & ~seen0
    amounts[gone] = w[gone] * (_mean(x0, w, both) - x0[gone]) / w[seen0].sum()
    amounts[came] = w[came] * (x1[came] - _mean(x1, w, both)) / w[seen1].sum()
    old = _mean(x1, w, seen1)
    last = float(observed_mean(x1 if after_new is None else after_new, w if new_weights is None else new_weights))
    if np.isnan(last):
        return None
    moved = tuple(float(amount) for amount in amounts)
    return Changes(_kinds(seen0, seen1), moved, last - old, last - _mean(x0, w, seen0))


def _mean(x: FloatArray, w: FloatArray, chosen: npt.NDArray[np.bool_]) -> float:
    return float((x[chosen] * w[chosen]).sum() / w[chosen].sum())


def _kinds(before: npt.NDArray[np.bool_], after: npt.NDArray[np.bool_]) -> tuple[Kind, ...]:
    kind = {(True, True): Kind.CHANGED, (False, True): Kind.ADDED, (True, False): Kind.REMOVED}
    return tuple(kind.get(pair, Kind.MISSING) for pair in zip(before.tolist(), after.tolist(), strict=True))
