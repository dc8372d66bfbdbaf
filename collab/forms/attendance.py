"""Who was there: the part of a meeting form that chooses among known people and adds new ones."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import is_storable
from collab.forms.inputs import Row, RowField, Rows
from collab.forms.roster import Attendee, Roster
from collab.models import Affiliation, Collaboration, Organization, Person

MOST_NEWCOMERS = 10


@dataclass(frozen=True)
class Newcomer:
    """Somebody typed in by name. What is known already under that name is taken, so that nothing is made twice."""

    collaboration: Collaboration
    person_name: str
    organization_name: str
    organization: Organization | None

    def find(self) -> Attendee | None:
        """The attendee, when all that was typed is known."""
        organization = self.organization or self._known_organization()
        if organization is None:
            return None
        if not self.person_name:
            return Attendee(organization)
        person = self._known_person(organization)
        return Attendee(organization, person) if person else None

    def find_or_make(self) -> Attendee:
        """The attendee; what is not known yet is entered."""
        organization = self.organization or self._known_organization()
        if organization is None:
            organization = Organization.objects.create(collaboration=self.collaboration, name=self.organization_name)
        if not self.person_name:
            return Attendee(organization)
        person = self._known_person(organization)
        if person is None:
            person = Person.objects.create(collaboration=self.collaboration, name=self.person_name)
            Affiliation.objects.create(collaboration=self.collaboration, person=person, organization=organization)
        return Attendee(organization, person)

    def _known_organization(self) -> Organization | None:
        return self.collaboration.organizations.called(self.organization_name).first()

    def _known_person(self, organization: Organization) -> Person | None:
        own = self.collaboration.people.called(self.person_name)
        return own.filter(affiliations__organization=organization).order_by("pk").first()


class NewcomerForm(Row):
    """One person or organisation that is not on the list yet."""

    TELLING = ("person_name", "organization_name")
    person_name = forms.CharField(label=_("Name of the person"), max_length=120, required=False)
    organization_name = forms.CharField(label=_("Or name of a new organisation"), max_length=160, required=False)

    def __init__(self, *args: Any, roster: Roster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roster = roster
        self.fields["organization"] = RowField(
            roster.organizations, label=_("Comes for"), empty_label=_("Choose an organisation"), required=False
        )
        self.order_fields(["person_name", "organization", "organization_name"])

    def clean(self) -> dict[str, Any]:
        """A person comes for one organisation, known or new."""
        typed = self.cleaned_data
        if any(not is_storable(typed.get(name, "")) for name in self.TELLING):
            raise ValidationError(_("This text holds signs that cannot be stored."))
        if typed.get("organization") and typed.get("organization_name"):
            self.add_error("organization_name", _("Choose an organisation or name a new one, not both."))
        elif not self.errors and not typed.get("organization") and not typed.get("organization_name"):
            self.add_error("organization", _("Say which organisation this person comes for."))
        return typed

    @property
    def newcomer(self) -> Newcomer:
        """Whom the row names."""
        typed = self.cleaned_data
        return Newcomer(
            self.roster.collaboration, typed["person_name"], typed["organization_name"], typed["organization"]
        )


NewcomerRows: Any = forms.formset_factory(
    NewcomerForm, formset=Rows, extra=1, max_num=MOST_NEWCOMERS, absolute_max=MOST_NEWCOMERS, validate_max=True
)
