"""A facilitator at work on government, for the tests of its pages."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from collab.models import Collaboration, Seat
from tests.government.canary import guarded_rows


@dataclass
class Desk:
    """Somebody signed in, and the addresses of the place."""

    seat: Seat
    client: Client
    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def collaboration(self) -> Collaboration:
        """Where the seat is."""
        return self.seat.collaboration

    def url(self, name: str, *args: Any) -> str:
        """An address of the government floor here."""
        return reverse(f"government:{name}", args=[self.collaboration.slug, *args])

    def page(self, name: str, *args: Any, **query: Any) -> str:
        """What a page shows."""
        answer = self.client.get(self.url(name, *args), query)
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def desk(facilitator: Seat, sign_in: Any) -> Desk:
    """A facilitator."""
    return Desk(facilitator, sign_in(facilitator))


@pytest.fixture
def chair(coordinator: Seat, sign_in: Any) -> Desk:
    """A coordinator."""
    return Desk(coordinator, sign_in(coordinator))


@pytest.fixture
def guarded(collaboration: Collaboration) -> dict[str, Any]:
    """A mandate whose people, criteria, stance, contact data and private note all hold the canary."""
    return guarded_rows(collaboration)
