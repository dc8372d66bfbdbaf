"""Score strips: what a page shows of one score, ready for the component."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collab.models import Collaboration, Metric, Score
from metrics.charts.series import Point, Series, series_of
from metrics.labels import METRICS

COLUMNS = ("month", "as_of", "value", "low", "high", "coverage")


@dataclass(frozen=True)
class Strip:
    """One score as the component `score_strip` wants it."""

    uid: str
    name: str | Promise
    point: Point | None
    href: str = ""
    next_href: str = ""
    next_link: str | Promise = ""
    need: float | None = None  # the level that a gate asks for

    @property
    def says(self) -> str:
        """What is expected, in words."""
        if self.point is None or self.point.expectation is None:
            return ""
        low, high = self.point.expectation
        words = {"month": self.point.month, "low": low, "high": high, "need": self.need}
        if self.need is not None:
            return _("Expected by month %(month)s: %(low)s to %(high)s. Needed in the end: %(need).0f.") % words
        return _("Expected by month %(month)s: %(low)s to %(high)s.") % words


def government(collaboration: Collaboration, *, href: str) -> Strip | None:
    """Government engagement of the running month; None while no mandate is listed."""
    rows = list(collaboration.scores.series(Metric.ENGAGEMENT))
    if not rows or rows[-1].coverage is None:
        return None
    series = named(Metric.ENGAGEMENT, ((r.month, r.as_of, r.value, r.low, r.high, r.coverage) for r in rows))
    lacks = series.latest is None or series.latest.value is None
    step = _("See whom you reach, and who is missing") if lacks and href else ""
    return Strip(
        uid="government", name=series.name, point=series.latest, href=href, need=rows[-1].parts["_threshold"],
        next_href=href if lacks else "", next_link=step,
    )  # fmt: skip


def relationship(collaboration: Collaboration) -> Series:
    """The series of relationship strength of one collaboration."""
    return named("relationship", collaboration.scores.series("relationship").values_list(*COLUMNS))


def named(metric: str, rows: Any) -> Series:
    """A series with its name."""
    return series_of(metric, str(METRICS[metric].label), rows)


def series_by_collaboration(collaborations: list[Collaboration], metric: str) -> dict[int, Series]:
    """The series of several collaborations in one query."""
    rows: dict[int, list[tuple[Any, ...]]] = {one.pk: [] for one in collaborations}
    found = Score.objects.filter(collaboration__in=collaborations).series(metric)
    for pk, *row in found.values_list("collaboration_id", *COLUMNS):
        rows[pk].append(tuple(row))
    return {pk: named(metric, own) for pk, own in rows.items()}
