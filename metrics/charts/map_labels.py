"""Where the names of a map stand, so that no two of them overlap and none covers a shape."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

LETTER, LINE = 6.7, 14.0  # pixels of a letter and of a line at the size of the map's text
GAP = 4.0
NOBODY = -1
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A shape that wants a name: its place and half its size in pixels, and the name."""

    x: float
    y: float
    half: float
    name: str


@dataclass(frozen=True)
class Label:
    """Where a name stands: offset from its shape in pixels, and how it is anchored."""

    dx: float
    dy: float
    anchor: str


def labels(spots: Sequence[Spot], order: Sequence[int], width: float) -> list[Label | None]:
    """A place for each name, those first in the order being served first; None where none is free.

    Below, above, after and before the shape are tried. A name that finds no place is still told on hover, in the list
    and in the table. Who is not in the order gets none, and a name may cover its shape.
    """
    taken = _Taken()
    for n in order:
        s = spots[n]
        taken.add((s.x - s.half, s.y - s.half, s.x + s.half, s.y + s.half), n)
    found: list[Label | None] = [None] * len(spots)
    for place in order:
        for label, box in ways(spots[place]):
            if box[0] >= 0 and box[2] <= width and box[1] >= 0 and taken.is_free(box, place):
                found[place] = label
                taken.add(box, NOBODY)
                break
    return found


class _Taken:
    """The room that is taken, by rows, so that a box is held against those beside it and not against all."""

    def __init__(self) -> None:
        self._rows: defaultdict[int, list[tuple[Box, int]]] = defaultdict(list)

    def add(self, box: Box, owner: int) -> None:
        """Take a room; `owner` is the shape that stands in it, or nobody for a name."""
        for row in _rows(box):
            self._rows[row].append((box, owner))

    def is_free(self, box: Box, asks: int) -> bool:
        """Whether a room holds nothing but the shape that asks."""
        return not any(
            owner != asks and _overlap(box, other) for row in _rows(box) for other, owner in self._rows.get(row, ())
        )


def _rows(box: Box) -> range:
    return range(int(box[1] // LINE), int(box[3] // LINE) + 1)


def ways(spot: Spot) -> list[tuple[Label, Box]]:
    """The places that are tried for a name, with the room that each takes."""
    wide, far = LETTER * len(spot.name), spot.half + GAP
    rows = ((far + LINE - 3, "below"), (-far - 1, "above"))
    ways = []
    for dy, _where in rows:
        for anchor, left in (("middle", -wide / 2), ("start", -spot.half), ("end", spot.half - wide)):
            dx = {"middle": 0.0, "start": -spot.half, "end": spot.half}[anchor]
            ways.append((Label(dx, dy, anchor), _box(spot, left, dy, wide)))
    ways.append((Label(far, 4, "start"), _box(spot, far, 4, wide)))
    ways.append((Label(-far, 4, "end"), _box(spot, -far - wide, 4, wide)))
    return ways


def _box(spot: Spot, left: float, dy: float, wide: float) -> Box:
    base = spot.y + dy
    return (spot.x + left, base - LINE + 2, spot.x + left + wide, base + 3)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
