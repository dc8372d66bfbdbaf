"""Choosing the record that stays, and what a merge will change."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collab.forms.inputs import RowField
from collab.merging import FILLED, naming
from collab.models import Organization, Person, User

# What is counted in words of its own; tables of higher floors are named, not imported.
COUNTED: dict[str, Promise] = {
    "collab_attendance": _("attendances at meetings"),
    "collab_affiliation": _("affiliations of people"),
    "collab_commitment": _("promises made or received"),
    "collab_decisionpart": _("parts in decisions"),
    "partners_tie": _("ties with other organisations"),
    "partners_answer": _("answers in surveys"),
    "partners_readinessrating": _("ratings"),
    "partners_collaborationrating": _("ratings"),
    "government_liaisonrating": _("ratings"),
    "collab_seat": _("seats of people who sign in"),
}
OTHER = _("other records")
SHOWN: dict[type, tuple[str, ...]] = {
    Organization: ("name", "short_label", "sector", "is_local", "place", "website"),
    Person: ("name", "job_title", "email", "phone", "language", "informed_on", "agreed_on"),
}


@dataclass(frozen=True)
class Value:
    """One field of both: what stays is the survivor's own, or what it lacks."""

    label: str
    merged: Any
    survivor: Any
    stays: Any


@dataclass(frozen=True)
class Preview:
    """What will change."""

    values: list[Value]
    counts: list[tuple[str, int]]
    seats: int
    gains: list[User]


class MergeForm(forms.Form):
    """The record that stays."""

    def __init__(self, *args: Any, one: Organization | Person, others: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.one = one
        self.fields["into"] = RowField(
            others, label=_("The record that stays"), empty_label=pgettext_lazy("a record", "Choose one"),
            help_text=_("Everything that names the other will name this one."),
        )  # fmt: skip

    def preview(self) -> Preview:
        """Values side by side, how many rows will name the survivor, and who will see more."""
        one, into = self.one, self.cleaned_data["into"]
        counts: Counter[str] = Counter()
        tables: Counter[str] = Counter()
        for table, count in naming(one):
            tables[table] += count
            counts[str(COUNTED.get(table, OTHER))] += count
        order = dict.fromkeys(map(str, [*COUNTED.values(), OTHER]))
        return Preview(
            values=[_value(one, into, name) for name in SHOWN[type(one)]],
            counts=[(label, counts[label]) for label in order if counts[label]],
            seats=tables["collab_seat"],
            gains=_gains(one, into),
        )


def _value(one: Any, into: Any, name: str) -> Value:
    merged, survivor = (_shown(each, name) for each in (one, into))
    is_filled = name in FILLED[type(one)] and not getattr(into, name)
    label = str(one._meta.get_field(name).verbose_name)
    return Value(label, merged, survivor, merged if is_filled else survivor)


def _shown(one: Any, name: str) -> Any:
    display = getattr(one, f"get_{name}_display", None)
    return display() if display else getattr(one, name)


def _gains(one: Any, into: Any) -> list[User]:
    """Whoever signs in with the address of the person, and sees what is held of them."""
    address = getattr(into, "email", "") or getattr(one, "email", "")
    return list(User.objects.filter(email__iexact=address)) if address else []
