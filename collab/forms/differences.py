"""Two versions of one record in words, field by field, for the page that shows an edit conflict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import ModelChoiceField
from django.utils import formats
from django.utils.translation import gettext


@dataclass(frozen=True)
class Difference:
    """One field of a record: what the reader wrote and what somebody else saved."""

    label: str
    yours: str
    theirs: str

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return self.yours != self.theirs


def differences(yours: forms.BaseForm, theirs: forms.BaseForm) -> list[Difference]:
    """Every visible field of the reader's form beside the row as it stands."""
    return [
        Difference(
            str(bound.label),
            in_words(bound.field, yours.cleaned_data.get(bound.name)),
            in_words(theirs.fields[bound.name], theirs.get_initial_for_field(theirs.fields[bound.name], bound.name)),
        )
        for bound in yours.visible_fields()
        if bound.name in theirs.fields
    ]


def in_words(field: forms.Field, value: Any) -> str:
    """A value as the page shows it: the label of a choice, the name of a row, a date of the locale."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime | date):
        return formats.date_format(value, "DATETIME_FORMAT" if isinstance(value, datetime) else "DATE_FORMAT")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(sorted(in_words(field, one) for one in value))
    if isinstance(field, ModelChoiceField):
        rows: Any = field.queryset
        row = value if isinstance(value, Model) else rows.filter(pk=value).first()
        return str(row or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(str(value), value))
    return str(value)


def _flat(choices: Any) -> Iterable[tuple[str, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(key), label
