"""Words and numbers as they stand within a sentence, in the reader's language."""

from decimal import Decimal

from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import get_language

CAPITAL_NOUNS = ("de",)


def within(label: str | Promise) -> str:
    """A label inside a sentence: in small letters, but not in German, whose nouns keep their capitals."""
    return str(label) if (get_language() or "").startswith(CAPITAL_NOUNS) else str(label).lower()


def decimal(number: Decimal | int | str) -> str:
    """A number with the reader's decimal sign; of a whole one nothing is asked, for pages with many.

    Example, in German: 10.8 -> "10,8", 54 -> "54".
    """
    text = str(number)
    return text.replace(".", get_format("DECIMAL_SEPARATOR")) if "." in text else text
