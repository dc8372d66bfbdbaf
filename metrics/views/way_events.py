"""What stands below the way of a collaboration: consultations with government, and versions of the strategy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.context import address
from collab.models import Collaboration, Meeting, Seat, StrategyVersion
from collab.months import end_of_day
from collab.roles import Action
from government.models import Consultation
from metrics.charts.month_line import CONSULTATION, Event

VERSION, DRAFT = "version", "draft"


@dataclass(frozen=True)
class Told:
    """One event with its words and the page where it stands; `href` is empty where the reader has none."""

    event: Event
    what: str
    name: str
    href: str


def told(collaboration: Collaboration, seat: Seat, *, on: date) -> list[Told]:
    """All that the reader may see by a day, in the order of the days; in at most two queries."""
    if not seat.may(Action.SEE_EVIDENCE):
        return []
    found = [*_consultations(collaboration, seat, on), *_versions(collaboration, seat, on)]
    return sorted(found, key=lambda one: one.event.on)


def _consultations(collaboration: Collaboration, seat: Seat, on: date) -> list[Told]:
    seen = Meeting.objects.visible_to(seat).held().filter(held_at__lt=end_of_day(on, collaboration.zone))
    rows = Consultation.objects.filter(collaboration=collaboration, meeting__in=seen.order_by())
    return [
        Told(
            Event(one.meeting.held_at.astimezone(collaboration.zone).date(), CONSULTATION), _("Consultation"),
            str(one.mandate), address("collab:meeting_detail", collaboration.slug, str(one.meeting_id)),
        )
        for one in rows.select_related("meeting", "mandate__body").order_by("meeting__held_at", "pk")
    ]  # fmt: skip


def _versions(collaboration: Collaboration, seat: Seat, on: date) -> list[Told]:
    """In the order in which they were drafted, counted from 1; a draft is one that was not approved by that day."""
    rows = StrategyVersion.objects.visible_to(seat).filter(drafted_on__lte=on).order_by("drafted_on", "pk")
    found = []
    for number, one in enumerate(rows.defer("text"), start=1):
        approved = one.approved_on if one.approved_on and one.approved_on <= on else None
        kind, what = (VERSION, _("Strategy, approved")) if approved else (DRAFT, _("Strategy, draft"))
        event = Event(approved or one.drafted_on, kind, str(number))
        found.append(Told(event, what, one.title, address("collab:strategy_detail", collaboration.slug, str(one.pk))))
    return found


def says(rows: Sequence[Told]) -> str:
    """How many of each, in whole sentences; empty where there is nothing."""
    consultations = sum(one.event.kind == CONSULTATION for one in rows)
    approved = [one for one in rows if one.event.kind == VERSION]
    drafts = sum(one.event.kind == DRAFT for one in rows)
    said = []
    if consultations:
        said.append(
            ngettext("%(n)s consultation with government.", "%(n)s consultations with government.", consultations)
            % {"n": consultations}
        )
    if approved:
        said.append(_("In force: %(title)s.") % {"title": approved[-1].name})
    if drafts:
        said.append(ngettext("%(n)s draft of the strategy.", "%(n)s drafts of the strategy.", drafts) % {"n": drafts})
    return " ".join(said)
