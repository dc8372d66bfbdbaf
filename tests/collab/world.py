"""A collaboration with one of everything, the same elsewhere, somebody in every role, and all addresses."""

import uuid
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from collab.models import Affiliation, ApiToken, CalendarSubscription, Collaboration, Organization, Seat, User
from collab.roles import Role
from metrics.models import Export, ExportPart, Import, ShareLink
from partners.models import Instrument
from partners.questionnaire import shipped
from tests import factories
from tests.government import story as government
from tests.metrics.reports import story as reports

LIBRARY = ("account_", "mfa_")  # pages of the sign-in library: tests/collab/test_accounts.py
GONE_NUMBER, GONE_ID = 999_999_999, uuid.UUID(int=1)


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every URL name with the names of its parameters."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from ((name, words | set(one.pattern.converters)) for name, words in addresses(one, inner))
        elif isinstance(one, URLPattern) and one.name and not one.name.startswith(LIBRARY):
            yield f"{space}{one.name}", set(one.pattern.converters)


ADDRESSES = dict(addresses())


@dataclass
class World:
    """A collaboration with one of everything, the same elsewhere, and somebody in every role."""

    collaboration: Collaboration
    ids: dict[str, dict[str, Any]] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    bearers: dict[str, Client] = field(default_factory=dict)  # the same people by tokens, for the API

    def client(self, who: str, name: str) -> Client:
        """How somebody asks an address: signed in, or by a token at the API."""
        return (self.bearers if name.startswith("api:") else self.clients)[who]


def _rows(collaboration: Collaboration, *own: Any) -> dict[str, Any]:
    """One of everything; the organisations of `own` take part in each."""
    a, b = own if own else (factories.organization(collaboration=collaboration) for _n in range(2))
    person = factories.person(organization=a)
    Affiliation.objects.create(collaboration=collaboration, person=person, organization=b)
    meeting = factories.meeting(a, b, people=(factories.person(organization=b),), note="hidden")
    commitment = factories.commitment(a, b, meeting=meeting)
    decision = factories.decision(proposed=(a,), approved=(b,), meeting=meeting)
    seat = factories.seat(collaboration=collaboration, role="viewer", organization=a)
    factories.tie(a, b)
    survey = factories.survey(a, b, closed_at=datetime(2025, 3, 31, tzinfo=UTC))
    invitation = factories.invitation(survey, factories.person(organization=a))
    report = reports.report(collaboration=collaboration, is_locked=True)
    partner, strategy = factories.partner(a), factories.strategy(collaboration)
    review = factories.review(collaboration, partner=partner, organization=b, decision="waive")
    indicator = factories.indicator(collaboration=collaboration)
    share, _token = ShareLink.give(collaboration, label="Board", by=report.owner, now=timezone.now())
    erasure = government.erasure(collaboration)  # before the import: it lets go of files that wait
    return {
        "indicator": indicator.pk, "period": factories.period(indicator).pk,
        "wanted": "gexf", "report": report.pk, "section": report.sections.get().pk, "kind": "csv",
        "schedule": reports.report_schedule(collaboration=collaboration, owner=report.owner).pk,
        "slug": collaboration.slug, "key": "none", "metric": "relationship", "saved": 0,
        "share": share.pk, "shipped": "relationship",
        "imported": _imported(collaboration, report.owner).pk, "export": export(collaboration).pk,
        "milestone": "reviewed",
        "token": ApiToken.issue(user=report.owner, label="Sheet", scope="read", days=7, now=timezone.now())[0].pk,
        "meeting": meeting.pk, "organization": a.pk, "person": person.pk,
        "partner": partner.pk, "level": factories.readiness_rating(partner, assessor=b).pk, "review": review.pk,
        "investment": factories.investment(partner, funder=b).pk, "strategy": strategy.pk,
        "contribution": factories.contribution(strategy, a).pk, "leadership": factories.leadership(a).pk,
        "resource": factories.resource(a).pk, "subscription": subscription(collaboration).pk,
        "outline": collaboration.outlines.create(name=f"Table of {a}").pk,
        "commitment": commitment.pk, "decision": decision.pk, "affiliation": person.affiliations.get(organization=a).pk,
        "seat": seat.pk, "person_pk": person.pk, "a": min(a.pk, b.pk), "b": max(a.pk, b.pk), "survey": survey.pk,
        "field": collaboration.partner_fields.create(name=f"Members of {a}", kind="number").pk,
        "instrument": Instrument.draft(shipped()["relationship"], collaboration=collaboration, name="Our ties").pk,
        "invitation": invitation.pk, "public_id": uuid.uuid4(), "step": "x",
        "erasure": erasure.pk, **_of_government(b),
    }  # fmt: skip


def _of_government(body: Organization) -> dict[str, int]:
    """A mandate with an official and a liaison of whom something is said."""
    mandate = government.mandate(body=body)
    official, liaison = government.official(mandate), government.liaison(mandate)
    rating, statement = government.rating(liaison), government.own_statement(liaison)
    return {
        "mandate": mandate.pk, "official": official.pk, "liaison": liaison.pk, "rating": rating.pk,
        "statement": statement.pk,
    }  # fmt: skip


def _imported(collaboration: Collaboration, by: User) -> Import:
    """A file whose columns wait to be named."""
    return Import.objects.create(
        collaboration=collaboration, kind="organizations", file_name="partners.csv", content=b"name\r\nMill\r\n",
        columns={"name": 0}, asked_by=by, state=Import.State.COLUMNS,
        found={"headers": ["name"], "samples": [["Mill"]], "notes": []},
    )  # fmt: skip


def export(collaboration: Collaboration) -> Export:
    """A file of everything that the coordinator has asked for, where there is one."""
    seat = collaboration.seats.filter(role=Role.COORDINATOR, to_on=None).order_by("pk").first()
    ready = Export.objects.create(
        collaboration=collaboration, asked_by=seat.user if seat else factories.user(), state=Export.State.READY,
        ready_at=timezone.now(), size=2,
    )  # fmt: skip
    ExportPart.objects.create(collaboration=collaboration, export=ready, number=0, content=b"PK")
    return ready


def subscription(collaboration: Collaboration) -> CalendarSubscription:
    """A calendar that is read."""
    return CalendarSubscription.objects.create(
        collaboration=collaboration, name="Team", host="calendar.example.org", added_by=factories.user()
    )


def bearer(who: Any, **values: Any) -> Client:
    """A program that acts for somebody; it may write unless something else is said."""
    said = {"label": "Sheet", "scope": "write", "user": who, "days": 30, "now": timezone.now()} | values
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {ApiToken.issue(**said)[1]}"})


def _login(who: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(who)
    return client


@pytest.fixture(scope="module")
def standing_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all tests of a file, inside one transaction that is taken back when the file is done."""
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE groundwork")
        here = build()
    yield here
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def world(standing_world: World, db: None) -> Iterator[World]:
    """The same for every address; what a test writes is taken back, and whom it signed out is signed in again."""
    kept = {name: deepcopy(client.cookies) for name, client in standing_world.clients.items()}
    yield standing_world
    for name, cookies in kept.items():
        standing_world.clients[name].cookies = cookies


def build() -> World:
    """A collaboration with one of everything."""
    collaboration = factories.collaboration()
    partner, liaison = (factories.organization(collaboration=collaboration) for _n in range(2))
    here = World(collaboration)
    for role in Role.values:
        organization = {"partner": partner, "liaison": liaison}.get(role) or factories.organization(
            collaboration=collaboration
        )
        seat = factories.seat(collaboration=collaboration, role=role, organization=organization)
        here.clients[role], here.bearers[role] = _login(seat.user), bearer(seat.user)
    here.ids["unrelated"] = _rows(collaboration)
    here.ids["own"] = _rows(collaboration, partner, liaison)
    who = collaboration.liaisons.get(pk=here.ids["own"]["liaison"]).person
    who.email = collaboration.seats.get(role=Role.LIAISON).user.email  # the one who signs in
    who.save()
    here.ids["foreign"] = _rows(factories.collaboration()) | {
        "slug": collaboration.slug, "metric": "none", "milestone": "none", "wanted": "none", "shipped": "none",
    }  # fmt: skip
    here.ids["gone"] = {
        key: GONE_ID if isinstance(value, uuid.UUID) else GONE_NUMBER for key, value in here.ids["own"].items()
    }
    here.ids["gone"] |= {"slug": collaboration.slug, "kind": "csv", "wanted": "none"}
    here.ids["gone"] |= {"metric": "none", "milestone": "none", "shipped": "none"}
    here.clients["anonymous"] = here.bearers["anonymous"] = Client(raise_request_exception=False)
    elsewhere = factories.seat(collaboration=factories.collaboration(), role="coordinator")
    others = {
        "stranger": elsewhere.user, "administrator": factories.user(is_administrator=True),
        "former": _former(collaboration).user,
    }  # fmt: skip
    for who, user in others.items():
        here.clients[who], here.bearers[who] = _login(user), bearer(user)
    return here


def _former(collaboration: Collaboration) -> Seat:
    return factories.seat(collaboration=collaboration, role="coordinator", to_on=date(2025, 6, 1))


def noun_of(name: str) -> str:
    """The record that `pk` stands for: meeting_note_edit is about a meeting."""
    return name.split(":")[-1].split("_")[0]


def address_of(name: str, ids: dict[str, Any]) -> str:
    """The address of a URL name for some records."""
    return reverse(name, kwargs={key: ids[noun_of(name) if key == "pk" else key] for key in ADDRESSES[name]})
