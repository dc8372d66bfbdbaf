"""The rating of a liaison: four criteria and the official's trust, 0-4 each with anchors, a line of evidence each."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab.forms.directory import not_after_today
from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField
from collab.models import Organization
from government.models import CRITERIA, Liaison, LiaisonRating
from government.words import ANCHORS, CRITERION, QUESTION

ASKED = (*CRITERIA, "trust")
NOT_KNOWN = "x"


class LevelField(forms.TypedChoiceField):
    """0-4 with its words, or "not known"; one of the six must be chosen, so that nothing is left out unseen."""

    widget = forms.RadioSelect

    def __init__(self, name: str, **kwargs: Any) -> None:
        anchors = [(str(level), words) for level, words in enumerate(ANCHORS[name])]
        super().__init__(
            label=str(CRITERION[name]), help_text=str(QUESTION[name]), choices=[*anchors, (NOT_KNOWN, _("Not known"))],
            coerce=lambda value: None if value == NOT_KNOWN else int(value), empty_value=None, **kwargs,
        )  # fmt: skip
        self.error_messages["required"] = _("Choose a level, or “not known”.")


class Scale:
    """One question of the rating as the page shows it."""

    def __init__(self, form: "RatingForm", name: str) -> None:
        self.levels: BoundField = form[name]
        self.evidence: BoundField = form[f"{name}_evidence"]
        self.before: str = form.before.get(name, "")
        self.evidence_before: str = getattr(form.previous, f"{name}_evidence", "")

    @property
    def choices(self) -> list[tuple[Any, str, str | Promise, bool]]:
        """Input, digit, words, and whether it was the answer of last time."""
        return [
            (choice, "" if choice.data["value"] == NOT_KNOWN else choice.data["value"], choice.choice_label,
             str(choice.data["value"]) == self.before)
            for choice in self.levels
        ]  # fmt: skip


class RatingForm(RecordForm):
    """What the reader's organisation judges today, beside what it said last time."""

    rated_on = DayField(label=_("Judged on"))

    class Meta:
        model = LiaisonRating
        fields = ("rated_on", *(f"{name}_evidence" for name in ASKED))

    def __init__(self, *args: Any, liaison: Liaison, assessor: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.instance.liaison, self.instance.assessor = liaison, assessor
        earlier = LiaisonRating.objects.filter(liaison=liaison, assessor=self.instance.assessor)
        self.previous = earlier.exclude(pk=self.instance.pk).first()
        self.before = {name: _as_choice(getattr(self.previous, name)) for name in ASKED} if self.previous else {}
        for name in ASKED:
            self.fields[name] = LevelField(name)
            if not self.is_new:
                self.initial[name] = _as_choice(getattr(self.instance, name))
            evidence = self.fields[f"{name}_evidence"]
            evidence.label = _("What it rests on, in one line")
            # a level without a line of evidence cannot be checked by anybody else
            evidence.required = not self.is_bound or self.data.get(name, "").isdecimal()
            evidence.error_messages["required"] = _("Say in one line what this rests on.")
        self.initial.setdefault("rated_on", self.collaboration.today())

    def columns(self) -> list[str]:
        """Levels and their evidence."""
        return [*super().columns(), *ASKED]

    def fresh(self, instance: Model) -> "RatingForm":
        """The same form over the rating as it stands now."""
        row = cast(LiaisonRating, instance)
        return RatingForm(instance=row, liaison=row.liaison, assessor=row.assessor, collaboration=self.collaboration)

    @property
    def scales(self) -> list[Scale]:
        """The five questions."""
        return [Scale(self, name) for name in ASKED]

    def clean_rated_on(self) -> date | None:
        """Nobody judges tomorrow, nor before the liaison began."""
        day = not_after_today(self.cleaned_data["rated_on"], self.collaboration)
        if day and day < self.instance.liaison.from_on:
            raise forms.ValidationError(_("This person was no liaison yet on that day."))
        return day

    def clean(self) -> dict[str, Any]:
        """Levels are written too."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ASKED:
            if name not in self.errors:
                setattr(self.instance, name, typed.get(name))
        return typed


def _as_choice(level: int | None) -> str:
    return NOT_KNOWN if level is None else str(level)
