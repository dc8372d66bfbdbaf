"""Forms about commitments: who promised what to whom, what became of it, which ones a list shows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm
from collab.forms.filters import ANY, ListFilter
from collab.forms.inputs import DayField, RowField, not_after_today
from collab.forms.made_in import meeting_field
from collab.forms.roster import Attendee, Roster, attendee_key
from collab.models import Attendance, Commitment, Organization, Person, Seat
from collab.models.commitments import OPEN_FIRST, CommitmentQuerySet

SOON = 14  # days ahead that "due soon" looks


class CommitmentForm(RecordForm):
    """One commitment. What became of it is asked once it was noted."""

    ENDING = ("outcome", "closed_on", "reason")

    made_on = DayField(label=_("Made on"))
    due_on = DayField(label=_("Due on"))
    closed_on = DayField(
        label=_("Closed on"), required=False, help_text=_("To open it again, choose “Open” and clear this day.")
    )

    class Meta:
        model = Commitment
        fields = ("promisee", "text", "made_on", "due_on", "meeting", "outcome", "closed_on", "reason")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}), "outcome": forms.RadioSelect,
            "reason": forms.Textarea(attrs={"rows": 2}),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noted = [] if self.is_new else [self._promiser_as_noted()]
        self.roster = Roster(self.collaboration, on=self.collaboration.today(), also=noted)
        nobody = [("", _("Choose a person or an organisation"))]
        self.fields["who"] = forms.ChoiceField(label=_("Who promised"), choices=[*nobody, *self.roster.groups()])
        self.fields["promisee"] = RowField(
            self.roster.organizations, label=_("To whom"), required=False, empty_label=_("The whole group")
        )
        meant = [self.instance.meeting_id, self.data.get("meeting"), self.initial.get("meeting")]
        self.fields["meeting"] = meeting_field(self.collaboration, label=_("Made in"), meant=meant)
        self.order_fields(["who", "text", "promisee", "made_on", "due_on", "meeting", *self.ENDING])
        if self.is_new:
            for name in self.ENDING:
                del self.fields[name]
        else:
            self.fields["outcome"].choices = Commitment.Outcome.choices  # type: ignore[attr-defined]  # it is a choice
            self.initial["who"] = attendee_key(self.instance.person_id, self.instance.promiser_id)

    def _promiser_as_noted(self) -> Attendance:
        """Somebody who has left since stays a choice of the promise they made."""
        return Attendance(person=self.instance.person, organization=self.instance.promiser)

    def columns(self) -> list[str]:
        """Also who promised, which is one choice of a person or an organisation."""
        return ["promiser", "person", *(name for name in super().columns() if name in self.fields)]

    def clean_made_on(self) -> date | None:
        """Nobody promised tomorrow."""
        return not_after_today(self.cleaned_data["made_on"], self.collaboration)

    def clean_closed_on(self) -> date | None:
        """Nor is it closed tomorrow."""
        return not_after_today(self.cleaned_data["closed_on"], self.collaboration)

    def clean(self) -> dict[str, Any]:
        """Set who promised."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("who"):
            promiser: Attendee = self.roster.attendees[typed["who"]]
            self.instance.promiser, self.instance.person = promiser.organization, promiser.person
        return typed


class CommitmentCloseForm(RecordForm):
    """What became of a commitment."""

    closed_on = DayField(label=_("On which day?"))

    class Meta:
        model = Commitment
        fields = ("outcome", "closed_on", "reason")
        labels = {"outcome": _("What became of it?"), "reason": _("Why?")}
        help_texts = {"reason": _("One sentence; most useful where it was not kept as promised.")}
        widgets = {"outcome": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = Commitment.Outcome
        endings = [one for one in outcome.choices if one[0] != outcome.OPEN]
        self.fields["outcome"].choices = endings  # type: ignore[attr-defined]  # it is a choice

    def clean_closed_on(self) -> date | None:
        """Nothing is closed tomorrow."""
        return not_after_today(self.cleaned_data["closed_on"], self.collaboration)

    def clean_reason(self) -> str:
        """What was renegotiated says why."""
        reason: str = self.cleaned_data["reason"]
        if self.cleaned_data.get("outcome") == Commitment.Outcome.RENEGOTIATED and not reason:
            raise forms.ValidationError(_("Say in one sentence why, and what was agreed instead."))
        return reason


class CommitmentFilter(ListFilter):
    """Which commitments."""

    SORTS = {
        "": OPEN_FIRST,
        "latest": ("-due_on", "id"),
        "made": ("-made_on", "id"),
        "promiser": ("promiser__name", "due_on", "id"),
    }
    STATES = (
        ANY, ("open", _("Open")), ("overdue", _("Overdue")), ("soon", _("Due in two weeks")),
        *(one for one in Commitment.Outcome.choices if one[0] != Commitment.Outcome.OPEN),
    )  # fmt: skip

    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    side = forms.ChoiceField(
        label=_("Side"), required=False, choices=[ANY, ("made", _("It promised")), ("received", _("It was promised"))]
    )
    since = DayField(label=_("Due from"), required=False)
    until = DayField(label=_("Due until"), required=False)
    person = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    sort = forms.ChoiceField(
        label=_("Order"), required=False,
        choices=[
            ("", _("Open first, by day due")), ("latest", _("Due last first")), ("made", _("Made last first")),
            ("promiser", _("By who promised")),
        ],
    )  # fmt: skip

    def __init__(self, data: Any, *, organizations: Iterable[Organization], seat: Seat, today: date) -> None:
        super().__init__(data)
        self.seat, self.today = seat, today
        self.fields["organization"] = RowField(
            organizations, label=_("Organisation"), required=False, empty_label=_("All")
        )
        self.order_fields(["q", "state", "organization", "side", "since", "until", "person", "sort"])

    def apply(self, commitments: CommitmentQuerySet) -> CommitmentQuerySet:
        """The commitments that were asked for, in the order that was asked for."""
        asked = self.asked
        if asked["q"]:
            commitments = commitments.matching(asked["q"], seat=self.seat)
        if asked["organization"]:
            commitments = commitments.filter(self._on_side(asked["organization"], asked["side"]))
        if asked["person"]:
            people = Person.objects.visible_to(self.seat).filter(pk=asked["person"])
            commitments = commitments.filter(person__in=people)
        if asked["since"]:
            commitments = commitments.filter(due_on__gte=asked["since"])
        if asked["until"]:
            commitments = commitments.filter(due_on__lte=asked["until"])
        return self._in_state(commitments, asked["state"]).order_by(*self.order)

    def _on_side(self, organization: Organization, side: str) -> Q:
        made, received = Q(promiser=organization), Q(promisee=organization)
        return {"made": made, "received": received}.get(side, made | received)

    def _in_state(self, commitments: CommitmentQuerySet, state: str) -> CommitmentQuerySet:
        if state == "open":
            return commitments.open()
        if state == "overdue":
            return commitments.overdue(on=self.today)
        if state == "soon":
            return commitments.due_within(SOON, on=self.today)
        return commitments.filter(outcome=state) if state else commitments
