"""Numbers and days of a report as text in the language that is active."""

from datetime import date
from decimal import Decimal

from django.utils.formats import number_format

from collab.templatetags.ui import day
from metrics.reports.document import Cell, Table

NOTHING = "–"


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


def is_text_column(table: Table, index: int) -> bool:
    """Whether a column is set like text: any cell that is one."""
    return any(isinstance(row[index], str) for row in table.rows)
