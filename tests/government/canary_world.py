"""A world of everything with the canary planted in it, and every way of asking for it: addresses, links, formats.

Addresses come from the table of rights, which has a row for every address, so that a new one is walked unasked.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pypdf
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab.models import ApiToken, Collaboration, EndorsementLink, FeedLink, PromiseLink, ReminderSetting
from government.models import OwnEntryLink
from metrics.models import ShareLink
from metrics.reports.assemble import assemble
from metrics.reports.evidence import EVIDENCE
from metrics.reports.files import FORMATS
from metrics.reports.frozen import freeze
from metrics.scoring import score_collaboration
from tests import factories
from tests.collab.rights_table import TABLE
from tests.collab.world import ADDRESSES, World, noun_of
from tests.government import story
from tests.government.canary import CANARY, guarded_rows
from tests.metrics.reports import story as reports
from tests.partners.wave import open_wave, organizations, respondent

WORD = CANARY.lower()
PART = CANARY[:6]  # what is searched for comes back in the search box; a part of the word does not
METRICS = ("relationship", "ownership", "government", "readiness")
# how a page is asked: as it is, as a part, as a file, and with words that stand beside the canary
QUERIES: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({}, {}), ({}, {"HX-Request": "true"}), ({"format": "csv"}, {}), ({"format": "xlsx"}, {}),
    ({"q": PART, "words": PART}, {}), ({"q": "Title3"}, {}),
)  # fmt: skip


@dataclass
class Planted:
    """The world, the numbers of what holds the canary, and links that somebody without a seat may hold."""

    world: World
    rows: dict[str, Any]
    ids: dict[str, list[Any]] = field(default_factory=dict)

    def client(self, who: str, name: str) -> Client:
        """How somebody asks an address; a token as if it had not been used in this minute."""
        if name.startswith("api:"):
            ApiToken.objects.update(calls=0)
        return self.world.client(who, name)

    def addresses(self, name: str) -> list[str]:
        """The address of a name for every record that could stand in it: those with the canary, and plain ones."""
        choices: list[dict[str, Any]] = [{}]
        for word in sorted(ADDRESSES[name]):
            noun = noun_of(name) if word == "pk" else word
            values = self.ids.get(noun) or [self.world.ids["own"][noun]]
            choices = [one | {word: value} for one in choices for value in values]
        return list(dict.fromkeys(reverse(name, kwargs=one) for one in choices))

    def data(self, name: str) -> dict[str, str]:
        """What an address needs to be told, about what holds the canary."""
        first = {key: values[0] for key, values in self.ids.items()}
        return {key: value.format(**self.world.ids["own"] | first) for key, value in TABLE[name].data.items()}


def plant(world: World) -> Planted:
    """Put the canary into the world: in a meeting at which partners sat, promises to them, reports, scores."""
    c, own = world.collaboration, world.ids["own"]
    rows = guarded_rows(c)
    partner, liaison = (c.organizations.get(pk=own[key]) for key in ("a", "b"))
    meeting = rows["meeting"]
    for one in (partner, liaison):
        meeting.attendances.create(collaboration=c, organization=one)
    who = rows["liaison"].person
    promise = factories.commitment(rows["body"], partner, person=who, meeting=meeting)
    factories.commitment(partner, rows["body"], meeting=meeting)
    decision = factories.decision(proposed=(rows["body"], partner), approved=(liaison,), meeting=meeting)
    factories.tie(partner, rows["body"])
    score_collaboration(c, today=c.today())
    drafted, locked = _report(world, is_locked=False), _report(world, is_locked=True)
    pair = sorted((partner.pk, rows["body"].pk))
    ids: dict[str, list[Any]] = {
        "mandate": [rows["mandate"].pk, own["mandate"]], "official": [rows["official"].pk, rows["former"].pk],
        "liaison": [rows["liaison"].pk, own["liaison"]], "rating": [rows["rating"].pk],
        "statement": [rows["liaison"].own_statements.get().pk], "meeting": [meeting.pk],
        "organization": [rows["body"].pk, partner.pk, liaison.pk], "person": [who.pk, rows["official"].person_id],
        "commitment": [promise.pk], "decision": [decision.pk], "report": [locked.pk, drafted.pk],
        "metric": list(METRICS), "kind": list(FORMATS), "a": [pair[0]], "b": [pair[1]],
    }  # fmt: skip
    return Planted(world, rows, ids)


def _report(world: World, *, is_locked: bool) -> Any:
    made = reports.report(collaboration=world.collaboration, title=f"Everything {is_locked}")
    made.sections.update(evidence=list(EVIDENCE))
    if is_locked:
        made.submit()
        frozen, digest = freeze(assemble(made).document)
        made.lock(by=factories.user(), at=timezone.now(), frozen=frozen, digest=digest, alone=False)
    return made


# -- links that need no seat ------------------------------------------------------------------------------------------


def links(planted: Planted) -> dict[str, list[tuple[Client, str]]]:
    """Each address that a secret opens, by its name: browsers in which it is open, and the address there."""
    world, rows, until = planted.world, planted.rows, timezone.now() + timedelta(days=1)
    c = world.collaboration
    here: dict[str, Any] = {"collaboration": c, "expires_at": until}
    own = {key: world.ids["own"][key] for key in ("strategy", "organization")}
    colleague = story.liaison(rows["mandate"])
    entry, entry_token = Client(), OwnEntryLink.issue(liaison=colleague, **here)[1]
    entry.post(reverse("government:own_entry_open", args=[entry_token]))
    somebody = factories.person(organization=c.organizations.get(pk=own["organization"]))
    factories.commitment(rows["body"], person=somebody, meeting=rows["meeting"])
    feeds = [FeedLink.issue(seat=seat, **here)[1] for seat in c.seats.exclude(role__in=("coordinator", "facilitator"))]
    anybody = Client(raise_request_exception=False)
    reminders = ReminderSetting.of(somebody.email or "somebody@example.org").token
    single = {
        "metrics:share_detail": ShareLink.give(c, label="Board", by=factories.user(), now=timezone.now())[1],
        "collab:promise_edit": PromiseLink.issue(person=somebody, **here)[1],
        "collab:reminder_edit": reminders,
        "collab:reminder_stop": reminders,
        "collab:endorsement_answer": EndorsementLink.issue(
            person=somebody, strategy_id=own["strategy"], organization_id=own["organization"], **here
        )[1],
        "government:own_entry_open": entry_token,
    }
    return (
        {name: [(anybody, reverse(name, args=[token]))] for name, token in single.items()}
        | _survey_links(c)
        | {
            "government:own_entry_detail": [(entry, reverse("government:own_entry_detail"))],
            "collab:feed_detail": [(anybody, reverse("collab:feed_detail", args=[token])) for token in feeds],
        }
    )


def _survey_links(collaboration: Collaboration) -> dict[str, list[tuple[Client, str]]]:
    """Each step of a wave in which somebody is answering about a subject."""
    wave = open_wave(collaboration)
    asked = respondent(wave, organizations(wave)[0]).begin()
    subject = organizations(wave)[1]
    asked.pick(subject)
    steps = {
        "start": "", "pick": "pick/", "step": f"step/o{subject.pk}/", "review": "review/", "decline": "decline/",
        "language": "language/", "earlier": "earlier/",
    }  # fmt: skip
    return {
        "partners:answer_open": [(asked.client, asked.link)],
        **{f"partners:answer_{one}": [(asked.client, asked.home + path)] for one, path in steps.items()},
    }


# -- asking and reading -----------------------------------------------------------------------------------------------


def asked(client: Client, url: str, data: dict[str, str], *, until_refused: bool = True) -> Iterator[tuple[str, str]]:
    """What is answered, and how it was asked; ways beyond the first only where the first one opens."""
    for query, headers in QUERIES:
        answer = client.get(url, data | query, headers=headers)
        yield f"GET {url} {query} {headers} {answer.status_code}", text_of(answer)
        assert answer.status_code not in (429, 500), url
        if answer.status_code != 200 and until_refused:
            return


def posted(client: Client, url: str, data: dict[str, str]) -> tuple[str, str]:
    """What a POST answers; what it writes is taken back, and who it signs out stays."""
    kept = {key: morsel.value for key, morsel in client.cookies.items()}
    kind = {"content_type": "application/json"} if url.startswith("/api/") else {}
    with transaction.atomic():
        answer = client.post(url, data, **kind)
        text = text_of(answer)
        transaction.set_rollback(True)
    client.cookies.clear()
    for key, value in kept.items():
        client.cookies[key] = value
    return f"POST {url} {answer.status_code}", text


def text_of(answer: HttpResponseBase) -> str:
    """Everything an answer holds, files unpacked, its headers too; lower case."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return f"{answer.headers} {_unpacked(body)}".lower()


def _unpacked(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return " ".join(_unpacked(packed.read(name)) for name in packed.namelist())
    return body.decode(errors="replace")
