"""Rows of the government floor for tests: plain functions, every value can be overridden by keyword."""

from datetime import date
from itertools import count
from typing import Any

from django.db import connection

from collab.models import Collaboration, Organization, Person
from government.models import (
    CRITERIA,
    Consultation,
    Erasure,
    Liaison,
    LiaisonRating,
    Mandate,
    Official,
    OwnStatement,
    Stance,
    StateRole,
)
from tests import factories

_number = count(1)
FROM = date(2025, 2, 1)
FINE = (3, 3, 3, 3, 3)  # ability, willingness, authority, bandwidth, trust


def mandate(collaboration: Collaboration | None = None, *, body: Organization | None = None, **values: Any) -> Mandate:
    """A mandate of a public body, a new one unless given."""
    if body is None:
        place = {"collaboration": collaboration} if collaboration else {}
        body = factories.organization(sector="government", **place)
    base = {"level": "regional", "topic": f"Topic {next(_number)}", "weight": 2, "from_on": FROM}
    return Mandate.objects.create(collaboration=body.collaboration, body=body, **base | values)


def official(mandate: Mandate, *, person: Person | None = None, **values: Any) -> Official:
    """Somebody in the office."""
    person = person or factories.person(organization=mandate.body)
    base = {"office": "Secretary", "from_on": FROM}
    return Official.objects.create(collaboration=mandate.collaboration, mandate=mandate, person=person, **base | values)


def liaison(mandate: Mandate, *, person: Person | None = None, **values: Any) -> Liaison:
    """Somebody who carries what we bring."""
    person = person or factories.person(organization=mandate.body)
    base = {"steps": 0, "from_on": FROM}
    return Liaison.objects.create(collaboration=mandate.collaboration, mandate=mandate, person=person, **base | values)


def rating(liaison: Liaison, levels: tuple[int | None, ...] = FINE, **values: Any) -> LiaisonRating:
    """What the backbone judged today."""
    given = dict(zip((*CRITERIA, "trust"), levels, strict=True))
    base = {"assessor": liaison.collaboration.backbone, "rated_on": liaison.collaboration.today()}
    return LiaisonRating.objects.create(collaboration=liaison.collaboration, liaison=liaison, **given | base | values)


def stance(mandate: Mandate, level: int = 2, **values: Any) -> Stance:
    """One observation."""
    base = {"seen_on": FROM}
    return Stance.objects.create(collaboration=mandate.collaboration, mandate=mandate, level=level, **base | values)


def consultation(mandate: Mandate, timing: str = "before draft", **values: Any) -> Consultation:
    """A meeting with the body, marked as substantive."""
    meeting = factories.meeting(mandate.collaboration.backbone, mandate.body, **values)
    return Consultation.objects.create(
        collaboration=mandate.collaboration, meeting=meeting, mandate=mandate, timing=timing
    )


def state_led(collaboration: Collaboration, **values: Any) -> StateRole:
    """The state leads, since the start."""
    base = {"role": "state-led", "from_on": collaboration.started_on, "reason": "The constitution says so."}
    return StateRole.objects.create(collaboration=collaboration, **base | values)


def own_statement(liaison: Liaison, **values: Any) -> OwnStatement:
    """What the liaison said about the own entry."""
    base = {"collaboration": liaison.collaboration, "kind": "objection", "text": "That was not me.", "said_on": FROM}
    return OwnStatement.objects.create(liaison=liaison, **base | values)


def erasure(collaboration: Collaboration) -> Erasure:
    """Somebody was erased."""
    person = factories.person(collaboration=collaboration)
    with connection.cursor() as cursor:  # without the search through all texts: this world is made for every address
        cursor.execute("SELECT erase_person(%s, NULL, 'x', '[]', '[]', '[]')", [person.pk])
    return Erasure.objects.get(person=person)
