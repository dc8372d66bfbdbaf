"""What comes out of a meeting: a promise, a decision; each in a few small fields, repeated in the quick log."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import is_storable
from collab.forms.inputs import DayField, QuickSelect, Row, RowField, Rows
from collab.forms.roster import Roster
from collab.models import Commitment, Decision, Meeting

MOST_PARTS = 10
OTHER = "other"


class PartForm(Row):
    """Something that came out of the meeting."""

    def __init__(self, *args: Any, roster: Roster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roster = roster

    def check(self, row: Commitment | Decision) -> None:
        """Show what the table would refuse."""
        try:
            row.clean_fields(exclude={"id", "collaboration", "meeting"})
            row.validate_constraints(exclude={"id"})
        except ValidationError as error:
            for messages in error.message_dict.values():
                self.add_error(None, messages)

    def clean(self) -> dict[str, Any]:
        """Only text that can be stored."""
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and not is_storable(value):
                self.add_error(name, _("This text holds signs that cannot be stored."))
        return self.cleaned_data


class PromiseForm(PartForm):
    """A promise: who, what, to whom, by when."""

    TELLING = ("who", "text", "due_on")
    DUE = (("7", _("In a week")), ("14", _("In two weeks")), ("30", _("In a month")), (OTHER, _("Other day")))

    text = forms.CharField(
        label=_("What was promised"), max_length=400, error_messages={"required": _("Say what was promised.")}
    )
    due = forms.ChoiceField(label=_("By when"), choices=DUE, initial="14", widget=forms.RadioSelect)
    due_on = DayField(label=_("Other day"), error_messages={"required": _("Give the day by which it is due.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"] = forms.ChoiceField(
            label=_("Who promised"),
            widget=QuickSelect,
            choices=[("", _("Choose a person or an organisation")), *self.roster.groups()],
            error_messages={"required": _("Say who promised it.")},
        )
        self.fields["to"] = RowField(
            self.roster.organizations, label=_("To whom"), required=False, empty_label=_("The whole group")
        )
        self.order_fields(["who", "text", "to", "due", "due_on"])

    def clean(self) -> dict[str, Any]:
        """What stands in an input that was not chosen does not count."""
        if self.cleaned_data.get("due") != OTHER:
            self._errors.pop("due_on", None)
        return super().clean()

    def row(self, number: int, meeting: Meeting, *, on: date) -> Commitment:
        """The commitment; its id follows from the meeting, so that sending twice makes one."""
        typed = self.cleaned_data
        promiser = self.roster.attendees[typed["who"]]
        due_on = typed["due_on"] if typed["due"] == OTHER else on + timedelta(days=int(typed["due"]))
        return Commitment(
            id=uuid5(meeting.pk, f"promise {number}"), collaboration=meeting.collaboration, meeting=meeting,
            promiser=promiser.organization, person=promiser.person, promisee=typed["to"], text=typed["text"],
            made_on=on, due_on=due_on,
        )  # fmt: skip


class DecisionForm(PartForm):
    """A decision: what, proposed by whom, carried or not."""

    TELLING = ("text", "proposed_by")

    text = forms.CharField(
        label=_("What was decided"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what was decided.")},
    )
    outcome = forms.ChoiceField(
        label=_("Was it carried?"), initial="carried", widget=forms.RadioSelect,
        choices=(("carried", _("Carried")), ("not carried", _("Not carried"))),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposed_by"] = RowField(
            self.roster.organizations, label=_("Proposed by"), required=False, empty_label=_("Not noted")
        )
        self.order_fields(["text", "proposed_by", "outcome"])

    def row(self, number: int, meeting: Meeting, *, on: date) -> Decision:
        """The decision; its id follows from the meeting."""
        typed = self.cleaned_data
        return Decision(
            id=uuid5(meeting.pk, f"decision {number}"), collaboration=meeting.collaboration, meeting=meeting,
            text=typed["text"], is_carried=typed["outcome"] != "not carried", decided_on=on,
        )  # fmt: skip


PromiseRows: Any = forms.formset_factory(
    PromiseForm, formset=Rows, extra=1, max_num=MOST_PARTS, absolute_max=MOST_PARTS, validate_max=True
)
DecisionRows: Any = forms.formset_factory(
    DecisionForm, formset=Rows, extra=1, max_num=MOST_PARTS, absolute_max=MOST_PARTS, validate_max=True
)
