"""A document with every kind of block, for the hands that write files."""

from datetime import date
from decimal import Decimal as D

from metrics.reports.document import (
    Bars,
    Bullets,
    Document,
    Line,
    LinePoint,
    Quote,
    Section,
    Strip,
    Strips,
    Table,
    Words,
)

HOSTILE = '=HYPERLINK("http://evil") #let x = 1 $a$ <b>&amp; \\u{41} "quoted"'
POINTS = tuple(
    LinePoint(
        month,
        None if month in (0, 7) else D(20 + 2 * month),
        None if month == 0 else D(15 + 2 * month),
        None if month == 0 else D(30 + 2 * month),
        (D(5 + 2 * month), D(25 + 2 * month)),
    )
    for month in range(16)
)
LINE = Line(
    "relationship", "Risen from 22 to 50", "Relationship strength", "From 22 in month 1 to 50 in month 15.", POINTS,
    ("Month", "Value", "Lowest", "Highest", "Expected from", "Expected to"), "/c/x/scores/relationship/",
)  # fmt: skip
STRIPS = Strips(
    "The four scores",
    (
        Strip(
            "Relationship strength",
            D(58),
            D(52),
            D(62),
            (D(40), D(62)),
            False,
            "Within the expected band.",
            "/c/x/scores/relationship/",
        ),
        Strip("Shared ownership", None, D(12), D(80), (D(20), D(40)), False, "Not enough evidence."),
        Strip("Government engagement", D("49.6"), D(45), D(60), None, True, "Provisional."),
    ),
    ("Score", "Value", "Lowest", "Highest", "Expected from", "Expected to", "In words"),
)
BARS = Bars(
    "Kestrel Lane holds 10 of 15.5 points", "Half a point for proposing.", "Twenty decisions.",
    ("Organisation", "Points"), (("Kestrel Lane", D(10)), ("Raíz Norte", D("4.5")), ("Union", D(1))), D("5.17"),
)  # fmt: skip
TABLE = Table(
    "Gates",
    ("Gate", "State", "Since", "Change"),
    (("G0", "Passed", date(2026, 3, 1), D("-4")), ("G1", "Unknown", None, None)),
)


def document(text: str = "It went well.") -> Document:
    """A report of three sections."""
    return Document(
        title="On its way, but cut off from the city", kicker="Kestrel Lane, board", lede="One request.", language="en",
        imprint="Madeira Digna. As of 31 October 2026, record 7f3a-91c2.", origin="https://groundwork.example.org",
        sections=(
            Section("s1", "Where it stands", "Shaded: expected.", (Words(text), STRIPS, LINE)),
            Section("s2", "Who decides", "", (BARS, Quote("Count it as work done.", "Raíz Norte"))),
            Section("s3", "What we ask", "", (Bullets(("Hold the payment.", "Release 18,000."), True), TABLE)),
        ),
    )  # fmt: skip
