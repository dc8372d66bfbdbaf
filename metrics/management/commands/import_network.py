"""`manage.py import_network FILE --collaboration SLUG --item ITEM --date YYYY-MM-DD`."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collab.models import Collaboration
from metrics.exchange.network_file import read_network
from metrics.exchange.network_import import ImportRefused, import_network


class Command(BaseCommand):
    """Reads an adjacency matrix or an edge list into answers of one item."""

    help = "Import a network from a CSV file: an adjacency matrix, or an edge list with the header from,to,level."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and where it belongs."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--collaboration", required=True, metavar="SLUG")
        parser.add_argument("--item", required=True, help="for example information-exchange or joint-work")
        parser.add_argument("--date", required=True, metavar="YYYY-MM-DD", help="the day from which the answers count")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import all or nothing, and say what happened."""
        try:
            on = date.fromisoformat(options["date"])
        except ValueError:
            raise CommandError(f"{options['date']} is not a date like 2026-03-31.") from None
        collaboration = Collaboration.objects.filter(slug=options["collaboration"]).first()
        if collaboration is None:
            raise CommandError(f"There is no collaboration {options['collaboration']}.")
        try:
            network = read_network(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        try:
            report = import_network(
                network, collaboration=collaboration, item=options["item"], on=on, file_name=options["file"].name
            )
        except ImportRefused as refused:
            lines = [f"refused  {refusal}" for refusal in refused.refusals]
            raise CommandError("\n".join(["Nothing was written.", *lines])) from None
        created, matched = len(report.organizations_created), len(report.organizations_matched)
        self.stdout.write(f"organisations: {created} created, {matched} matched")
        counts = f"{report.answers_created} created, {report.answers_changed} changed, {report.answers_same} the same"
        self.stdout.write(f"answers: {counts}, 0 refused")
        for name in report.organizations_created:
            self.stdout.write(f"created  {name}")
