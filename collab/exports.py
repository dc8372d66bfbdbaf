"""Lists as sheets: the rows that stand on screen, all pages of them, in the columns that stand there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collab.http import Request
from collab.models import AuditEvent, Collaboration
from collab.tables import AT_ONCE, KINDS, Cell, table_file, table_stream

Column = tuple[str | Promise, Callable[[Any], Cell]]
ASKED = "as"  # the name in the address; filters beside it hold


@dataclass(frozen=True)
class Sheet:
    """A list that can leave as a file: the end of its name, its title, columns, and rows as the reader may see them."""

    name: str
    title: str | Promise
    columns: Sequence[Column]
    rows: Iterable[Any]


def file_asked(request: Request) -> str:
    """Which file the address asks for, `csv` or `xlsx`; "" for the page."""
    wanted = request.GET.get(ASKED, "")
    return wanted if wanted in KINDS else ""


def list_asked(request: Request) -> str:
    """Which list of a page that has more than one; "" for the first."""
    return request.GET.get("list", "")


def sheet_file(request: Request, sheet: Sheet, collaboration: Collaboration | None) -> HttpResponseBase:
    """The sheet as the file that was asked for. That somebody took it away is written down."""
    wanted = file_asked(request) or "csv"
    AuditEvent.record(
        AuditEvent.Act.EXPORTED, user=request.user, collaboration=collaboration, subject=f"{sheet.name} {wanted}"
    )
    head, cells = zip(*sheet.columns, strict=True)
    rows = sheet.rows.iterator(chunk_size=AT_ONCE) if isinstance(sheet.rows, QuerySet) else sheet.rows
    written = ([cell(row) for cell in cells] for row in rows)
    name = f"{collaboration.slug}-{sheet.name}" if collaboration else sheet.name
    labels = [str(label) for label in head]
    if wanted == "csv" and not isinstance(rows, Sequence):
        return table_stream(name=name, head=labels, rows=written)
    return table_file(wanted, name=name, title=str(sheet.title), head=labels, rows=written)


def day_in(at: datetime | None, zone: ZoneInfo) -> date | None:
    """The day of an instant in a time zone, as a cell."""
    return at.astimezone(zone).date() if at else None


def yes_or_no(is_so: bool) -> str:
    """A tick as a word."""
    return str(_("yes") if is_so else _("no"))
