"""What a worker does with an import: the one step that was asked for, alone."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from metrics.exchange.first_look import open_file
from metrics.exchange.staging import read
from metrics.exchange.undoing import undo
from metrics.exchange.writing import write
from metrics.locks import IMPORT, alone
from metrics.models import Import

STEPS: dict[str, Callable[[Import], None]] = {
    Import.State.OPENING: open_file,
    Import.State.READING: read,
    Import.State.WRITING: write,
    Import.State.UNDOING: undo,
}

# where an import goes whose step never comes to its end, and can be asked for again by a person
BACK: dict[str, Import.State] = {
    Import.State.OPENING: Import.State.REFUSED,
    Import.State.READING: Import.State.COLUMNS,
    Import.State.WRITING: Import.State.PREVIEW,
    Import.State.UNDOING: Import.State.WRITTEN,
}
MOST_TRIES = 3  # a step at which so many workers ended is not tried again by itself


def work_on(batch: Import) -> bool:
    """Take the step an import waits for; whether records changed by it. A second worker leaves it alone."""
    with alone(IMPORT, batch.pk.int) as got, translation.override(_language(batch)):
        batch.refresh_from_db()
        step = STEPS.get(batch.state)
        if not got or step is None:
            return False
        try:
            if batch.count_try() > MOST_TRIES:
                _give_up(batch)
            else:
                step(batch)
        except Import.DoesNotExist:  # it was let go meanwhile
            return False
    return batch.state in (Import.State.WRITTEN, Import.State.UNDONE)


def _give_up(batch: Import) -> None:
    """Say that a step took more time or memory than there is. What it began was taken back with its worker."""
    state, values = BACK[batch.state], {}
    trouble = _("This took more time or memory than there is, three times. Nothing was changed. Try it later.")
    if batch.state in (Import.State.OPENING, Import.State.READING):
        trouble = _("The file could not be opened in the time and memory there is for it. Send it in parts.")
    if state == Import.State.REFUSED:
        values = {"content": b""}
    batch.move(state, only_from=(batch.state,), trouble=trouble, **values)


def _language(batch: Import) -> str:
    """In which reasons are kept: that of whoever asked."""
    return batch.asked_by.language if batch.asked_by else get_language() or "en"
