"""Small drawings as ready text: the line 0 to 100 of one score, its months in miniature. Fast, for pages with many."""

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from collab.strips import plain, score_line, spoken
from collab.wording import decimal
from metrics.charts.series import Point, Series, runs
from metrics.formulas.expectation import Band

SPARK_TOP, SPARK = 4, 40  # pixels above, and from 0 to 100
MONTHS_BOX = 'viewBox="0 0 {end} 100" preserveAspectRatio="none"'


def says(name: str, point: Point | None) -> str:
    """A score in words, for those who hear it. Example: "Readiness: 61, between 59 and 63; expected 45 to 70"."""
    told = [] if point is None else [point.number, point.lowest, point.highest]
    value, low, high = ("" if one is None else decimal(one) for one in told or (None, None, None))
    if point is None or not value or point.expectation is None:
        return spoken(name, value, low, high)
    words = {"name": name, "value": value, "low": low, "high": high}
    words |= {"from": str(point.expectation[0]), "to": str(point.expectation[1])}
    return _("%(name)s: %(value)s, between %(low)s and %(high)s; expected %(from)s to %(to)s") % words


def drawn(name: str, point: Point | None, need: float | None = None) -> SafeString:
    """Where a score stands on 0 to 100, with its band, bounds and the level that is needed."""
    label = says(name, point)
    if point is None:
        return score_line(label, None, None, None, need=need)
    value, band = point.value, point.band
    return score_line(label, value, point.low, point.high, band=band, need=need, is_provisional=point.is_provisional)


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
