"""How evenly something is spread over members: balance, and how many effective owners that makes."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from metrics.formulas.catalogue import BALANCE_EVENTS_NEEDED, BALANCE_MEMBERS_NEEDED
from metrics.formulas.composite import FULL_SCORE, FloatArray

# one member alone cannot be uneven
UNEVEN_FROM = 2


def gini(amounts: Sequence[float] | FloatArray) -> float | None:
    """Gini coefficient as published figures have it: 0 (all equal) to (n - 1)/n (one has all); None without amounts.

    sum((2i - n - 1) x_i) / (n^2 mean), x ascending, i from 1; members with nothing are part of x as 0.
    Raises ValueError for negative amounts and NaN. Source: docs/metrics.md#balance. Example: 1,3,2,1,1,1,4 -> .3077.
    """
    share = np.sort(_shares(amounts))
    if not share.size:
        return None
    rank = 2 * np.arange(1, share.size + 1) - share.size - 1
    return max(float((rank * share).sum()) / share.size, 0.0)


def gini_unbiased(amounts: Sequence[float] | FloatArray) -> float | None:
    """Gini coefficient times n/(n - 1): 0 (all equal) to 1 (one has all) whatever n; None for one member alone.

    Without it one who takes all would look more even among few partners than among many. Errors and source as `gini`.
    Example: 10, 4, 3, 2, 1 -> .5 (and .4 as `gini`).
    """
    uneven, members = gini(amounts), len(amounts)
    if uneven is None or members < UNEVEN_FROM:
        return None
    return min(uneven * members / (members - 1), 1.0)


def balance(amounts: Sequence[float] | FloatArray, events: float | None = None) -> float | None:
    """How evenly amounts are spread, 100 (1 - unbiased Gini): 0 (one has all) to 100 (all equal); None = missing.

    amounts: one per eligible member, zeros kept. events: how many events they come from, the sum of the amounts unless
    given (money is not a count: give its rows). Missing below 3 members or 3 events.
    Raises ValueError for negative amounts and NaN. Source: docs/metrics.md#balance. Example: 10, 4, 3, 2, 1 -> 50.
    """
    x = _amounts(amounts)
    happened = float(x.sum()) if events is None else events
    if x.size < BALANCE_MEMBERS_NEEDED or happened < BALANCE_EVENTS_NEEDED:
        return None
    uneven = gini_unbiased(x)
    return None if uneven is None else FULL_SCORE * (1 - uneven)


def balances(amounts: npt.ArrayLike, eligible: npt.ArrayLike, events: npt.ArrayLike) -> FloatArray:
    """`balance` of many rows at once: amounts[..., n], eligible[..., n], events[...] -> [...], NaN = missing.

    Only eligible members count, those with nothing included. Same rule and errors as `balance`.
    Example: 10, 4, 3, 2, 1 and a sixth who is not eligible -> 50.
    """
    able = np.asarray(eligible, dtype=np.bool_)
    given = np.asarray(amounts, dtype=np.float64)
    if not np.all(np.isfinite(given)) or np.any(given < 0):
        raise ValueError("amounts are numbers of 0 or more")
    # those who are not eligible stand first as zeros, and zeros add nothing to the sum, whatever their rank
    x = np.sort(np.where(able, given, 0.0), axis=-1)
    members = able.sum(axis=-1)
    rank = np.arange(1, x.shape[-1] + 1) - (x.shape[-1] - members[..., None])
    total = x.sum(axis=-1)
    enough = (members >= BALANCE_MEMBERS_NEEDED) & (np.asarray(events) >= BALANCE_EVENTS_NEEDED) & (total > 0)
    uneven = ((2 * rank - members[..., None] - 1) * x).sum(axis=-1)
    share = np.divide(uneven, total * (members - 1), out=np.full(np.shape(total), np.nan), where=enough)
    spread: FloatArray = FULL_SCORE * (1 - np.clip(share, 0.0, 1.0))
    return spread


def hhi(amounts: Sequence[float] | FloatArray) -> float | None:
    """Herfindahl-Hirschman index, the sum of squared shares: 1/n (all equal) to 1 (one has all); None without amounts.

    Times 10,000 it is the index of markets in percent. Raises ValueError for negative amounts and NaN.
    Source: docs/metrics.md#balance. Example: 30, 30, 20, 20 -> .26 (2600).
    """
    share = _shares(amounts)
    return float((share * share).sum()) if share.size else None


def effective_owners(amounts: Sequence[float] | FloatArray) -> float | None:
    """1/HHI: "works as if 3.1 of 5 partners decided", 1 to the number of members; None without amounts.

    Raises ValueError for negative amounts and NaN. Source: docs/metrics.md#balance. Example: 10, 4, 3, 2, 1 -> 3.0769.
    """
    concentration = hhi(amounts)
    return None if concentration is None else 1 / concentration


def _amounts(amounts: npt.ArrayLike) -> FloatArray:
    x = np.asarray(amounts, dtype=np.float64).ravel()
    if not np.all(np.isfinite(x)) or np.any(x < 0):
        raise ValueError("amounts are numbers of 0 or more")
    return x


def _shares(amounts: npt.ArrayLike) -> FloatArray:
    """Shares of the whole, empty when there is nothing to share; divided by the largest first, so no sum overflows."""
    x = _amounts(amounts)
    largest = x.max(initial=0.0)
    if largest <= 0:
        return np.zeros(0)
    share: FloatArray = x / largest
    share /= share.sum()
    return share
