"""The read-me beside the tables: what each file and each column means, and what is left out and why."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.models import Seat
from collab.templatetags.ui import day
from metrics.exchange.takeaway.table import Column, Table

NAME = "README.txt"
LINE = "\r\n"


def read_me(seat: Seat, written: list[tuple[Table, int]], *, at: datetime) -> str:
    """The whole text; `written` holds each table and how many rows went out."""
    return LINE.join(
        [*_head(seat, at), *(line for table, rows in written for line in _about(table, rows)), *_left_out(), ""]
    )


def _head(seat: Seat, at: datetime) -> list[str]:
    values = {
        "collaboration": seat.collaboration.name, "day": day(at.astimezone(seat.collaboration.zone).date()),
        "who": str(seat.user), "role": seat.get_role_display(), "zone": seat.collaboration.time_zone,
    }  # fmt: skip
    return [
        _("%(collaboration)s, as %(who)s (%(role)s) saw it on %(day)s.") % values,
        "",
        _("It names people and what was said in confidence: keep it as carefully as the collaboration itself."),
        "",
        _("Each file is a table in UTF-8 with commas; the names of its columns never change."),
        _("Days are written 2026-03-31, instants in the time zone %(zone)s, numbers with a point.") % values,
        _("An empty cell is not known. Text that a spreadsheet could take for a formula begins with an apostrophe."),
        _("Tables marked * can be brought in again on the page “Import”, just as they are."),
    ]


def _about(table: Table, rows: int) -> Iterator[str]:
    count = ngettext("%(n)s row", "%(n)s rows", rows) % {"n": rows}
    yield from ("", "", f"{table.name}.csv{' *' if table.is_read_back else ''}", f"{table.title}, {count}")
    yield from (f"  {one.name}: {_meaning(one)}" for one in table.columns)


def _meaning(column: Column) -> str:
    words = capfirst(str(column.meaning))
    choices = "; ".join(f"{stored} = {shown}" for stored, shown in column.choices)
    return f"{words} ({choices})" if choices else words


def _left_out() -> list[str]:
    return [
        "",
        "",
        _("What is not in here"),
        _("Private notes: each opening of one is written down, so they are read on the page of their meeting only."),
        _("What a single person answered in a survey, and results that too few gave: nobody sees them on screen."),
        _("The text of reports, network files for other programs and the audit log: each leaves from its own page."),
        _("Links and passwords, and what was deleted or changed since. An administrator’s archive holds the history."),
    ]
