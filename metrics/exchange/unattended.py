"""A network that nobody looks at before it is written: through the same preview, and one unclear row refuses all."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from metrics.exchange.kinds_of_answers import FIRST_TIE, NETWORK
from metrics.exchange.preview import NEW_RECORD, decide, refusals, where
from metrics.exchange.staging import read
from metrics.exchange.writing import write
from metrics.models import Import, ImportRow

State = ImportRow.State


class Unclear(Exception):
    """Nothing was written; each reason names its row."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(_("Nothing was written."))
        self.reasons = reasons


@dataclass(frozen=True)
class Brought:
    """How many organisations and ties there were of each state, and the names of the new organisations."""

    organizations: Counter[str]
    ties: Counter[str]
    created: list[str]


@transaction.atomic
def bring(batch: Import, *, similar_are_new: bool = False) -> Brought:
    """Preview and write an import that was asked for; where it is not clear, Unclear, and the caller keeps nothing.

    Names that are much like one here wait for a person on the page; here they are refused, or said to be new.
    """
    read(batch)
    rows = ImportRow.objects.filter(batch=batch).order_by("number")
    if similar_are_new:
        near = rows.filter(state=State.NEAR).values_list("number", flat=True)
        decide(batch, NETWORK, dict.fromkeys(near, NEW_RECORD))
    batch.refresh_from_db()
    if reasons := _reasons(batch):
        raise Unclear(reasons)
    brought = _brought(batch)
    if batch.counts.keys() - {State.SAME}:
        batch.move(Import.State.WRITING, only_from=(Import.State.PREVIEW,))
        write(batch)
    if batch.trouble:
        raise Unclear([batch.trouble])
    return brought


def _reasons(batch: Import) -> list[str]:
    unclear = ImportRow.objects.filter(batch=batch, state__in=[State.REFUSED, State.NEAR]).order_by("number")
    like = _("The name is much like one that is here already.")
    said = [f"{where(row)}: {' '.join(refusals(row, NETWORK)) or row.cells['name'] + ': ' + like}" for row in unclear]
    return [*said, batch.trouble] if batch.trouble else said


def _brought(batch: Import) -> Brought:
    found = Brought(Counter(), Counter(), [])
    for number, state, cells in batch.rows.order_by("number").values_list("number", "state", "cells"):
        of = found.organizations if number < FIRST_TIE else found.ties
        of[state] += 1
        if state == State.NEW and number < FIRST_TIE:
            found.created.append(cells["name"])
    return found
