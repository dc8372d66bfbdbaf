"""CSV that no spreadsheet takes for a formula: one head, rows of texts, numbers and days."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

# a cell that opens so can start a formula; after trimming, spreadsheets look at the next character too
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "|", "%")
Cell = str | int | float | Decimal | date | None


def csv_text(head: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """A sheet as text. Days are ISO, numbers have a point, None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe(label) for label in head])
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return _safe(cell) if isinstance(cell, str) else str(cell)


def _safe(text: str) -> str:
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(RISKY) else text.replace("\0", "")
