"""What an activity file of the aid transparency standard needs to know that no record holds."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from collab.models import Collaboration, Organization


class ActivityForm(forms.Form):
    """Who reports, under which identifier, and for which country."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Reporting organisation"))
    ref = forms.CharField(
        label=_("Its identifier"), max_length=60,
        validators=[RegexValidator(r"^[A-Za-z0-9]+-[A-Za-z0-9._-]+$", _("An identifier looks like XM-DAC-41114."))],
        help_text=_("As registered with the standard, such as XM-DAC-41114 or GB-CHC-1234567."),
    )  # fmt: skip
    country = forms.CharField(
        label=_("Country code"), max_length=2, required=False,
        validators=[RegexValidator(r"^[A-Za-z]{2}$", _("Two letters, such as ET or BR."))],
        help_text=_("Two letters, such as ET or BR; may stay empty."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, collaboration: Collaboration) -> None:
        super().__init__(data)
        field = self.fields["organization"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.empty_label = _("Choose an organisation")
        field.queryset = collaboration.organizations.order_by("name")

    def clean_country(self) -> str:
        """In capitals, as the standard writes it."""
        return str(self.cleaned_data["country"]).upper()
