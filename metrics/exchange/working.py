"""What a worker does with an import: the one step that was asked for, alone."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import get_language

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


def work_on(batch: Import) -> bool:
    """Take the step an import waits for; whether records changed by it. A second worker leaves it alone."""
    with alone(IMPORT, batch.pk.int) as got, translation.override(_language(batch)):
        batch.refresh_from_db()
        step = STEPS.get(batch.state)
        if not got or step is None:
            return False
        try:
            step(batch)
        except Import.DoesNotExist:  # it was let go meanwhile
            return False
    return batch.state in (Import.State.WRITTEN, Import.State.UNDONE)


def _language(batch: Import) -> str:
    """In which reasons are kept: that of whoever asked."""
    return batch.asked_by.language if batch.asked_by else get_language() or "en"
