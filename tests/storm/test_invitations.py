"""A worker that is killed while it mails the invitations of a wave: everybody is asked, at most one twice a kill."""

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client

from collab.models import OutboxMail, Person
from partners.inviting import invite
from partners.models import Invitation
from tests import factories
from tests.partners.wave import open_wave, organizations
from tests.storm.killing import kill_after, letters, told, worker

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ASKED, KILLS, ORIGIN = 200, 5, "https://groundwork.example.org"


def test_everybody_is_asked_however_often_the_worker_is_killed(tmp_path: Path) -> None:
    collaboration = factories.collaboration()
    survey = open_wave(collaboration, size=4)
    roster = organizations(survey)
    people = Person.objects.bulk_create(
        Person(collaboration=collaboration, name=f"P {n}", email=f"p{n}@example.org") for n in range(ASKED)
    )
    asked = [
        Invitation(
            collaboration=collaboration, survey=survey, person=one, organization=roster[n % 4], address=one.email,
            language="en",
        )
        for n, one in enumerate(people)
    ]  # fmt: skip
    assert invite(survey, asked, origin=ORIGIN) == ASKED
    (tmp_path / "mail").mkdir()
    chance = random.Random(11)
    kills = sum(kill_after(worker(tmp_path), tmp_path, chance.randint(10, 35)) for _kill in range(KILLS))
    left = sum(told(tmp_path).values())
    assert worker(tmp_path).wait(timeout=60) == 0
    copies = told(tmp_path)
    addresses = Counter(re.findall(r"^To: (\S+)", letters(tmp_path), re.MULTILINE))
    doubles = sum(addresses.values()) - ASKED
    print(f"\n{kills} kills, the last at {left} sent; {len(addresses)} addresses, {doubles} asked twice")
    assert (kills, 0 < left < ASKED) == (KILLS, True), "each kill came in the middle"
    assert set(addresses) == {one.email for one in people}, "each address at least once"
    assert doubles <= kills
    assert max(addresses.values()) <= 1 + kills
    assert len(copies) == ASKED, "a second copy carries the message id of the first"
    assert set(copies) == set(OutboxMail.objects.values_list("message_id", flat=True))
    assert not OutboxMail.objects.filter(sent_at=None).exists()
    links = set(re.findall(rf"^{ORIGIN}(/a/\S+)$", letters(tmp_path), re.MULTILINE))
    assert len(links) == ASKED, "a second copy carries the link of the first"
    assert {Client().get(one).status_code for one in list(links)[:10]} == {302}
