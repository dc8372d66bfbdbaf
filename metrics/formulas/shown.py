"""How a stored number is shown: rounded half up, with more decimals where a limit would be crossed, adding up."""

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from metrics.formulas.composite import STORED_DECIMALS

# the difference between parts and total that float arithmetic alone can make
ADDS_UP_WITHIN = 1e-6


def round_half_up(value: float, decimals: int = 0) -> Decimal:
    """The stored value rounded half up, away from zero; a float is read as it is stored, so 2.675 is 2.675.

    Source: docs/metrics.md#rules. Example: 64.5 -> 65, -64.5 -> -65, 1.005 with 2 decimals -> 1.01.
    Raises ValueError for NaN and infinity.
    """
    rounded = _stored(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return rounded + 0  # no "-0" on screen


def shown(value: float | None, limits: Iterable[float] = ()) -> Decimal | None:
    """The number on screen: whole; one decimal where the whole number stands on the other side of a limit.

    limits: where bands begin and what gates ask, a value at the limit being above it. Should one decimal still stand
    on the other side, more are shown, up to the stored four. None and NaN (missing) give None: no number.
    Source: docs/metrics.md#rules. Example: with limit 50, 49.62 -> 49.6, 50.4 -> 50, 49.96 -> 49.96; 63.5 -> 64.
    """
    if value is None or math.isnan(value):
        return None
    at_hand = _stored(value)
    edges = [Decimal(repr(float(limit))) for limit in limits]
    for decimals in range(STORED_DECIMALS):
        candidate = round_half_up(value, decimals)
        if all((candidate >= edge) == (at_hand >= edge) for edge in edges):
            return candidate
    return round_half_up(value, STORED_DECIMALS)


def shown_parts(parts: Sequence[float], total: float, decimals: int = 0) -> list[Decimal]:
    """Parts rounded by largest remainder, so that what is shown adds up to `total` as it is shown.

    parts: signed points that add up to total; equal remainders go to the earlier part. Raises ValueError when they do
    not add up. Source: docs/metrics.md#explain. Example: 33.4, 33.3, 33.3 of 100 -> 34, 33, 33.
    """
    if abs(sum(parts) - total) > ADDS_UP_WITHIN:
        raise ValueError("the parts do not add up to the total")
    unit = Decimal(1).scaleb(-decimals)
    exact = [Decimal(repr(float(part))) for part in parts]
    floors = [part.quantize(unit, rounding=ROUND_FLOOR) for part in exact]
    missing = int((round_half_up(total, decimals) - sum(floors)) / unit)
    by_remainder = sorted(range(len(exact)), key=lambda i: floors[i] - exact[i])
    for i in by_remainder[:missing]:
        floors[i] += unit
    return [part + 0 for part in floors]


def _stored(value: float) -> Decimal:
    if not math.isfinite(value):
        raise ValueError("only a number can be rounded")
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-STORED_DECIMALS), rounding=ROUND_HALF_UP)
