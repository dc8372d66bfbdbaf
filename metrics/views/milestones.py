"""The milestones of a collaboration for its page: on the line, as a headline, and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from metrics.charts.month_line import Given
from metrics.frame import Reached

SHORT = {
    "explained": gettext_lazy("Explained"),
    "mapped": gettext_lazy("Mandates mapped"),
    "consulted": gettext_lazy("First consultation"),
    "proven": gettext_lazy("Relationships proven"),
    "co-chair": gettext_lazy("Local co-chair"),
    "drafted": gettext_lazy("Drafted together"),
    "endorsed": gettext_lazy("Endorsed"),
    "ready": gettext_lazy("Ready"),
    "reviewed": gettext_lazy("Learning review"),
}


@dataclass(frozen=True)
class Way:
    """What is said of the milestones."""

    headline: str
    rows: list[tuple[str, int, date, date | None, bool]]  # name, month, expected on, reached on, is late


def given(found: Sequence[Reached]) -> list[Given]:
    """The milestones for the line: where they were reached, else where they are expected."""
    return [Given(SHORT[one.key], one.reached_on or one.expected_on, one.reached_on is not None) for one in found]


def way(found: Sequence[Reached], *, on: date) -> Way:
    """How many are reached, and how many are late."""
    reached = sum(one.reached_on is not None for one in found)
    late = sum(one.is_late(on=on) for one in found)
    values = {"reached": reached, "all": len(found), "late": late}
    text = _("%(reached)s of %(all)s milestones are reached") % values
    if late:
        text += ngettext(", %(late)s is late", ", %(late)s are late", late) % values
    rows = [(str(one.label), one.month, one.expected_on, one.reached_on, one.is_late(on=on)) for one in found]
    return Way(text, rows)
