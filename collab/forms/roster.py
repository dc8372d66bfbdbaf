"""Who can be chosen in a form: organisations and people of one collaboration, loaded once for all fields."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q

from collab.models import Affiliation, Attendance, Collaboration, Organization, Person

RECENT = 12  # chips that stand first: about two rows on a laptop, six on a phone
KEPT = timedelta(days=365)  # somebody who left is offered for a year: meetings are also logged late


@dataclass(frozen=True)
class Attendee:
    """Somebody for an organisation, or the organisation with nobody named."""

    organization: Organization
    person: Person | None = None

    @property
    def key(self) -> str:
        """What a form sends."""
        return attendee_key(self.person.pk if self.person else None, self.organization.pk)

    @property
    def pair(self) -> tuple[int | None, int]:
        """The columns of an attendance."""
        return (self.person.pk if self.person else None, self.organization.pk)

    def __str__(self) -> str:
        return f"{self.person}, {self.organization.label}" if self.person else str(self.organization)


def attendee_key(person_id: int | None, organization_id: int) -> str:
    """How an attendee is named in a form."""
    return f"p{person_id}-{organization_id}" if person_id else f"o{organization_id}"


class Roster:
    """All organisations and people of a collaboration; those met lately come first."""

    def __init__(self, collaboration: Collaboration, *, on: date, also: Iterable[Attendance] = ()) -> None:
        self.collaboration = collaboration
        self.organizations = list(collaboration.organizations.order_by("name"))
        affiliations = (
            Affiliation.objects.filter(collaboration=collaboration)
            .filter(Q(to_on=None) | Q(to_on__gte=on - KEPT))
            .select_related("person", "organization")
            .order_by("person__name", "pk")
        )
        listed = [
            *(Attendee(one) for one in self.organizations),
            *(Attendee(one.organization, one.person) for one in affiliations),
            *(Attendee(one.organization, one.person) for one in also),
        ]
        self.attendees = {one.key: one for one in listed}
        lately = (
            Attendance.objects.filter(collaboration=collaboration)
            .recent(on=on)
            .values("person_id", "organization_id")
            .annotate(last=Max("meeting__held_at"))
            .order_by("-last", "organization_id", "person_id")[:RECENT]
        )
        keys = [attendee_key(one["person_id"], one["organization_id"]) for one in lately]
        self.recent = [key for key in keys if key in self.attendees]

    def narrow(self) -> None:
        """Leave only the organisations and those met lately."""
        usual = {*self.recent, *(attendee_key(None, one.pk) for one in self.organizations)}
        self.attendees = {key: one for key, one in self.attendees.items() if key in usual}

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """All, under the names of their organisations; the organisation itself comes first."""
        groups: dict[int, list[tuple[str, str]]] = {one.pk: [] for one in self.organizations}
        for key, one in self.attendees.items():
            groups[one.organization.pk].append((key, str(one)))
        return [(one.name, groups[one.pk]) for one in self.organizations]
