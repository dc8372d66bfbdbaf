"""A worker that is killed while it tells 500 people: each is told, and at most one twice for each kill."""

import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from collab.models import Affiliation, Commitment, OutboxMail, Person, PromiseLink, ReminderSetting
from tests import factories
from tests.storm.killing import kill_after, told, worker

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

PEOPLE = 500
KILLS = 12
WORKER = """
import django; django.setup()
from collab.models import OutboxMail
from collab.tasks import remind_all
remind_all()
while OutboxMail.send_one(): pass
"""


def where_it_is_morning() -> str:
    """A time zone in which it is nine or ten now, so that the usual hour has come."""
    ahead = 9 - datetime.now(UTC).hour
    ahead = ahead + 24 if ahead < -12 else ahead
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


@pytest.fixture
def place() -> None:
    """Five hundred people who promised something that is due today."""
    collaboration = factories.collaboration(time_zone=where_it_is_morning())
    viva, today = factories.organization(collaboration=collaboration), collaboration.today()
    people = Person.objects.bulk_create(
        Person(collaboration=collaboration, name=f"P {n}", email=f"p{n}@example.org", informed_on=date(2025, 2, 1))
        for n in range(PEOPLE)
    )
    Affiliation.objects.bulk_create(
        Affiliation(collaboration=collaboration, person=one, organization=viva) for one in people
    )
    Commitment.objects.bulk_create(
        Commitment(collaboration=collaboration, promiser=viva, person=one, text="x", made_on=today, due_on=today)
        for one in people
    )


def test_everybody_is_told_once_however_often_the_worker_is_killed(place: None, tmp_path: Path) -> None:
    chance = random.Random(7)
    (tmp_path / "mail").mkdir()
    kills = sum(kill_after(worker(tmp_path, WORKER), tmp_path, chance.randint(20, 120)) for _kill in range(KILLS))
    queued, left = OutboxMail.objects.count(), sum(told(tmp_path).values())
    assert worker(tmp_path, WORKER).wait(timeout=120) == 0
    copies = told(tmp_path)
    doubles = sum(copies.values()) - len(copies)
    print(f"\n{kills} kills, the last at {queued} queued and {left} sent; {len(copies)} mails, {doubles} twice")
    assert kills == KILLS
    assert len(copies) == PEOPLE
    assert doubles <= kills
    assert OutboxMail.objects.filter(sent_at__isnull=False).count() == OutboxMail.objects.count() == PEOPLE
    assert PromiseLink.objects.count() == ReminderSetting.objects.exclude(last_at=None).count() == PEOPLE
