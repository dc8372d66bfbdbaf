"""`manage.py restore_archive FILE`: brings an archived collaboration into an installation that does not have it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metrics.exchange import archive
from metrics.management.commands.archive import VARIABLE, passphrase_of


class Command(BaseCommand):
    """All or nothing; personal links, subscribed calendars and waiting mails do not travel."""

    help = f"Restore a collaboration from its archive. The passphrase is asked for, or read from {VARIABLE}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore it and say what came."""
        try:
            with options["file"].open("rb") as file:
                done = archive.read(file, passphrase=passphrase_of())
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        except archive.ArchiveRefused as refused:
            raise CommandError(f"Nothing was written: {refused}.") from None
        self.stdout.write(f"restored {done.collaboration.slug}: {sum(done.rows.values()):,} rows")
        for email in done.people_added:
            self.stdout.write(f"new account, opened by a code sent to it: {email}")
