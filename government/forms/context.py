"""The role of the state: how far it leads, since when, and why we say so."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField
from government.models import StateRole
from government.words import STATE_ADVICE


class StateRoleForm(RecordForm):
    """From this day on the state leads this far."""

    from_on = DayField(label=_("From"), help_text=_("Scores of all months from this day on are computed anew."))
    reason = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = StateRole
        fields = ("role", "from_on", "reason")
        widgets = {"role": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = StateRole.Role.choices
        known = StateRole.objects.filter(collaboration=self.collaboration).exists()
        self.initial.setdefault("from_on", self.collaboration.today() if known else self.collaboration.started_on)

    @property
    def roles(self) -> list[tuple[Any, StateRole, Any]]:
        """Each role with what it changes."""
        return [(one, StateRole(role=one.data["value"]), STATE_ADVICE[one.data["value"]]) for one in self["role"]]
