"""Filters of the pages of this floor; what a reader asks for enters through these."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from collab.models import Organization

SEARCH_LENGTH = 100


class Filter(forms.Form):
    """A GET form whose fields are all optional; what is not understood is said beside its field and does not filter."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **{"auto_id": "filter_%s"} | options)

    def asked(self, name: str) -> str:
        """What was asked for in a field; empty when nothing was, or nothing that exists."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""

    @property
    def is_narrowed(self) -> bool:
        """Whether the list is only a part of the whole."""
        return any(self.asked(name) for name in self.fields if name != "order")


class LongSelect(forms.Select):
    """A choice among hundreds, drawn in one go: Django takes a template for each of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field; its choices are flat."""
        chosen = {str(one) for one in self.format_value(value)}
        options = ((key, mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices)
        given = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html(
            "<select{}>{}</select>", given, format_html_join("", '<option value="{}"{}>{}</option>', options)
        )


class PairFilter(Filter):
    """Which pairs."""

    q = forms.CharField(label=_("Organisation"), required=False, max_length=SEARCH_LENGTH)
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("All sectors")), *Organization.Sector.choices]
    )
    needed = forms.ChoiceField(
        label=_("Pairs"),
        required=False,
        choices=[("", _("All pairs")), ("yes", _("Needed pairs only")), ("no", _("Other pairs only"))],
    )


class MonthChoice(Filter):
    """One of the computed months."""

    month = forms.TypedChoiceField(label=_("Month"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any = None, *, months: Iterable[int]) -> None:
        super().__init__(data)
        choice(self, "month").choices = [("", _("Today")), *((str(month), str(month)) for month in months)]

    @property
    def chosen(self) -> int | None:
        """The month that was asked for."""
        self.is_valid()
        return self.cleaned_data.get("month")


class MonthsChoice(forms.Form):
    """Two months to compare."""

    def __init__(self, data: Any = None, *, months: Iterable[int], first: int, last: int) -> None:
        super().__init__(data or None, auto_id="filter_%s")
        choices = [(str(month), str(month)) for month in months]
        self.defaults = {"from": first, "to": last}
        for name, label in (("from", _("From month")), ("to", _("To month"))):
            self.fields[name] = forms.TypedChoiceField(
                label=label, required=False, coerce=int, empty_value=None, choices=choices, initial=self.defaults[name]
            )

    @property
    def asked(self) -> tuple[int, int]:
        """The two months; the defaults where nothing was asked for, or nothing that exists."""
        self.is_valid()
        given = self.cleaned_data if self.is_bound else {}
        first, last = (given.get(name) for name in ("from", "to"))
        return (
            self.defaults["from"] if first is None else first,
            self.defaults["to"] if last is None else last,
        )


def choice(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  what the form itself declares
    return field
