"""Forms about stance and consultations: how an office deals with us, and how early it was asked."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.directory import not_after_today
from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField, RowField
from collab.forms.made_in import meeting_field
from collab.models import Meeting
from government.models import Consultation, Mandate, Stance
from government.timing import first_version, suggested_timing
from government.words import STANCE


class StanceForm(RecordForm):
    """One observation of how the office deals with the collaboration."""

    level = forms.TypedChoiceField(label=_("Stance"), coerce=int, widget=forms.RadioSelect)
    seen_on = DayField(label=_("Seen on"))

    class Meta:
        model = Stance
        fields = ("level", "seen_on", "evidence")

    field_order = ("level", "evidence", "seen_on", "meeting")

    def __init__(self, *args: Any, mandate: Mandate, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.mandate = mandate
        meant = [meeting.pk] if meeting else []
        self.fields["meeting"] = meeting_field(self.collaboration, label=_("Seen in"), meant=meant)
        self.fields["level"].choices = Stance.Level.choices
        self.fields["evidence"].help_text = _("Behaviour only: what was done or said, not what somebody may think.")
        seen_on = meeting.held_at.astimezone(self.collaboration.zone).date() if meeting else self.collaboration.today()
        self.initial.setdefault("seen_on", seen_on)
        self.initial.setdefault("meeting", meeting and meeting.pk)
        self.order_fields(self.field_order)

    @property
    def levels(self) -> list[tuple[Any, Any, Any]]:
        """Each level with how it shows and what may follow."""
        return [(choice, *STANCE[int(choice.data["value"])]) for choice in self["level"]]

    def columns(self) -> list[str]:
        """Also the meeting."""
        return [*super().columns(), "meeting"]

    def clean_seen_on(self) -> date | None:
        """Nobody saw it tomorrow."""
        return not_after_today(self.cleaned_data["seen_on"], self.collaboration)

    def clean(self) -> dict[str, Any]:
        """The meeting is written too."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        self.instance.meeting = typed.get("meeting")
        return typed


class ConsultationForm(RecordForm):
    """A meeting in which an office was asked about substance."""

    class Meta:
        model = Consultation
        fields = ("timing",)
        widgets = {"timing": forms.RadioSelect}

    field_order = ("mandate", "timing")

    def __init__(self, *args: Any, meeting: Meeting, mandates: list[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.meeting = meeting
        self.fields["mandate"] = RowField(mandates, label=_("Mandate"), empty_label=_("Choose a mandate"))
        self.fields["timing"].choices = Consultation.Timing.choices
        if len(mandates) == 1:
            self.initial["mandate"] = mandates[0].pk
        day = meeting.held_at.astimezone(self.collaboration.zone).date()
        self.suggested = suggested_timing(
            day, framed_on=self.collaboration.framed_on, **first_version(self.collaboration)
        )
        self.initial["timing"] = self.suggested
        self.order_fields(self.field_order)

    def columns(self) -> list[str]:
        """Also the mandate."""
        return [*super().columns(), "mandate"]

    def clean(self) -> dict[str, Any]:
        """The mandate is written too; what is still planned was no consultation yet."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("mandate"):
            self.instance.mandate = typed["mandate"]
        if not self.instance.meeting.is_held:
            self.add_error(None, _("This meeting is still planned. Mark it once it took place."))
        return typed
