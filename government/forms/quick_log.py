"""What the quick log asks about government: was an office asked about substance, and how did it deal with us?"""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.inputs import RowField
from collab.models import Collaboration, Meeting, Seat
from collab.roles import Action
from government.models import Consultation, Mandate, Stance


class OfficePart(forms.Form):
    """One office, written together with the meeting; collab.forms.log takes it in by its list PARTS."""

    template = "government/log_part.html"

    timing = forms.ChoiceField(
        label=_("Was it asked about substance?"), required=False, widget=forms.RadioSelect,
        choices=[("", _("No")), *Consultation.Timing.choices],
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=_("How did it deal with us?"), required=False, widget=forms.RadioSelect, coerce=int, empty_value=None,
        choices=[("", _("Not noted")), *Stance.Level.choices],
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("What they did or said"), required=False, max_length=400,
        help_text=_("Behaviour only: what was done or said, not what somebody may think."),
    )  # fmt: skip

    def __init__(self, data: Any, *, mandates: list[Mandate]) -> None:
        super().__init__(data, prefix="office")
        self.fields["mandate"] = RowField(mandates, label=_("Which office?"), required=False, empty_label=_("None"))
        self.order_fields(["mandate", "timing", "level", "evidence"])

    @property
    def is_open(self) -> bool:
        """Whether something was chosen."""
        return bool(self["mandate"].value() or self.errors)

    def clean(self) -> dict[str, Any]:
        """What was asked or seen belongs to an office; a chosen office had a part in it."""
        typed = self.cleaned_data
        has_said = bool(typed.get("timing")) or typed.get("level") is not None or bool(typed.get("evidence"))
        if has_said and not typed.get("mandate"):
            self.add_error("mandate", _("Say which office it was."))
        elif typed.get("evidence") and typed.get("level") is None:
            self.add_error("level", _("Say how it dealt with us."))
        elif typed.get("mandate") and not has_said:
            self.add_error("timing", _("Say how early it was asked, or how it dealt with us."))
        return typed

    def check(self, meeting: UUID | None, day: date, *, is_held: bool) -> None:
        """Show what the tables would refuse for a meeting of this day; what it wrote itself is no obstacle."""
        mandate = self.cleaned_data.get("mandate")
        has_level = self.cleaned_data.get("level") is not None
        if mandate and not is_held:
            self.add_error("mandate", _("This meeting is still planned. Note it once it took place."))
        elif mandate and has_level and mandate.stances.filter(seen_on=day).exclude(meeting=meeting).exists():
            self.add_error("level", _("A stance is recorded for this mandate and day already."))

    def save(self, meeting: Meeting, day: date) -> None:
        """Write the consultation and the stance."""
        typed, about = self.cleaned_data, {"collaboration": meeting.collaboration, "meeting": meeting}
        if typed.get("timing"):
            Consultation.objects.create(mandate=typed["mandate"], timing=typed["timing"], **about)
        if typed.get("level") is not None:
            seen = {"level": typed["level"], "evidence": typed["evidence"], "seen_on": day}
            Stance.objects.create(mandate=typed["mandate"], **seen, **about)


def office_part(data: Any, *, collaboration: Collaboration, seat: Seat, today: date) -> OfficePart | None:
    """The part for the quick log; nothing where no office is known or the reader may not see stance."""
    if not seat.may_for_all(Action.SEE_PAIR_TRUST):
        return None
    in_force = Mandate.objects.filter(collaboration=collaboration).in_force(on=today)
    mandates = list(in_force.select_related("body").order_by("body__name", "pk"))
    return OfficePart(data, mandates=mandates) if mandates else None
