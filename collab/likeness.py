"""Whether two names are probably the same: one form for words in any order, and signs in common. No library."""

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from collab.search import fold

ALIKE = 0.88  # share of signs in common from which two names are shown side by side
MOST_COMPARED = 400  # names of a list that are compared sign by sign; equal forms are always found
MOST_PAIRS = 3
# words that say what kind of body it is, or nothing
EMPTY_WORDS = {
    "the", "of", "for", "and", "de", "del", "la", "el", "los", "las", "y", "da", "do", "das", "dos", "e", "der", "die",
    "und", "fur", "ev", "inc", "ltd", "llc", "gmbh", "sa", "ag", "sarl", "ltda", "limited", "association", "foundation",
}  # fmt: skip


_signs = re.compile(r"[^\w\s]")


def form(name: str) -> str:
    """A name without what does not tell it apart. Example: "Ministry of Health (The)" -> "health ministry"."""
    words = _signs.sub("", fold(name)).split()
    kept = [word for word in words if word not in EMPTY_WORDS] or words
    return " ".join(sorted(kept))


def likeness(one: str, other: str) -> float:
    """Share of signs that two forms have in common, 0-1; 0 where it is surely below ALIKE."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _numbers(shape: str) -> list[str]:
    """What tells School 12 from School 13."""
    return re.findall(r"\d+", shape)


def alike(names: Iterable[tuple[int, str]]) -> list[tuple[int, int]]:
    """Pairs of ids whose names are probably the same, the surest first, up to MOST_PAIRS; each id once."""
    forms: dict[str, list[int]] = defaultdict(list)
    for pk, name in names:
        forms[form(name)].append(pk)
    found = [(1.0, ids[0], ids[1]) for ids in forms.values() if len(ids) > 1]
    blocks: dict[str, list[str]] = defaultdict(list)
    for shape in list(forms)[:MOST_COMPARED]:
        near = dict.fromkeys(other for word in shape.split() for other in blocks[word[:3]])
        scored = ((likeness(shape, other), other) for other in near if _numbers(shape) == _numbers(other))
        found += [(share, forms[other][0], forms[shape][0]) for share, other in scored if share >= ALIKE]
        for word in shape.split():
            blocks[word[:3]].append(shape)
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for _share, one, other in sorted(found, key=lambda each: (-each[0], each[1:])):
        if not taken & {one, other}:
            pairs.append((one, other))
            taken |= {one, other}
    return pairs[:MOST_PAIRS]
