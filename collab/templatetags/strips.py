"""One score as a strip, from numbers: for pages of floors that draw nothing themselves."""

from typing import Any

from django import template

from collab.strips import strip_of

register = template.Library()


@register.inclusion_tag("components/score_strip.html")
def score_strip(
    name: str, value: float | None, low: float | None, high: float | None, *, band_low: float | None = None,
    band_high: float | None = None, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """A strip; what else it may say is said at `collab.strips.strip_of`."""
    band = None if band_low is None or band_high is None else (band_low, band_high)
    return {"strip": strip_of(name, value, low, high, band=band, **more)}
