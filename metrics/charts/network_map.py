"""The map of organisations: one layout that follows from the ties alone, so that the same ties give the same map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import igraph
import numpy as np
import numpy.typing as npt

from metrics.charts.trend import percent, plain
from metrics.formulas.composite import FloatArray

# the field that organisations are set in: per cent across, pixels down
LEFT, RIGHT = 8.0, 92.0
TOP, BOTTOM = 28.0, 40.0
HEIGHT = 544  # as tall as the style makes a map
# a shape grows with the ties of its organisation
LEAST_SIZE, SIZE_FOR_TIE, MOST_SIZE = 18.0, 1.3, 34.0
LABEL_GAP = 15.0
THIN, THICK = 1.0, 6.0
EDGE = 14.0  # per cent from the side where labels are set inwards
TURN = 0.5  # of a circle cell, so that nobody stands exactly above another


@dataclass(frozen=True)
class Place:
    """An organisation of the map as it is given."""

    name: str
    label: str
    sector: str
    says: str = ""


@dataclass(frozen=True)
class Node:
    """An organisation where it stands: `x` in per cent, everything else in pixels, as SVG attributes."""

    name: str
    label: str
    sector: str
    says: str
    at_x: float
    at_y: float
    x: str
    y: str
    half: str
    size: str
    label_y: str
    label_x: str
    anchor: str


@dataclass(frozen=True)
class Link:
    """A tie between two organisations."""

    from_x: float
    from_y: float
    to_x: float
    to_y: float
    x1: str
    y1: str
    x2: str
    y2: str
    width: str


@dataclass(frozen=True)
class Map:
    """The whole drawing."""

    height: int
    nodes: tuple[Node, ...]
    ties: tuple[Link, ...]
    missing: tuple[Link, ...]


def network_map(
    places: Sequence[Place], levels: FloatArray, missing: Iterable[tuple[int, int]] = (), *, at_least: float, top: float
) -> Map:
    """The map of some organisations.

    levels[n, n]: strength of each tie 0 to `top`, NaN = none; a pair is drawn where one side says `at_least` or more,
    as wide as the mean of what was said. `missing`: pairs that need each other and have no tie, by position.
    """
    mean, tied = _pairs(levels, at_least)
    at = _layout(tied, HEIGHT)
    first, second = np.nonzero(np.triu(tied, 1))
    ties = tuple(
        _link(at, int(a), int(b), THIN + (THICK - THIN) * max(mean[a, b] - at_least, 0) / max(top - at_least, 1))
        for a, b in sorted(zip(first, second, strict=True), key=lambda pair: mean[pair])
    )
    return Map(
        height=HEIGHT,
        nodes=tuple(_node(place, at[n], int(tied[n].sum())) for n, place in enumerate(places)),
        ties=ties,
        missing=tuple(_link(at, a, b, 2) for a, b in missing),
    )


def _pairs(levels: FloatArray, at_least: float) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Mean level of both sides where there is one, and whether either side speaks of a tie."""
    both = np.stack([levels, levels.T])
    tied = np.asarray((np.nan_to_num(both, nan=-1.0) >= at_least).any(axis=0))
    np.fill_diagonal(tied, False)
    heard = ~np.isnan(both)
    total = np.where(heard, both, 0.0).sum(axis=0)
    mean = np.divide(total, heard.sum(axis=0), out=np.zeros(total.shape), where=heard.any(axis=0))
    return mean, tied


def _layout(tied: npt.NDArray[np.bool_], height: int) -> FloatArray:
    """Where each organisation stands, [n, 2]: Kamada and Kawai from a circle, which leaves nothing to chance."""
    n = len(tied)
    if n == 0:
        return np.zeros((0, 2))
    angle = 2 * np.pi * (np.arange(n) + TURN) / n
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    graph = igraph.Graph(n=n, edges=np.argwhere(np.triu(tied, 1)))
    at = np.array(graph.layout_kamada_kawai(seed=circle.tolist()).coords) if graph.ecount() else circle
    return np.column_stack(
        [LEFT + (RIGHT - LEFT) * _stretch(at[:, 0]), TOP + (height - TOP - BOTTOM) * _stretch(at[:, 1])]
    ).round(2)


def _stretch(values: FloatArray) -> FloatArray:
    spread = values.max() - values.min()
    return np.full(values.shape, 0.5) if spread == 0 else (values - values.min()) / spread


def _node(place: Place, at: FloatArray, ties: int) -> Node:
    x, y = float(at[0]), float(at[1])
    size = min(LEAST_SIZE + SIZE_FOR_TIE * ties, MOST_SIZE)
    anchor, label_x = ("start", 0.0) if x < EDGE else ("end", 100.0) if x > 100 - EDGE else ("middle", x)
    return Node(
        place.name, place.label, place.sector, place.says, x, y, percent(x / 100), plain(y), plain(-size / 2),
        plain(size), plain(y + size / 2 + LABEL_GAP), percent(label_x / 100), anchor,
    )  # fmt: skip


def _link(at: FloatArray, a: int, b: int, width: float) -> Link:
    (ax, ay), (bx, by) = at[a].tolist(), at[b].tolist()
    return Link(ax, ay, bx, by, percent(ax / 100), plain(ay), percent(bx / 100), plain(by), plain(width))
