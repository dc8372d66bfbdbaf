"""What a reader asks of the network page: relation, month, size, level, sector, and whose neighbourhood."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from collab.models import Organization
from metrics.forms.filters import Filter, LongSelect, choice

BY_TIES, BY_BRIDGE, BY_READINESS = "", "betweenness", "readiness"
LEVELS = (2, 3, 4, 5)


class NetworkFilter(Filter):
    """The view of a network."""

    item = forms.ChoiceField(label=_("Relation"), required=False)
    month = forms.TypedChoiceField(label=_("Month"), required=False, coerce=int, empty_value=None)
    size = forms.ChoiceField(label=_("Size"), required=False)
    level = forms.TypedChoiceField(
        label=_("Ties"), required=False, coerce=int, empty_value=None,
        choices=[("", _("All ties")), *((str(n), _("Level %(n)s or more") % {"n": n}) for n in LEVELS[1:])],
    )  # fmt: skip
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("All sectors")), *Organization.Sector.choices]
    )
    focus = forms.TypedChoiceField(
        label=_("Neighbourhood of"), required=False, coerce=int, empty_value=None, widget=LongSelect
    )

    def __init__(
        self, data: Any = None, *, items: Iterable[tuple[str, Any]], months: Iterable[int] = (),
        organizations: Iterable[tuple[int, str]] = (), sees_readiness: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.months, self.sees_readiness = list(months), sees_readiness
        past = [(str(one), _("Month %(month)s") % {"month": one}) for one in reversed(self.months[:-1])]
        sizes = [(BY_TIES, _("By ties")), (BY_BRIDGE, _("By standing between others"))]
        choice(self, "item").choices = list(items)
        choice(self, "month").choices = [("", _("Now")), *past]
        choice(self, "size").choices = [*sizes, *([(BY_READINESS, _("By readiness"))] if sees_readiness else [])]
        choice(self, "focus").choices = [("", _("Everybody")), *((str(pk), name) for pk, name in organizations)]

    def number(self, name: str) -> int | None:
        """A number that was asked for; None when nothing was."""
        self.is_valid()
        found: int | None = self.cleaned_data.get(name)
        return found

    def query(self, *without: str) -> str:
        """What was asked for, as the beginning of an address; ends so that one more may follow."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields if name not in without}
        asked = {name: value for name, value in given.items() if value not in ("", None)}
        return urlencode(asked) + "&" if asked else ""

    @property
    def is_narrowed(self) -> bool:
        """Whether the reader looks at a part of the whole."""
        return any(self.number(name) is not None for name in ("focus", "level")) or bool(self.asked("sector"))

    @property
    def month_before(self) -> int | None:
        """One month back."""
        last = self.months[-1] if self.months else 0
        month = self.number("month")
        shown = last if month is None else month
        return shown - 1 if shown > 0 else None

    @property
    def month_after(self) -> int | None:
        """One month on; None at the running month."""
        month = self.number("month")
        return None if month is None or month + 1 >= len(self.months) else month + 1
