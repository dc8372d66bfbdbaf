"""Score strips: what a page shows of one score, every text and drawing ready for the template."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collab.models import Collaboration, Metric
from collab.strips import Strip
from collab.wording import decimal
from metrics.charts.series import Point, Series
from metrics.charts.strip import drawn, spark
from metrics.formulas.shown import round_half_up


def strip(
    name: str | Promise, point: Point | None, *, href: str = "", need: float | None = None,
    next_step: tuple[str, str | Promise] = ("", ""), series: Series | None = None,
) -> Strip:  # fmt: skip
    """A score with its words. `need`: the level that a gate asks for; `series`: for the months in miniature.

    `next_step`: address and words of what would give the evidence, shown only where there is no number.
    """
    lacks = point is None or point.number is None
    return Strip(
        name=str(name),
        line=drawn(str(name), point, need),
        value="" if point is None or point.number is None else decimal(point.number),
        bounds=_bounds(point),
        place=point.place if point else "",
        is_provisional=bool(point and point.is_provisional),
        says=_says(point, need),
        href=href,
        next_href=next_step[0] if lacks else "",
        next_link=next_step[1] if lacks else "",
        spark=spark(series) if series else "",
    )


def _bounds(point: Point | None) -> str:
    if point is None or point.lowest is None:
        return ""
    return f"{point.lowest}–{point.highest}"


def _says(point: Point | None, need: float | None) -> str:
    """What is expected, in words."""
    if point is None or point.expectation is None:
        return ""
    low, high = point.expectation
    words = {"month": point.month, "low": low, "high": high}
    if need is not None:
        words["need"] = round_half_up(need)
        return _("Expected by month %(month)s: %(low)s to %(high)s. Needed in the end: %(need)s.") % words
    return _("Expected by month %(month)s: %(low)s to %(high)s.") % words


def four_strips(
    series: Mapping[str, Series], collaboration: Collaboration, *, needs: Mapping[str, float], **options: Any
) -> list[Strip]:
    """The four scores of a collaboration, each leading to its own page."""
    return [
        strip(
            one.name, one.latest, href=reverse("metrics:score_detail", args=[collaboration.slug, metric]),
            need=needs.get(metric), series=one if options.get("is_small") else None,
        )
        for metric, one in series.items()
    ]  # fmt: skip


def needed_levels(parts: Mapping[str, Any]) -> dict[str, float]:
    """The level of government engagement that the context asks for, from the parts of that score."""
    threshold = parts.get("_threshold")
    return {} if threshold is None else {str(Metric.ENGAGEMENT): float(threshold)}
