"""Forms that give a seat and end one. Who may give which role is decided here by the giver's own seat."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from collab.invitations import end_seat, invite
from collab.models import Collaboration, Organization, Seat, User
from collab.roles import Role, gives

NEW_ORGANIZATION = _("Fill in one of the two: an organisation of the list, or the name of a new one.")


class InvitationForm(forms.Form):
    """Whom to invite; how the seat is made is left to the forms below."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As the others should see it. The person can change it.")
    )
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, by: User, origin: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.origin, self.on = by, origin, on
        self.initial.setdefault("language", by.language)
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        """One spelling of an address."""
        return str(self.cleaned_data["email"]).strip()

    def invite(self, *, role: str, organization: Organization) -> Seat | None:
        """Give the seat; None leaves an error to show."""
        who = {name: self.cleaned_data[name] for name in ("email", "name", "language")}
        try:
            return invite(**who, role=role, organization=organization, by=self.by, on=self.on, origin=self.origin)
        except ValidationError as error:
            self.add_error("email", error)
        except IntegrityError:
            self.add_error(None, _("Somebody gave this seat at this moment. Look at the list."))
        return None


class SeatForm(InvitationForm):
    """A seat for somebody, for an organisation of the list or a new one."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    organization = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organization.objects.none(), required=False, empty_label=_("A new one:")
    )
    organization_name = forms.CharField(label=_("Name of the new organisation"), max_length=160, required=False)
    field_order = ("email", "name", "role", "organization", "organization_name", "language")

    def __init__(self, *args: Any, giver: Seat, **kwargs: Any) -> None:
        super().__init__(*args, by=giver.user, **kwargs)
        self.collaboration = giver.collaboration
        self.fields["role"].choices = [(role.value, role.label) for role in gives(giver.role)]
        self.fields["organization"].queryset = self.collaboration.organizations.order_by("name")

    def clean(self) -> dict[str, Any]:
        """Exactly one way to name the organisation."""
        data = super().clean() or self.cleaned_data
        if "organization" in data and bool(data["organization"]) == bool(data.get("organization_name")):
            self.add_error("organization", NEW_ORGANIZATION)
        return data

    def save(self) -> Seat | None:
        """The seat, and the organisation where it is new; both or nothing."""
        with transaction.atomic():
            organization = self.cleaned_data["organization"] or organization_named(
                self.cleaned_data["organization_name"], self.collaboration
            )
            seat = self.invite(role=self.cleaned_data["role"], organization=organization)
            if seat is None:
                transaction.set_rollback(True)
        return seat


class CoordinatorForm(InvitationForm):
    """A coordinator, invited by an administrator, who sees nothing of the collaboration but its name."""

    def __init__(self, *args: Any, collaboration: Collaboration, **kwargs: Any) -> None:
        super().__init__(*args, on=collaboration.today(), **kwargs)
        self.collaboration = collaboration

    def save(self) -> Seat | None:
        """The seat, for the backbone organisation."""
        with transaction.atomic():
            backbone = self.collaboration.backbone
            if backbone is None:
                backbone = organization_named(self.collaboration.name, self.collaboration)
            seat = self.invite(role=Role.COORDINATOR, organization=backbone)
            if seat is None:
                transaction.set_rollback(True)
        return seat


class SeatEndForm(forms.Form):
    """The first day without the seat."""

    to_on = forms.DateField(
        label=_("First day without this seat"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, seat: Seat, by: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seat, self.by, self.today = seat, by, today
        self.initial.setdefault("to_on", today)

    def clean_to_on(self) -> date:
        """Access that somebody had cannot be taken back in hindsight."""
        day: date = self.cleaned_data["to_on"]
        if day < self.today:
            raise ValidationError(_("Choose today or a later day."))
        return day

    def save(self) -> bool:
        """End it; False leaves an error to show."""
        try:
            end_seat(self.seat, on=self.cleaned_data["to_on"], by=self.by)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


def organization_named(name: str, collaboration: Collaboration) -> Organization:
    """The organisation of this name; a new one where none is listed."""
    known = collaboration.organizations.called(name).first()
    return known or Organization.objects.create(collaboration=collaboration, name=name)
