"""The rules that every score shares: value, bounds and coverage of a weighted composite."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.formulas.catalogue import COVERAGE_SHOWN, COVERAGE_SUPPORTED

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

FULL_SCORE = 100.0
# scores are stored with four decimals; bands, gates and the limits of coverage read the stored value
STORED_DECIMALS = 4
# what float arithmetic may add to a number that is exactly on the edge of its range
DUST = 1e-9
# numpy adds up to seven numbers one after the other, so adding so many columns gives the same to the last bit
SHORT = 7


@dataclass(frozen=True)
class Part:
    """One observed or missing component: value 0-100 (NaN = missing) and quality 0-1, arrays of one shape."""

    value: FloatArray
    quality: FloatArray


@dataclass(frozen=True)
class Figure:
    """One number as it is stored and shown: value None = nothing observed; low, high and coverage always stand."""

    value: float | None
    low: float
    high: float
    coverage: float

    @property
    def support(self) -> str:
        """See `support_of`."""
        return support_of(self.coverage)


@dataclass(frozen=True)
class Composite:
    """Arrays of one shape: value (NaN = nothing observed), low, high and coverage, all 0-100.

    All four are NaN where there was nothing to compute at all (no needed pair, for example).
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    coverage: FloatArray

    def at(self, *index: int) -> Figure | None:
        """The figure at an index (none for a single composite), rounded as it is stored; None = not computed."""
        low, high, coverage = (float(stored(array[index])) for array in (self.low, self.high, self.coverage))
        if np.isnan(coverage):
            return None
        return Figure(number(self.value[index]), low, high, coverage)


def stored(values: npt.ArrayLike) -> FloatArray:
    """Values as they are stored: four decimals. NaN stays NaN. Example: 64.07878 -> 64.0788."""
    rounded: FloatArray = np.asarray(values, dtype=np.float64).round(STORED_DECIMALS)
    return rounded


def number(value: npt.ArrayLike) -> float | None:
    """One array cell for the scalar world: stored decimals, None for NaN. Example: NaN -> None."""
    cell = float(stored(value))
    return None if np.isnan(cell) else cell


def support_of(coverage: float) -> str:
    """What coverage (0-100) allows: "not_enough" below 50 (show no number), "provisional" below 80, "supported".

    Reads the stored value. Source: docs/metrics.md#coverage. Example: 49.99999 -> 50.0 -> "provisional".
    """
    at_hand = float(stored(coverage))
    if at_hand < COVERAGE_SHOWN or np.isnan(at_hand):
        return "not_enough"
    return "provisional" if at_hand < COVERAGE_SUPPORTED else "supported"


def composite(
    values: npt.ArrayLike,
    quality: npt.ArrayLike,
    weights: npt.ArrayLike,
    lows: npt.ArrayLike | None = None,
    highs: npt.ArrayLike | None = None,
) -> Composite:
    """Weighted composite of components on the last axis: value, low, high and coverage.

    values[..., k] 0-100 with NaN = missing; quality[..., k] 0-1 (of a missing component it counts as 0);
    weights[k] or [..., k], not negative, with a sum above 0. A component that is a score itself hands on its own `lows`
    and `highs` while it is observed; without them it has low = high = value. A missing one is 0-100 whatever it hands
    on, so that the value never lies outside its bounds.

    value = sum(w x) / sum(w) over the observed components, NaN when none is; low and high = the same mean of lows and
    highs over the whole weight W; coverage = 100 sum(w q) / W. Missing is never 0.

    Raises ValueError for values outside 0-100, quality outside 0-1, negative or all-zero weights.
    Source: docs/metrics.md#rules. Example: interest 75, champion 50, mission fit 75, capacity 25 (q .5), legitimacy
    100, track record missing -> value 65.2778, low 58.75, high 68.75, coverage 82.5.
    """
    x, w = _values_and_weights(values, weights)
    q = np.broadcast_to(np.asarray(quality, dtype=np.float64), x.shape)
    observed = ~np.isnan(x)
    q = np.where(observed, q, 0.0)
    _refuse_outside(q, 1.0, "quality")
    low = np.where(observed, _bounds(lows, x), 0.0)
    high = np.where(observed, _bounds(highs, x), FULL_SCORE)
    whole = total(w)
    return Composite(
        value=np.clip(observed_mean(x, w), 0.0, FULL_SCORE),
        low=np.clip(total(w * low) / whole, 0.0, FULL_SCORE),
        high=np.clip(total(w * high) / whole, 0.0, FULL_SCORE),
        coverage=np.clip(FULL_SCORE * total(w * q) / whole, 0.0, FULL_SCORE),
    )


def of_parts(parts: Sequence[Part], weights: npt.ArrayLike) -> Composite:
    """`composite` of components that stand one by one, each with value and quality of the same shape."""
    return composite(
        np.stack([part.value for part in parts], axis=-1),
        np.stack([part.quality for part in parts], axis=-1),
        weights,
    )


def observed_mean(values: npt.ArrayLike, weights: npt.ArrayLike = 1.0) -> FloatArray:
    """Weighted mean over what is observed on the last axis, NaN when nothing is.

    values[..., k] with NaN = missing -> [...], in the unit of the values; weights broadcast to the values.
    Source: docs/metrics.md#rules. Example: 40, missing, 60 -> 50.
    """
    x = np.asarray(values, dtype=np.float64)
    missing = np.isnan(x)
    counted = np.where(missing, 0.0, weights)
    weight = total(counted)
    added = total(counted * np.where(missing, 0.0, x))
    mean: FloatArray = np.divide(added, weight, out=np.full(np.shape(added), np.nan), where=weight > 0)
    return mean


def total(values: FloatArray) -> FloatArray:
    """Sum over the last axis, [..., k] -> [...]; a short one column by column, which is far faster and the same."""
    if values.ndim == 1 or not 0 < values.shape[-1] <= SHORT:
        whole: FloatArray = values.sum(axis=-1)
        return whole
    columns = np.moveaxis(values, -1, 0)
    added: FloatArray = columns[0].copy()
    for column in columns[1:]:
        added += column
    return added


def contributions(values: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """What each component adds to the score: w x / sum(w observed); NaN for a missing component.

    values[..., k], weights[k] or [..., k] -> [..., k], points of the score; together they are the score.
    Source: docs/metrics.md#explain. Example: 80 and 40 with weights .3 and .1 -> 60 and 10.
    """
    x, w = _values_and_weights(values, weights)
    seen = total(np.where(np.isnan(x), 0.0, w))[..., None]
    share: FloatArray = np.divide(w * x, seen, out=np.full(x.shape, np.nan), where=seen > 0)
    return share


def _values_and_weights(values: npt.ArrayLike, weights: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    x = np.asarray(values, dtype=np.float64)
    _refuse_outside(x, FULL_SCORE, "values")
    w = np.broadcast_to(np.asarray(weights, dtype=np.float64), x.shape)
    if not (np.all(w >= 0) and np.all(total(w) > 0) and np.all(np.isfinite(w))):
        raise ValueError("weights must be numbers of 0 or more, and not all 0")
    return x, w


def _refuse_outside(array: FloatArray, top: float, name: str) -> None:
    if np.any(array < -DUST) or np.any(array > top + DUST):
        raise ValueError(f"{name} must lie in 0-{top:g}")


def _bounds(given: npt.ArrayLike | None, otherwise: FloatArray) -> FloatArray:
    if given is None:
        return otherwise
    bounds = np.broadcast_to(np.asarray(given, dtype=np.float64), otherwise.shape)
    _refuse_outside(bounds, FULL_SCORE, "bounds")
    return np.where(np.isnan(bounds), otherwise, bounds)
