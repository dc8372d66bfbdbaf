"""One score over the months: the numbers that drawing, summary, table, CSV and explored chart share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from metrics.formulas.catalogue import COVERAGE_SHOWN, EXPECTATION, EXPECTATION_MONTHS, FRAME_MONTHS
from metrics.formulas.composite import support_of
from metrics.formulas.expectation import Band, expected
from metrics.formulas.shown import round_half_up, shown

Frame = tuple[Band, ...]
# the next stored value: at the upper edge of a band a score still lies within it
NEXT = 0.0001


@dataclass(frozen=True)
class Point:
    """A score at the end of one month. `value` is None where evidence covers too little of it to give a number."""

    month: int
    as_of: date
    value: float | None
    low: float | None
    high: float | None
    coverage: float | None
    band: Band | None

    @property
    def number(self) -> Decimal | None:
        """The value as every hand shows it; more exact where the whole number would cross the expected band."""
        return shown(self.value, (self.band[0], self.band[1] + NEXT) if self.band else ())

    @property
    def lowest(self) -> Decimal | None:
        """The lower bound as it is shown."""
        return None if self.low is None else round_half_up(self.low)

    @property
    def highest(self) -> Decimal | None:
        """The upper bound as it is shown."""
        return None if self.high is None else round_half_up(self.high)

    @property
    def covered(self) -> Decimal | None:
        """Coverage as it is shown; never rounded up over the limit that gives a number."""
        return shown(self.coverage, (COVERAGE_SHOWN,))

    @property
    def expectation(self) -> tuple[Decimal, Decimal] | None:
        """The expected band as it is shown."""
        return self.band and (round_half_up(self.band[0]), round_half_up(self.band[1]))

    @property
    def is_provisional(self) -> bool:
        """Whether the number rests on less evidence than a supported one."""
        return self.value is not None and support_of(self.coverage or 0) == "provisional"

    @property
    def place(self) -> str:
        """Where the value stands against the expected band: below, within or above; empty when one is missing."""
        if self.value is None or self.band is None:
            return ""
        low, high = self.band
        return "below" if self.value < low else "above" if self.value > high else "within"


@dataclass(frozen=True)
class Series:
    """All months of one score from the first computed one on, in order."""

    metric: str
    name: str
    points: tuple[Point, ...]
    frame: Frame = ()

    @property
    def edges(self) -> list[tuple[int, Band]]:
        """Months and bands between which the expected band runs straight; empty for what has no band."""
        months = range(FRAME_MONTHS + 1) if self.frame else EXPECTATION_MONTHS
        found = [(month, _band(self.metric, month, self.frame)) for month in months]
        return [(month, band) for month, band in found if band]

    @property
    def end(self) -> int:
        """The last month that a drawing shows."""
        return max(FRAME_MONTHS, self.points[-1].month if self.points else 0)

    @property
    def latest(self) -> Point | None:
        """The running month."""
        return self.points[-1] if self.points else None

    @property
    def known(self) -> tuple[Point, ...]:
        """The months that have a number."""
        return tuple(point for point in self.points if point.value is not None)

    @property
    def gaps(self) -> tuple[int, ...]:
        """The computed months that have none."""
        return tuple(point.month for point in self.points if point.value is None)

    def at(self, month: int) -> Point | None:
        """A month; None when it is not computed."""
        return next((point for point in self.points if point.month == month), None)

    def back(self, months: int) -> Point | None:
        """The newest month with a number that lies at least so many months before the running one."""
        last = self.latest
        return next((point for point in reversed(self.known) if last and point.month <= last.month - months), None)


def series_of(metric: str, name: str, rows: Iterable[tuple], frame: Frame = ()) -> Series:
    """A series from rows of (month, as_of, value, low, high, coverage) in the order of months.

    `frame`: the expected bands of months 0-24 where a collaboration set them anew.
    """
    return Series(metric, name, tuple(_point(metric, frame, *row) for row in rows), frame)


def runs(months: Iterable[Point]) -> list[list[Point]]:
    """Points in stretches of months that follow each other."""
    found: list[list[Point]] = []
    for point in months:
        if found and found[-1][-1].month + 1 == point.month:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def _point(
    metric: str,
    frame: Frame,
    month: int,
    as_of: date,
    value: float | None,
    low: float | None,
    high: float | None,
    coverage: float | None,
) -> Point:
    enough = value is not None and support_of(coverage or 0) != "not_enough"
    return Point(month, as_of, value if enough else None, low, high, coverage, _band(metric, month, frame))


def _band(metric: str, month: int, frame: Frame) -> Band | None:
    if not frame:
        return band_of(metric, month)
    return frame[month] if month < len(frame) else None


@lru_cache(maxsize=256)
def band_of(metric: str, month: int) -> Band | None:
    """The expected band of a month; asked for on every page, and always the same. None for what has no band."""
    return expected(metric, month) if metric in EXPECTATION else None
