"""The place of an organisation on the map of influence and interest."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.directory import not_after_today
from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField
from collab.models import Organization
from government.models import Influence
from government.words import INFLUENCE, INTEREST


class InfluenceForm(RecordForm):
    """How much an organisation can move the issue, and how much it deals with it."""

    influence = forms.TypedChoiceField(label=_("Influence on the issue"), coerce=int, widget=forms.RadioSelect)
    interest = forms.TypedChoiceField(label=_("Interest in the issue"), coerce=int, widget=forms.RadioSelect)
    judged_on = DayField(label=_("Judged on"))

    class Meta:
        model = Influence
        fields = ("influence", "interest", "judged_on")

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organization = organization
        self.fields["influence"].choices = [(level, f"{level}, {words}") for level, words in enumerate(INFLUENCE)]
        self.fields["interest"].choices = [(level, f"{level}, {words}") for level, words in enumerate(INTEREST)]
        self.initial.setdefault("judged_on", self.collaboration.today())
        last = Influence.objects.filter(organization=organization).first()
        if last:
            self.initial.update(influence=last.influence, interest=last.interest)

    def clean_judged_on(self) -> date | None:
        """Nobody judges tomorrow."""
        return not_after_today(self.cleaned_data["judged_on"], self.collaboration)
