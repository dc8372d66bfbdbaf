"""Small drawings as ready text: the line 0 to 100 of one score, its months in miniature. Fast, for pages with many."""

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from metrics.charts.series import Point, Series, runs
from metrics.charts.trend import plain
from metrics.formulas.expectation import Band

SPARK_TOP, SPARK = 4, 40  # pixels above, and from 0 to 100
LINE = '<svg class="fig line" height="34" role="img" aria-label="{label}"><svg y="0" width="100%" height="34" {box}>'
BOX = 'viewBox="0 0 100 34" preserveAspectRatio="none"'
MONTHS_BOX = 'viewBox="0 0 {end} 100" preserveAspectRatio="none"'


def says(name: str, point: Point | None) -> str:
    """A score in words, for those who hear it. Example: "Readiness: 61, between 59 and 63; expected 45 to 70"."""
    if point is None or point.number is None:
        words = {"name": name, "low": point and point.lowest, "high": point and point.highest}
        if point is None or point.lowest is None:
            return _("%(name)s: not enough evidence") % words
        return _("%(name)s: not enough evidence, between %(low)s and %(high)s") % words
    words = {"name": name, "value": point.number, "low": point.lowest, "high": point.highest}
    if point.expectation is None:
        return _("%(name)s: %(value)s, between %(low)s and %(high)s") % words
    words |= {"from": point.expectation[0], "to": point.expectation[1]}
    return _("%(name)s: %(value)s, between %(low)s and %(high)s; expected %(from)s to %(to)s") % words


def score_line(name: str, point: Point | None, need: float | None = None) -> SafeString:
    """Where a score stands on 0 to 100, with its band, bounds and the level that is needed."""
    parts = [LINE.format(label=escape(says(name, point)), box=BOX)]
    band = point.band if point else None
    if band:
        width = plain(band[1] - band[0])
        parts.append(f'<path class="band" d="M{plain(band[0])} 6h{width}v22h-{width}z"/>')
    ends = f"M{plain(band[0])} 6v22M{plain(band[1])} 6v22" if band else ""
    parts.append(f'<path class="axis" d="M0 17h100M0 13v8M100 13v8{ends}"/>')
    if need is not None:
        parts.append(f'<path class="need" d="M{plain(need)} 3v28"/>')
    parts.append(f"{_bounds(point)}</svg>{_dot(point)}</svg>")
    return mark_safe("".join(parts))  # noqa: S308  numbers and an escaped label


def _bounds(point: Point | None) -> str:
    if point is None or point.low is None or point.high is None:
        return ""
    low, span = plain(point.low), plain(point.high - point.low)
    if point.value is None:
        return f'<path class="unknown" d="M{low} 11h{span}v12h-{span}z"/>'
    return f'<path class="bounds" d="M{low} 17h{span}M{low} 12v10M{plain(point.high)} 12v10"/>'


def _dot(point: Point | None) -> str:
    if point is None or point.value is None:
        return ""
    return f'<circle class="dot{" open" if point.is_provisional else ""}" cx="{plain(point.value)}%" cy="17" r="6"/>'


def spark(series: Series) -> SafeString:
    """The months of a score in miniature, with the expected band; the words stand beside it."""
    parts = [
        f'<svg class="fig spark" height="{SPARK_TOP + SPARK + 6}" aria-hidden="true">'
        f'<svg y="{SPARK_TOP}" width="100%" height="{SPARK}" {MONTHS_BOX.format(end=series.end)}>'
        f'<path class="band" d="{band_path(tuple(series.edges))}"/><path class="grid" d="M0 100H{series.end}"/>'
    ]
    drawn = "".join(_stretch(run) for run in runs(series.known) if len(run) > 1)
    parts.append(f'<path class="trend" d="{drawn}"/></svg>' if drawn else "</svg>")
    last = series.known[-1] if series.known else None
    if last is not None and last.value is not None:
        x, y = plain(100 * last.month / series.end), plain(SPARK_TOP + SPARK * (1 - last.value / 100))
        parts.append(f'<circle class="dot{" open" if last.is_provisional else ""}" cx="{x}%" cy="{y}" r="4.5"/>')
    return mark_safe("".join([*parts, "</svg>"]))  # noqa: S308  numbers only


def _stretch(run: list[Point]) -> str:
    """Months that follow each other as one path, a tenth of a point being finer than a pixel."""
    points = [f"{point.month} {100 - (point.value or 0):.1f}".removesuffix(".0") for point in run]
    return "M" + "L".join(points)


@lru_cache
def band_path(edges: tuple[tuple[int, Band], ...]) -> str:
    """The expected band over the first 24 months as the outline of an area."""
    lows = [f"{month} {plain(100 - band[0])}" for month, band in edges]
    highs = [f"{month} {plain(100 - band[1])}" for month, band in reversed(edges)]
    return "M" + "L".join([*lows, *highs]) + "z"
