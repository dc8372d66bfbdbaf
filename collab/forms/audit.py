"""What of the audit log to show."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from collab.models import Collaboration, User

OUR_TIMES = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
DAY = forms.DateInput(attrs={"type": "date"})


class AuditFilterForm(forms.Form):
    """Kind of record, person and days."""

    kind = forms.ChoiceField(label=_("Record"), required=False)
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("Everybody")
    )
    first = forms.DateField(label=_("From"), required=False, validators=OUR_TIMES, widget=DAY)
    last = forms.DateField(label=_("Until"), required=False, validators=OUR_TIMES, widget=DAY)

    def __init__(self, *args: Any, collaboration: Collaboration, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Everything")), *kinds]
        people = User.objects.filter(seats__collaboration=collaboration).distinct()
        self.fields["person"].queryset = people.order_by("name", "email")
