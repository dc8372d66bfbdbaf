"""A unique word in a private note, contact data and a criterion's evidence leaves by no way that is not allowed."""

import base64
import io
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.core import mail as sent
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from redis import Redis

from collab.models import AuditEvent, OutboxMail
from collab.reminders import digests, remind
from collab.tasks import deliver_mail
from government.models import CRITERIA, OwnEntryLink
from metrics.scoring import score_collaboration
from tests import factories
from tests.government import story
from tests.government.canary import CANARY, OTHERS, addresses_in, seat_of

WORD = CANARY.lower()
PART = CANARY[:6]  # what is searched for comes back in the search box; a part of the word does not


def text_of(answer: HttpResponseBase) -> str:
    """Everything an answer holds, files unpacked, its headers too."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return (str(answer.headers) + body.decode(errors="replace")).lower()


@pytest.fixture
def published() -> Iterator[list[Any]]:
    """What is sent to the broker, as it is sent."""
    seen: list[Any] = []

    def note(sender: Any = None, body: Any = None, headers: Any = None, **kwargs: Any) -> None:
        seen.append((sender, body, headers))

    before_task_publish.connect(note)
    yield seen
    before_task_publish.disconnect(note)


@pytest.mark.parametrize("role", OTHERS)
def test_search_lists_and_files_do_not_find_it(collaboration, guarded, sign_in, role):
    score_collaboration(collaboration, today=collaboration.today())
    client = sign_in(seat_of(collaboration, role))
    files = 0
    for url in addresses_in(collaboration, {}):  # the lists; each record by itself: test_rights.py
        for query in ({"q": PART, "words": PART}, {"format": "csv"}, {"format": "xlsx"}):
            answer = client.get(url, query)
            assert WORD not in text_of(answer), (url, query)
            files += "attachment" in answer.headers.get("Content-Disposition", "")
    assert files or role in ("partner", "liaison", "viewer")


@pytest.mark.parametrize("role", OTHERS)
def test_sending_what_no_form_expects_brings_it_out_nowhere(collaboration, guarded, sign_in, role):
    client = sign_in(seat_of(collaboration, role))
    for url in addresses_in(collaboration, guarded):
        answer = client.post(url, {"person": guarded["liaison"].person_id, "name": "x", "version": "1"})
        assert answer.status_code < 500, url
        assert WORD not in text_of(answer), url


def test_audit_log_does_not_hold_what_is_sealed(collaboration, guarded, coordinator, sign_in):
    page = text_of(sign_in(coordinator).get(reverse("collab:audit_list", args=[collaboration.slug])))
    assert f"{WORD} private note" not in page


def test_link_of_another_liaison_opens_nothing_of_it(collaboration, guarded):
    other = story.liaison(guarded["mandate"])
    until = timezone.now() + timedelta(days=1)
    link, token = OwnEntryLink.issue(collaboration=collaboration, liaison=other, expires_at=until)
    client = Client()
    client.post(reverse("government:own_entry_open", args=[token]))
    for path in (reverse("government:own_entry_detail"), reverse("government:own_entry_open", args=[token])):
        answer = client.get(path)
        assert answer.status_code == 200
        assert WORD not in text_of(answer)
    for url in addresses_in(collaboration, guarded):
        answer = client.get(url)
        assert answer.status_code in (302, 401, 404, 405), url
        assert WORD not in text_of(answer)
    assert link.pk


def test_own_link_shows_the_own_entry_but_never_a_private_note(collaboration, guarded):
    until = timezone.now() + timedelta(days=1)
    _link, token = OwnEntryLink.issue(collaboration=collaboration, liaison=guarded["liaison"], expires_at=until)
    client = Client()
    client.post(reverse("government:own_entry_open", args=[token]))
    page = text_of(client.get(reverse("government:own_entry_detail")))
    assert f"{WORD} ability" in page
    assert f"{WORD} private note" not in page
    assert f"{WORD} stance" not in page


def test_log_mail_tasks_and_broker_do_not_carry_it(
    collaboration, guarded, facilitator, sign_in, settings, caplog, published, django_capture_on_commit_callbacks
):
    settings.ORIGIN = "https://groundwork.example"
    caplog.set_level(logging.DEBUG)
    caplog.clear()  # what the database layer said while the rows were made
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    client, liaison = sign_in(facilitator), guarded["liaison"]
    levels = {name: "3" for name in (*CRITERIA, "trust")}
    lines = {f"{name}_evidence": f"{CANARY} again" for name in levels}
    with django_capture_on_commit_callbacks(execute=True):
        rated = {"rated_on": "2025-06-01", **levels, **lines}
        url = reverse("government:rating_create", args=[collaboration.slug, liaison.pk])
        assert client.post(url, rated).status_code == 302
        note = reverse("collab:meeting_note", args=[collaboration.slug, guarded["meeting"].pk])
        assert f"{WORD} private note" in text_of(client.post(note))
        factories.commitment(guarded["body"], facilitator.organization, person=liaison.person, made_on=date(2025, 3, 1))
        link = reverse("government:own_entry_link_create", args=[collaboration.slug, liaison.pk])
        assert client.post(link).status_code == 302
        client.get(reverse("collab:meeting_detail", args=[collaboration.slug, guarded["meeting"].pk]) + "x")
        for digest in digests(now=timezone.now()):
            remind(digest, now=timezone.now())
        deliver_mail()
    assert published
    assert WORD not in str(published).lower()
    assert sent.outbox
    for one in sent.outbox:
        assert WORD not in f"{one.subject} {one.body}".lower()
        assert WORD not in str(one.to).lower() or one.to == [liaison.person.email]  # the person's own mail
    assert WORD not in caplog.text.lower()
    others = OutboxMail.objects.exclude(to=liaison.person.email).values_list("to", "subject", "body", "last_error")
    assert WORD not in str(list(others)).lower()
    assert WORD not in str(list(AuditEvent.objects.values_list("subject", flat=True))).lower()
    assert WORD not in _everything_in(Redis.from_url(settings.BROKER_URL.replace("redis+socket", "unix"))).lower()


def _everything_in(broker: Redis) -> str:  # type: ignore[type-arg]
    """All that lies in the broker, whatever its kind."""
    found = []
    for key in broker.keys("*"):
        kind = broker.type(key)
        found.append(key)
        if kind == b"list":
            found += [_opened(one) for one in broker.lrange(key, 0, -1)]
        elif kind == b"set":
            found += broker.smembers(key)
        elif kind == b"hash":
            found += [_opened(one) for one in broker.hvals(key)]
        elif kind == b"zset":
            found += broker.zrange(key, 0, -1)
        elif kind == b"string":
            found.append(broker.get(key))
    return str(found)


def _opened(message: bytes) -> str:
    """A message with its body, which travels in base64."""
    return str(message) + "".join(
        base64.b64decode(one).decode(errors="replace") for one in re.findall(rb'"body": "([A-Za-z0-9+/=]+)"', message)
    )
