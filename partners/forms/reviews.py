"""Forms of funders: the decision at a gate, money for a partner, and the partner's reply."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField, RowField
from collab.models import Gate, GateState, Seat
from partners.models import Investment, Partner, ReadinessReview, ReviewReply
from partners.words import DECISION_HINT

Decision = ReadinessReview.Decision


class ReviewForm(RecordForm):
    """A decision with its reason. "Go" needs a passed gate; it is asked for again when the form is sent."""

    look_again_on = DayField(label=_("Look again on"), required=False)

    class Meta:
        model = ReadinessReview
        fields = ("gate", "decision", "reason", "learned", "look_again_on")
        widgets = {
            "gate": forms.RadioSelect, "decision": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 4}),
            "learned": forms.Textarea(attrs={"rows": 3}),
        }  # fmt: skip

    field_order = ("partner", "gate", "decision", "reason", "learned", "look_again_on")

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organization, self.instance.signer = seat.organization, seat.user
        self.instance.decided_on = self.collaboration.today()
        self.states = {one.gate: one for one in self.collaboration.gate_states.known_on(self.instance.decided_on)}
        partners = Partner.objects.visible_to(seat).select_related("organization").order_by("organization__name")
        self.fields["partner"] = RowField(
            partners, label=_("About"), required=False, empty_label=_("The collaboration as a whole")
        )
        self.fields["gate"].choices = [(one.value, f"{one.value} {one.label}") for one in Gate]  # type: ignore[attr-defined]
        self.fields["decision"].choices = Decision.choices  # type: ignore[attr-defined]
        self.fields["reason"].help_text = _("The partner reads it. Two or three sentences are enough.")
        self.fields["learned"].help_text = _("Asked for with “do not invest”, so that others can build on it.")
        self.initial.setdefault("gate", Gate.G1)
        self.order_fields(self.field_order)

    @property
    def decisions(self) -> list[tuple[Any, Any]]:
        """Each way on, with what it asks for."""
        return [(choice, DECISION_HINT[Decision(choice.data["value"])]) for choice in self["decision"]]

    def columns(self) -> list[str]:
        """Whom it is about is written too."""
        return ["partner", *super().columns()]

    def clean(self) -> dict[str, Any]:
        """The state of the gate is what is stored today, whatever the page said."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if "partner" not in self.errors:
            self.instance.partner = typed.get("partner")
        state = self.states.get(typed.get("gate") or "")
        self.instance.gate_state = state.state if state else GateState.State.UNKNOWN
        return typed


class InvestmentForm(RecordForm):
    """Money for a partner, planned or paid."""

    on = DayField(label=_("On"), help_text=_("The day it is or will be paid; the gate is read on that day."))

    class Meta:
        model = Investment
        fields = ("purpose", "state", "amount", "currency", "on", "note")
        widgets = {"purpose": forms.RadioSelect, "state": forms.RadioSelect}

    def __init__(self, *args: Any, partner: Partner, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seat, self.partner = seat, partner
        self.instance.partner = partner
        if self.is_new:
            self.instance.funder = seat.organization
        for name, choices in (("purpose", Investment.Purpose.choices), ("state", Investment.State.choices)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # without an empty choice
        self.initial.setdefault("currency", self.collaboration.currency)
        self.is_refused = False

    def fresh(self, instance: Any) -> "InvestmentForm":
        """The same form over the row as it stands now."""
        return InvestmentForm(instance=instance, partner=self.partner, seat=self.seat, collaboration=self.collaboration)

    def clean_currency(self) -> str:
        """Small letters are meant as capital ones."""
        return str(self.cleaned_data["currency"]).upper()

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and not self.instance.may_follow:
            self.is_refused = True
            self.add_error(
                None,
                _("Relationships come first: gate G1 is not passed on this day. Wait, or waive it with a reason."),
            )


class ReviewReplyForm(RecordForm):
    """What the partner says to a decision."""

    class Meta:
        model = ReviewReply
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, review: ReadinessReview, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seat = seat
        self.instance.review, self.instance.author = review, seat.user
        self.instance.replied_on = self.collaboration.today()
        self.fields["text"].help_text = _("Printed beside the decision, on every page and in every export.")

    def columns(self) -> list[str]:
        """Who signed it, and when, is written anew with each change."""
        return [*super().columns(), "author", "replied_on"]

    def fresh(self, instance: Any) -> "ReviewReplyForm":
        """The same form over the reply as it stands now."""
        return ReviewReplyForm(
            instance=instance, review=instance.review, seat=self.seat, collaboration=self.collaboration
        )


class ClosingForm(forms.Form):
    """The day on which a collaboration ends after "do not invest"."""

    ended_on = DayField(label=_("Ended on"))

    def __init__(self, data: Any, *, review: ReadinessReview, today: date) -> None:
        super().__init__(data)
        self.review, self.today = review, today
        self.initial["ended_on"] = today

    def clean_ended_on(self) -> date:
        """Not before the decision, not ahead of today."""
        day: date = self.cleaned_data["ended_on"]
        if not self.review.decided_on <= day <= self.today:
            raise forms.ValidationError(_("The end must lie between the decision and today."))
        return day
