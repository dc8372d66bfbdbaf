"""Blocks of a report as the data that the page setter draws."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from metrics.formulas.catalogue import FRAME_MONTHS
from metrics.reports.document import Bars, Block, Bullets, Document, Line, LinePoint, Quote, Strip, Strips, Table, Words
from metrics.reports.numbers import cell_text, is_text_column, widths

LONGEST_WHOLE = 14  # rows of a table that is not cut by the end of a page
LONG_AXIS = 36  # months; from here on a tick a year is enough


def drawn(block: Block, document: Document | None = None) -> dict[str, Any]:
    """A block as plain data: places 0-100 as numbers, everything that is read as text of the active language.

    With the document, each score leads to the page that explains it.
    """
    address = document.address if document else _nowhere
    match block:
        case Words(text):
            return {"kind": "words", "text": text}
        case Bullets(items, is_numbered):
            return {"kind": "bullets", "items": items, "is_numbered": is_numbered}
        case Quote(text, by):
            return {"kind": "quote", "text": text, "by": by}
        case Strips():
            says = " ".join(f"{one.name}: {one.says}" for one in block.strips)
            strips = [{**_strip(one), "link": address(one.href)} for one in block.strips]
            return {"kind": "strips", "title": block.title, "subtitle": "", "summary": says, "strips": strips}
        case Line():
            return {**_line(block), "link": address(block.href)}
        case Bars():
            return {**_bars(block), "link": ""}
        case Table():
            return _table(block)


def _nowhere(_href: str) -> str:
    return ""


def _strip(one: Strip) -> dict[str, Any]:
    low, high = one.band or (None, None)
    number = _("not enough evidence") if one.number is None else cell_text(one.number)
    return {
        "name": one.name,
        "number": number,
        "says": one.says,
        "is_provisional": one.is_provisional,
        "low": _text(one.low),
        "high": _text(one.high),
        "band": None if one.band is None else True,
        "band_low": _float(low),
        "band_high": _float(high),
        "low_at": _float(one.low),
        "high_at": _float(one.high),
        "at": _float(one.number),
    }


def _line(line: Line) -> dict[str, Any]:
    end = max(FRAME_MONTHS, max((one.month for one in line.points), default=0))
    banded = [(one.month, one.band) for one in line.points if one.band]
    known = [one for one in line.points if one.number is not None]
    last = known[-1] if known and known[-1] is line.points[-1] else None
    return {
        "kind": "line", "title": line.title, "subtitle": line.subtitle, "summary": line.summary, "end": end,
        "step": 6 if end <= LONG_AXIS else 12,
        "band": [(m, float(b[0])) for m, b in banded] + [(m, float(b[1])) for m, b in reversed(banded)],
        "areas": [
            [(p.month, _float(p.high)) for p in run] + [(p.month, _float(p.low)) for p in reversed(run)]
            for run in _runs([one for one in line.points if one.low is not None])
        ],
        "runs": [[(p.month, _float(p.number)) for p in run] for run in _runs(known)],
        "last": last and (last.month, _float(last.number), _text(last.number)),
    }  # fmt: skip


def _runs(points: list[LinePoint]) -> list[list[LinePoint]]:
    runs: list[list[LinePoint]] = []
    for one in points:
        if runs and runs[-1][-1].month + 1 == one.month:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _bars(bars: Bars) -> dict[str, Any]:
    most = max((value for _name, value in bars.rows), default=Decimal(0)) or Decimal(1)
    return {
        "kind": "bars", "title": bars.title, "subtitle": bars.subtitle, "summary": bars.summary,
        "even": None if bars.even is None else float(bars.even / most),
        "rows": [{"name": name, "value": cell_text(value), "share": float(value / most)} for name, value in bars.rows],
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    texts = [i for i in range(len(table.columns)) if is_text_column(table, i)]
    rows = [[cell_text(cell) for cell in row] for row in table.rows]
    return {"kind": "table", "title": table.caption, "columns": table.columns, "rows": rows, "texts": texts,
            "widths": widths(table), "is_whole": len(rows) <= LONGEST_WHOLE}  # fmt: skip


def _text(number: Decimal | None) -> str | None:
    return None if number is None else cell_text(number)


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
