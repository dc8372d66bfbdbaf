"""The state of a collaboration's figures, in one query: which generation, what waits, what was decided beside it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from collab.models import Collaboration, GateState, Score
from metrics.models import Standing
from metrics.models.attempts import MOST_TRIES
from metrics.models.standings import standing_of

# By hand, as every page of figures asks it: putting it together from models took longer than all else on the page.
QUESTION = """
SELECT EXISTS (SELECT FROM metrics_stale WHERE collaboration_id = %(id)s),
  (SELECT max(tries) FROM metrics_attempt WHERE collaboration_id = %(id)s),
  ARRAY[stone.reached, stone.newest, (SELECT max(id) FROM partners_readinessreview WHERE collaboration_id = %(id)s)],
  s.id, s.month, s.as_of, s.scores::text, s.gates::text, s.bands::text, s.below, s.unknown, s.troubles, s.generation
FROM (SELECT count(*) AS reached, max(id) AS newest FROM metrics_milestone WHERE collaboration_id = %(id)s) stone
  LEFT JOIN metrics_standing s ON s.collaboration_id = %(id)s
"""


@dataclass(frozen=True)
class State:
    """`mark` changes whenever anything changes that a page of figures shows."""

    standing: Standing
    is_waiting: bool
    is_parked: bool  # what should be computed has failed too often; nothing newer comes by itself
    mark: tuple[Any, ...]


def state_of(collaboration: Collaboration) -> State:
    """The newest figures, and whether newer ones are on their way: evidence has changed, or the day has turned."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, {"id": collaboration.pk})
        is_marked, tries, decided, *stored = cursor.fetchone()
    standing = _standing(collaboration, *stored)
    # an attempt takes the marks over; it is parked after so many tries, for as long as no newer evidence came
    is_parked = tries is not None and tries >= MOST_TRIES and not is_marked
    is_old = is_marked or tries is not None or is_behind(collaboration, standing, collaboration.today())
    mark = (standing.generation, *decided)
    return State(standing, is_old and not is_parked, is_old and is_parked, mark)


def _standing(collaboration: Collaboration, pk: int | None, *stored: Any) -> Standing:
    """The stored standing; made from the figures where none is stored yet."""
    if pk is None:
        return standings_of([collaboration])[collaboration.pk]
    month, as_of, scores, gates, bands, below, unknown, troubles, generation = stored
    return Standing(
        pk=pk, collaboration=collaboration, month=month, as_of=as_of, scores=json.loads(scores),
        gates=json.loads(gates), bands=json.loads(bands), below=below, unknown=unknown, troubles=troubles,
        generation=generation,
    )  # fmt: skip


def is_behind(collaboration: Collaboration, standing: Standing, today: date) -> bool:
    """Whether the newest month was computed before today; nothing is due before the start."""
    due = min(today, collaboration.ended_on or today)
    return due >= collaboration.started_on and (standing.as_of is None or standing.as_of < due)


def standings_of(collaborations: list[Collaboration]) -> dict[int, Standing]:
    """The stored standing of each; made from the figures where none is stored yet, as after an update."""
    found = {one.collaboration_id: one for one in Standing.objects.filter(collaboration__in=collaborations)}
    lacking = [one for one in collaborations if one.pk not in found]
    if lacking:
        scores = _by_collaboration(Score.objects.filter(collaboration__in=lacking))
        gates = _by_collaboration(GateState.objects.filter(collaboration__in=lacking))
        found |= {one.pk: standing_of(one, scores.get(one.pk, []), gates.get(one.pk, [])) for one in lacking}
    return found


def _by_collaboration(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.collaboration_id, []).append(row)
    return found
