"""How far the cells of a sheet reach, found before a reader lays the sheet out as a full rectangle."""

import re

import numpy as np
from numpy.typing import NDArray

# Where cells stand. They begin with the letter itself, and only then look back: that is found several times as quickly.
COLUMN = re.compile(rb"""r(?<!\wr)\s*=\s*["']([A-Za-z]+)\d""")
ROW = re.compile(rb"""r(?<!\wr)\s*=\s*["'][A-Za-z]*0*(\d+)""")
# cells and rows may stand without saying where: after the one before. An attribute of another name, or a value that
# only looks like one, says nothing.
SAYS_WHERE = rb"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*?\s+r\s*=\s*["']"""
BARE = re.compile(rb"<(?:\w+:)?(row(?=[\s/>])|c(?=[\s/>])(?!" + SAYS_WHERE + rb"))")
BARE_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])(?!" + SAYS_WHERE + rb")")
# a reference that hides its signs, or is far longer than any
FAR = re.compile(rb"""r(?<!\wr)(?:\s{200}|\s*=(?:\s{200}|\s*["'](?:[A-Za-z]*&|[A-Za-z0-9]{200})))|=(?<=\s{200}=)""")
WINDOW = 1024  # signs kept from one piece to the next: no reference is longer
LONGEST = 12  # signs of a usual reference, "XFD1048576" and its quotation mark
Bytes = NDArray[np.uint8]


def _among(*signs: bytes) -> NDArray[np.bool_]:
    """A table of 256: whether a sign is one of these."""
    table = np.zeros(256, dtype=bool)
    table[list(b"".join(signs))] = True
    return table


UPPER, LOWER, DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz", b"0123456789"
IS_BLANK, IS_QUOTE, IS_DIGIT = _among(b" \t\n\r\f\v"), _among(b"\"'"), _among(DIGITS)
IS_WORD, IS_LETTER = _among(UPPER, LOWER, DIGITS, b"_"), _among(UPPER, LOWER)


class Reach:
    """The rectangle that the cells of one part need, from its pieces in their order."""

    def __init__(self) -> None:
        self.hides_something = False
        self._width, self._last, self._bare, self._bare_rows, self._rest = 0, 0, b"", 0, b""

    @property
    def last(self) -> int:
        """Rows: up to the furthest reference, and one more for each row without one."""
        return self._last + self._bare_rows

    @property
    def width(self) -> int:
        """Columns: up to the furthest reference, and as many more as cells stand in a row without one."""
        return self._width + max(map(len, self._bare.split(b"row")))

    def read(self, piece: bytes) -> None:
        """Take in the next piece, but for a tag that it may have cut."""
        text = self._rest + piece
        cut = text.rfind(b"<", -WINDOW)
        self._rest = text[cut:] if cut >= 0 else text[-WINDOW:]
        self._take(text[:cut] if cut >= 0 else text)

    def end(self) -> None:
        """Take in what is left."""
        self._take(self._rest)

    def _take(self, text: bytes) -> None:
        width, last = usual(text) or self._unusual(text)
        self._width, self._last = max(self._width, width), max(self._last, last)
        if _holds_bare(text):
            self._bare += b"".join(BARE.findall(text))
            self._bare_rows += len(BARE_ROW.findall(text))

    def _unusual(self, text: bytes) -> tuple[int, int]:
        """The same, sign by sign, for references that are not written as programs write them."""
        self.hides_something = self.hides_something or FAR.search(text) is not None
        last = max((int(row[:9]) for row in set(ROW.findall(text))), default=0)
        return max(map(column, set(COLUMN.findall(text))), default=0), last


def usual(text: bytes) -> tuple[int, int] | None:
    """The furthest column and row of the references in a text.

    None where one is not written as programs write it: without blanks, within 12 signs.
    Example: '<row r="2"><c r="B2"/><c r="AA2"/></row>' -> (27, 2)
    """
    signs = np.frombuffer(b"  " + text + b" " * LONGEST, dtype=np.uint8)
    equal = np.flatnonzero(signs == ord("="))
    if (IS_BLANK[signs[equal - 1]] | IS_BLANK[signs[equal + 1]]).any():
        return None
    at = equal[(signs[equal - 1] == ord("r")) & ~IS_WORD[signs[equal - 2]] & IS_QUOTE[signs[equal + 1]]] + 2
    return _furthest(signs, at) if len(at) else (0, 0)


def _furthest(signs: Bytes, at: NDArray[np.int64]) -> tuple[int, int] | None:
    """The same of references that begin at these places: letters, then digits, then a quotation mark."""
    columns, rows, in_digits = np.zeros_like(at), np.zeros_like(at), np.zeros(len(at), dtype=bool)
    width, last = 0, 0
    for _sign in range(LONGEST):
        sign = signs[at]
        is_digit, is_letter, is_end = IS_DIGIT[sign], IS_LETTER[sign], IS_QUOTE[sign]
        if not (is_digit | is_letter & ~in_digits | is_end & in_digits).all():
            return None
        stays = ~is_end
        at, sign, is_digit = at[stays] + 1, sign[stays].astype(np.int64), is_digit[stays]
        columns = np.where(is_digit, columns[stays], 26 * columns[stays] + (sign & 31))
        rows = np.where(is_digit, 10 * rows[stays] + (sign & 15), 0)
        in_digits = is_digit
        if not len(at):
            return width, last
        width, last = max(width, int(columns.max())), max(last, int(rows.max()))
    return None


def _holds_bare(text: bytes) -> bool:
    """Whether some cells or rows may not say first where they stand. Words cannot feign it: they hold no "<"."""
    signs = np.frombuffer(text, dtype=np.uint8)
    begins = (signs[:-1] == ord("<")) | (signs[:-1] == ord(":"))
    cells = int(np.count_nonzero(begins & (signs[1:] == ord("c"))))
    return cells > text.count(b"<c r=") or text.count(b"<row") + text.count(b":row") > text.count(b"<row r=")


def column(letters: bytes) -> int:
    """The number of a column. Example: "B" -> 2, "AA" -> 27."""
    number = 0
    for letter in letters[:6].upper():
        number = 26 * number + letter - 64
    return number
