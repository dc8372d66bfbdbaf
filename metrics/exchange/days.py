"""How people write days: 2026-03-31, 31.3.2026, 3/31/26, 31 de marzo de 2026, March 31, 2026."""

import re
from datetime import date

from collab.search import fold

# the first three letters tell the months apart in our languages; where they do not, the words stand here
MONTHS = {
    word: at
    for at, words in enumerate(
        (
            "jan ene", "feb", "mar", "apr abr", "may mai", "jun", "jul", "aug ago", "sep set", "oct okt out",
            "nov", "dec dez dic",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
CENTURY = 2000
_year_first = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_year_last = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_day_month = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.|º)?[ -]+(?:de |of )?([a-z]+)\.?,?[ -]+(?:de |del )?(\d{4})")
_month_day = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


def read_day(words: str, *, day_first: bool) -> date | None:
    """The day that is meant; None when it is none. Example: "4 de marzo de 2025" -> 4 March 2025."""
    words = words.strip()
    try:
        if found := _year_first.fullmatch(words):
            return date(*(int(one) for one in found.groups() if one is not None))
        if found := _year_last.fullmatch(words):
            first, second, year = (int(one) for one in found.groups())
            month, day = (second, first) if day_first else (first, second)
            return date(year if year > 99 else CENTURY + year, month, day)  # noqa: PLR2004  a year of two digits
        return _in_words(" ".join(fold(words).split()))
    except ValueError:
        return None


def _in_words(words: str) -> date | None:
    if found := _day_month.fullmatch(words):
        day, month, year = found.groups()
    elif found := _month_day.fullmatch(words):
        month, day, year = found.groups()
    else:
        return None
    at = MONTHS.get(month[:3])
    return date(int(year), at, int(day)) if at else None


def without_midnight(words: str) -> str:
    """A day that a program wrote with an empty time. Example: "2025-03-04 00:00:00" -> "2025-03-04"."""
    return re.sub(r"[ T]0{1,2}:00(:00(\.0+)?)?\Z", "", words)
