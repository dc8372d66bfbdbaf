"""The month a page speaks of, and what it knew: today's knowledge, or what was published then."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from metrics.forms.filters import Filter, choice

PUBLISHED = "published"


class Moment(Filter):
    """A month back in time; without one, the running month as of today."""

    month = forms.TypedChoiceField(label=_("Month"), required=False, coerce=int, empty_value=None)
    known = forms.ChoiceField(
        label=_("What was known"), required=False,
        choices=[("", _("Today’s knowledge of that month")), (PUBLISHED, _("As it was published then"))],
    )  # fmt: skip

    def __init__(self, data: Any = None, *, months: Iterable[int]) -> None:
        super().__init__(data)
        self.months = list(months)
        choice(self, "month").choices = self._choices  # put into words only where they are drawn or asked for

    def _choices(self) -> list[tuple[str, str | Promise]]:
        latest: list[tuple[str, str | Promise]] = [("", _("Now"))] if self.months else []
        return latest + [(str(one), _("Month %(month)s") % {"month": one}) for one in reversed(self.months[:-1])]

    @property
    def chosen(self) -> int | None:
        """The month that was asked for; None for now."""
        self.is_valid()
        month: int | None = self.cleaned_data.get("month")
        return month

    @property
    def is_published(self) -> bool:
        """Whether the page shows what was published, and nothing that became known later."""
        return self.asked("known") == PUBLISHED

    @property
    def is_past(self) -> bool:
        """Whether the page looks back."""
        return self.chosen is not None or self.is_published

    @property
    def query(self) -> str:
        """How an address asks for the same moment; empty for now."""
        asked = {"month": self.chosen, "known": self.asked("known")}
        pairs = {name: value for name, value in asked.items() if value not in (None, "")}
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def before(self) -> int | None:
        """The month before the one that is shown."""
        month = self._shown()
        return month - 1 if self.months and month > self.months[0] else None

    @property
    def after(self) -> int | None:
        """The month after the one that is shown; None at the running month."""
        chosen = self.chosen
        return None if chosen is None or chosen >= self.months[-1] else chosen + 1

    def _shown(self) -> int:
        if not self.months:
            return 0
        chosen = self.chosen
        return self.months[-1] if chosen is None else chosen


class MonthBack(Moment):
    """A month back in time, of what is shown as known today only."""

    def __init__(self, data: Any = None, *, months: Iterable[int]) -> None:
        super().__init__(data, months=months)
        del self.fields["known"]
