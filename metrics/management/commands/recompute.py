"""`manage.py recompute [--slug SLUG] [--parked] [--all] [--check]`."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from collab.models import Collaboration
from metrics.attempting import attempt
from metrics.checking import differing
from metrics.models import Attempt, Run
from metrics.running import work
from metrics.tasks import CALLED_WORKERS, call_workers

SHOWN = 20
SECONDS_BETWEEN_LINES = 2.0


class Command(BaseCommand):
    """Computes scores from scratch, to store them or to compare them with what is stored."""

    help = "Compute scores anew, with --all together with the workers; with --check only compare, cell by cell."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which collaborations, and whether to write."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--slug", help="only this collaboration")
        which.add_argument("--parked", action="store_true", help="only those that were given up after failing")
        which.add_argument("--all", action="store_true", help="in chunks; goes on where an earlier one was broken off")
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a stored cell differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute or compare, one line a collaboration or, for all of them, one every few seconds."""
        chosen = Collaboration.objects.order_by("slug")
        if options["slug"]:
            chosen = chosen.filter(slug=options["slug"])
            if not chosen:
                raise CommandError(f"There is no collaboration {options['slug']}.")
        if options["parked"]:
            chosen = chosen.filter(pk__in=Attempt.objects.parked().values("collaboration"))
        if options["check"]:
            self._check(chosen)
        elif options["all"]:
            self._all()
        else:
            self._each(chosen)

    def _each(self, chosen: QuerySet[Collaboration]) -> None:
        failed = 0
        for collaboration in chosen:
            is_done = attempt(collaboration.pk)
            failed += not is_done
            self.stdout.write(f"{collaboration.slug}: {'computed' if is_done else 'not computed: the log says why'}")
        if failed:
            raise CommandError(f"{failed} could not be computed, or another process is at it.")

    def _all(self) -> None:
        """Work beside the workers until all is done; an interrupted one is finished by them or by the next call."""
        run, shown = Run.objects.begin(Run.Kind.RECOMPUTE), time.monotonic()
        call_workers(CALLED_WORKERS)
        while Run.objects.unfinished().filter(pk=run.pk).exists():
            if not work(run):
                time.sleep(0.2)
            if time.monotonic() - shown > SECONDS_BETWEEN_LINES:
                shown = time.monotonic()
                self.stdout.write(f"{run.done} of {run.total}")
        self.stdout.write(f"{run.done} of {run.total}")

    def _check(self, chosen: QuerySet[Collaboration]) -> None:
        found = []
        for collaboration in chosen:
            differences = [f"{collaboration.slug} {cell}: stored {was!r}, computed {now!r}"
                           for cell, was, now in differing(collaboration)]  # fmt: skip
            self.stdout.write(f"{collaboration.slug}: {len(differences) or 'no'} difference(s)")
            found += differences
        if found:
            raise CommandError("\n".join(found[:SHOWN]))
