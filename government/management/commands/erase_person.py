"""Erase a person from the server's own shell, when no coordinator can be asked."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collab.models import Person
from government.erasing import erase, mentions


class Command(BaseCommand):
    """Without --yes it only lists the free text that may name the person."""

    help = "Erase a person for good: name, contact data and evidence, in rows and in their history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The person's number, and whether it is meant."""
        parser.add_argument("person", type=int, help="the number in the address of the person's page")
        parser.add_argument("--redact", action="store_true", help="also replace the person in all free text listed")
        parser.add_argument("--yes", action="store_true", help="do it; this cannot be taken back")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, and erase if asked to."""
        person = Person.everyone.filter(pk=options["person"], erasures=None).first()
        if person is None:
            raise CommandError(f"there is no person {options['person']}, or they are erased already")
        person = person.survivor or person
        found = mentions(person)
        for one in found:
            self.stdout.write(f"{one.table} {one.row} {one.column}")
        if not options["yes"]:
            self.stdout.write(f"{len(found)} places may name person {person.pk}; nothing was changed: add --yes")
            return
        made = erase(person, by=None, redact=[one.key for one in found] if options["redact"] else ())
        self.stdout.write(f"erased person {person.pk}; {len(made.left)} places are left for somebody to redact")
