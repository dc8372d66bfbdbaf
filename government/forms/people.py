"""Somebody in an office or a liaison: chosen from the list, or typed in and added to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.directory import validate_visible
from collab.forms.editing import RecordForm
from collab.forms.inputs import RowField
from collab.models import Affiliation, Person
from government.models import Mandate


class WhoForm(RecordForm):
    """A record about a person for a mandate. A new person acts for the mandate's body from the same day."""

    person_name = forms.CharField(
        label=_("Or somebody new: name"), max_length=120, required=False, validators=[validate_visible]
    )
    person_title = forms.CharField(label=_("Job title"), max_length=120, required=False)

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mandate = mandate
        self.instance.mandate = mandate
        people = list(self.collaboration.people.order_by("name", "pk"))
        self.fields["person"] = RowField(
            people, label=_("Person"), required=False, empty_label=_("Choose a person"),
            help_text=_("Choose somebody, or write a new name below. Record role and behaviour only."),
        )  # fmt: skip
        self.names = {one.name.casefold() for one in people}

    def columns(self) -> list[str]:
        """The person is written whether chosen or typed in."""
        return ["person", *super().columns()]

    def clean(self) -> dict[str, Any]:
        """One person, from the list or new."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        chosen, name = typed.get("person"), str(typed.get("person_name") or "")
        if "person" in self.errors or "person_name" in self.errors:
            return typed
        if chosen and name:
            self.add_error("person_name", _("Choose somebody from the list or write a new name, not both."))
        elif not chosen and not name:
            self.add_error("person", _("Choose a person, or write the name of somebody new."))
        elif name and name.casefold() in self.names:
            self.add_error("person_name", _("Somebody of this name is listed already; choose them from the list."))
        else:
            self.instance.person = chosen or Person(
                collaboration=self.collaboration, name=name, job_title=typed.get("person_title", "")
            )
        return typed

    def prepare(self) -> None:
        """Write down somebody new, and for whom they act."""
        if self.instance.person.pk is None:
            self.instance.person.save()
            Affiliation.objects.create(
                collaboration=self.collaboration, person=self.instance.person, organization=self.mandate.body,
                from_on=self.instance.from_on,
            )  # fmt: skip
        self.instance.person_id = self.instance.person.pk
