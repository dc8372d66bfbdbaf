"""What the page of a collaboration says: where it stands, what moved, what comes next; at a month, for a reader."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from collab.context import address
from collab.models import Collaboration, Gate, GateState, Metric, Score, Seat
from collab.roles import Action
from metrics.blockers import Hindrance, hindrances
from metrics.charts.findings import Finding, finding
from metrics.charts.month_line import month_line
from metrics.charts.series import Series
from metrics.forms.moment import Moment
from metrics.frame import milestones
from metrics.models import Standing
from metrics.models.standings import GATE_DUE, gate_ahead
from metrics.series import shown_series
from metrics.views.changes import Moved, largest
from metrics.views.figures import Figure, small_figures
from metrics.views.milestones import given, way
from metrics.views.newest import newest_evidence
from metrics.views.steps import Step, next_steps
from metrics.views.strips import four_strips, needed_levels
from metrics.views.way_events import says, told

QUARTER = 3
HINDRANCES_SHOWN = 2  # beside a gate; the page of the gates names all


@dataclass(frozen=True)
class GateRow:
    """A gate as the component wants it."""

    gate: str
    state: str
    name: str
    text: str


@dataclass(frozen=True)
class Past:
    """What the page of a month in the past says of itself."""

    month: int
    as_of: date | None
    is_published: bool


def overview(collaboration: Collaboration, seat: Seat, standing: Standing, moment: Moment) -> dict[str, Any]:
    """Everything on the page, of one generation, up to the month that is asked for."""
    series = shown_series(collaboration, standing, moment)
    latest = next((one.latest for one in series.values() if one.latest), None)
    month = latest.month if latest else None
    today = _as_of(collaboration, latest.as_of if latest and moment.is_past else None)
    gates = gates_at(collaboration, month, moment)
    blocked = hindrances(collaboration, gates, seat)
    reached = milestones(collaboration, on=today) if collaboration.started_on <= today else []
    events = told(collaboration, seat, on=today)
    line = month_line(
        collaboration.started_on, today, uid="way", milestones=given(reached), events=[one.event for one in events],
        is_past=today < collaboration.today(),
    )  # fmt: skip
    return {
        "finding": _started(collaboration, today) or finding(series),
        "line": line,
        "way": way(reached, on=today) if reached else None,
        "events": events,
        "events_say": says(events),
        "as_of": latest and latest.as_of,
        "month": month,
        "strips": four_strips(series, collaboration, needs=_needs(collaboration, month)),
        "changes": changes(collaboration, series, seat, moment),
        "gates": [_gate_row(one, month, blocked[one.gate]) for one in gates],
        "figures": figures(collaboration, series, moment),
        **({} if moment.is_past else _now(collaboration, seat, blocked, series)),
        "may_see_parts": seat.may_for_all(Action.SEE_EVIDENCE),
        "may_see_pairs": seat.may(Action.SEE_EVIDENCE),
    }


def gates_at(collaboration: Collaboration, month: int | None, moment: Moment) -> list[GateState]:
    """The gates at a month, in the order of the way."""
    if month is None or moment.is_published:
        return []
    return list(collaboration.gate_states.filter(month=month).order_by("gate"))


def changes(collaboration: Collaboration, series: dict[str, Series], seat: Seat, moment: Moment) -> list[Moved]:
    """The three largest changes in a quarter; their reasons only of today's knowledge, for those who may see parts."""
    reader = seat if seat.may_for_all(Action.SEE_EVIDENCE) and not moment.is_published else None
    return largest(collaboration, series, QUARTER, reader)


def figures(collaboration: Collaboration, series: dict[str, Series], moment: Moment) -> list[Figure]:
    """A small multiple for each score that has any month."""
    return small_figures(collaboration, {key: one for key, one in series.items() if one.points}, moment.query)


def _now(
    collaboration: Collaboration, seat: Seat, blocked: dict[str, list[Hindrance]], series: dict[str, Series]
) -> dict[str, Any]:
    """What only the running month has: next steps, and what came in last."""
    steps: list[Step] = next_steps(collaboration, blocked, series)
    return {
        "steps": steps,
        "newest": newest_evidence(collaboration, seat) if seat.may_for_all(Action.SEE_EVIDENCE) else [],
        "log": address("collab:meeting_create", collaboration.slug) if seat.may(Action.LOG) else "",
    }


def _needs(collaboration: Collaboration, month: int | None) -> dict[str, float]:
    """The level of government engagement that the context asks for."""
    row = Score.objects.filter(collaboration=collaboration, metric=Metric.ENGAGEMENT, month=month or 0).first()
    return needed_levels(row.parts) if row else {}


def _gate_row(gate: GateState, month: int | None, blocked: list[Hindrance]) -> GateRow:
    """A gate that its month has not reached and that does not pass is not due yet."""
    is_ahead = gate_ahead(gate.gate, gate.state, month)
    name = f"{gate.gate} {Gate(gate.gate).label}"
    if is_ahead:
        return GateRow(gate.gate, "ahead", name, _("Expected by month %(month)s.") % {"month": GATE_DUE[gate.gate]})
    return GateRow(gate.gate, gate.state, name, _in_short([one.text for one in blocked]))


def _in_short(texts: list[str]) -> str:
    """The first of what stands in the way, and how much more there is; all of it stands on a page of its own."""
    more = len(texts) - HINDRANCES_SHOWN
    if more <= 1:
        return " ".join(texts)
    values = {"n": more, "texts": " ".join(texts[:HINDRANCES_SHOWN])}
    return _("%(texts)s And %(n)s more.") % values


def _as_of(collaboration: Collaboration, past: date | None) -> date:
    today = past or collaboration.today()
    return min(today, collaboration.ended_on or today)


def _started(collaboration: Collaboration, today: date) -> Finding | None:
    if today >= collaboration.started_on:
        return None
    return Finding(
        _("This collaboration has not started yet"),
        _("Month 0 is the day of its start. From then on, figures stand here."),
    )
