"""The report as PDF: tagged, with bookmarks, language and alternative texts (PDF/UA-1), on A4 or US Letter."""

import json
from datetime import UTC, datetime
from pathlib import Path

import typst

from metrics.reports.document import Bars, Document, Line, Strips
from metrics.reports.drawn import drawn

SOURCE = Path(__file__).with_name("report.typ")
PAPERS = ("a4", "us-letter")
LONG_AXIS = 36  # months; from here on a tick a year is enough


def pdf(document: Document, *, paper: str = "a4", at: datetime | None = None) -> bytes:
    """The document on paper. `at` is the day of the record, so that the same record gives the same bytes.

    Raises ValueError for another paper than `PAPERS`.
    """
    if paper not in PAPERS:
        raise ValueError(f"paper is one of {', '.join(PAPERS)}")
    data = {
        "title": document.title, "kicker": document.kicker, "lede": document.lede, "language": document.language,
        "imprint": document.imprint,
        "sections": [
            {"title": one.title, "note": one.note, "blocks": [drawn(block, document) for block in one.blocks]}
            for one in document.sections
        ],
    }  # fmt: skip
    made = typst.compile(
        SOURCE,
        root=SOURCE.parent,
        format="pdf",
        ignore_system_fonts=False,
        sys_inputs={"document": json.dumps(data), "paper": paper},
        pdf_standards=["ua-1"],
        timestamp=(at or datetime.now(UTC)).replace(microsecond=0),
    )
    return bytes(made)


def picture(figure: Strips | Line | Bars, *, dots_per_inch: int = 200) -> bytes:
    """One figure as PNG, drawn by the same hand as on paper."""
    source = SOURCE.with_name("figure.typ")
    data = {"figure": json.dumps(drawn(figure))}
    return bytes(typst.compile(source, root=source.parent, format="png", ppi=dots_per_inch, sys_inputs=data))
