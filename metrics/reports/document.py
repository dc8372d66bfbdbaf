"""A report as data: sections of a few kinds of block. Every format is written from this and from nothing else,
so that the same number stands in all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class Words:
    """One paragraph."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A short list; `is_numbered` where the order says something."""

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, with who said them and when."""

    text: str
    by: str


@dataclass(frozen=True)
class Strip:
    """One score: number and bounds 0-100 as shown, expected band, a sentence; number None = not enough evidence."""

    name: str
    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    band: tuple[Decimal, Decimal] | None
    is_provisional: bool
    says: str
    href: str = ""  # where the number is explained, from the root of the site


@dataclass(frozen=True)
class Strips:
    """Scores beside each other."""

    title: str
    strips: tuple[Strip, ...]
    columns: tuple[str, ...]  # labels of name, number, lower and upper bound, expected from and to, in words

    @property
    def table(self) -> "Table":
        """The same numbers as rows."""
        rows = tuple(
            (one.name, one.number, one.low, one.high, *(one.band or (None, None)), one.says) for one in self.strips
        )
        return Table(self.title, self.columns, rows)


@dataclass(frozen=True)
class LinePoint:
    """One month of a line; None = not enough evidence, which is a gap and not a zero."""

    month: int
    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    band: tuple[Decimal, Decimal] | None


@dataclass(frozen=True)
class Line:
    """A score over the months: its key, the finding, what is drawn, the whole line in words, its months."""

    metric: str
    title: str
    subtitle: str
    summary: str
    points: tuple[LinePoint, ...]
    columns: tuple[str, ...]  # labels of month, number, lower bound, upper bound, expected from, expected to
    href: str = ""  # where the numbers are explained, from the root of the site

    @property
    def table(self) -> "Table":
        """The same numbers as rows."""
        rows = tuple((one.month, one.number, one.low, one.high, *(one.band or (None, None))) for one in self.points)
        return Table(self.title, self.columns, rows)


@dataclass(frozen=True)
class Bars:
    """Amounts by name, drawn from zero; `even` is where an equal share would stand."""

    title: str
    subtitle: str
    summary: str
    columns: tuple[str, str]
    rows: tuple[tuple[str, Decimal], ...]
    even: Decimal | None = None

    @property
    def table(self) -> "Table":
        """The same numbers as rows."""
        return Table(self.title, self.columns, self.rows)


@dataclass(frozen=True)
class Table:
    """Rows of text, numbers and days under a caption; the first column names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def lines_of(block: "Words | Bullets | Quote") -> list[str]:
    """What a block of words says, a line each, for formats that have no lists."""
    match block:
        case Words(text):
            return [text]
        case Bullets(items, is_numbered):
            return [f"{number}. {item}" if is_numbered else f"• {item}" for number, item in enumerate(items, start=1)]
        case Quote(text, by):
            return [f"“{text}”", f"— {by}"]


Block = Words | Bullets | Quote | Strips | Line | Bars | Table


@dataclass(frozen=True)
class Section:
    """A head with what stands under it."""

    key: str
    title: str
    note: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole report in one language. `imprint` says as of when, by which specification, and which record it is."""

    title: str
    kicker: str
    lede: str
    language: str
    imprint: str
    origin: str  # address of the site, so that a number in a file leads back to its page
    sections: tuple[Section, ...]

    def address(self, href: str) -> str:
        """Where a number is explained, for a file that is read elsewhere; empty where nothing explains it."""
        return f"{self.origin}{href}" if self.origin and href else ""

    def tables(self) -> Iterator[tuple[Section, Table]]:
        """Every table and the numbers of every figure, in reading order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    yield section, block
                elif isinstance(block, Line | Bars | Strips):
                    yield section, block.table
