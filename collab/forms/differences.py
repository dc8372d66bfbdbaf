"""Two versions of one record in words, field by field, for the page that shows an edit conflict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
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
    name: str
    yours: str
    theirs: str
    differs: bool  # whether there is anything to choose


def differences(yours: forms.BaseForm, theirs: forms.BaseForm) -> list[Difference]:
    """Every visible field of the reader's form beside the row as it stands."""
    return [difference(bound, yours, theirs) for bound in yours.visible_fields() if bound.name in theirs.fields]


def difference(bound: forms.BoundField, yours: forms.BaseForm, theirs: forms.BaseForm) -> Difference:
    """One field in both; two people of one name are two, though they read the same."""
    field, typed = theirs.fields[bound.name], yours.cleaned_data.get(bound.name)
    stored = theirs.get_initial_for_field(field, bound.name)
    mine, other = in_words(bound.field, typed), in_words(field, stored)
    is_choice = isinstance(field, forms.ChoiceField)
    differs = _keys(typed) != _keys(stored) if is_choice else mine != other
    return Difference(str(bound.label), bound.name, mine, other, differs)


def _keys(chosen: Any) -> set[str]:
    many = chosen if isinstance(chosen, Iterable) and not isinstance(chosen, str) else [chosen]
    return {str(getattr(one, "pk", one)) for one in many if one not in (None, "")}


def as_sent(bound: forms.BoundField) -> list[str]:
    """What a browser sends for a field that nobody touched."""
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return ["on"] if value else []
    if value is None:
        return []
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(getattr(one, "pk", one)) for one in value]
    shown = bound.field.widget.format_value(value) if isinstance(value, date | time) else value
    return [str(getattr(shown, "pk", shown))]


def in_words(field: forms.Field, value: Any) -> str:
    """A value as the page shows it: the label of a choice, the name of a row, a date of the locale."""
    if type(field) is forms.BooleanField:  # a tick: what is not there is a no
        value = bool(value)
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
        return str(dict(_flat(field.choices)).get(str(getattr(value, "pk", value)), value))
    return str(value)


def _flat(choices: Any) -> Iterable[tuple[str, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(key), label
