"""Words as they stand within a sentence, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import get_language

CAPITAL_NOUNS = ("de",)


def within(label: str | Promise) -> str:
    """A label inside a sentence: in small letters, but not in German, whose nouns keep their capitals."""
    return str(label) if (get_language() or "").startswith(CAPITAL_NOUNS) else str(label).lower()
