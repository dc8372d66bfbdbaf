"""Taking everything away: asked for on a page, written by a worker once, there for its asker alone and not for ever."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from collab.models import AuditEvent, Seat
from government.erasing import erase
from metrics import tasks
from metrics.exchange.takeaway.writing import work_on
from metrics.models import Export, ExportPart
from metrics.models.exports import BLOCK, KEPT, MOST_TRIES, TOLD
from tests import factories
from tests.brokers import use_broker

State = Export.State


@pytest.fixture
def url(coordinator: Seat) -> str:
    """The page."""
    return f"/c/{coordinator.collaboration.slug}/exports/"


def asked(seat: Seat, **values: Any) -> Export:
    """A file that somebody waits for."""
    return Export.objects.create(collaboration=seat.collaboration, asked_by=seat.user, **values)


def written(seat: Seat) -> Export:
    """A file that is ready."""
    export = asked(seat)
    work_on(export)
    export.refresh_from_db()
    return export


def acts(seat: Seat) -> list[str]:
    """What the audit log tells of exports, the oldest first."""
    rows = AuditEvent.objects.filter(collaboration=seat.collaboration, act=AuditEvent.Act.EXPORTED).order_by("pk")
    return list(rows.values_list("subject", flat=True))


def test_who_asks_gets_the_file_and_both_acts_are_written_down(coordinator: Seat, sign_in: Any, url: str):
    client: Client = sign_in(coordinator)
    factories.organization(collaboration=coordinator.collaboration, name="Casa del Agua")
    assert "Write the file" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    page = client.get(url).content.decode()
    assert "Your file is being written." in page
    assert "Write the file" not in page
    export = Export.objects.get()
    tasks.write_export(str(export.pk))
    page = client.get(url).content.decode()
    link = f"{url}{export.pk}/everything.zip"
    assert f'href="{link}"' in page
    answer = client.get(link)
    content = answer.getvalue()
    assert (answer.headers["Content-Type"], answer.headers["Content-Length"]) == ("application/zip", str(len(content)))
    assert coordinator.collaboration.slug in answer.headers["Content-Disposition"]
    files = zipfile.ZipFile(io.BytesIO(content))
    assert files.testzip() is None
    assert "Casa del Agua" in files.read("organizations.csv").decode()
    assert acts(coordinator) == ["everything: written", "everything: taken away"]


def test_asking_twice_is_asking_once_and_a_second_worker_changes_nothing(coordinator: Seat, sign_in: Any, url: str):
    client = sign_in(coordinator)
    assert [client.post(url).status_code for _n in range(2)] == [302, 302]
    export = Export.objects.get()
    for _n in range(3):
        tasks.write_export(str(export.pk))
    export.refresh_from_db()
    parts = list(ExportPart.objects.values_list("number", flat=True))
    assert (export.state, export.tries, parts) == ("ready", 1, list(range(-(-export.size // BLOCK))))
    assert acts(coordinator) == ["everything: written"]


def test_nobody_opens_the_file_of_another_and_an_ended_seat_opens_none(coordinator: Seat, sign_in: Any, url: str):
    export = written(coordinator)
    link = f"{url}{export.pk}/everything.zip"
    other = factories.seat(collaboration=coordinator.collaboration, role="coordinator")
    stranger = factories.seat(collaboration=factories.collaboration(), role="coordinator")
    client = sign_in(coordinator)
    assert sign_in(other).get(link).status_code == 404
    assert str(export.pk) not in sign_in(other).get(url).content.decode()
    assert sign_in(stranger).get(link).status_code == 404
    Seat.objects.filter(pk=coordinator.pk).update(role="facilitator")
    assert client.get(link).status_code == 403
    Seat.objects.filter(pk=coordinator.pk).update(role="coordinator", to_on=coordinator.collaboration.today())
    assert client.get(link).status_code == 404
    assert acts(coordinator) == ["everything: written"]


@pytest.mark.parametrize("change", [{"role": "funder"}, {"to_on": "today"}])
def test_a_right_that_ended_meanwhile_ends_the_work(coordinator: Seat, change: dict[str, str]):
    export = asked(coordinator)
    day = coordinator.collaboration.today()
    Seat.objects.filter(pk=coordinator.pk).update(
        **{key: day if key == "to_on" else one for key, one in change.items()}
    )
    work_on(export)
    export.refresh_from_db()
    assert (export.state, export.size, ExportPart.objects.count()) == ("failed", 0, 0)
    assert export.trouble == "The seat that asked for it does not open this any more."


def test_a_file_goes_after_a_week_and_what_is_told_of_it_later(coordinator: Seat, sign_in: Any, url: str):
    export, now = written(coordinator), timezone.now()
    link = f"{url}{export.pk}/everything.zip"
    client = sign_in(coordinator)
    Export.objects.update(ready_at=now - KEPT)
    assert client.get(link).status_code == 404  # also before the sweep has come
    tasks.sweep_exports()
    export.refresh_from_db()
    assert (export.state, ExportPart.objects.count()) == ("expired", 0)
    page = client.get(url).content.decode()
    assert "no longer there" in page
    assert link not in page
    waiting = asked(coordinator, asked_at=now - 2 * TOLD)
    Export.objects.filter(pk=export.pk).update(asked_at=now - TOLD - timedelta(hours=1))
    tasks.sweep_exports()
    assert list(Export.objects.all()) == [waiting]


def test_what_a_dead_worker_left_is_asked_for_again_and_given_up_after_some_tries(
    coordinator: Seat, sign_in: Any, url: str
):
    export, calls = asked(coordinator), []
    for _n in range(MOST_TRIES):
        assert export.begin()  # and the worker is gone, before it kept anything
    before = use_broker("memory://localhost/", {})
    try:
        calls.append(tasks.call_for_export(export.pk))
    finally:
        use_broker(*before)
    tasks.write_export(str(export.pk))
    export.refresh_from_db()
    assert (calls, export.state, ExportPart.objects.count()) == ([True], "failed", 0)
    page = sign_in(coordinator).get(url).content.decode()
    assert "It was tried three times and did not succeed." in page
    assert "Write a new file" in page


def test_a_lost_hint_is_made_good_by_the_sweep(coordinator: Seat):
    export = asked(coordinator)
    tasks.sweep_exports()  # the broker is down: nobody comes, nothing fails
    tasks.write_export(str(export.pk))
    export.refresh_from_db()
    assert export.state == "ready"


def test_whoever_is_erased_is_in_no_file_that_waits_to_be_taken_away(coordinator: Seat):
    person = factories.person(organization=coordinator.organization, name="Amina Duarte")
    ready = written(coordinator)
    other = written(factories.seat(collaboration=factories.collaboration(), role="coordinator"))
    waiting = asked(coordinator)
    assert ready.size > 0
    erase(person, by=coordinator.user)
    assert list(Export.objects.all()) == [other]
    assert set(ExportPart.objects.values_list("export", flat=True)) == {other.pk}
    assert not waiting.keep(io.BytesIO(b"PK"), rows=1)  # a worker that read before keeps nothing


def test_a_large_file_is_kept_and_given_in_blocks(coordinator: Seat):
    export = asked(coordinator)
    content = bytes(range(256)) * (BLOCK // 256) * 2 + b"end"
    assert export.keep(io.BytesIO(content), rows=1)
    export.refresh_from_db()
    blocks = list(export.blocks())
    assert ([len(one) for one in blocks], b"".join(blocks) == content) == ([BLOCK, BLOCK, 3], True)


def test_the_database_refuses_two_that_wait_and_a_file_without_its_day(coordinator: Seat):
    asked(coordinator)
    with pytest.raises(IntegrityError, match="one_waiting_export_per_person"), transaction.atomic():
        asked(coordinator)
    with pytest.raises(IntegrityError, match="written_export_knows_when"), transaction.atomic():
        asked(coordinator, state="ready")


@pytest.mark.django_db
def test_a_task_for_an_export_that_is_gone_does_nothing():
    tasks.write_export("00000000-0000-4000-8000-000000000000")
    assert not Export.objects.exists()
