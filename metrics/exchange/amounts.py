"""How people write numbers: 1,234.5 or 1.234,5, with or without their currency."""

import re

THOUSAND = 3  # digits that stand together
_currency = re.compile(r"^(?:[A-Z]{3}|R\$|[$€£¥])|(?:[A-Z]{3}|[$€£¥])$")


def pointed(words: str, *, comma: bool) -> str:
    """A number with a decimal point and nothing else. Signs that can only be meant one way are read that way.

    Example: "1.234,5" -> "1234.5"; "1234.5" stays so even where a comma is usual, as no thousands stand so.
    """
    words = _currency.sub("", words)
    decimal, thousands = (",", ".") if comma else (".", ",")
    if _in_thousands(words, thousands, decimal):
        return words.replace(thousands, "").replace(decimal, ".")
    if _in_thousands(words, decimal, thousands):
        return words.replace(decimal, "").replace(thousands, ".")
    return words


def _in_thousands(words: str, thousands: str, decimal: str) -> bool:
    whole, _sign, rest = words.lstrip("+-").partition(decimal)
    groups = whole.split(thousands)
    return (
        (not rest or rest.isdigit())
        and all(one.isdigit() for one in groups)
        and (len(groups) == 1 or (len(groups[0]) <= THOUSAND and all(len(one) == THOUSAND for one in groups[1:])))
    )
