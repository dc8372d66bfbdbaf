"""A document as a page: the same blocks, figures drawn as on every other page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from metrics.charts.series import Point, Series
from metrics.charts.trend import trend
from metrics.reports.document import Bars, Block, Document, Line, Strip, Strips, Table
from metrics.reports.numbers import cell_text, is_text_column

FULL = 100.0


@dataclass(frozen=True)
class Shown:
    """A block with what its template needs."""

    kind: str
    block: Block
    more: Any = None


@dataclass(frozen=True)
class ShownSection:
    """A section of the page."""

    key: str
    title: str
    blocks: list[Shown]


def shown(document: Document) -> list[ShownSection]:
    """The sections in order."""
    return [
        ShownSection(one.key, one.title, [_shown(block, f"{one.key}-{n}") for n, block in enumerate(one.blocks)])
        for one in document.sections
    ]


def _shown(block: Block, uid: str) -> Shown:
    more: Any = None
    match block:
        case Line():
            more = {"uid": uid, "svg": _drawing(block, uid), "table": _texts(block.table)}
        case Table():
            more = _texts(block)
        case Strips():
            more = [_strip(one) for one in block.strips]
        case Bars():
            most = float(max((value for _name, value in block.rows), default=1)) or 1.0
            more = [(name, cell_text(value), f"{FULL * float(value) / most:.2f}%") for name, value in block.rows]
    return Shown(type(block).__name__.lower(), block, more)


def _texts(table: Table) -> dict[str, Any]:
    numeric = [not is_text_column(table, i) for i in range(len(table.columns))]
    rows = [list(zip([cell_text(cell) for cell in row], numeric, table.columns, strict=True)) for row in table.rows]
    head = list(zip(table.columns, numeric, strict=True))
    return {"caption": table.caption, "head": head, "rows": rows}


def _strip(one: Strip) -> dict[str, Any]:
    """What the component of a score wants: places as plain numbers, the number as it is shown."""
    low, high = one.band or (None, None)
    places = {"value": one.number, "low": one.low, "high": one.high, "band_low": low, "band_high": high}
    return {
        **{name: None if at is None else float(at) for name, at in places.items()},
        "name": one.name, "text": "" if one.number is None else str(one.number), "says": one.says, "href": one.href,
        "is_provisional": one.is_provisional,
    }  # fmt: skip


def _drawing(line: Line, uid: str) -> SafeString:
    """The line of the document itself: rounded numbers, so that drawing and table cannot differ."""
    points = tuple(
        Point(
            one.month,
            date.min,
            None if one.number is None else float(one.number),
            None if one.low is None else float(one.low),
            None if one.high is None else float(one.high),
            None if one.number is None else FULL,
            None if one.band is None else (float(one.band[0]), float(one.band[1])),
        )
        for one in line.points
    )
    drawn = trend(Series(line.metric, line.title, points), uid=uid, title=line.title, summary=line.summary)
    return render_to_string("metrics/figures/trend.html", {"t": drawn})
