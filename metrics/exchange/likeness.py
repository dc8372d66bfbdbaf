"""Near-duplicates: names that are probably the same, shown for a person to decide. Bounded, no library."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from collab.search import fold
from metrics.exchange.kinds import Kind
from metrics.models import Import

ALIKE = 0.88  # share of signs in common from which two names are shown side by side
MOST_COMPARED = 5_000  # names that are compared sign by sign; equal forms are always found
MOST_SHOWN = 3
MOST_LOOKS = 40  # names of one block that are compared with one row
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


@dataclass
class Likeness:
    """The names that stand already, by form and by the beginning of each word."""

    column: str = ""
    forms: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    blocks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    looked: int = 0

    @classmethod
    def of(cls, batch: Import, kind: Kind) -> "Likeness":
        """Those of one kind in one collaboration."""
        made = cls(kind.likeness)
        if not kind.likeness:
            return made
        rows: Any = kind.model._default_manager.filter(collaboration_id=batch.collaboration_id).order_by("pk")
        for pk, name in rows.values_list("pk", kind.likeness):
            shape = form(name)
            made.forms[shape].append((str(pk), name))
            for word in shape.split() if len(made.names) < MOST_COMPARED else ():
                made.blocks[word[:3]].append(shape)
            made.names[str(pk)] = name
        return made

    def near(self, values: Mapping[str, Any]) -> list[str]:
        """Ids of records whose name is alike; rules that are surer are asked later and win."""
        name = values.get(self.column, "")
        if not self.forms or not name or "id" in values:
            return []
        shape = form(name)
        found = list(self.forms.get(shape, []))
        if not found and self.looked < MOST_COMPARED:
            self.looked += 1
            found = [one for other in self._alike(shape) for one in self.forms[other]]
        return [pk for pk, _name in found[:MOST_SHOWN]]

    def _alike(self, shape: str) -> list[str]:
        near = dict.fromkeys(other for word in shape.split() for other in self.blocks.get(word[:3], [])[:MOST_LOOKS])
        scored = []
        for other in near:
            matcher = SequenceMatcher(None, shape, other, autojunk=False)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                scored.append((matcher.ratio(), other))
        return [other for ratio, other in sorted(scored, reverse=True) if ratio >= ALIKE]
