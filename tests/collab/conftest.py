"""Two partners, one of their people and a promise between them, as the tests of this app's pages know them."""

import pytest

from collab.models import Collaboration, Commitment, Organization, Person
from tests import factories
from tests.collab.world import standing_world, world

__all__ = ["standing_world", "world"]


@pytest.fixture
def team(facilitator, sign_in):
    """A facilitator's client."""
    return sign_in(facilitator)


@pytest.fixture
def viva(collaboration: Collaboration) -> Organization:
    """An organisation."""
    return factories.organization(collaboration=collaboration, name="Marea Viva", short_label="MV", place="Bahía Kino")


@pytest.fixture
def estero(collaboration: Collaboration) -> Organization:
    """Another one."""
    return factories.organization(collaboration=collaboration, name="Unión Estero")


@pytest.fixture
def lidia(viva: Organization) -> Person:
    """Somebody who acts for it, with contact data."""
    return factories.person(organization=viva, name="Lidia Armenta", email="lidia@viva.example", phone="+52 622 123")


@pytest.fixture
def promise(viva: Organization, estero: Organization) -> Commitment:
    """An open commitment, long overdue."""
    return factories.commitment(viva, estero)


# --- two records that are one, and a third ---
@pytest.fixture
def old(collaboration):
    return factories.organization(collaboration=collaboration, name="Old Mill", place="Guaymas", short_label="")


@pytest.fixture
def new(collaboration):
    return factories.organization(collaboration=collaboration, name="New Mill", short_label="")


@pytest.fixture
def third(collaboration):
    return factories.organization(collaboration=collaboration, name="Third Party")
