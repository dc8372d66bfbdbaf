"""Settling several promises at once: by the team, and behind a personal link; and when an address is reminded."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import is_storable
from collab.forms.inputs import DayField, not_after_today
from collab.models import Collaboration, Commitment, ReminderSetting
from collab.models.commitments import CommitmentQuerySet

ENDINGS = [one for one in Commitment.Outcome.choices if one[0] != Commitment.Outcome.OPEN]
NEED_A_REASON = (Commitment.Outcome.PARTLY, Commitment.Outcome.BROKEN, Commitment.Outcome.RENEGOTIATED)
MOST_AT_ONCE = 100


def tidy_reason(outcome: str, reason: str) -> str:
    """The reason, asked for wherever a promise was not simply kept."""
    if outcome in NEED_A_REASON and not reason:
        raise forms.ValidationError(_("Say in one sentence why."))
    if not is_storable(reason):
        raise forms.ValidationError(_("This text holds signs that cannot be stored."))
    return reason


class ClosingForm(forms.Form):
    """One outcome, day and reason for several commitments: all of them are closed, or none."""

    outcome = forms.ChoiceField(label=_("What became of them?"), choices=ENDINGS, widget=forms.RadioSelect)
    closed_on = DayField(label=_("On which day?"))
    reason = forms.CharField(
        label=_("Why?"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence for all of them; needed unless they were kept."),
    )  # fmt: skip
    error_css_class = "invalid"

    def __init__(self, data: Any, *, commitments: Iterable[Commitment], collaboration: Collaboration) -> None:
        super().__init__(data, initial={"closed_on": collaboration.today()})
        self.commitments, self.collaboration = list(commitments), collaboration

    def clean_closed_on(self) -> date | None:
        """Nothing is closed tomorrow, nor before it was promised."""
        day = not_after_today(self.cleaned_data["closed_on"], self.collaboration)
        if day and any(one.made_on > day for one in self.commitments):
            raise forms.ValidationError(_("One of these was promised after that day."))
        return day

    def clean_reason(self) -> str:
        """Needed unless they were kept."""
        return tidy_reason(self.cleaned_data.get("outcome", ""), self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        """What somebody else closed meanwhile is named, and nothing is written."""
        if not self.commitments:
            raise forms.ValidationError(_("Tick at least one open commitment in the list."))
        closed = [one.text for one in self.commitments if one.outcome != Commitment.Outcome.OPEN]
        if closed:
            said = _("Somebody has closed this meanwhile: “%(text)s”. Go back to the list and tick again.")
            raise forms.ValidationError(said, params={"text": closed[0]})
        return self.cleaned_data

    def close(self) -> int:
        """Write the outcome to all; how many there were."""
        for one in self.commitments:
            one.close(
                outcome=Commitment.Outcome(self.cleaned_data["outcome"]),
                on=self.cleaned_data["closed_on"],
                reason=self.cleaned_data["reason"],
            )
        return len(self.commitments)


class PromiseForm(forms.Form):
    """What became of one promise, said by who made it."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"), required=False, widget=forms.RadioSelect,
        choices=[("", _("Still open")), *(one for one in ENDINGS if one[0] != Commitment.Outcome.RENEGOTIATED)],
    )  # fmt: skip
    reason = forms.CharField(label=_("Why?"), max_length=200, required=False)
    error_css_class = "invalid"

    def __init__(self, data: Any, *, commitment: Commitment) -> None:
        super().__init__(data, prefix=f"c{commitment.pk}", initial={"outcome": ""})
        self.commitment = commitment

    def clean_reason(self) -> str:
        """Needed unless it was kept or is still open."""
        return tidy_reason(self.cleaned_data.get("outcome", ""), self.cleaned_data["reason"])


def settle(forms_of_promises: list[PromiseForm], *, open_ones: CommitmentQuerySet, on: date, by: str) -> int:
    """Close what was said to be closed; what somebody else closed meanwhile stays as it is. How many were closed."""
    closed = 0
    with transaction.atomic():
        still = {one.pk: one for one in open_ones.select_for_update(of=("self",))}
        for form in forms_of_promises:
            outcome, commitment = form.cleaned_data["outcome"], still.get(form.commitment.pk)
            if outcome and commitment:
                reason = " ".join([form.cleaned_data["reason"], f"({by})"]).strip()
                commitment.close(outcome=Commitment.Outcome(outcome), on=max(on, commitment.made_on), reason=reason)
                closed += 1
    return closed


class ReminderForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time Django's class takes no argument
    """Whether and when an address is reminded."""

    hour = forms.TypedChoiceField(
        label=_("At about"), coerce=int, choices=[(hour, f"{hour:02d}:00") for hour in range(24)],
        help_text=_("In the time zone of your collaboration. Never more than one mail a day."),
    )  # fmt: skip
    error_css_class = "invalid"

    class Meta:
        model = ReminderSetting
        fields = ("is_wanted", "hour")
