"""Compares what is stored with a computation from scratch, cell by cell."""

import logging
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from collab.models import Collaboration, PairScores, Score
from metrics.models import Difference, Run, Stale
from metrics.scoring import fresh_rows, is_stale

logger = logging.getLogger(__name__)
CELLS_KEPT = 20


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
        scores, pairs = fresh_rows(collaboration, today=collaboration.today(), generation=0)
        stored_scores = Score.objects.filter(collaboration=collaboration)
        stored_pairs = PairScores.objects.filter(collaboration=collaboration)
        generations = {
            *stored_scores.values_list("generation", flat=True),
            *stored_pairs.values_list("generation", flat=True),
        }
        fresh, stored = _cells(scores, [pairs]), _cells(stored_scores, stored_pairs)
        waits = is_stale(collaboration)
    if waits:
        yield "newer scores", "still to be computed", ""
    if len(generations) > 1:
        yield "generations", len(generations), 1
    for cell in sorted(fresh.keys() | stored.keys()):
        if cell not in fresh or cell not in stored or fresh[cell] != stored[cell]:
            yield cell, stored.get(cell), fresh.get(cell)


def _cells(scores: Any, pairs: Any) -> dict[str, Any]:
    cells = {}
    for row in scores:
        for name in ("as_of", "value", "low", "high", "coverage", "parts"):
            cells[f"{row.metric} month {row.month:03d} {name}"] = getattr(row, name)
    for row in pairs:
        cells["pairs month"], cells["pairs as_of"] = row.month, row.as_of
        for pair in row.pairs:
            cells |= {f"pair {pair['a']}-{pair['b']} {name}": value for name, value in pair.items()}
    return cells
