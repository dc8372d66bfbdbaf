"""`manage.py recompute [--slug SLUG] [--check]`."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from collab.models import Collaboration, PairScores, Score
from metrics.scoring import fresh_rows, is_stale, score_collaboration

SHOWN = 20


class Command(BaseCommand):
    """Computes scores from scratch, to store them or to compare them with what is stored."""

    help = "Compute all scores anew; with --check only compare them with what is stored, cell by cell."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which collaboration, and whether to write."""
        parser.add_argument("--slug", help="only this collaboration")
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a stored cell differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute or compare, one line a collaboration."""
        chosen = Collaboration.objects.order_by("slug")
        if options["slug"]:
            chosen = chosen.filter(slug=options["slug"])
            if not chosen:
                raise CommandError(f"There is no collaboration {options['slug']}.")
        if options["check"]:
            self._check(chosen)
            return
        for collaboration in chosen:
            generation = score_collaboration(collaboration, today=collaboration.today())
            said = "is being computed by another process" if generation is None else f"generation {generation}"
            self.stdout.write(f"{collaboration.slug}: {said}")

    def _check(self, chosen: Any) -> None:
        found = []
        for collaboration in chosen:
            differences = list(_differences(collaboration))
            self.stdout.write(f"{collaboration.slug}: {len(differences) or 'no'} difference(s)")
            found += differences
        if found:
            raise CommandError("\n".join(found[:SHOWN]))


def _differences(collaboration: Collaboration) -> Iterator[str]:
    """The cells that a computation from scratch would store differently; all read from one state of the database."""
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
        if is_stale(collaboration):
            yield f"{collaboration.slug}: newer scores are still to be computed"
    if len(generations) > 1:
        yield f"{collaboration.slug}: rows of {len(generations)} generations"
    for cell in sorted(fresh.keys() | stored.keys()):
        if cell not in fresh or cell not in stored or fresh[cell] != stored[cell]:
            yield f"{collaboration.slug} {cell}: stored {stored.get(cell)!r}, computed {fresh.get(cell)!r}"


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
