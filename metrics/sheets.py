"""The lists and figures of this floor as sheets, a function each."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collab.exports import Column, Sheet, yes_or_no
from collab.models import Collaboration, Gate
from metrics.charts.bars import MINUS, Bars
from metrics.charts.series import Point, Series
from metrics.charts.spread import Spread
from metrics.explain import PairRow
from metrics.formulas.catalogue import METRICS as CATALOGUE
from metrics.formulas.shown import round_half_up
from metrics.labels import METRICS
from metrics.models import Standing
from metrics.series import all_series

SERIES_COLUMNS = (
    "collaboration", "metric", "month", "as_of", "value", "low", "high", "expected_low", "expected_high", "coverage",
    "state",
)  # fmt: skip


def series(one: Series, collaboration: Collaboration, *, of: tuple[str, str] | None = None) -> Sheet:
    """A score over the months; the names of its columns are for programs and stay English.

    `of`: a column more for a score that is not of the whole. Example: ("partner", "Marea Viva").
    """

    def cell(place: int) -> Any:
        return lambda row: row[place]

    rows = [_month(collaboration, one, point) for point in one.points]
    columns: list[Column] = [(name, cell(at)) for at, name in enumerate(SERIES_COLUMNS)]
    if of:
        columns.insert(1, (of[0], lambda _row: of[1]))
    return Sheet(one.metric, one.name, columns, rows)


def _month(collaboration: Collaboration, one: Series, point: Point) -> list[Any]:
    low, high = point.expectation or (None, None)
    state = "not enough evidence" if point.number is None else "provisional" if point.is_provisional else "supported"
    return [
        collaboration.name, one.metric, point.month, point.as_of, point.number, point.lowest, point.highest,
        low, high, point.covered, state,
    ]  # fmt: skip


def pairs(rows: Iterable[tuple[PairRow, Point]], *, sees_value: bool) -> Sheet:
    """The pairs that the reader sees; strength only for those who see it on the page."""
    strength: tuple[Column, ...] = (
        (_("Strength"), lambda row: row[1].number),
        (_("Lowest"), lambda row: row[1].lowest),
        (_("Highest"), lambda row: row[1].highest),
        (_("Coverage in %"), lambda row: row[1].covered),
    )
    columns: tuple[Column, ...] = (
        (_("First"), lambda row: row[0].first.name),
        (_("Second"), lambda row: row[0].second.name),
        (_("Needed"), lambda row: yes_or_no(row[0].needed)),
        *(strength if sees_value else ()),
        (_("Joint work"), lambda row: _rounded(row[0].joint_level, 1)),
        (_("Promises"), lambda row: _rounded(row[0].commitments, 0)),
        (_("Contacts"), lambda row: row[0].contacts),
        (_("Last contact"), lambda row: row[0].last_contact_on),
        (_("Days between contacts"), lambda row: row[0].cadence_days),
        (_("Quiet"), lambda row: yes_or_no(row[0].is_quiet)),
    )
    return Sheet("pairs", _("Pairs"), columns, rows)


def components(bars: Bars, *, has_number: bool) -> Sheet:
    """What a score is made of; without a number, how much of each component is known."""
    columns: tuple[Column, ...] = (
        (_("Component"), lambda row: str(row.label)),
        (_("Points") if has_number else _("Known in %"), lambda row: _as_shown(row.points)),
        (_("Weight in %"), lambda row: _as_shown(row.weight)),
        *(((_("Value"), lambda row: _as_shown(row.value)),) if has_number else ()),
    )
    return Sheet("components", _("Components"), columns, [*bars.rows, *([bars.total] if bars.total else [])])


def change(bars: Bars) -> Sheet:
    """The way of a score from one month to another: both ends, and the points of each part between them."""
    columns: tuple[Column, ...] = (
        (_("Part"), lambda row: str(row.label)),
        (_("What happened"), lambda row: str(row.tag)),
        (_("Points"), lambda row: _as_shown(row.points)),
    )
    return Sheet("change", pgettext_lazy("how much", "Change"), columns, bars.rows)


def needed_pairs(bars: Bars) -> Sheet:
    """The needed pairs behind a score, with their values and bounds."""
    columns: tuple[Column, ...] = (
        (_("Pair"), lambda row: str(row.label)),
        (_("Value"), lambda row: _as_shown(row.points)),
        (_("Lowest"), lambda row: _as_shown(row.value.partition("–")[0])),
        (_("Highest"), lambda row: _as_shown(row.value.partition("–")[2])),
    )
    return Sheet("needed-pairs", _("Needed pairs"), columns, bars.rows)


def spread(drawn: Spread) -> Sheet:
    """What each partner did of what makes a strategy shared, in per cent of each kind."""

    def cell(place: int) -> Any:
        return lambda row: row[1][place].number

    kinds = [(_("%(kind)s in %%") % {"kind": kind}, cell(place)) for place, kind in enumerate(drawn.kinds)]
    return Sheet("distribution", _("Distribution"), ((_("Partner"), lambda row: row[0]), *kinds), drawn.rows)


def _as_shown(text: str) -> Any:
    """A number as it stands on the page; empty where there is none."""
    try:
        # the reader's decimal sign; no number on a bar is long enough for groups of digits
        return Decimal(text.removesuffix(" %").replace(MINUS, "-").replace(",", "."))
    except InvalidOperation:
        return None


def evidence(parts: Iterable[Any]) -> Sheet:
    """The records behind a number, as far as the reader may see them."""
    columns: tuple[Column, ...] = (
        (_("Component"), lambda row: str(row[0].label)),
        (_("Day"), lambda row: row[1].on),
        (_("Record"), lambda row: str(row[1].text)),
        (_("Kind"), lambda row: str(row[1].kind)),
    )
    return Sheet("evidence", _("Evidence"), columns, [(part, item) for part in parts for item in part.items])


def indicators(rows: Sequence[Any]) -> Sheet:
    """What is measured; the newest figures only where they may count."""
    columns: tuple[Column, ...] = (
        (_("What is measured"), lambda row: row.indicator.name),
        (_("Unit"), lambda row: row.indicator.unit),
        (_("Level"), lambda row: row.indicator.get_level_display()),
        (_("Baseline"), lambda row: row.indicator.baseline),
        (_("Newest figure"), lambda row: row.newest and row.newest.actual),
        (_("Target"), lambda row: row.newest and row.newest.target),
    )
    return Sheet("indicators", _("Indicators"), columns, rows)


def portfolio(found: Sequence[Collaboration], standings: Mapping[int, Standing]) -> Sheet:
    """The collaborations of the reader with scores, bounds and gates; empty where there is not enough evidence."""
    rows = [(one, standings.get(one.pk, Standing(generation=0))) for one in found]
    told = [(one, standing, all_series(standing)) for one, standing in rows]
    columns: list[Column] = [
        (_("Collaboration"), lambda row: row[0].name),
        (_("Country"), lambda row: row[0].country),
        (_("Started on"), lambda row: row[0].started_on),
        (_("Month"), lambda row: row[1].month),
        (_("As of"), lambda row: row[1].as_of),
    ]
    for metric in CATALOGUE:
        words = METRICS[metric]
        columns += [
            (words.label, _of_score(metric, "number")),
            (_("%(score)s, lowest") % {"score": words.label}, _of_score(metric, "lowest")),
            (_("%(score)s, highest") % {"score": words.label}, _of_score(metric, "highest")),
        ]
    columns += [(gate, _of_gate(gate)) for gate in Gate.values]
    return Sheet("portfolio", _("Portfolio"), columns, told)


def _of_score(metric: str, name: str) -> Any:
    def cell(row: Any) -> Any:
        latest = row[2][metric].latest
        return latest and getattr(latest, name)

    return cell


def _of_gate(gate: str) -> Any:
    words = {"pass": _("passed"), "fail": _("not passed"), "unknown": _("unknown"), "ahead": _("not yet due")}

    def cell(row: Any) -> str:
        return str(words[row[1].gate_shown(gate)]) if gate in row[1].gates else ""

    return cell


def _rounded(value: float | None, decimals: int) -> Any:
    return None if value is None else round_half_up(value, decimals)


def reports(rows: Iterable[Any]) -> Sheet:
    """What was told, and what is being written, as far as the reader sees it."""
    columns = (
        (_("Report"), lambda one: one.title),
        (_("For whom"), lambda one: one.audience),
        (_("Period from"), lambda one: one.from_on),
        (_("Period until"), lambda one: one.until_on),
        (_("State"), lambda one: one.get_state_display()),
        (_("Record"), lambda one: one.record),
        (_("Due on"), lambda one: one.due_on),
        (_("Written by"), lambda one: str(one.owner)),
        (_("Locked by"), lambda one: str(one.locked_by or "")),
    )
    return Sheet("reports", _("Reports"), columns, rows)
