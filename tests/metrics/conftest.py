"""What tests of the score path share."""

import pytest

from collab.models import Collaboration, Organization
from tests import factories


@pytest.fixture
def core(collaboration: Collaboration) -> list[Organization]:
    """Three core partners beside the backbone."""
    made = [factories.organization(collaboration=collaboration, name=name) for name in "ABC"]
    for one in made:
        factories.partner(one)
    return made
