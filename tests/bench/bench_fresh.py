"""From the answer to a saved meeting until every score of its collaboration is fresh, by a real broker and worker."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client

from collab.models import Collaboration, Organization, Seat, User
from tests import factories
from tests.bench import data
from tests.bench.measure import Report, percentile

ADDRESS = "bench@example.org"
SAVES = 100
EDITS = 40  # of what was saved before
WARM_UPS = 10
GIVE_UP_SECONDS = 30.0
FRESH = "SELECT NOT EXISTS (SELECT FROM metrics_stale WHERE collaboration_id = %(id)s)" \
        " AND NOT EXISTS (SELECT FROM metrics_attempt WHERE collaboration_id = %(id)s)"  # fmt: skip


def run(report: Report, options: Any) -> None:
    """Meetings saved by the real form, one after the other, in the largest data set."""
    size = options.sizes[-1]
    if not Collaboration.objects.filter(pk=data.ids(1, size - 1)[0]).exists():
        data.make(0, size)
    collaboration = Collaboration.objects.get(pk=data.ids(1, size // 2)[0])
    Seat.objects.filter(user__email=ADDRESS).delete()  # of an earlier run
    user = User.objects.invited(email=ADDRESS)
    seat = factories.seat(user=user, collaboration=collaboration, organization=collaboration.backbone)
    client = Client(headers={"host": "localhost"})
    client.force_login(seat.user)
    with worker():
        took = [save(client, seat, number) for number in range(SAVES + WARM_UPS)][WARM_UPS:]
        edits = [edit(client, seat, number) for number in range(EDITS)]
    for what, times in (("saved", took), ("edited", edits)):
        waits, answers = [fresh for _answer, fresh in times], [answer for answer, _fresh in times]
        report.add(f"{what} meeting is fresh, p50, among {size}", 1000 * percentile(waits, 0.5), unit=" ms")
        report.add(f"{what} meeting is fresh, p95, among {size}", 1000 * percentile(waits, 0.95), unit=" ms", bar=250)
        report.add(f"answer to a meeting {what}, p95", 1000 * percentile(answers, 0.95), unit=" ms")


@contextmanager
def worker() -> Iterator[None]:
    """The product's own worker with two processes."""
    words = "-m celery -A collab.celery worker --concurrency 2 --without-gossip --without-mingle -l WARNING"
    child = subprocess.Popen([sys.executable, *words.split()], start_new_session=True)
    try:
        yield
    finally:
        os.kill(child.pid, signal.SIGTERM)
        child.wait(20)


def save(client: Client, seat: Seat, number: int) -> tuple[float, float]:
    """A new meeting of two: seconds until the answer, and from there until nothing is stale."""
    who = everybody(seat)
    form = {
        "id": str(uuid4()), "when": f"{seat.collaboration.today()}", "mode": "call", "topics": f"Bench {number}",
        "who": [who[number % 30], who[number % 30 + 1]],
    }  # fmt: skip
    return until_fresh(client, seat, f"/c/{seat.collaboration.slug}/meetings/new/", form)


def edit(client: Client, seat: Seat, number: int) -> tuple[float, float]:
    """The same for a change to a meeting that stands."""
    who = everybody(seat)
    meeting = seat.collaboration.meetings.filter(topics__startswith="Bench").order_by("pk")[number]
    form = {
        "version": meeting.version, "mode": "video", "kind": meeting.kind, "clock": "00:01", "topics": meeting.topics,
        "day": f"{seat.collaboration.today()}", "who": [who[number % 30], who[number % 30 + 1]],
    }  # fmt: skip
    return until_fresh(client, seat, f"/c/{seat.collaboration.slug}/meetings/{meeting.pk}/edit/", form)


def everybody(seat: Seat) -> list[str]:
    """All organisations, as the form names them."""
    rows = Organization.objects.filter(collaboration=seat.collaboration).order_by("pk")
    return [f"o{pk}" for pk in rows.values_list("pk", flat=True)]


def until_fresh(client: Client, seat: Seat, address: str, form: dict[str, Any]) -> tuple[float, float]:
    """Send a form; how long the answer took, and from there until no mark and no attempt is left."""
    begun = time.perf_counter()
    answer = client.post(address, form)
    saved = time.perf_counter()
    assert answer.status_code == 302, f"{answer.status_code}: {re.findall('class=.error.*', answer.content.decode())}"
    with connection.cursor() as cursor:
        while True:
            cursor.execute(FRESH, {"id": seat.collaboration_id})
            if cursor.fetchone()[0]:
                return saved - begun, time.perf_counter() - saved
            assert time.perf_counter() - saved < GIVE_UP_SECONDS, "the scores did not become fresh"
            time.sleep(0.002)
