"""Near-duplicates: names that are probably the same, shown for a person to decide. Bounded, no library."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from collab.likeness import ALIKE, form, likeness
from metrics.exchange.kinds import Kind
from metrics.models import Import

MOST_COMPARED = 5_000  # names that are compared sign by sign; equal forms are always found
MOST_SHOWN = 3
MOST_LOOKS = 40  # names of one block that are compared with one row


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
        scored = [(likeness(shape, other), other) for other in near]
        return [other for ratio, other in sorted(scored, reverse=True) if ratio >= ALIKE]
