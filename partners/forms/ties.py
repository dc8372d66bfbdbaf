"""The form of a tie: whether a pair is needed and how often it means to meet, from a day on."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.inputs import DayField, RowField, not_after_today
from collab.models import Collaboration, Organization
from partners.models import Tie
from partners.models.ties import DEFAULT_CADENCE_DAYS

LONGEST_CADENCE = 730
NEEDED, NOT_NEEDED = "needed", "not needed"


class TieForm(forms.Form):
    """What is agreed about one pair from a day on."""

    need = forms.ChoiceField(
        label=_("Does the work need this tie?"), widget=forms.RadioSelect, initial=NEEDED,
        choices=[(NEEDED, _("Needed")), (NOT_NEEDED, _("Not needed"))],
        help_text=_("A tie that is not needed stays out of the score."),
    )  # fmt: skip
    cadence_days = forms.IntegerField(
        label=_("They mean to meet every … days"), min_value=1, max_value=LONGEST_CADENCE, initial=DEFAULT_CADENCE_DAYS,
        help_text=_("A minister met each quarter may be well kept: agree on what suits the pair."),
    )  # fmt: skip
    from_on = DayField(label=_("From"), help_text=_("What held before ends on this day and stays as history."))

    def __init__(self, data: Any, *, collaboration: Collaboration, tie: Tie | None) -> None:
        super().__init__(data)
        self.collaboration = collaboration
        self.initial["from_on"] = collaboration.today()
        if tie is not None:
            said = {"need": NEEDED if tie.is_needed else NOT_NEEDED, "cadence_days": tie.cadence_days}
            self.initial.update(said)

    def clean_from_on(self) -> date | None:
        """Nothing is agreed tomorrow."""
        return not_after_today(self.cleaned_data["from_on"], self.collaboration)

    def agree(self, first: Organization, second: Organization) -> Tie:
        """Write it down."""
        said = self.cleaned_data
        return Tie.agree(
            first, second, is_needed=said["need"] == NEEDED, cadence_days=said["cadence_days"], from_on=said["from_on"]
        )


class PairForm(forms.Form):
    """Which two organisations."""

    def __init__(self, data: Any, *, collaboration: Collaboration) -> None:
        super().__init__(data)
        rows = list(collaboration.organizations.order_by("name"))
        for name, label in (("first", _("One organisation")), ("second", _("and another"))):
            self.fields[name] = RowField(rows, label=label, empty_label=_("Choose an organisation"))

    def clean(self) -> dict[str, Any]:
        """Two different ones."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("first") and typed.get("first") == typed.get("second"):
            self.add_error("second", _("Choose two different organisations."))
        return typed
