"""`manage.py load_demo`: three invented collaborations of up to 24 months, scored by the worker."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from metrics.demo.load import load_demo


class Command(BaseCommand):
    """Loads the demo once; refused outside the demo profile."""

    help = "Load three invented collaborations. Does nothing when they are there already."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the stories and say which."""
        if not settings.DEMO:
            raise CommandError("Demo data is refused outside the demo profile (GROUNDWORK_DEMO=1).")
        for collaboration in load_demo(today=timezone.now().date()):
            self.stdout.write(f"loaded {collaboration.name}")
