"""The formats of a report: one table from the ending of the file to the hand that writes it."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from collab.tables import KINDS
from metrics.models import Report
from metrics.reports import csv, docx, pdf, pptx, xlsx
from metrics.reports.assemble import assemble
from metrics.reports.document import Document

OFFICE = "application/vnd.openxmlformats-officedocument"
Writer = Callable[[Document, Report, str], bytes]

WRITERS: dict[str, tuple[str, Writer]] = {
    "pdf": ("application/pdf", lambda document, report, paper: pdf.pdf(document, paper=paper, at=report.locked_at)),
    "docx": (f"{OFFICE}.wordprocessingml.document", lambda document, _report, paper: docx.word(document, paper=paper)),
    "pptx": (f"{OFFICE}.presentationml.presentation", lambda document, _report, _paper: pptx.slides(document)),
    "xlsx": (KINDS["xlsx"], lambda document, _report, _paper: xlsx.xlsx(document)),
    "csv": (KINDS["csv"], lambda document, _report, _paper: csv.text(document).encode()),
}
FORMATS = tuple(WRITERS)


def made(report: Report, kind: str, *, paper: str) -> tuple[bytes, str]:
    """The file and its media type, in the language of the report; a draft says so on every page.

    Raises KeyError for a format that there is not; addresses allow no other.
    """
    media, write = WRITERS[kind]
    document = assemble(report).document
    with override(report.language):
        return write(replace(document, imprint=_imprint(report, document)), report, paper), media


def pages_of_file(report: Report, document: Document) -> int:
    """How many pages of A4 the file takes, in the language of the report."""
    with override(report.language):
        return pdf.pages(replace(document, imprint=_imprint(report, document)))


def _imprint(report: Report, document: Document) -> str:
    """As of when, and which record: what lets a reader find the same numbers again."""
    if not report.is_locked:
        return _("DRAFT. %(imprint)s") % {"imprint": document.imprint}
    said = _("%(imprint)s Locked, record %(record)s.") % {"imprint": document.imprint, "record": report.record}
    return " ".join((said, _("Locked by its author alone."))) if report.is_locked_alone else said
