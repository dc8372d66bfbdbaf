"""`manage.py archive FILE --collaboration SLUG`: one collaboration as one encrypted file."""

import os
from argparse import ArgumentParser
from contextlib import ExitStack
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collab.models import Collaboration
from metrics.exchange import archive
from metrics.exchange.passphrase import Locked

VARIABLE = "GROUNDWORK_ARCHIVE_PASSPHRASE"


def passphrase_of(environment: str = VARIABLE) -> str:
    """The passphrase from the environment, else typed; never an argument, which others on the machine could read."""
    try:
        return os.environ.get(environment) or getpass("Passphrase: ")
    except EOFError:
        raise CommandError(f"Nobody is there to type a passphrase: set {environment}.") from None


class Command(BaseCommand):
    """Everything of a collaboration: answers, private notes, people. For whoever runs the server."""

    help = f"Write a collaboration into one new encrypted file. The passphrase is asked for, or read from {VARIABLE}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and the collaboration."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--collaboration", required=True, metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, readable by its owner only."""
        collaboration = Collaboration.objects.filter(slug=options["collaboration"]).first()
        if collaboration is None:
            raise CommandError(f"There is no collaboration {options['collaboration']}.")
        file: Path = options["file"]
        if file.exists():
            raise CommandError(f"{file} exists: choose another name.")
        passphrase = passphrase_of()
        try:
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out, ExitStack() as half:
                half.callback(file.unlink, missing_ok=True)  # what broke off goes
                archive.write(collaboration, out, passphrase=passphrase, made_at=timezone.now())
                half.pop_all()
        except Locked as error:
            raise CommandError(f"Nothing was written: {error}.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"wrote {file} ({file.stat().st_size:,} bytes); without the passphrase nobody can open it")
