"""`manage.py status_scores`: what ./dev status says about scores."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Min
from django.utils import timezone

from metrics.models import Stale
from metrics.scoring import waiting


class Command(BaseCommand):
    """How many collaborations wait for new scores, and since when."""

    help = "Say how many collaborations wait for new scores, and how old the oldest mark is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Two lines."""
        oldest = Stale.objects.aggregate(oldest=Min("marked_at"))["oldest"]
        age = "none" if oldest is None else f"{(timezone.now() - oldest).total_seconds():.1f} s old"
        self.stdout.write(f"  stale     {len(waiting())} collaboration(s)")
        self.stdout.write(f"  mark      {age}")
