"""What a line of the log may hold: an event and its ids, never the values of a row that the database refused."""

import logging
from collections.abc import Iterator

import psycopg


class Line(logging.Formatter):
    """A line with its error. The database quotes whole rows in its details; those are left out, the rest stays."""

    def format(self, record: logging.LogRecord) -> str:
        """The text without what was quoted."""
        text = super().format(record)
        error = record.exc_info[1] if record.exc_info else None
        for quoted in _quoted(error):
            for written in (quoted, repr(quoted)[1:-1], repr(f'"{quoted}')[2:-1]):  # as it is, and inside of a repr
                text = text.replace(written, "…")
        return text


def _quoted(error: BaseException | None) -> Iterator[str]:
    """Texts of the chain of errors in which the database quotes values, the longest first in each."""
    while error is not None:
        if isinstance(error, psycopg.Error):
            yield from filter(None, (error.diag.message_detail, error.diag.context))
        error = error.__cause__ or error.__context__
