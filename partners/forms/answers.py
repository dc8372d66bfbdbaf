"""What a respondent sends: whom one works with, levels on a scale, a code, a reason."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import is_storable
from partners.asking import Question, Step, Way
from partners.models.invitations import CODE_DIGITS, Said

CANNOT_SAY = "x"


class StepForm(forms.Form):
    """The questions of one step. What is left open is not touched; "cannot say" is an answer."""

    def __init__(self, *args: Any, step: Step, way: Way, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        subject = step.subject.pk if step.subject else None
        for question in step.questions:
            self.fields[question.key] = _field(question)
            if (subject, question.key) in way.said:
                self.initial[question.key] = _sent(way.said[subject, question.key])

    def clean(self) -> dict[str, Any]:
        """Also nothing that cannot be stored."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(typed.items()):
            if isinstance(value, str) and not is_storable(value):
                self.add_error(name, _("This text holds signs that cannot be stored."))
        return typed

    @property
    def said(self) -> dict[str, Said]:
        """What was answered; questions left open are not in it."""
        texts = {one.key for one in self.step.questions if one.scale.kind == "text"}
        return {
            key: value if key in texts else None if value == CANNOT_SAY else Decimal(value)
            for key, value in self.cleaned_data.items()
            if value != ""
        }

    @property
    def rows(self) -> list[tuple[Question, Any]]:
        """Each question with its field."""
        return [(question, self[question.key]) for question in self.step.questions]


def _field(question: Question) -> forms.Field:
    if question.scale.kind == "text":
        return forms.CharField(
            label=question.text, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
        )
    choices = [*question.choices, (CANNOT_SAY, _("cannot say"))]
    wrong = {"invalid_choice": _("Choose one of the levels, or “cannot say”.")}
    return forms.ChoiceField(
        label=question.text, choices=choices, required=False, widget=forms.RadioSelect, error_messages=wrong
    )


def _sent(value: Said) -> str:
    """A stored answer as the form sends it."""
    if isinstance(value, Decimal):
        return str(int(value))
    return CANNOT_SAY if value is None else value


class PickForm(forms.Form):
    """Whom one works with."""

    picked = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, way: Way, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way = way
        field: Any = self.fields["picked"]
        field.label = way.words(way.questionnaire.pick)
        field.choices = [(one.pk, one.name) for one in way.roster]
        field.error_messages["invalid_choice"] = _("One of these is not on the list of this survey.")
        self.initial["picked"] = [one.pk for one in way.picked]


class DeclineForm(forms.Form):
    """Why somebody takes no part; nobody has to say."""

    reason = forms.CharField(
        label=_("Why, if you like to say"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The facilitation team reads this."),
    )  # fmt: skip

    def clean_reason(self) -> str:
        """Nothing that cannot be stored."""
        reason: str = self.cleaned_data["reason"]
        if not is_storable(reason):
            raise ValidationError(_("This text holds signs that cannot be stored."))
        return reason


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.RegexField(
        rf"^[0-9]{{{CODE_DIGITS}}}\Z",
        label=_("Code from the mail"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"invalid": _("The code has eight digits.")},
    )
