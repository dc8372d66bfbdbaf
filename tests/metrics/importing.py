"""Bringing a sheet in, as the pages and the worker do."""

from typing import Any

from collab.models import Seat
from metrics.exchange.first_look import look_over
from metrics.exchange.kinds import KINDS
from metrics.exchange.mapping import guess, writing_of
from metrics.exchange.sheets import open_sheet
from metrics.exchange.staging import known_of
from metrics.exchange.working import work_on
from metrics.models import Import

State = Import.State


def imported(seat: Seat, kind: str, text: str, **said: Any) -> Import:
    """A file read with the columns that we guess, looked at, and written; `said` is what a network leaves open."""
    batch = Import(
        collaboration=seat.collaboration, kind=kind, file_name="file.csv", content=text.encode(), asked_by=seat.user,
        state=State.READING,
    )  # fmt: skip
    if KINDS[kind].steps:
        batch.writing = look_over(batch)["writing"] | said
    else:
        sheet = open_sheet(text.encode())
        batch.writing = writing_of(sheet.peek(), language="en")
        batch.columns = guess(KINDS[kind], sheet.headers, sheet.peek(), known_of(batch))
    batch.save()
    work_on(batch)
    batch.move(State.WRITING, only_from=(State.PREVIEW,))
    work_on(batch)
    return batch
