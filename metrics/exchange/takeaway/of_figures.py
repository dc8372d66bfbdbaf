"""Figures as tables: scores and gates by month, pairs, networks, indicators, milestones, reports."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from collab.models import GateState, Seat
from collab.roles import Action
from metrics import explain, network
from metrics.exchange.outgoing.network import sent
from metrics.exchange.takeaway.table import Column, Names, Table, columns_of, plain
from metrics.forms.moment import Moment
from metrics.models import Indicator, IndicatorPeriod, Milestone, Report
from metrics.series import point_of, shown_series
from metrics.sheets import SERIES_COLUMNS, series
from metrics.state import state_of

MONTHS = (
    _("Name of the collaboration"), _("Which score"), _("Months since the start"), _("Last day of the month"),
    _("The score, 0 to 100; empty where there is not enough evidence"), _("Its lower bound"), _("Its upper bound"),
    _("The expected band begins"), _("The expected band ends"), _("How much of the evidence is there, in %"),
    _("How sure the number is"),
)  # fmt: skip
PAIR = (
    ("first", _("First")), ("second", _("Second")), ("needed", _("Whether the two need each other")),
    ("strength", _("Strength, 0 to 100; empty where there is not enough evidence")), ("lowest", _("Its lower bound")),
    ("highest", _("Its upper bound")), ("coverage", _("How much of the evidence is there, in %")),
    ("contacts", _("Contacts")), ("last_contact_on", _("Last contact")), ("quiet", _("Whether the two went quiet")),
)  # fmt: skip
EDGE = (
    ("relation", _("Which relation")), ("from", _("Who says so")), ("to", _("Of whom")), ("level", _("Level")),
    ("since", _("The day from which this level counts")),
)  # fmt: skip
INDICATOR = ("id", "name", "unit", "level", "from_month", "baseline", "baseline_on", "narrative", "way", "reason")
REPORT = (
    "id", "title", "audience", "language", "from_on", "until_on", "due_on", "state", "owner", "locked_at", "locked_by",
)  # fmt: skip


def scores(seat: Seat, names: Names) -> Table:
    """Each score at the end of each month, as its page gives it."""
    columns = tuple(
        Column(name, meaning, itemgetter(place))
        for place, (name, meaning) in enumerate(zip(SERIES_COLUMNS, MONTHS, strict=True))
    )
    return Table("scores", _("Scores by month"), columns, _scores(seat))


def gates(seat: Seat, names: Names) -> Table:
    """Each gate at the end of each month."""
    rows = GateState.objects.filter(collaboration=seat.collaboration).order_by("month", "gate")
    columns = (
        Column("gate", _("Gate"), lambda row: row.gate, tuple(GateState._meta.get_field("gate").choices or ())),
        Column("month", _("Months since the start"), lambda row: row.month),
        Column("as_of", _("Last day of the month"), lambda row: row.as_of),
        Column("state", _("State"), lambda row: row.state, tuple(GateState.State.choices)),
    )
    return Table("gates", _("Gates by month"), columns, rows if _sees_scores(seat) else rows.none())


def pairs(seat: Seat, names: Names) -> Table:
    """How strong the tie of each pair is now; its strength for those who see it on the page."""
    sees = seat.may_for_all(Action.SEE_PAIR_TRUST)
    columns = tuple(
        Column(name, meaning, itemgetter(place))
        for place, (name, meaning) in enumerate(PAIR)
        if sees or name not in ("strength", "lowest", "highest", "coverage")
    )
    return Table("pairs", _("Pairs"), columns, _pairs(seat, names))


def networks(seat: Seat, names: Names) -> Table:
    """The ties of each relation that may be shown, as they stand today; trust is none of them."""
    columns = tuple(Column(name, meaning, itemgetter(place)) for place, (name, meaning) in enumerate(EDGE))
    return Table("network", _("Network"), columns, _edges(seat, names))


def indicators(seat: Seat, names: Names) -> Table:
    """What is measured."""
    rows = Indicator.objects.filter(collaboration=seat.collaboration).order_by("pk")
    columns = columns_of(Indicator, names, *INDICATOR)
    return Table("indicators", _("Indicators"), columns, rows if _sees_scores(seat) else rows.none())


def periods(seat: Seat, names: Names) -> Table:
    """Targets and actual figures, of those that may count."""
    rows = IndicatorPeriod.objects.filter(collaboration=seat.collaboration).counted().order_by("pk")
    columns = columns_of(
        IndicatorPeriod, names, "id", "indicator", "from_month", "to_month", "target", "actual", "note"
    )
    return Table("indicator_periods", _("Periods of indicators"), columns, rows if _sees_scores(seat) else rows.none())


def milestones(seat: Seat, names: Names) -> Table:
    """What somebody wrote down as reached."""
    rows = Milestone.objects.filter(collaboration=seat.collaboration).order_by("reached_on", "pk")
    columns = columns_of(Milestone, names, "id", "key", "reached_on", "note")
    return Table("milestones", _("Milestones"), columns, rows if _sees_scores(seat) else rows.none())


def reports(seat: Seat, names: Names) -> Table:
    """Which reports there are; each leaves as a file from its own page."""
    rows = Report.objects.visible_to(seat).select_related("owner", "locked_by").defer("frozen").order_by("created_at")
    return Table("reports", _("Reports"), columns_of(Report, names, *REPORT), rows)


def _sees_scores(seat: Seat) -> bool:
    return seat.may_for_all(Action.SEE_SCORES)


def _scores(seat: Seat) -> Iterator[Any]:
    if _sees_scores(seat):
        collaboration, standing = seat.collaboration, state_of(seat.collaboration).standing
        for one in shown_series(collaboration, standing, Moment({}, months=standing.months)).values():
            yield from series(one, collaboration).rows


def _pairs(seat: Seat, names: Names) -> Iterator[tuple[Any, ...]]:
    for one in explain.pairs_for(seat.collaboration, seat):
        point = point_of(one)
        yield (
            names.organizations.get(one.first.id, ""), names.organizations.get(one.second.id, ""),
            plain(one.needed, names.zone), point.number, point.lowest, point.highest, point.covered, one.contacts,
            one.last_contact_on, plain(one.is_quiet, names.zone),
        )  # fmt: skip


def _edges(seat: Seat, names: Names) -> Iterator[tuple[Any, ...]]:
    collaboration, today = seat.collaboration, seat.collaboration.today()
    relations = network.items(collaboration, on=today) if seat.may_for_all(Action.SEE_EVIDENCE) else []
    for item in relations:
        view = network.measures(collaboration, item, on=today)
        told = sent(collaboration, view, view.nodes, title="")
        known = {one.key: one.name for one in told.members}
        for tie, level in told.standing():
            yield (item, known[tie.source], known[tie.target], level, tie.spells[-1].start)
