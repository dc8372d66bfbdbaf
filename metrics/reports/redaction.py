"""Names of people do not leave the house unless they agreed: what a person typed is searched for them. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHORTEST_SURNAME = 4  # "Lee" is too common a word to be taken for a person


@dataclass(frozen=True)
class Named:
    """A person who has not agreed to be named, and what stands in place of the name."""

    name: str
    role: str


@dataclass(frozen=True)
class LeftOut:
    """One name that was found: where, how often, and what stands there now."""

    section: str
    name: str
    role: str
    times: int


def redact(text: str, people: Iterable[Named]) -> tuple[str, list[tuple[Named, int]]]:
    """The text with every name replaced by a role, whole names first, then surnames alone.

    Example: "Ana Prado agreed. Prado signs." with Ana Prado, "the director of Raiz" ->
    "the director of Raiz agreed. the director of Raiz signs.", found twice.
    """
    found: dict[Named, int] = {}
    by_length = sorted(people, key=lambda one: (-len(one.name), one.name))
    for pattern_of in (_whole, _surname):
        for one in by_length:
            pattern = pattern_of(one.name)
            if pattern is None:
                continue
            text, times = pattern.subn(lambda _match, role=one.role: role, text)  # type: ignore[misc]
            if times:
                found[one] = found.get(one, 0) + times
    return text, list(found.items())


def _whole(name: str) -> re.Pattern[str] | None:
    words = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"\b{words}\b", re.IGNORECASE) if words else None


def _surname(name: str) -> re.Pattern[str] | None:
    """The last word of a name of several, as it is written: capital first."""
    words: Sequence[str] = name.split()
    if len(words) < 2 or len(words[-1]) < SHORTEST_SURNAME:  # noqa: PLR2004  one word is the whole name
        return None
    return re.compile(rf"\b{re.escape(words[-1])}\b")
