"""Scores with their months and their parts, what was published, and the gates; read only, as the pages show them."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from collab.models import Gate, GateState, Metric, Score, Seat
from collab.permissions import Action
from metrics import explain
from metrics.api.door import HERE, door
from metrics.blockers import hindrances
from metrics.charts.series import Point, Series
from metrics.forms.moment import PUBLISHED, Moment
from metrics.formulas.shown import round_half_up
from metrics.series import row_of, shown_series
from metrics.state import state_of

router = Router(tags=["Figures"])
DECIMALS = 1  # of points, as the page shows them


class PointOut(Schema):
    """A score at the end of one month, rounded as on every page; null where evidence does not carry a number."""

    month: int
    as_of: date
    number: float | None = Field(description="0 to 100.")
    lowest: float | None
    highest: float | None
    coverage: float | None = Field(description="How much of the evidence is there, 0 to 100.")
    expected: list[float] | None = Field(description="The expected band of that month.")


class ScoreOut(Schema):
    """Where one score stands."""

    metric: Metric
    name: str
    latest: PointOut | None


class ScoresOut(Schema):
    """The scores of a collaboration; all of one computation."""

    generation: int
    is_waiting: bool = Field(description="Whether newer figures are on their way.")
    scores: list[ScoreOut]


class PartOut(Schema):
    """What one component adds. Components that may only be shown together have no value of their own."""

    keys: list[str]
    label: str
    value: float | None
    weight: float = Field(description="Share of the whole, 0 to 1.")
    points: float | None = Field(description="What it adds to the score.")


class ScoreDetailOut(Schema):
    """One score by month, and what it is made of."""

    metric: Metric
    name: str
    known: str = Field(description="`today` or `published`.")
    points: list[PointOut]
    parts: list[PartOut] = Field(description="Of the last month; empty where you may not see them.")


class HindranceOut(Schema):
    """One thing that stands in the way of a gate."""

    key: str
    text: str
    fails: bool = Field(description="False is: not known yet.")


class GateOut(Schema):
    """A gate today."""

    gate: Gate
    name: str
    state: GateState.State | None = Field(description="Null before the start.")
    as_of: date | None
    hindrances: list[HindranceOut]


class Asked(Schema):
    """Which moment."""

    month: int | None = Field(None, ge=0, le=600, description="Up to that month.")
    known: str = Field("", pattern="^(published)?$", description="`published`: as each month was first published.")


@router.get(HERE + "/scores", response=ScoresOut, summary="Scores")
def score_list(request: HttpRequest, slug: str) -> Any:
    """The four scores as they stand."""
    collaboration = door(request, slug, Action.SEE_SCORES, whole=True)
    state = state_of(collaboration)
    series = shown_series(collaboration, state.standing, Moment({}, months=state.standing.months))
    scores = [
        {"metric": one.metric, "name": str(one.name), "latest": one.latest and _point(one.latest)}
        for one in series.values()
    ]
    return {"generation": state.standing.generation, "is_waiting": state.is_waiting, "scores": scores}


@router.get(HERE + "/scores/{slug:metric}", response=ScoreDetailOut, summary="One score")
def score_detail(request: HttpRequest, slug: str, metric: Metric, asked: Annotated[Asked, Query()]) -> Any:
    """One score by month: as known today, or as each month was first published; with its parts for who may see them."""
    collaboration = door(request, slug, Action.SEE_SCORES, whole=True)
    seat: Seat = request.seat  # type: ignore[attr-defined]  # set by the door
    standing = state_of(collaboration).standing
    typed = {"known": asked.known, "month": "" if asked.month is None else str(asked.month)}
    moment = Moment(typed, months=standing.months)
    series = shown_series(collaboration, standing, moment)[metric]
    row = row_of(collaboration, series, moment) if seat.may_for_all(Action.SEE_EVIDENCE) else None
    return {
        "metric": metric, "name": str(series.name), "known": PUBLISHED if moment.is_published else "today",
        "points": [_point(one) for one in series.points], "parts": _parts(row, seat, series),
    }  # fmt: skip


Gates = Annotated[list[GateOut], Field(min_length=len(Gate), max_length=len(Gate))]


@router.get(HERE + "/gates", response=Gates, summary="Gates")
def gate_list(request: HttpRequest, slug: str) -> Any:
    """Each gate today, with everything that stands in its way. Always all gates in the order of the way: no pages."""
    collaboration = door(request, slug, Action.SEE_SCORES, whole=True)
    seat: Seat = request.seat  # type: ignore[attr-defined]  # set by the door
    states = {one.gate: one for one in collaboration.gate_states.known_on(collaboration.today())}
    blocked = hindrances(collaboration, states.values(), seat)
    return [_gate(gate, states.get(gate), blocked.get(gate, [])) for gate in Gate]


def _point(point: Point) -> dict[str, Any]:
    return {
        "month": point.month, "as_of": point.as_of, "number": _float(point.number), "lowest": _float(point.lowest),
        "highest": _float(point.highest), "coverage": _float(point.covered),
        "expected": point.expectation and [float(one) for one in point.expectation],
    }  # fmt: skip


def _parts(row: Score | None, seat: Seat, series: Series) -> list[dict[str, Any]]:
    """The parts as the page tells them: no points where the score has no number."""
    if row is None or row.coverage is None or not row.parts:
        return []
    return [
        {
            "keys": list(one.merged or (one.key,)), "label": str(one.label),
            "value": None if one.value is None else float(round_half_up(one.value)), "weight": round(one.weight, 4),
            "points": None if one.points is None or not row.has_enough_evidence else round(one.points, DECIMALS),
        }
        for one in explain.parts(row, seat=seat)
    ]  # fmt: skip


def _gate(gate: Gate, state: GateState | None, blocked: Any) -> dict[str, Any]:
    return {
        "gate": gate, "name": str(gate.label), "state": state and state.state, "as_of": state and state.as_of,
        "hindrances": [{"key": one.key, "text": one.text, "fails": one.fails} for one in blocked],
    }  # fmt: skip


def _float(number: Any) -> float | None:
    return None if number is None else float(number)
