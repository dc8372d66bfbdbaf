"""Numbers and days of a report as text in the language that is active."""

from datetime import date
from decimal import Decimal

from django.utils.formats import number_format

from collab.templatetags.ui import day
from metrics.reports.document import Cell, Table

NOTHING = "–"
# signs that decide how wide a column is; so many fit into a line of a table
WIDEST_WORD, WIDEST_TEXT, ONE_LINE, EDGES, ACROSS = 18, 90, 14, 3, 84


def cell_text(cell: Cell) -> str:
    """A cell as it is read: decimals and days in the reader's way, a dash where nothing is known."""
    match cell:
        case None:
            return NOTHING
        case Decimal():
            return str(number_format(cell))
        case date():
            return day(cell, "short")
        case _:
            return str(cell)


def plain(number: Decimal | None) -> Decimal | None:
    """A number without the zeros that only its column in the database adds. Example: 40.000 -> 40."""
    if number is None:
        return None
    return number.quantize(Decimal(1)) if number == number // 1 else number.normalize()


def is_text_column(table: Table, index: int) -> bool:
    """Whether a column is set like text: any cell that is one."""
    return any(isinstance(row[index], str) for row in table.rows)


def widths(table: Table, *, across: int = ACROSS) -> list[float]:
    """The share of the width that each column gets, adding up to 1: no word is broken as far as there is room for all,
    days and short texts stay on one line, and long sentences share what is left. `across`: signs that a line holds."""
    least, wanted = [], []
    for index, label in enumerate(table.columns):
        texts = [cell_text(row[index]) for row in table.rows]
        words = [len(word) for text in (label, *texts) for word in text.split()]
        short = [len(text) for text in texts if len(text) <= ONE_LINE]
        least.append(min(max([*words, *short], default=0), WIDEST_WORD) + EDGES)
        wanted.append(max(least[-1], min(max(map(len, texts), default=0), WIDEST_TEXT) + EDGES))
    more = [want - need for want, need in zip(wanted, least, strict=True)]
    spare = max(0, across - sum(least))
    needs = [need + spare * one / (sum(more) or 1) for need, one in zip(least, more, strict=True)]
    return [one / sum(needs) for one in needs]
