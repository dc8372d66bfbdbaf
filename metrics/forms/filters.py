"""Filters of the pages of this floor; what a reader asks for enters through these."""

from collections.abc import Iterable
from typing import Any

from django import forms
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
