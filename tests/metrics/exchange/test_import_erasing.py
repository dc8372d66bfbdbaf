"""Whoever is erased is in no file that waits to be imported either."""

import pytest

from collab.models import Organization, Seat
from government.erasing import erase, mentions
from metrics.exchange.staging import read
from metrics.models import Import, ImportRow
from tests import factories

State = Import.State


def waiting(seat: Seat, state: str) -> Import:
    """A file of people, with a row that is staged."""
    batch = Import.objects.create(
        collaboration=seat.collaboration, kind="people", file_name="people.csv", content=b"name\nAmina Duarte\n",
        asked_by=seat.user, state=state,
    )  # fmt: skip
    ImportRow.objects.create(
        collaboration=seat.collaboration, batch=batch, number=1, state="new", cells={"name": "Amina Duarte"}
    )
    return batch


def test_files_that_wait_are_let_go_with_the_person(coordinator: Seat) -> None:
    organization = Organization.objects.filter(collaboration=coordinator.collaboration).first()
    person = factories.person(organization=organization, name="Amina Duarte")
    for state in (State.OPENING, State.REFUSED, State.COLUMNS, State.PREVIEW, State.READING):
        waiting(coordinator, state)
    elsewhere = waiting(factories.seat(collaboration=factories.collaboration(), role="coordinator"), State.PREVIEW)
    assert [one.table for one in mentions(person)] == []
    erase(person, by=coordinator.user)
    assert list(Import.objects.all()) == [elsewhere]
    assert list(ImportRow.objects.values_list("batch", flat=True)) == [elsewhere.pk]


def test_a_file_that_was_let_go_while_a_worker_read_it_leaves_nothing(coordinator: Seat) -> None:
    batch = waiting(coordinator, State.READING)
    person = factories.person(organization=Organization.objects.filter(collaboration=batch.collaboration).first())
    stale = Import.objects.get(pk=batch.pk)
    erase(person, by=coordinator.user)
    with pytest.raises(Import.DoesNotExist):
        read(stale)
    assert not ImportRow.objects.exists()
