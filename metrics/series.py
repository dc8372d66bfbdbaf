"""The figures of a collaboration as series: of today's knowledge, or as they were published."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from collab.models import Collaboration, Score
from metrics import explain
from metrics.charts.series import Point, Series, series_of
from metrics.forms.moment import Moment
from metrics.formulas.catalogue import METRICS as CATALOGUE
from metrics.formulas.composite import support_of
from metrics.labels import METRICS
from metrics.models import Standing
from metrics.publishing import published_series

COLUMNS = ("month", "as_of", "value", "low", "high", "coverage")


def shown_series(collaboration: Collaboration, standing: Standing, moment: Moment) -> dict[str, Series]:
    """The four series up to the month; of what was published, the first publication of each month."""
    if not moment.is_published:
        return all_series(standing, until=moment.chosen)
    return published_series(collaboration, standing.bands, until=moment.chosen)


def all_series(standing: Standing, *, until: int | None = None) -> dict[str, Series]:
    """The series of the four scores in the order of the catalogue, up to a month; empty where nothing is computed."""
    return {
        metric: named(
            metric,
            (
                (month, date.fromisoformat(as_of), *figures)
                for month, as_of, *figures in standing.scores.get(metric, ())
                if until is None or month <= until
            ),
            standing.bands.get(metric, ()),
        )
        for metric in CATALOGUE
    }


def named(metric: str, rows: Iterable[Any], bands: Iterable[Any] = ()) -> Series:
    """A series with its name; `bands` of months 0-24 where they were set anew."""
    return series_of(metric, str(METRICS[metric].label), rows, tuple((low, high) for low, high in bands))


def row_of(collaboration: Collaboration, series: Series, moment: Moment) -> Score | None:
    """The stored score of the month that is shown; what was published has no row of its own here."""
    if moment.is_published or series.latest is None:
        return None
    return collaboration.scores.filter(metric=series.metric, month=series.latest.month).first()


def point_of(pair: explain.PairExplanation) -> Point:
    """A pair as a figure draws it; without a number where too little is known."""
    enough = pair.value is not None and support_of(pair.coverage or 0) != "not_enough"
    return Point(0, pair.on, pair.value if enough else None, pair.low, pair.high, pair.coverage, None)
