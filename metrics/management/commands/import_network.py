"""`manage.py import_network FILE --collaboration SLUG --item ITEM --date YYYY-MM-DD`."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from collab.models import Collaboration
from metrics.exchange.first_look import look_over
from metrics.exchange.kinds_of_answers import NETWORK
from metrics.exchange.unattended import Brought, Unclear, bring
from metrics.exchange.workbook import FileRefused
from metrics.forms.network_file import NetworkForm
from metrics.models import Import

MOST_SHOWN = 50  # reasons that are printed


class Command(BaseCommand):
    """Brings a network as the pages do, with nobody who looks at the preview: one refused row refuses all."""

    help = "Import a network: Kumu (.xlsx or .json), GEXF, GraphML, a list of ties (from,to,level) or a matrix."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and where it belongs."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--collaboration", required=True, metavar="SLUG")
        parser.add_argument("--item", required=True, help="the relation of ties that name none, such as joint-work")
        parser.add_argument("--date", required=True, metavar="YYYY-MM-DD", help="the day from which such ties count")
        parser.add_argument(
            "--similar-are-new", action="store_true", help="add organisations whose names are much like one here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import all or nothing, and say what happened. Until then no page and no worker sees any of it."""
        try:
            with transaction.atomic():
                brought = bring(_batch(options), similar_are_new=options["similar_are_new"])
        except FileRefused as refused:
            raise CommandError(f"Nothing was written.\nrefused  {refused}") from None
        except Unclear as unclear:
            lines = [f"refused  {reason}" for reason in unclear.reasons[:MOST_SHOWN]]
            more = len(unclear.reasons) - MOST_SHOWN
            raise CommandError("\n".join([str(unclear), *lines, *([f"and {more} more"] if more > 0 else [])])) from None
        self._tell(brought)

    def _tell(self, brought: Brought) -> None:
        nodes, ties = brought.organizations, brought.ties
        self.stdout.write(f"organisations: {nodes['new']} created, {nodes['same'] + nodes['changed']} matched")
        self.stdout.write(
            f"answers: {ties['new']} created, {ties['changed']} changed, {ties['same']} the same, 0 refused"
        )
        for name in brought.created:
            self.stdout.write(f"created  {name}")


def _batch(options: dict[str, Any]) -> Import:
    """The file as an import that no person asked for, ready to be read."""
    try:
        date.fromisoformat(options["date"])
    except ValueError:
        raise CommandError(f"{options['date']} is not a date like 2026-03-31.") from None
    collaboration = Collaboration.objects.filter(slug=options["collaboration"]).first()
    if collaboration is None:
        raise CommandError(f"There is no collaboration {options['collaboration']}.")
    try:
        content = options["file"].read_bytes()
    except OSError as error:
        raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
    batch = Import(
        collaboration=collaboration, kind=NETWORK.key, content=content, file_name=options["file"].name[-120:]
    )
    batch.save()
    batch.move(Import.State.COLUMNS, only_from=(Import.State.OPENING,), **look_over(batch))
    form = NetworkForm({"network-item": options["item"], "network-counted_on": options["date"]}, batch=batch)
    if not form.store():
        raise CommandError("\n".join(str(reason) for reasons in form.errors.values() for reason in reasons))
    return batch
