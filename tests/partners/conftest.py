"""People at work on partners, for the tests of their pages."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from collab.models import Collaboration, Seat
from partners.models import Partner, Survey
from tests import factories
from tests.partners.wave import Respondent, open_wave, organizations, respondent


@dataclass
class Desk:
    """Somebody signed in, and the addresses of the place."""

    seat: Seat
    client: Client

    @property
    def collaboration(self) -> Collaboration:
        """Where the seat is."""
        return self.seat.collaboration

    def url(self, name: str, *args: Any) -> str:
        """An address here."""
        return reverse(name, args=[self.collaboration.slug, *args])

    def page(self, name: str, /, *args: Any, **query: Any) -> str:
        """What a page shows."""
        answer = self.client.get(self.url(name, *args), query)
        assert answer.status_code == 200
        return answer.content.decode()

    def send(self, name: str, /, *args: Any, **data: Any) -> Any:
        """The answer to a form."""
        return self.client.post(self.url(name, *args), data)


@pytest.fixture
def desk(facilitator: Seat, sign_in: Any) -> Desk:
    """A facilitator."""
    return Desk(facilitator, sign_in(facilitator))


@pytest.fixture
def chair(coordinator: Seat, sign_in: Any) -> Desk:
    """A coordinator."""
    return Desk(coordinator, sign_in(coordinator))


@pytest.fixture
def payer(funder: Seat, sign_in: Any) -> Desk:
    """A funder."""
    return Desk(funder, sign_in(funder))


@pytest.fixture
def partner(collaboration: Collaboration) -> Partner:
    """A core partner."""
    return factories.partner(factories.organization(collaboration=collaboration, name="Marea Viva"))


@pytest.fixture
def member(partner: Partner, sign_in: Any) -> Desk:
    """Somebody of that partner."""
    seat = factories.seat(collaboration=partner.collaboration, role="partner", organization=partner.organization)
    return Desk(seat, sign_in(seat))


@pytest.fixture
def survey(collaboration: Collaboration) -> Survey:
    """An open wave over four partners."""
    return open_wave(collaboration)


@pytest.fixture
def ana(survey: Survey) -> Respondent:
    """Somebody of the first partner who has not opened the link yet."""
    return respondent(survey, organizations(survey)[0])
