"""The numbers of a report as one CSV: a row a cell, so that any program can pivot them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from collab.tables import csv_text
from metrics.reports.document import Cell, Document


def text(document: Document) -> str:
    """UTF-8 with a byte order mark; days as ISO, decimal point, guarded against formulas; empty = not known."""
    return csv_text((_("Section"), _("Table"), _("Row"), _("Column"), _("Value")), _cells(document))


def _cells(document: Document) -> Iterator[tuple[Cell, ...]]:
    for section, table in document.tables():
        for row in table.rows:
            for column, cell in zip(table.columns[1:], row[1:], strict=True):
                yield section.title, table.caption, row[0], column, cell
