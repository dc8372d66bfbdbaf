"""Inputs that forms of several nouns share: days and times as browsers send them, rows loaded once, repeated parts."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from collab.models import Collaboration

FIRST_YEAR, LAST_YEAR = 1990, 2099  # what the tables accept
NOON = time(12)
LONGEST_KEY = 18  # digits that a key in the database can have


class DayField(forms.DateField):
    """A day as a date input sends it; years that no table accepts are refused here, before any arithmetic."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ("%Y-%m-%d",)
    default_error_messages = {
        "invalid": _("Enter a day that exists, as year-month-day, such as 2026-03-31."),
        "years": _("The year must lie between %(first)s and %(last)s."),
    }

    def __init__(self, *args: Any, first_year: int = FIRST_YEAR, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_year = first_year

    def to_python(self, value: Any) -> date | None:
        """The day; nothing for an empty input."""
        day = super().to_python(value)
        if day is not None and not self.first_year <= day.year <= LAST_YEAR:
            years = {"first": str(self.first_year), "last": str(LAST_YEAR)}
            raise ValidationError(self.error_messages["years"], code="years", params=years)
        return day


class ClockField(forms.TimeField):
    """A time of day to the minute."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    input_formats = ("%H:%M", "%H:%M:%S")
    default_error_messages = {"invalid": _("Enter a time of day as hours and minutes, such as 14:30.")}


class QuickSelect(forms.Select):
    """A select for long lists: Django's own renders two templates for every option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The select with its options."""
        chosen = str("" if value is None else value)
        options = format_html_join("", "{}", ((self._option(key, label, chosen),) for key, label in self.choices))
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})})), options
        )

    def _option(self, key: Any, label: Any, chosen: str) -> SafeString:
        if isinstance(label, list | tuple):
            inner = format_html_join("", "{}", ((self._option(one, text, chosen),) for one, text in label))
            return format_html('<optgroup label="{}">{}</optgroup>', key, inner)
        mark = mark_safe(" selected") if str(key) == chosen else ""
        return format_html('<option value="{}"{}>{}</option>', key, mark, label)


class RowField(forms.TypedChoiceField):
    """One of rows that were loaded once and serve several fields; the cleaned value is the row.

    A row that was merged is the one that stands for it, so that an address that was kept still asks for the same.
    """

    widget = QuickSelect

    def __init__(self, rows: Iterable[Model], *, empty_label: str | Promise, **kwargs: Any) -> None:
        by_key = {str(row.pk): row for row in rows}
        self.by_key: dict[str, Any] = by_key
        super().__init__(
            choices=[("", empty_label), *((key, str(row)) for key, row in by_key.items())],
            coerce=by_key.__getitem__,
            empty_value=None,
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        """The key of the row that stands."""
        return self._standing(super().to_python(value))

    def bound_data(self, data: Any, initial: Any) -> Any:
        """The same, so that the page shows what it asks for."""
        return self._standing(super().bound_data(data, initial))

    def _standing(self, key: Any) -> Any:
        """Who stands for a key that is none of the rows, where that one is; else the key."""
        model: Any = next((type(row) for row in self.by_key.values()), None)
        unknown = isinstance(key, str) and key.isascii() and key.isdecimal() and key not in self.by_key
        if not unknown or len(key) > LONGEST_KEY or not hasattr(model, "survivor"):
            return key
        found = model.everyone.filter(pk=key).values_list("survivor", flat=True).first()
        return str(found) if str(found) in self.by_key else key

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another row was chosen; a form starts from the key of a row."""
        return str(initial or "") != str(data or "")


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]  # at run time Django's class takes no argument
    """Parts of a form that may be there several times. A row in which nothing was written is passed over."""

    UNSAID = 3  # rows that are read when the sender does not say how many there are
    default_error_messages = {
        "missing_management_form": _("This page is incomplete. Load it again; copy your text first."),
    }

    def __init__(self, data: Any = None, *, prefix: str, **kwargs: Any) -> None:
        if data is not None and f"{prefix}-TOTAL_FORMS" not in data:
            data = data.copy()
            data.update({f"{prefix}-TOTAL_FORMS": str(self.UNSAID), f"{prefix}-INITIAL_FORMS": "0"})
        super().__init__(data, prefix=prefix, **kwargs)

    def clean(self) -> None:
        """Fewer rows than none would drop what was typed."""
        if self.total_form_count() < 0:
            raise ValidationError(self.default_error_messages["missing_management_form"])

    def filled(self) -> "list[Row]":
        """The rows in which something was written."""
        return [row for row in self.forms if row.has_changed()]

    def hush(self) -> None:
        """Show what was typed without judging it: the person has only asked for one more row."""
        self._errors: list[Any] = []
        self._non_form_errors = self.error_class()
        for row in self.forms:
            row.hush()

    def lead_to_last(self) -> None:
        """The newest row starts with its usual choices and holds the reader's cursor."""
        self.forms[-1].is_bound = False
        next(iter(self.forms[-1].fields.values())).widget.attrs["autofocus"] = True


class Row(forms.Form):
    """One part of a form that may be there several times."""

    _errors: Any  # Django's own place for the outcome of cleaning

    TELLING: tuple[str, ...] = ()  # a row counts once one of these fields is filled

    def has_changed(self) -> bool:
        """Whether something was written in it."""
        return any((self.data.get(self.add_prefix(name)) or "").strip() for name in self.TELLING)

    def hush(self) -> None:
        """Show what was typed without judging it."""
        hush(self)


def hush(form: forms.BaseForm) -> None:
    """Show what was typed without judging it."""
    form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]  # Django's own place for the outcome of cleaning
    form.cleaned_data = {}


def one_more(data: Any, prefix: str, *, at_most: int) -> Any:
    """What was typed, with one more row asked for."""
    data = data.copy()
    said = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
    count = int(said) if said.isdecimal() and len(said) <= 3 else Rows.UNSAID  # noqa: PLR2004  no form has 1000 rows
    data[f"{prefix}-TOTAL_FORMS"] = str(min(count + 1, at_most))
    data.setdefault(f"{prefix}-INITIAL_FORMS", "0")
    return data


def instant(day: date, clock: time | None, zone: ZoneInfo) -> datetime:
    """The moment of a local day and time; midday where no time is given, the first of two where clocks go back.

    Raises ValidationError for a time that clocks going forward leave out.
    """
    local = datetime.combine(day, clock or NOON, tzinfo=zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(_("This time did not exist on that day: the clocks went forward. Choose another time."))
    return moment


def not_after_today(day: date | None, collaboration: Collaboration) -> date | None:
    """A day on which something happened; refused while it lies ahead."""
    if day and day > collaboration.today():
        raise ValidationError(_("This day lies in the future."))
    return day
