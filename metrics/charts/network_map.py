"""The map of organisations: one layout over all months, so that nobody moves when the month changes."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import igraph
import numpy as np
import numpy.typing as npt

from collab.strips import plain
from metrics.charts.map_labels import Label, Spot, labels
from metrics.charts.trend import percent
from metrics.formulas.composite import FloatArray

# the field that organisations are set in: per cent across, pixels down
LEFT, RIGHT = 6.0, 94.0
TOP, BOTTOM = 28.0, 40.0
HEIGHT = 544  # as tall as the style makes a map
WIDE, NARROW = 880.0, 288.0  # pixels across for which names are placed
LEAST_SIZE, MOST_SIZE = 15.0, 36.0
CROWDS = ((200, 0.4), (60, 0.6))  # among more than so many, shapes and ties are so much smaller
DENSE = 1000  # of more ties than these each is faint, or they are one grey
THIN, THICK = 1.0, 6.0
TURN = 0.5  # of a circle cell, so that nobody stands exactly above another
STEPS = 10  # of a place in a per cent of the width: less than a pixel
EXACT_UP_TO = 150  # organisations whose distances are all weighed; beyond, springs
FEW = 0.03  # of a crowd do not say how wide it is
SHAKE = 1  # any number, the same for ever: with another every large map is drawn anew
_DICE = Lock()
Places = Mapping[int, tuple[float, float]]


@dataclass(frozen=True)
class Place:
    """An organisation of the map as it is given. `size` 0-1 among those shown; `is_body`: public, and without a tie."""

    id: int
    name: str
    label: str
    sector: str
    says: str = ""
    size: float = 0.0
    is_faded: bool = False
    is_body: bool = False


@dataclass(frozen=True)
class Node:
    """An organisation where it stands: `x` in per cent, everything else in pixels, as SVG attributes."""

    place: Place
    x: str
    y: str
    half: str
    size: str
    wide: Label | None
    narrow: Label | None


@dataclass(frozen=True)
class Tie:
    """A tie by the positions of both organisations; `is_mutual` when both say so."""

    a: int
    b: int
    level: float
    is_mutual: bool
    is_faded: bool = False


@dataclass(frozen=True)
class Strand:
    """All ties of one kind as one path, thousandths across and pixels down: whole numbers, as the places are."""

    path: str
    width: str
    kind: str  # "", one-way, faded


@dataclass(frozen=True)
class Map:
    """The whole drawing."""

    height: int
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    strands: tuple[Strand, ...]
    is_dense: bool
    missing: str
    missing_pairs: tuple[tuple[int, int], ...]


def network_map(
    places: Sequence[Place], at: Places, ties: Sequence[Tie], missing: Iterable[tuple[int, int]] = (), *, top: float
) -> Map:
    """The map of some organisations: `at` has their places by id, ties and missing ones name positions in `places`."""
    points = np.array([at[one.id] for one in places]).reshape(len(places), 2)
    shrink = next((size for crowd, size in CROWDS if len(places) > crowd), 1.0)
    sizes = [shrink * (LEAST_SIZE + (MOST_SIZE - LEAST_SIZE) * one.size) for one in places]
    bold = [n for n, one in enumerate(places) if not one.is_faded]
    order = sorted(bold, key=lambda n: (-places[n].size, places[n].name))
    wide = labels([_spot(points[n], sizes[n], WIDE, one.name) for n, one in enumerate(places)], order, WIDE)
    narrow = labels([_spot(points[n], sizes[n], NARROW, one.label) for n, one in enumerate(places)], order, NARROW)
    pairs = tuple(missing)
    return Map(
        height=HEIGHT,
        nodes=tuple(_node(one, points[n], sizes[n], wide[n], narrow[n]) for n, one in enumerate(places)),
        ties=tuple(ties),
        strands=_strands(ties, points, top, shrink),
        is_dense=len(ties) > DENSE,
        missing=_path(points, pairs),
        missing_pairs=pairs,
    )


def layout(ids: Sequence[int], tied: Iterable[tuple[int, int]]) -> dict[int, tuple[float, float]]:
    """Where each organisation stands: per cent across, pixels down. Follows from the ties alone; chance has no part.

    `tied`: positions of those who were ever tied. Kamada and Kawai from a circle; springs where there are very many.
    Across in steps of a thousandth, down in whole pixels, and no two at one place: an end of a tie says whose it is.
    Kept in the memory of the process, as every month and every filter of a network has the same.
    """
    return _layout(tuple(ids), frozenset(tied))


@lru_cache(maxsize=64)
def _layout(ids: tuple[int, ...], tied: frozenset[tuple[int, int]]) -> dict[int, tuple[float, float]]:
    n = len(ids)
    if n == 0:
        return {}
    angle = 2 * np.pi * (np.arange(n) + TURN) / n
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    graph = igraph.Graph(n=n, edges=sorted(tied))
    seed = circle.tolist()
    if not graph.ecount():
        drawn = circle
    elif n <= EXACT_UP_TO:
        drawn = np.array(graph.layout_kamada_kawai(seed=seed).coords)
    else:
        drawn = _within(_sprung(graph, seed))
    across = LEFT + (RIGHT - LEFT) * _stretch(drawn[:, 0])
    down = TOP + (HEIGHT - TOP - BOTTOM) * _stretch(drawn[:, 1])
    return dict(zip(ids, _apart(zip(across.tolist(), down.tolist(), strict=True)), strict=True))


def _sprung(graph: igraph.Graph, seed: list[list[float]]) -> FloatArray:
    """Springs. igraph shakes its springs with the dice of the process: here with dice that fall the same every time."""
    with _DICE:
        igraph.set_random_number_generator(random.Random(SHAKE))  # noqa: S311  nothing secret is drawn from it
        try:
            return np.array(graph.layout_fruchterman_reingold(seed=seed, niter=120, grid=False).coords)
        finally:
            igraph.set_random_number_generator(random)


def _within(drawn: FloatArray) -> FloatArray:
    """Who is tied to nobody flies far off, and would press all others into a corner: they stop at the edge."""
    low, high = np.quantile(drawn, [FEW, 1 - FEW], axis=0)
    margin = (high - low) * FEW
    return np.clip(drawn, low - margin, high + margin)


def _apart(points: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The places in their steps; who finds one taken goes a step on."""
    taken: set[tuple[int, int]] = set()
    for x, y in points:
        step, pixel = round(STEPS * x), round(y)
        while (step, pixel) in taken:
            step += 1
        taken.add((step, pixel))
        yield step / STEPS, float(pixel)


def _stretch(values: FloatArray) -> FloatArray:
    """By rank as much as by distance, so that a crowd in the middle comes apart."""
    spread = values.max() - values.min()
    if spread == 0:
        return np.full(values.shape, 0.5)
    ranks: npt.NDArray[np.float64] = values.argsort(kind="stable").argsort(kind="stable") / max(len(values) - 1, 1)
    mixed: FloatArray = ((values - values.min()) / spread + ranks) / 2
    return mixed


def _spot(point: FloatArray, size: float, width: float, name: str) -> Spot:
    return Spot(float(point[0]) / 100 * width, float(point[1]), size / 2, name)


def _node(place: Place, point: FloatArray, size: float, wide: Label | None, narrow: Label | None) -> Node:
    x, y = float(point[0]), float(point[1])
    return Node(place, percent(x / 100), plain(y), plain(-size / 2), plain(size), wide, narrow)


def _strands(ties: Sequence[Tie], points: FloatArray, top: float, shrink: float) -> tuple[Strand, ...]:
    """Ties of one kind and level together, the weak ones below."""
    kinds: dict[tuple[int, str, int], list[tuple[int, int]]] = {}
    for tie in ties:
        kind = "faded" if tie.is_faded else "" if tie.is_mutual else "one-way"
        level = round(tie.level)
        kinds.setdefault((kind != "faded", kind, level), []).append((tie.a, tie.b))
    return tuple(
        Strand(_path(points, pairs), plain(shrink * (THIN + (THICK - THIN) * _share(level, top))), kind)
        for (_is_bold, kind, level), pairs in sorted(kinds.items(), key=lambda item: (item[0][0], item[0][2]))
    )


def _share(level: float, top: float) -> float:
    return min(max(level - 1, 0) / max(top - 1, 1), 1)


def _path(points: FloatArray, pairs: Iterable[tuple[int, int]]) -> str:
    at = [f"{round(STEPS * x)} {round(y)}" for x, y in points.tolist()]
    return "".join(f"M{at[a]}L{at[b]}" for a, b in pairs)
