"""Rows of the government side in which every secret holds one unique word."""

from typing import Any

from collab.models import Collaboration, Seat
from tests import factories
from tests.government import story

CANARY = "Zanzibarquokka"
OTHERS = ("funder", "partner", "liaison", "viewer")


def guarded_rows(collaboration: Collaboration) -> dict[str, Any]:
    """A mandate whose people, criteria, stance and contact data all hold the canary."""
    story.state_led(collaboration)
    body = factories.organization(collaboration=collaboration, name="Ministry", sector="government")
    mandate = story.mandate(body=body, topic="Inspection")

    def person(n):
        named = {"name": f"{CANARY} Name{n}", "job_title": f"{CANARY} Title{n}", "phone": f"{CANARY}{n}"}
        return factories.person(organization=body, email=f"{CANARY}{n}@example.org", **named)

    former = story.official(mandate, person=person(1), office="Minister", to_on=story.FROM)
    official = story.official(mandate, person=person(2), office="Minister")
    liaison, gone = story.liaison(mandate, person=person(3)), story.liaison(mandate, person=person(4))
    lines = {f"{name}_evidence": f"{CANARY} {name}" for name in ("ability", "authority", "bandwidth", "trust")}
    rating = story.rating(liaison, (4, 4, 4, 1, 3), **lines)
    gone.leave(on=collaboration.today(), successor=liaison)
    held = factories.meeting(
        collaboration.backbone, people=(official.person, liaison.person), note=f"{CANARY} private note"
    )
    stance = story.stance(mandate, 1, evidence=f"{CANARY} stance", meeting=held)
    consultation = story.consultation(mandate)
    story.own_statement(liaison, text=f"{CANARY} said", answer=f"{CANARY} answer", answered_on=story.FROM)
    return {
        "mandate": mandate, "official": official, "liaison": liaison, "former": former, "stance": stance,
        "meeting": held, "consultation": consultation, "body": body, "rating": rating,
    }  # fmt: skip


def seat_of(collaboration: Collaboration, role: str, guarded: dict[str, Any] | None = None) -> Seat:
    """Somebody of this role; a liaison for the body of the mandate where it is given."""
    organization = guarded["body"] if guarded and role == "liaison" else None
    return factories.seat(collaboration=collaboration, role=role, organization=organization)
