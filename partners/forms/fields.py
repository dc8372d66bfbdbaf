"""Fields of one's own: defining one, asking for it in the form of a partner, and tags."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm, is_storable
from collab.forms.inputs import DayField
from partners.models import PartnerField
from partners.models.fields import MOST_CHOICES
from partners.models.participation import MOST_TAGS

LONGEST_TAG, LONGEST_VALUE, LONGEST_CHOICE = 40, 400, 60
YES, NO = "yes", "no"
OLDEST_YEAR = 1500  # when the oldest partners were founded
Kind = PartnerField.Kind
Written = str | None


class TagsField(forms.CharField):
    """Words with commas between them, each once, in the order in which they were written."""

    def clean(self, value: Any) -> Any:
        """A list of tags. Raises ValidationError for one that is too long, or for too many."""
        words = [" ".join(word.split()) for word in str(super().clean(value) or "").split(",")]
        tags = list({word.casefold(): word for word in words if word}.values())
        if any(len(tag) > LONGEST_TAG or not is_storable(tag) for tag in tags):
            raise forms.ValidationError(_now("A tag has %(most)s letters at most.") % {"most": LONGEST_TAG})
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(_now("A partner has %(most)s tags at most.") % {"most": MOST_TAGS})
        return tags


class PartnerFieldForm(RecordForm):
    """One field: its name, its kind, and what one may choose. The kind stays, as values are written in it."""

    choices = forms.CharField(
        label=_("Choices"), required=False, max_length=MOST_CHOICES * (LONGEST_CHOICE + 1),
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One a line; only for “one of several”."),
    )  # fmt: skip

    class Meta:
        model = PartnerField
        fields = ("name", "kind", "choices", "is_used")
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["choices"] = "\n".join(self.instance.choices)
        self.fields["is_used"].help_text = _("Out of use it is hidden; what was written in is kept.")
        if self.is_new:
            del self.fields["is_used"]
            self.fields["kind"].choices = Kind.choices  # type: ignore[attr-defined]  # without an empty choice
        else:
            del self.fields["kind"]
            if self.instance.kind != Kind.CHOICE:
                del self.fields["choices"]

    def columns(self) -> list[str]:
        """What is shown is what is written."""
        return [name for name in super().columns() if name in self.fields]

    def clean_choices(self) -> list[str]:
        """Each line once."""
        rows = [" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines()]
        found = list(dict.fromkeys(row for row in rows if row))
        if len(found) > MOST_CHOICES or any(len(row) > LONGEST_CHOICE for row in found):
            said = _now("At most %(most)s choices of %(letters)s letters.")
            raise forms.ValidationError(said % {"most": MOST_CHOICES, "letters": LONGEST_CHOICE})
        return found


def name_of(field: PartnerField) -> str:
    """What its input is called."""
    return f"own-{field.pk}"


def input_of(field: PartnerField) -> forms.Field:
    """What is asked for it in the form of a partner."""
    common: dict[str, Any] = {"label": field.name, "required": False}
    if field.kind == Kind.NUMBER:
        return forms.DecimalField(**common, max_digits=18, decimal_places=4, localize=True)
    if field.kind == Kind.DAY:
        return DayField(**common, first_year=OLDEST_YEAR)
    if field.kind in (Kind.YES_NO, Kind.CHOICE):
        offered = [(YES, _("Yes")), (NO, _("No"))] if field.kind == Kind.YES_NO else [(c, c) for c in field.choices]
        return forms.ChoiceField(**common, choices=[("", _("Not noted")), *offered])
    return forms.CharField(**common, max_length=LONGEST_VALUE)


def written(value: Any) -> Written:
    """A value as it is stored; None for nothing."""
    return None if value in (None, "") else value.isoformat() if isinstance(value, date) else str(value)


def read(field: PartnerField, details: dict[str, str]) -> Any:
    """A stored value as its field knows it; None for nothing."""
    text = details.get(str(field.pk))
    if text is None or field.kind not in (Kind.NUMBER, Kind.DAY):
        return text
    return Decimal(text) if field.kind == Kind.NUMBER else parse_date(text)


def details_of(fields: list[PartnerField], details: dict[str, str]) -> list[tuple[PartnerField, Any]]:
    """Each field in use with its value in words, a number or a day; None for what nobody has noted."""
    words = {YES: _("Yes"), NO: _("No")}
    found = [(one, read(one, details)) for one in fields]
    return [(one, words.get(value, value) if one.kind == Kind.YES_NO else value) for one, value in found]
