"""What government asks of the facilitation team before the next week: talks, ratings, people; the heaviest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.models import Collaboration
from collab.templatetags.ui import day
from government.entries import entries
from government.ladder import Carrier, Rung

SOON_DAYS = 7


@dataclass(frozen=True)
class Task:
    """One thing to do, with the page where it is done."""

    kind: str  # talk, rate or person
    icon: str
    what: Any
    detail: str
    href: str
    action: str
    is_late: bool


def tasks(collaboration: Collaboration, rungs: Sequence[Rung], *, on: date) -> list[Task]:
    """Offices to talk to, liaisons to rate again, people to whom something is owed."""
    by_due = sorted((one for one in rungs if _is_due(one, on)), key=lambda one: (one.due_on, -one.mandate.weight))
    rate = [(rung, one) for rung in rungs for one in rung.carriers if _reason(one)]
    return [
        *(_talk(collaboration, one, on) for one in by_due),
        *(_rate(collaboration, rung, one) for rung, one in rate),
        *_people(collaboration, on),
    ]


def _is_due(rung: Rung, on: date) -> bool:
    return rung.due_on is not None and rung.due_on <= on + timedelta(days=SOON_DAYS)


def _talk(collaboration: Collaboration, rung: Rung, on: date) -> Task:
    since = day(rung.last_on, "short") if rung.last_on else ""
    silent = _("Last talked on %(day)s.") % {"day": since} if since else _("No contact noted yet.")
    due = _("Was due on %(day)s.") if rung.is_late else _("Due by %(day)s.")
    return Task(
        "talk", "clock", rung.mandate, f"{silent} {due % {'day': day(rung.due_on, 'short')}}",
        reverse("collab:meeting_create", args=[collaboration.slug]), _("Log a talk"), rung.is_late,
    )  # fmt: skip


def _reason(carrier: Carrier) -> str:
    here = carrier.standing
    if here.is_before_change:
        return _("Not rated since the official left.")
    if here.rated_on is None:
        return _("Not rated yet.")
    if here.is_expired:
        return _("The last rating is older than a year and no longer counts.")
    return _("Rated more than 180 days ago: it counts half.") if here.needs_look else ""


def _rate(collaboration: Collaboration, rung: Rung, carrier: Carrier) -> Task:
    return Task(
        "rate", "warning", carrier.liaison.person, f"{rung.mandate.body}. {_reason(carrier)}",
        reverse("government:rating_create", args=[collaboration.slug, carrier.liaison.pk]), _("Rate again"),
        carrier.standing.is_expired,
    )  # fmt: skip


def _people(collaboration: Collaboration, on: date) -> list[Task]:
    owed = [one for one in entries(collaboration, on=on) if one.needs_us]
    if not owed:
        return []
    untold, said = sum(one.told_on is None for one in owed), sum(one.unanswered for one in owed)
    due = sum(one.is_due for one in owed)
    parts = (
        ngettext("%(n)s not told what is held", "%(n)s not told what is held", untold) % {"n": untold}
        if untold
        else "",
        ngettext("%(n)s entry to look at again", "%(n)s entries to look at again", due) % {"n": due} if due else "",
        ngettext("%(n)s statement to answer", "%(n)s statements to answer", said) % {"n": said} if said else "",
    )
    detail = ", ".join(one for one in parts if one) + "."
    href = reverse("government:entry_list", args=[collaboration.slug])
    return [Task("person", "lock", _("People we name"), detail, href, _("See whom"), bool(said))]
