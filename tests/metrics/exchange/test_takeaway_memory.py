"""All of a collaboration is never in memory at once."""

import tracemalloc
from datetime import date
from tempfile import TemporaryFile

import pytest

from collab.models import Commitment, Seat
from metrics.exchange.takeaway.writing import write
from metrics.models import Export
from metrics.models.exports import BLOCK
from tests import factories

ROWS = 20_000
MOST_MB = 12  # a part of rows, a block of the file, and what stands for names


@pytest.mark.slow
def test_rows_and_the_file_pass_through_in_parts(coordinator: Seat):
    one, two = (factories.organization(collaboration=coordinator.collaboration) for _n in range(2))
    day = date(2025, 3, 1)
    promises = (
        Commitment(
            collaboration=coordinator.collaboration, promiser=one, promisee=two, text=f"{number} {'x' * 380}",
            made_on=day, due_on=day,
        )
        for number in range(ROWS)
    )  # fmt: skip
    Commitment.objects.bulk_create(promises, batch_size=2000)
    export = Export.objects.create(collaboration=coordinator.collaboration, asked_by=coordinator.user)
    with TemporaryFile() as file:
        write(file, coordinator)  # what is loaded once is loaded
        file.seek(0)
        tracemalloc.start()
        try:
            written = write(file, coordinator)
            file.seek(0)
            assert export.keep(file, rows=written)
            export.refresh_from_db()
            passed = sum(len(block) for block in export.blocks())
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert (written >= ROWS, passed) == (True, export.size)
    assert peak < MOST_MB * BLOCK, f"{peak / BLOCK:.1f} MB for {ROWS * 400 / BLOCK:.1f} MB of text"
