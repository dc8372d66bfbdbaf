"""Tables whose rows are bars: what a score is made of, and how it came from one month to another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collab.wording import decimal
from metrics.charts.trend import percent
from metrics.formulas.shown import round_half_up, shown_parts

DECIMALS = 1
# what rounding of the parts (four decimals) or of both ends (one decimal) can make of a difference
ROUNDING = 0.11
MINUS = "−"


class Component(Protocol):
    """A part of a score, as `metrics.explain` gives it."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str | Promise: ...
    @property
    def help(self) -> str | Promise: ...
    @property
    def value(self) -> float | None: ...
    @property
    def weight(self) -> float: ...
    @property
    def quality(self) -> float: ...
    @property
    def points(self) -> float | None: ...
    @property
    def merged(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Bar:
    """One row: words, a bar from `x` on, and cells of text."""

    key: str
    label: str | Promise
    help: str | Promise
    kind: str  # "", up, down, total or unknown
    x: str
    width: str
    points: str
    weight: str = ""
    value: str = ""
    tag: str | Promise = ""
    link: str = ""  # where the bar above ended
    href: str = ""
    size: float = 0.0


@dataclass(frozen=True)
class Bars:
    """A table of bars on one scale that starts at 0."""

    scale: int
    rows: tuple[Bar, ...]
    total: Bar | None


@dataclass(frozen=True)
class Step:
    """One part of a change, in points."""

    key: str
    label: str | Promise
    tag: str | Promise
    points: float


def component_bars(parts: Sequence[Component], total: float | None) -> Bars:
    """What each part adds to a score; the shown points add up to the shown total."""
    known = [part for part in parts if part.points is not None]
    texts = _texts([part.points or 0 for part in known], total)
    points = {part.key: text for part, text in zip(known, texts, strict=True)}
    lengths = [part.points if part.points is not None else 100 * part.weight for part in parts]
    scale = _scale(lengths, 5)
    rows = tuple(
        _component(part, points.get(part.key), length, scale) for part, length in zip(parts, lengths, strict=True)
    )
    return Bars(scale, rows, _sum(parts, total))


def _component(part: Component, points: Decimal | None, length: float, scale: int) -> Bar:
    is_known = points is not None
    return Bar(
        key=part.key,
        label=part.label,
        help=part.help,
        kind="" if is_known else "unknown",
        x="0" if is_known else "1",
        width=percent(length / scale),
        points=decimal(points) if points is not None else "–",
        weight=_percent(part.weight),
        value=_value(part),
        tag=_("with parts that are not shown alone") if part.merged else "",
    )


def _value(part: Component) -> str:
    if part.value is not None:
        return decimal(round_half_up(part.value, DECIMALS))
    return _("not shown") if part.merged else _("not known")


def _sum(parts: Sequence[Component], total: float | None) -> Bar | None:
    if total is None:
        return None
    weight = sum(part.weight for part in parts if part.points is not None)
    points = decimal(round_half_up(total, DECIMALS))
    return Bar("total", _("Score"), "", "total", "0", "0", points, weight=_percent(weight))


def known_bars(parts: Sequence[Component]) -> Bars:
    """How much of each part is known; in place of points where there is not enough evidence for a number."""
    rows = tuple(
        Bar(
            key=part.key, label=part.label, help=part.help, kind="", x="0", width=percent(part.quality),
            points=_percent(part.quality), weight=_percent(part.weight),
        )
        for part in parts
    )  # fmt: skip
    return Bars(100, rows, None)


def pair_bars(pairs: Iterable[tuple[str, str, float | None, float | None, float | None]]) -> Bars:
    """Pairs by name: name, address, value (None = no number), bounds."""
    rows = [
        Bar(
            key=href, label=name, help="", kind="unknown" if value is None else "",
            x=percent((low or 0) / 100) if value is None else "0",
            width=percent(((high or 0) - (low or 0) if value is None else value) / 100),
            points=_("not enough evidence") if value is None else str(round_half_up(value)),
            value="–" if low is None or high is None else f"{round_half_up(low)}–{round_half_up(high)}", href=href,
        )
        for name, href, value, low, high in pairs
    ]  # fmt: skip
    return Bars(100, tuple(sorted(rows, key=lambda row: str(row.label).casefold())), None)


def waterfall(before: tuple[str, float], after: tuple[str, float], steps: Iterable[Step]) -> Bars:
    """From one total to another; each bar starts where the one above ended."""
    steps = [step for step in steps if step.points]
    shown_change = float(round_half_up(after[1], DECIMALS) - round_half_up(before[1], DECIMALS))
    texts = _texts([step.points for step in steps], shown_change)
    levels = [before[1]]
    for step in steps:
        levels.append(levels[-1] + step.points)
    scale = _scale([*levels, after[1]], 10)
    rows = [_end("before", before, scale)]
    for step, text, level in zip(steps, texts, levels, strict=False):
        rows.append(_step(step, text, level, scale))
    return Bars(scale, (*rows, _end("after", after, scale, link=levels[-1])), None)


def _step(step: Step, text: Decimal, level: float, scale: int) -> Bar:
    kind = "up" if step.points > 0 else "down"
    return Bar(
        key=step.key, label=step.label, help="", kind=kind, x=percent((level + min(step.points, 0)) / scale),
        width=percent(abs(step.points) / scale), points=signed(text), tag=step.tag, link=percent(level / scale),
        size=abs(step.points),
    )  # fmt: skip


def _end(key: str, end: tuple[str, float], scale: int, link: float | None = None) -> Bar:
    label, value = end
    return Bar(
        key=key, label=label, help="", kind="total", x="0", width=percent(value / scale),
        points=decimal(round_half_up(value, DECIMALS)), link="" if link is None else percent(link / scale),
    )  # fmt: skip


def signed(number: Decimal) -> str:
    """A difference with its sign, in the reader's language. Example: -6.5 -> "−6.5", 0.7 -> "+0.7"."""
    return ("+" if number > 0 else MINUS if number < 0 else "") + decimal(abs(number))


def _texts(points: list[float], total: float | None) -> list[Decimal]:
    """Points as they are shown, so that they add up to the total as it is shown."""
    if not points:
        return []
    whole = sum(points) if total is None else total
    dust = whole - sum(points)
    if abs(dust) < ROUNDING:
        largest = max(range(len(points)), key=lambda n: abs(points[n]))
        points = [point + dust if n == largest else point for n, point in enumerate(points)]
    return shown_parts(points, sum(points), DECIMALS)


def _scale(lengths: Sequence[float], step: int) -> int:
    return max(ceil(max(lengths, default=0) / step), 1) * step


def _percent(share: float) -> str:
    return f"{round_half_up(100 * share)} %"
