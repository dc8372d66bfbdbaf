"""`manage.py status_scores`: what ./dev status says about scores."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Min
from django.utils import timezone

from metrics.models import Attempt, Run, Stale
from metrics.scoring import waiting


class Command(BaseCommand):
    """What waits for new scores and since when, what was given up, and how runs over everything go."""

    help = "Say how many collaborations wait for new scores, which are parked, and how far the runs over all are."

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each thing that there is to say."""
        marks = [Stale.objects.aggregate(at=Min("marked_at"))["at"], Attempt.objects.aggregate(at=Min("since"))["at"]]
        oldest = min((one for one in marks if one), default=None)
        age = "none" if oldest is None else f"{(timezone.now() - oldest).total_seconds():.1f} s old"
        self.stdout.write(f"  stale     {len(waiting())} collaboration(s)")
        self.stdout.write(f"  mark      {age}")
        for line in (*_parked(), *_runs()):
            self.stdout.write(f"  {line}")


def _parked() -> Iterator[str]:
    """Those that need somebody: `recompute --parked` tries them again."""
    for one in Attempt.objects.parked().select_related("collaboration").order_by("collaboration__slug"):
        error = one.error or "its process was killed"
        yield f"parked    {one.collaboration.slug}: {one.tries} tries since {_at(one.since)}, {error}"


def _runs() -> Iterator[str]:
    for kind in Run.Kind.values:
        run = Run.objects.filter(kind=kind).order_by("-id").first()
        if run is None:
            continue
        if run.finished_at is None:
            yield f"{kind:<10}{run.done} of {run.total} collaborations since {_at(run.started_at)}"
            continue
        found = run.differences.by_collaboration()
        wrong = ", ".join(f"{slug} in {cells} cell(s)" for slug, cells in found) or "no difference"
        said = f", {wrong}" if kind == Run.Kind.CHECK else ""
        yield f"{kind:<10}{run.total} collaborations by {_at(run.finished_at)}{said}"


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
