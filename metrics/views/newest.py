"""The records that came in last and count for relationship strength, as far as a reader may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collab.context import address
from collab.models import Collaboration, Commitment, Meeting, Seat

SHOWN = 5


@dataclass(frozen=True)
class Item:
    """One record, as the component `evidence` wants it."""

    on: date
    text: str
    href: str
    kind: str | Promise
    known_at: datetime


def newest_evidence(collaboration: Collaboration, seat: Seat) -> list[Item]:
    """What was written down last, whenever it happened: this is what moves a number."""
    items = [*_meetings(collaboration, seat), *_commitments(collaboration, seat)]
    return sorted(items, key=lambda item: (item.known_at, item.on), reverse=True)[:SHOWN]


def _meetings(collaboration: Collaboration, seat: Seat) -> Iterable[Item]:
    rows = (
        Meeting.objects.visible_to(seat).held().filter(held_at__lte=timezone.now()).order_by("-created_at", "-held_at")
    )
    for one in rows.defer("summary", "private_note_sealed")[:SHOWN]:
        day = timezone.localtime(one.held_at, collaboration.zone).date()
        href = address("collab:meeting_detail", collaboration.slug, str(one.pk))
        yield Item(day, str(one), href, one.get_mode_display(), one.created_at)


def _commitments(collaboration: Collaboration, seat: Seat) -> Iterable[Item]:
    rows = Commitment.objects.visible_to(seat).exclude(outcome=Commitment.Outcome.OPEN).order_by("-closed_on", "id")
    for one in rows.select_related("promiser")[:SHOWN]:
        closed_at = datetime.combine(one.closed_on or one.due_on, datetime.min.time(), tzinfo=collaboration.zone)
        kind = _("%(organisation)s: %(outcome)s") % {
            "organisation": one.promiser.label, "outcome": one.get_outcome_display().lower(),
        }  # fmt: skip
        href = address("collab:commitment_detail", collaboration.slug, str(one.pk))
        yield Item(one.closed_on or one.due_on, str(one), href, kind, max(closed_at, one.created_at))
