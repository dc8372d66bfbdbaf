"""An open wave with respondents, and a respondent who answers through the pages."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client

from collab.models import Collaboration, Organization
from partners.mailing import new_link
from partners.models import Invitation, Survey
from tests import factories


@dataclass
class Respondent:
    """Somebody with a link and a browser."""

    invitation: Invitation
    link: str
    client: Client = field(default_factory=Client)

    @property
    def home(self) -> str:
        return f"/answer/{self.invitation.public_id}/"

    def open(self) -> "Respondent":
        assert self.client.get(self.link).status_code == 302
        return self

    def begin(self) -> "Respondent":
        self.open()
        assert self.client.post(self.home).status_code == 302
        return self

    def pick(self, *organizations: Organization) -> Any:
        return self.client.post(self.home + "pick/", {"picked": [one.pk for one in organizations]})

    def rate(self, subject: Organization, **said: object) -> Any:
        data = {key.replace("_", "-"): value for key, value in said.items()}
        return self.client.post(f"{self.home}step/o{subject.pk}/", data)

    def text(self, path: str = "") -> str:
        return re.sub(r"\s+", " ", self.client.get(self.home + path).content.decode())


ALL_SAID: dict[str, object] = {"joint_work": "3", "trust_reliable": "4", "trust_goals": "3", "trust_open": "x"}


def open_wave(collaboration: Collaboration, *, size: int = 4, key: str = "relationship", **values: Any) -> Survey:
    """A wave that is open today, over so many new core partners."""
    today = collaboration.today()
    made = [factories.organization(collaboration=collaboration, name=f"Partner {n:02}") for n in range(size)]
    for one in made:
        factories.partner(one)
    window = {"opens_on": today - timedelta(days=3), "closes_on": today + timedelta(days=10)}
    return factories.survey(*made, key=key, **window | values)


def respondent(survey: Survey, organization: Organization, **values: Any) -> Respondent:
    """Somebody of this organisation, invited, with the link from the mail."""
    invitation = factories.invitation(survey, factories.person(organization=organization), **values)
    return Respondent(invitation, new_link(invitation, survey=survey))


def organizations(survey: Survey) -> list[Organization]:
    """The roster by name."""
    return [one.organization for one in survey.roster.select_related("organization").order_by("organization__name")]
