"""The sweep of imports: what was asked for and lost is asked for again, what nobody imports is forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.utils import timezone

from collab.models import Organization, Seat
from metrics import tasks
from metrics.models import Import, ImportRow
from tests.brokers import use_broker


@pytest.fixture
def called() -> Iterator[list[str]]:
    """A broker in memory; gives the ids of the imports that workers were called for."""
    sent: list[str] = []
    before = use_broker("memory://localhost/", {})

    def note(sender: str, body: Any, **kwargs: Any) -> None:
        sent.append(body[0][0])

    before_task_publish.connect(note)
    yield sent
    before_task_publish.disconnect(note)
    use_broker(*before)


def waiting(seat: Seat, state: str, *, days: int = 0) -> Import:
    """An import of a state that nobody touched for so many days, with one staged row."""
    written = {"context": "11111111-1111-1111-1111-111111111111"} if state in ("written", "undoing", "undone") else {}
    made = Import.objects.create(
        collaboration=seat.collaboration, kind="organizations", file_name=state, content=b"Name\nMill\n",
        columns={"name": 0}, state=state, asked_by=seat.user, **written,
    )  # fmt: skip
    Import.objects.filter(pk=made.pk).update(changed_at=timezone.now() - timedelta(days=days))
    ImportRow.objects.create(
        batch=made, collaboration=seat.collaboration, number=2, state="new", cells={"name": "Mill"}
    )
    return made


def test_every_import_that_waits_for_a_worker_is_called_for_the_oldest_first(coordinator: Seat, called: list[str]):
    for state in ("columns", "preview", "written", "undone"):
        waiting(coordinator, state)
    undoing, reading, writing, opening = (
        waiting(coordinator, state, days=days)
        for state, days in (("undoing", 1), ("reading", 3), ("writing", 2), ("opening", 4))
    )
    tasks.sweep_imports()
    assert called == [str(one.pk) for one in (opening, reading, writing, undoing)]


def test_a_file_that_nobody_imports_is_forgotten_after_two_weeks_with_its_rows(coordinator: Seat, called: list[str]):
    kept = [waiting(coordinator, "preview", days=13), waiting(coordinator, "written", days=400)]
    gone = [waiting(coordinator, state, days=15) for state in ("columns", "preview", "refused")]
    busy = waiting(coordinator, "writing", days=400)
    tasks.sweep_imports()
    assert set(Import.objects.values_list("pk", flat=True)) == {one.pk for one in (*kept, busy)}
    assert not ImportRow.objects.filter(batch_id__in=[one.pk for one in gone]).exists()
    assert ImportRow.objects.filter(batch_id__in=[one.pk for one in (*kept, busy)]).count() == 3


def test_a_lost_hint_is_made_good(coordinator: Seat):
    batch = waiting(coordinator, "reading", days=1)
    tasks.sweep_imports()  # the broker is down: nobody comes, nothing fails
    batch.refresh_from_db()
    assert batch.state == "reading"
    tasks.import_file(str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("preview", {"new": 1})


def test_a_file_is_opened_once_however_often_its_worker_is_called(coordinator: Seat):
    batch = waiting(coordinator, "opening")
    for _turn in range(3):
        tasks.import_file(str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.tries, batch.found["headers"]) == ("columns", 0, ["Name"])


@pytest.mark.parametrize(
    ("state", "back", "content", "reason"),
    [
        ("opening", "refused", b"", "The file could not be opened"),
        ("reading", "columns", b"Name\nMill\n", "The file could not be opened"),
        ("writing", "preview", b"Name\nMill\n", "This took more time or memory than there is"),
        ("undoing", "written", b"Name\nMill\n", "This took more time or memory than there is"),
    ],
)
def test_a_step_at_which_three_workers_ended_is_not_tried_again_by_itself(
    coordinator: Seat, state: str, back: str, content: bytes, reason: str
):
    batch = waiting(coordinator, state)
    Import.objects.update(tries=3)
    tasks.import_file(str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.tries, bytes(batch.content)) == (back, 0, content)
    assert batch.trouble.startswith(reason)
    assert ImportRow.objects.filter(batch=batch).count() == 1
    assert not Organization.objects.filter(name="Mill").exists()


def test_a_person_may_ask_again_for_what_was_given_up(coordinator: Seat):
    batch = waiting(coordinator, "reading")
    Import.objects.update(tries=3)
    tasks.import_file(str(batch.pk))
    batch.move(Import.State.READING, only_from=(Import.State.COLUMNS,))
    tasks.import_file(str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.counts, batch.trouble) == ("preview", {"new": 1}, "")


def test_a_task_for_an_import_that_is_gone_does_nothing(coordinator: Seat):
    batch = waiting(coordinator, "reading")
    pk = str(batch.pk)
    Import.objects.all().delete()
    tasks.import_file(pk)
    assert not Import.objects.exists()
