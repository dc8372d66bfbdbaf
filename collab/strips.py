"""One score as a strip: its texts, and its line from 0 to 100 as ready text. Fast, for pages with many."""

import math
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_LINE = '<svg class="fig line" height="{height}" role="img" aria-label="{label}"><svg y="0" width="100%" height="34" '
_BOX = 'viewBox="0 0 100 34" preserveAspectRatio="none">'
_SCALE = (
    '<text x="0" y="47">0</text><text x="50%" y="47" text-anchor="middle">50</text>'
    '<text x="100%" y="47" text-anchor="end">100</text>'
)
LOW, TALL = 34, 48  # pixels, without and with the numbers of the scale
Band = tuple[float, float]


@dataclass(frozen=True)
class Strip:
    """One score as `components/score_strip.html` wants it. `value` is empty where there is not enough evidence."""

    name: str
    line: SafeString
    value: str = ""
    bounds: str = ""
    place: str = ""  # against the expected band: below, within, above
    is_provisional: bool = False
    says: str = ""
    href: str = ""
    next_href: str = ""
    next_link: str | Promise = ""
    spark: SafeString | str = ""


def plain(number: float) -> str:
    """A number as an SVG attribute. Example: 40.00 -> "40", 62.346 -> "62.35"."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def spoken(name: str, value: str, low: str, high: str) -> str:
    """A score for those who hear it; "" for what there is not. Example: "Readiness: 61, between 59 and 63"."""
    words = {"name": name, "value": value, "low": low, "high": high}
    if not value:
        if not low:
            return _("%(name)s: not enough evidence") % words
        return _("%(name)s: not enough evidence, between %(low)s and %(high)s") % words
    return _("%(name)s: %(value)s, between %(low)s and %(high)s") % words if low else f"{name}: {value}"


def score_line(
    label: str, value: float | None, low: float | None, high: float | None, *, band: Band | None = None,
    need: float | None = None, is_provisional: bool = False, has_scale: bool = False,
) -> SafeString:  # fmt: skip
    """Where a score stands on 0 to 100, with its bounds, the expected band and the level that is needed."""
    parts = [_LINE.format(height=TALL if has_scale else LOW, label=escape(label)), _BOX]
    if band:
        width = plain(band[1] - band[0])
        parts.append(f'<path class="band" d="M{plain(band[0])} 6h{width}v22h-{width}z"/>')
    ends = f"M{plain(band[0])} 6v22M{plain(band[1])} 6v22" if band else ""
    parts.append(f'<path class="axis" d="M0 17h100M0 13v8M100 13v8{ends}"/>')
    if need is not None:
        parts.append(f'<path class="need" d="M{plain(need)} 3v28"/>')
    parts.append(f"{_bounds(value, low, high)}</svg>{_dot(value, is_provisional)}{_SCALE if has_scale else ''}</svg>")
    return mark_safe("".join(parts))  # noqa: S308  numbers and an escaped label


def strip_of(
    name: str, value: float | None, low: float | None, high: float | None, *, band: Band | None = None,
    need: float | None = None, is_provisional: bool = False, text: str = "", place: str = "", says: str = "",
    href: str = "",
) -> Strip:  # fmt: skip
    """A strip of stored numbers; None and NaN are not known. `text`: the value as shown, where not a whole one."""
    value, low, high = (None if one is None or math.isnan(one) else one for one in (value, low, high))
    told = "" if value is None else text or _whole(value)
    lowest, highest = ("" if one is None else _whole(one) for one in (low, high))
    line = score_line(
        spoken(name, told, lowest, highest), value, low, high, band=band, need=need, is_provisional=is_provisional,
        has_scale=True,
    )  # fmt: skip
    return Strip(
        name, line, told, f"{lowest}–{highest}" if lowest else "", place if told else "",
        bool(told and is_provisional), says, href,
    )  # fmt: skip


def _whole(number: float) -> str:
    """A score as it is shown, halves rounded up."""
    return str(math.floor(number + 0.5))


def _bounds(value: float | None, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    start, span = plain(low), plain(high - low)
    if value is None:
        return f'<path class="unknown" d="M{start} 11h{span}v12h-{span}z"/>'
    return f'<path class="bounds" d="M{start} 17h{span}M{start} 12v10M{plain(high)} 12v10"/>'


def _dot(value: float | None, is_provisional: bool) -> str:
    if value is None:
        return ""
    return f'<circle class="dot{" open" if is_provisional else ""}" cx="{plain(value)}%" cy="17" r="6"/>'
