"""What a list shows: the search, filters and order that all lists share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_SEARCH = 200
ANY = ("", _("All"))


class ListFilter(forms.Form):
    """A GET form of optional fields. What makes no sense is named beside its field and passed over: a list answers."""

    SORTS: dict[str, tuple[Any, ...]] = {}

    q = forms.CharField(label=_("Words"), max_length=LONGEST_SEARCH, required=False, widget=forms.SearchInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter_%s")

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for and understood; None or empty for the rest."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}

    @property
    def is_narrowing(self) -> bool:
        """Whether anything is left out."""
        return any(value for name, value in self.asked.items() if name != "sort")

    @property
    def order(self) -> tuple[Any, ...]:
        """The order that was asked for, or the usual one."""
        return self.SORTS[self.asked["sort"] or ""]
