"""The line of a score over the months as SVG attributes: band, bounds, stretches with evidence, dots."""

from dataclasses import dataclass

from collab.strips import plain
from collab.wording import decimal
from metrics.charts.series import Point, Series, runs

# a label at the edge is set inside the drawing
LEFT_EDGE, RIGHT_EDGE = 0.1, 0.85
LONG_AXIS = 36


@dataclass(frozen=True)
class Mark:
    """A mark at a place: `x` in per cent of the width, `y` in pixels."""

    x: str
    y: str
    text: str = ""
    anchor: str = "middle"
    is_open: bool = False
    until: str = ""  # other end of an upright line, in pixels


@dataclass(frozen=True)
class Trend:
    """What the template draws. Polygons and lines live in a nested drawing of `end` x 100, marks beside it."""

    uid: str
    title: str
    summary: str
    end: int
    height: int
    top: int
    plot: int
    band: str
    bounds: tuple[str, ...]
    lines: tuple[str, ...]
    bars: tuple[Mark, ...]
    dots: tuple[Mark, ...]
    last: Mark | None
    levels: tuple[Mark, ...]
    ticks: tuple[Mark, ...]

    @property
    def floor(self) -> int:
        """Where 0 stands, in pixels."""
        return self.top + self.plot


def trend(series: Series, *, uid: str, title: str, summary: str, plot: int = 150, top: int = 16) -> Trend:
    """The large drawing, with labels on both axes."""
    return _trend(series, uid, title, summary, top, plot, foot=22)


def sparkline(series: Series, *, uid: str, title: str, summary: str = "") -> Trend:
    """The small drawing for lists: no labels."""
    return _trend(series, uid, title, summary, top=4, plot=48, foot=2)


def _trend(series: Series, uid: str, title: str, summary: str, top: int, plot: int, *, foot: int) -> Trend:
    end = series.end
    bounded = runs(point for point in series.points if point.low is not None and point.high is not None)
    stretches = runs(series.known)
    place = _Place(end, top, plot)
    return Trend(
        uid=uid,
        title=title,
        summary=summary,
        end=end,
        height=top + plot + foot,
        top=top,
        plot=plot,
        band=_band(series),
        bounds=tuple(_area(run) for run in bounded if len(run) > 1),
        lines=tuple(_line(run) for run in stretches if len(run) > 1),
        bars=tuple(
            Mark(place.x(point), place.y(point.high or 0), until=place.y(point.low or 0))
            for run in bounded
            for point in run
            if len(run) == 1
        ),
        dots=tuple(place.dot(run[0]) for run in stretches if len(run) == 1 and run[0] is not series.latest),
        last=place.label(series.latest) if series.latest else None,
        levels=tuple(Mark("0", place.y(level), text=str(level)) for level in (0, 50, 100)),
        ticks=tuple(place.tick(month) for month in range(0, end + 1, 6 if end <= LONG_AXIS else 12)),
    )


@dataclass(frozen=True)
class _Place:
    end: int
    top: int
    plot: int

    def x(self, point: Point) -> str:
        return percent(point.month / self.end)

    def y(self, value: float) -> str:
        return plain(self.top + self.plot * (1 - value / 100))

    def dot(self, point: Point) -> Mark:
        return Mark(self.x(point), self.y(point.value or 0), is_open=point.is_provisional)

    def label(self, point: Point) -> Mark | None:
        if point.value is None:
            return None
        at = point.month / self.end
        side = "end" if at > RIGHT_EDGE else "start" if at < LEFT_EDGE else "middle"
        return Mark(
            self.x(point),
            self.y(point.value),
            text=decimal(point.number or 0),
            anchor=side,
            is_open=point.is_provisional,
        )

    def tick(self, month: int) -> Mark:
        side = "start" if month == 0 else "end" if month == self.end else "middle"
        return Mark(percent(month / self.end), "0", text=str(month), anchor=side)


def _band(series: Series) -> str:
    lows = [(month, band[0]) for month, band in series.edges]
    highs = [(month, band[1]) for month, band in series.edges]
    return _points([*lows, *reversed(highs)])


def _area(run: list[Point]) -> str:
    highs = [(point.month, point.high or 0) for point in run]
    return _points([*highs, *((point.month, point.low or 0) for point in reversed(run))])


def _line(run: list[Point]) -> str:
    return _points([(point.month, point.value or 0) for point in run])


def _points(pairs: list[tuple[int, float]]) -> str:
    return " ".join(f"{month},{plain(100 - value)}" for month, value in pairs)


def percent(share: float) -> str:
    """A share of the width as an SVG length, with a point in every language."""
    return plain(100 * share) + "%"
