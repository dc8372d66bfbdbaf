"""How deeds are spread over organisations: a bar for each of them in each kind, with the equal share marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise

from metrics.charts.trend import percent
from metrics.formulas.shown import shown_parts


@dataclass(frozen=True)
class Share:
    """What one organisation did of one kind, in whole per cent; None where nobody did anything."""

    kind: str | Promise
    number: Decimal | None
    width: str


@dataclass(frozen=True)
class Spread:
    """Rows by name, a column for each kind; `equal` is where a bar ends if all did as much."""

    kinds: tuple[str | Promise, ...]
    rows: tuple[tuple[str, tuple[Share, ...]], ...]
    equal: str
    equal_number: Decimal


def spread(names: Sequence[str], amounts: Mapping[str | Promise, Sequence[float]]) -> Spread:
    """Amounts of each kind by organisation; the shown shares of a kind add up to 100."""
    columns = [_shares(kind, given) for kind, given in amounts.items()]
    rows = sorted(zip(names, zip(*columns, strict=True), strict=True), key=lambda row: row[0].casefold())
    return Spread(
        tuple(amounts), tuple(rows), percent(1 / len(names)), shown_parts([100 / len(names)], 100 / len(names))[0]
    )


def _shares(kind: str | Promise, amounts: Sequence[float]) -> list[Share]:
    total = sum(amounts)
    if total <= 0:
        return [Share(kind, None, "0") for _one in amounts]
    shares = [100 * amount / total for amount in amounts]
    return [
        Share(kind, number, percent(share / 100))
        for number, share in zip(shown_parts(shares, sum(shares)), shares, strict=True)
    ]
