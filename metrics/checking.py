"""Compares what is stored with a computation from scratch, cell by cell."""

import logging
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from collab.models import Collaboration, GateState, PairScores, PartnerScore, Score
from metrics.models import Difference, Run, Stale
from metrics.scoring import Rows, fresh_rows, is_stale

logger = logging.getLogger(__name__)
CELLS_KEPT = 20
FIGURES = ("as_of", "value", "low", "high", "coverage", "parts")


def check(run: Run, collaboration_id: int) -> None:
    """Write down which stored cells of one collaboration differ, and have it computed anew."""
    collaboration = Collaboration.objects.filter(pk=collaboration_id).first()
    if collaboration is None:
        return
    cells = [cell for cell, _stored, _computed in differing(collaboration)]
    if not cells or is_stale(collaboration):  # newer scores are on their way
        return
    logger.error("stored scores of collaboration %s differ in %s cells: %s ...", collaboration_id, len(cells), cells[0])
    with transaction.atomic():
        rows = [Difference(run=run, collaboration=collaboration, cell=cell[:120]) for cell in cells[:CELLS_KEPT]]
        Difference.objects.bulk_create(rows)
        Stale.objects.create(collaboration=collaboration)


def differing(collaboration: Collaboration) -> Iterator[tuple[str, Any, Any]]:
    """Cell, stored and computed value wherever they differ; all read from one state of the database."""
    with transaction.atomic():
        if len(connection.savepoint_ids) == 0:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        collaboration.refresh_from_db()
        rows = fresh_rows(collaboration, today=collaboration.today(), generation=0)
        mine = {"collaboration": collaboration}
        kept = Rows(
            list(Score.objects.filter(**mine)), list(PartnerScore.objects.filter(**mine)),
            list(GateState.objects.filter(**mine)), PairScores.objects.filter(**mine).first() or PairScores(),
        )  # fmt: skip
        rows_kept: list[Any] = [*kept.scores, *kept.partners, *kept.gates, kept.pairs]
        generations = {one.generation for one in rows_kept}
        fresh, stored = _cells(rows), _cells(kept)
        waits = is_stale(collaboration)
    if waits:
        yield "newer scores", "still to be computed", ""
    if len(generations) > 1:
        yield "generations", len(generations), 1
    for cell in sorted(fresh.keys() | stored.keys()):
        if cell not in fresh or cell not in stored or fresh[cell] != stored[cell]:
            yield cell, stored.get(cell), fresh.get(cell)


def _cells(rows: Rows) -> dict[str, Any]:
    """Every stored cell by a name that says where it stands."""
    cells: dict[str, Any] = {}
    for score in rows.scores:
        _add(cells, f"{score.metric} month {score.month:03d}", score, *FIGURES)
    for partner in rows.partners:
        _add(cells, f"readiness of {partner.organization_id}", partner, *FIGURES)
    for gate in rows.gates:
        _add(cells, f"{gate.gate} month {gate.month:03d}", gate, "as_of", "state", "blockers")
    _add(cells, "pairs", rows.pairs, "month", "as_of")
    for pair in rows.pairs.rows:
        cells |= {f"pair {pair['a']}-{pair['b']} {name}": value for name, value in pair.items()}
    return cells


def _add(cells: dict[str, Any], place: str, row: Model, *names: str) -> None:
    cells |= {f"{place} {name}": getattr(row, name) for name in names}
