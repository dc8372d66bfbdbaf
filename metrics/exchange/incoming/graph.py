"""A network as a file tells it, whatever its format: organisations and ties with the rows they stand in."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from metrics.exchange.sheets import MOST_ROWS
from metrics.exchange.workbook import FileRefused


@dataclass(frozen=True)
class ReadNode:
    """An organisation: the row it stands in, how ties call it, and its cells by the columns of an organisation."""

    row: int
    key: str
    cells: dict[str, Any]


@dataclass(frozen=True)
class ReadTie:
    """What `source` says of `target` (keys of organisations), and the row it stands in."""

    row: int
    source: str
    target: str
    cells: dict[str, Any]


@dataclass
class Graph:
    """Everything that a file says; at most 100,000 organisations and ties together."""

    nodes: dict[str, ReadNode] = field(default_factory=dict)
    ties: list[ReadTie] = field(default_factory=list)

    def add_node(self, row: int, key: str, **cells: Any) -> None:
        """One organisation more. The last one of a key wins, as in Kumu."""
        said = {name: cell for name, cell in cells.items() if cell not in (None, "")}
        old = self.nodes.get(key)
        self.nodes[key] = ReadNode(old.row if old else row, key, (old.cells if old else {}) | said)
        self._check_size()

    def name_node(self, key: str) -> None:
        """An organisation that only its ties name."""
        if key not in self.nodes:
            self.add_node(len(self.nodes) + 1, key, name=key)

    def add_tie(self, row: int, source: str, target: str, *, both_ways: bool = False, **cells: Any) -> None:
        """One tie more; one without direction is said by each side."""
        said = {name: cell for name, cell in cells.items() if cell not in (None, "")}
        self.ties.append(ReadTie(row, source, target, said))
        if both_ways:
            self.ties.append(ReadTie(row, target, source, said))
        self._check_size()

    def _check_size(self) -> None:
        if len(self.nodes) + len(self.ties) > MOST_ROWS:
            raise FileRefused(_("The file has more than 100,000 organisations and ties. Send it in parts."))


def is_both_ways(direction: Any, *, default: bool = False) -> bool:
    """Whether a tie holds for both sides. Example: "mutual" -> True, "directed" -> False."""
    word = str(direction or "").strip().casefold()
    return word in ("mutual", "undirected") if word else default
