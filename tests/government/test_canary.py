"""A unique word in a private note, contact data and a criterion's evidence leaves by no way that is not allowed."""

import base64
import logging
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.core import mail as sent
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from redis import Redis

from collab.models import AuditEvent, OutboxMail
from collab.reminders import digests, remind
from collab.tasks import deliver_mail
from government.models import CRITERIA, OwnEntryLink
from metrics.reports.files import FORMATS
from tests import factories
from tests.collab.conftest import standing_world, world
from tests.collab.forms_on_page import PageForm, forms_on
from tests.collab.rights_table import TABLE
from tests.collab.world import ADDRESSES, World
from tests.government.canary import CANARY
from tests.government.canary_world import WORD, Planted, asked, links, plant, posted, text_of

__all__ = ["standing_world", "world"]


@pytest.fixture
def published() -> Iterator[list[Any]]:
    """What is sent to the broker, as it is sent."""
    seen: list[Any] = []

    def note(sender: Any = None, body: Any = None, headers: Any = None, **kwargs: Any) -> None:
        seen.append((sender, body, headers))

    before_task_publish.connect(note)
    yield seen
    before_task_publish.disconnect(note)


WITHOUT = ("funder", "partner", "liaison", "viewer", "administrator", "former", "stranger", "anonymous")
NOTE, CONTACT, EVIDENCE = f"{WORD} private note", f"{WORD}3@example.org", f"{WORD} ability"


@pytest.fixture
def planted(world: World) -> Planted:
    """A collaboration with one of everything and the canary in it."""
    return plant(world)


@pytest.mark.parametrize("role", WITHOUT)
def test_no_address_gives_it_to_somebody_without_the_right(planted: Planted, role: str, caplog):
    shown = 0
    for name in TABLE:
        client = planted.client(role, name)
        for url in planted.addresses(name):
            for how, text in asked(client, url, planted.data(name)):
                assert WORD not in text, (name, how)
                shown += how.endswith("200")
            how, text = posted(client, url, planted.data(name))
            assert WORD not in text, (name, how)
    assert shown > LEAST[role]
    assert WORD not in caplog.text.lower()


# pages that open at least: a walk that is refused everywhere would prove nothing
LEAST = {
    "funder": 150, "partner": 100, "liaison": 60, "viewer": 40, "administrator": 10, "former": 5, "stranger": 5,
    "anonymous": 5,
}  # fmt: skip


def test_the_team_finds_it_by_the_same_walk_and_a_private_note_only_where_it_is_opened(planted: Planted, caplog):
    """The walk can see: for those with the right the same requests show each secret."""
    seen: dict[str, set[str]] = {NOTE: set(), CONTACT: set(), EVIDENCE: set()}
    for name in TABLE:
        client = planted.client("facilitator", name)
        for url in planted.addresses(name):
            found = [*asked(client, url, planted.data(name)), posted(client, url, planted.data(name))]
            for word, where in seen.items():
                where |= {name for _how, text in found if word in text}
    assert seen[NOTE] == {"collab:meeting_note"}
    assert {"collab:person_detail", "government:entry_detail", "government:entry_export"} <= seen[CONTACT]
    assert {name for name in seen[CONTACT] if name.startswith("api:")} >= {"api:person_list", "api:person_detail"}
    assert {"government:mandate_detail", "government:entry_detail", "government:entry_export"} <= seen[EVIDENCE]
    assert WORD not in caplog.text.lower()


def test_reports_and_files_of_the_team_hold_no_name_no_evidence_and_no_note(planted: Planted):
    client, c = planted.world.clients["coordinator"], planted.world.collaboration
    kinds = set()
    for name in ("metrics:report_file", "metrics:report_detail", "metrics:score_csv", "metrics:network_csv"):
        for url in planted.addresses(name):
            answer = client.get(url)
            text = text_of(answer)
            assert answer.status_code == 200
            assert WORD not in text, url
            if name == "metrics:report_file":
                assert "ministry" in text or "board" in text, url  # what is said by body and role is there
                kinds.add(url.rpartition(".")[2])
    assert kinds == set(FORMATS)
    assert c.reports.filter(locked_at__isnull=False).exists()


def test_no_link_gives_it_to_who_holds_it(planted: Planted):
    opened = links(planted)
    capabilities = {name for name, row in TABLE.items() if row.kind in ("open", "link") and ADDRESSES[name]}
    capabilities |= {"government:own_entry_detail"}
    assert capabilities == set(opened)
    for name, ways in opened.items():
        for client, url in ways:
            for how, text in asked(client, url, {}):
                assert WORD not in text, (name, how)
                assert how.endswith(("200", "302", "404", "405")), (name, how)
            how, text = posted(client, url, {})
            assert WORD not in text, (name, how)
    for holder in {id(client): client for ways in opened.values() for client, _url in ways}.values():
        for name, row in TABLE.items():
            if row.kind == "collaboration":
                answer = holder.get(planted.addresses(name)[0])
                assert answer.status_code in (302, 401, 405), name
                assert WORD not in text_of(answer)


def test_audit_log_does_not_hold_what_is_sealed(collaboration, guarded, coordinator, sign_in):
    page = text_of(sign_in(coordinator).get(reverse("collab:audit_list", args=[collaboration.slug])))
    assert f"{WORD} private note" not in page


def test_what_the_team_types_goes_to_no_log_no_task_and_no_broker(
    planted: Planted, settings, caplog, published, django_capture_on_commit_callbacks
):
    client, stored = planted.world.clients["coordinator"], 0
    caplog.clear()
    for name in sorted(name for name, row in TABLE.items() if row.get and row.post and "coordinator" in row.post):
        url = planted.addresses(name)[0]
        connection.run_on_commit.clear()  # what waits there from before is the same hint, and would be the only one
        for typed in (_all_typed, _sensibly_typed):  # refused, and mostly stored
            form = main_form(client, url, planted.data(name))
            with django_capture_on_commit_callbacks(execute=True):
                stored += client.post(url, form.values | typed(form)).status_code == 302
    assert stored > 20
    assert published
    assert WORD not in caplog.text.lower()
    assert WORD not in str(published).lower()
    assert WORD not in _everything_in(Redis.from_url(settings.BROKER_URL.replace("redis+socket", "unix"))).lower()


def _all_typed(form: PageForm) -> dict[str, str]:
    return dict.fromkeys(form.typed, f"{CANARY} typed")


def _sensibly_typed(form: PageForm) -> dict[str, str]:
    """Numbers, days and addresses stay as they stand."""
    return {name: f"{CANARY} typed" for name in form.typed if not re.search(r"[\d@:]", form.values[name])}


def main_form(client: Client, url: str, data: dict[str, str]) -> PageForm:
    """The form of a page that goes to its own address."""
    own = [one for one in forms_on(client.get(url, data).content.decode()) if one.method == "post"]
    fits = [one for one in own if one.action in ("", url)]
    return max(fits, key=lambda one: len(one.values), default=PageForm("post", url))


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
