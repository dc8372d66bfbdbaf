"""The report as PDF: tagged, with bookmarks, language and alternative texts (PDF/UA-1), on A4 or US Letter."""

import json
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from threading import Lock

import typst

from metrics.reports.document import Bars, Document, Line, Strips
from metrics.reports.drawn import drawn

SOURCE = Path(__file__).with_name("report.typ")
PAPERS = ("a4", "us-letter")
TOGETHER, EMPTY_RUNS = 4, 10  # after so many reports the engine runs on nothing so often
_SET = count(1)
_ONE_AT_A_TIME = Lock()  # an engine cannot be shared by threads


def pdf(document: Document, *, paper: str = "a4", at: datetime | None = None) -> bytes:
    """The document on paper. `at` is the day of the record, so that the same record gives the same bytes.

    Raises ValueError for another paper than `PAPERS`.
    """
    if paper not in PAPERS:
        raise ValueError(f"paper is one of {', '.join(PAPERS)}")
    made = typst.compile(
        SOURCE,
        root=SOURCE.parent,
        format="pdf",
        font_paths=fonts(),
        sys_inputs={"document": _ready(document), "paper": paper},
        pdf_standards=["ua-1"],
        timestamp=(at or datetime.now(UTC)).replace(microsecond=0),
    )
    _forget()
    return bytes(made)


def pages(document: Document) -> int:
    """How many pages of A4 the document takes."""
    inputs = {"document": _ready(document), "paper": PAPERS[0]}
    made = typst.compile(SOURCE, root=SOURCE.parent, format="svg", font_paths=fonts(), sys_inputs=inputs)
    _forget()
    return len(made) if isinstance(made, list) else 1


def _ready(document: Document) -> str:
    """What the page setter reads, in the language that is active."""
    sections = [
        {"title": one.title, "note": one.note, "blocks": [drawn(block, document) for block in one.blocks]}
        for one in document.sections
    ]
    names = ("title", "kicker", "lede", "language", "imprint")
    return json.dumps({name: getattr(document, name) for name in names} | {"sections": sections})


def picture(figure: Strips | Line | Bars, *, dots_per_inch: int = 200) -> bytes:
    """One figure as PNG, drawn by the same hand as on paper."""
    source = SOURCE.with_name("figure.typ")
    data = {"figure": json.dumps(drawn(figure))}
    return bytes(
        typst.compile(source, root=source.parent, format="png", ppi=dots_per_inch, font_paths=fonts(), sys_inputs=data)
    )


@cache
def fonts() -> typst.Fonts:
    """The fonts of this machine, looked for once: to look again for each file takes longer than to set it."""
    return typst.Fonts()


def _forget() -> None:
    """Let go of old reports a few at a time: the engine keeps what it laid out for ten runs, 5 MB a report."""
    with _ONE_AT_A_TIME:
        if next(_SET) % TOGETHER == 0:
            for _run in range(EMPTY_RUNS):
                _nothing().compile(b"", format="svg")


@cache
def _nothing() -> typst.Compiler:
    """An engine whose empty runs cost next to nothing."""
    return typst.Compiler(font_paths=fonts())
