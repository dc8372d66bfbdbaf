"""A facilitator at work, and what a browser sends for two attendees, one promise and one decision."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from collab.models import (
    Affiliation,
    Attendance,
    Commitment,
    Decision,
    DecisionPart,
    Meeting,
    Organization,
    Person,
    Seat,
)
from tests import factories

ROWS = (Meeting, Attendance, Commitment, Decision, DecisionPart, Organization, Person, Affiliation)


class Here:
    """Two partners, one person in each, the facilitator's client, the address of the quick log."""

    def __init__(self, seat: Seat, client: Client) -> None:
        self.seat, self.client, self.collaboration = seat, client, seat.collaboration
        self.viva = factories.organization(collaboration=self.collaboration, name="Marea Viva")
        self.estero = factories.organization(collaboration=self.collaboration, name="Unión Estero")
        self.lidia = factories.person(organization=self.viva, name="Lidia Armenta")
        self.chuy = factories.person(organization=self.estero, name="Chuy Valdez")
        self.today = self.collaboration.today()
        self.log = self.url("create")
        self.list = self.url("list")

    def url(self, what: str, *args: Any) -> str:
        """The address of a page about meetings."""
        return reverse(f"collab:meeting_{what}", args=[self.collaboration.slug, *args])


def typed(here: Here, **changes: Any) -> dict[str, Any]:
    """What a browser sends for two attendees and one promise."""
    data = {
        "id": str(uuid4()), "mode": "in person", "kind": "bilateral", "when": str(here.today), "clock": "00:00",
        "who": [f"p{here.lidia.pk}-{here.viva.pk}", f"o{here.estero.pk}"], "topics": "Catch records",
        "summary": "Viva showed the first month.", "private_note": "Lidia is tired.",
        "newcomers-TOTAL_FORMS": "1", "newcomers-INITIAL_FORMS": "0", "newcomers-0-person_name": "",
        "promises-TOTAL_FORMS": "1", "promises-INITIAL_FORMS": "0",
        "promises-0-who": f"p{here.chuy.pk}-{here.estero.pk}",
        "promises-0-text": "Sends the form", "promises-0-to": str(here.viva.pk), "promises-0-due": "14",
        "decisions-TOTAL_FORMS": "1", "decisions-INITIAL_FORMS": "0", "decisions-0-text": "Share the records",
        "decisions-0-proposed_by": str(here.viva.pk), "decisions-0-outcome": "carried",
    }  # fmt: skip
    return {name: value for name, value in (data | changes).items() if value is not None}


def counts() -> dict[str, int]:
    """How many rows there are of everything a log can write."""
    return {model.__name__: model.objects.count() for model in ROWS}
