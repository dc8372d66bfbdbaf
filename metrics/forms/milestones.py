"""A milestone that the evidence does not tell: when it was reached, and how we know."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.inputs import DayField
from collab.models import Collaboration, User
from metrics.models import Milestone


class MilestoneForm(forms.Form):
    """Set one milestone by hand, or take it back by leaving the day empty."""

    reached_on = DayField(
        label=_("Reached on"), required=False, help_text=_("Leave it empty to go back to what the evidence tells.")
    )
    note = forms.CharField(label=_("How we know"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, collaboration: Collaboration, key: str) -> None:
        self.row = Milestone.objects.filter(collaboration=collaboration, key=key).first()
        super().__init__(
            data, initial={"reached_on": self.row and self.row.reached_on, "note": self.row and self.row.note}
        )
        self.collaboration, self.key = collaboration, key

    def clean_reached_on(self) -> Any:
        """A milestone is reached today or was before."""
        day = self.cleaned_data["reached_on"]
        if day and day > self.collaboration.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def store(self, *, by: User) -> bool:
        """Keep it, or take it back."""
        if not self.is_valid():
            return False
        day, note = self.cleaned_data["reached_on"], self.cleaned_data["note"]
        mine: dict[str, Any] = {"collaboration": self.collaboration, "key": self.key}
        if day is None:
            Milestone.objects.filter(**mine).delete()
        else:
            Milestone.objects.update_or_create(**mine, defaults={"reached_on": day, "note": note, "set_by": by})
        return True
