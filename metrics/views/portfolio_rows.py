"""The rows of the portfolio: what one collaboration says of itself at a glance."""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from collab.kept import Kept
from collab.models import Collaboration, Gate
from collab.wording import within
from metrics.charts.month_line import month_line
from metrics.charts.series import Series
from metrics.charts.words import since
from metrics.formulas.shown import round_half_up
from metrics.labels import METRICS
from metrics.models import Standing
from metrics.models.standings import GATE_DUE
from metrics.series import all_series
from metrics.views.strips import four_strips

KEPT: Kept[SafeString] = Kept(most=500)
NOTHING = Standing(generation=0)


@dataclass(frozen=True)
class Need:
    """What a collaboration needs first: a sign, what is so, why, and the one way on."""

    kind: str
    title: str
    text: str
    href: str
    link: str


@dataclass(frozen=True)
class Change:
    """The change that matters most, and the page that tells what it is made of."""

    says: str
    href: str
    name: str


@dataclass(frozen=True)
class GateSign:
    """A gate in a word."""

    state: str
    says: str


def drawn(collaboration: Collaboration, standing: Standing, since_month: int | None) -> SafeString:
    """A row as it is shown; drawn once for each state of its figures and its day."""
    today = collaboration.today()
    key = (collaboration.pk, collaboration.version, standing.generation, today, since_month)
    return KEPT.get(key, lambda: _draw(collaboration, standing, today, since_month))


def _draw(collaboration: Collaboration, standing: Standing, today: date, since_month: int | None) -> SafeString:
    series = all_series(standing)
    end = min(today, collaboration.ended_on or today)
    context = {
        "collaboration": collaboration,
        "line": month_line(collaboration.started_on, end, uid=f"way-{collaboration.pk}", is_past=end < today),
        "strips": four_strips(series, collaboration, needs={}, is_small=True),
        "need": need_of(collaboration, standing, series),
        "gates": gate_signs(standing),
        "change": largest_change(series, collaboration, since_month),
        "as_of": standing.as_of,
    }
    return render_to_string("metrics/portfolio_row.html", context)


def need_of(collaboration: Collaboration, standing: Standing, series: dict[str, Series]) -> Need:
    """The first thing that somebody should look at."""
    overview = collaboration.get_absolute_url()
    if standing.failed_gates:
        gate = standing.failed_gates[0]
        values = {"gate": gate, "name": Gate(gate).label, "month": GATE_DUE[gate]}
        title = _("%(gate)s is not passed: %(name)s") % values
        text = _("It was expected by month %(month)s.") % values
        return Need("bad", title, text, f"{overview}#gates", _("See what blocks it"))
    if standing.below:
        one = series[standing.below[0]]
        return Need("warn", *_lower(one), _page(collaboration, one.metric), _("See why"))
    if standing.unknown:
        name = str(METRICS[standing.unknown[0]].label)
        title = _("Not enough evidence for %(name)s") % {"name": within(name)}
        return Need("", title, "", _page(collaboration, standing.unknown[0]), _("See what would give it"))
    if not standing.generation:
        return Need("", _("No figures yet"), _("They follow a few seconds after the first record."), "", "")
    return Need("good", _("Nothing needs you"), _("Every score stands where it is expected, or above."), "", "")


def _lower(series: Series) -> tuple[str, str]:
    latest = series.latest
    assert latest is not None  # noqa: S101  below the band: there is one
    low, high = latest.expectation or (None, None)
    values = {"name": series.name, "value": latest.number, "from": low, "to": high, "month": latest.month}
    return (
        _("%(name)s is lower than expected") % values,
        _("It is %(value)s; by month %(month)s, %(from)s to %(to)s is expected.") % values,
    )


def _page(collaboration: Collaboration, metric: str) -> str:
    return reverse("metrics:score_detail", args=[collaboration.slug, metric])


def gate_signs(standing: Standing) -> list[GateSign]:
    """Each gate with its state in words, in the order of the way; what is not due yet is not called failed."""
    words = {
        "pass": _("%(gate)s passed"), "fail": _("%(gate)s not passed"), "unknown": _("%(gate)s unknown"),
        "ahead": _("%(gate)s not yet due"),
    }  # fmt: skip
    return [
        GateSign(state, words[state] % {"gate": gate})
        for gate in Gate.values
        if gate in standing.gates and (state := standing.gate_shown(gate))
    ]


def largest_change(series: dict[str, Series], collaboration: Collaboration, since_month: int | None) -> Change | None:
    """The score that moved most since a month, or in the last quarter; why is told on its page."""
    moved = [(abs(_moved(one, since_month)), one) for one in series.values() if _moved(one, since_month)]
    if not moved:
        return None
    one = max(moved, key=lambda pair: pair[0])[1]
    before, after = one.back(_span(one, since_month)), one.latest
    if before is None or after is None:
        return None
    months = f"?from={before.month}&to={after.month}#change"
    return Change(since(one, _span(one, since_month)), f"{_page(collaboration, one.metric)}{months}", one.name)


def _moved(series: Series, since_month: int | None) -> float:
    before = series.back(_span(series, since_month))
    latest = series.latest
    if latest is None or before is None or latest.value is None or before.value is None:
        return 0.0
    return float(round_half_up(latest.value) - round_half_up(before.value))


def _span(series: Series, since_month: int | None) -> int:
    """How many months back: a quarter where nothing else is asked for, never less than one."""
    latest = series.latest
    return 3 if since_month is None or latest is None else max(latest.month - since_month, 1)
