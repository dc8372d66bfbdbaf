"""My week: whom and what a facilitator should chase now, gathered from all floors."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from collab.http import Request, page
from collab.models import Collaboration, Commitment, Meeting
from collab.permissions import Action, collaboration_for
from collab.wording import decimal
from government.models import Mandate
from metrics.explain.pairs import PairRow, pairs_for
from metrics.scoring import is_stale

SHOWN = 12  # rows of one part; a link leads to the rest
WEEK = 7
FRESH_DAYS = 14  # so long a meeting's promises are followed up by meeting, later by their due days
TRUST_APART = 25.0  # of 100: one step of the four that an answer can move
WORK_APART = 2.0  # levels of 0-5


@dataclass(frozen=True)
class Quiet:
    """A pair that meant to talk by now; `late_days` beyond its cadence, None where no talk is known."""

    pair: PairRow
    late_days: int | None


@dataclass(frozen=True)
class Apart:
    """A pair whose two sides say different things: what the first and the second organisation said."""

    pair: PairRow
    about: str
    first: str
    second: str


@require_safe
def week_detail(request: Request, slug: str) -> HttpResponse:
    """Overdue, gone quiet, seen differently by two sides, offices that should hear from us, follow-ups of meetings."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    seat, today, now = request.seat, collaboration.today(), timezone.now()
    pairs = pairs_for(collaboration, seat)
    rows = Commitment.objects.visible_to(seat).told_to(seat, on=today)
    context = {
        "collaboration": collaboration,
        "today": today,
        "overdue": _bounded(rows.overdue(on=today)),
        "soon": _bounded(rows.due_within(WEEK, on=today)),
        "unconfirmed": _bounded(_unconfirmed(collaboration, now)),
        "follow_ups": follow_ups(collaboration, rows, now=now),
        "quiet": quiet(pairs)[: SHOWN + 1],
        "apart": apart(pairs)[: SHOWN + 1],
        "mandates": _bounded(Mandate.objects.visible_to(seat).due(on=today)),
        "shown": SHOWN,
        "is_waiting": is_stale(collaboration),
    }
    return page(request, "metrics/week_detail.html", context | {"headline": headline(context)})


def headline(found: dict[str, Any]) -> str:
    """How much there is to chase, in one sentence."""
    number = sum(len(found[key]) for key in ("overdue", "soon", "unconfirmed", "quiet", "apart", "mandates"))
    if not number:
        return _("Nothing to chase this week")
    return ngettext("%(n)s thing to chase this week", "%(n)s things to chase this week", number) % {"n": number}


def quiet(pairs: list[PairRow]) -> list[Quiet]:
    """Needed pairs that have been silent for longer than they agreed, the longest silence first."""
    found = [Quiet(one, _late(one)) for one in pairs if one.is_quiet]
    return sorted(found, key=lambda one: -10_000 if one.late_days is None else -one.late_days)


def apart(pairs: list[PairRow]) -> list[Apart]:
    """Pairs in which one side sees far more trust or joint work than the other, needed pairs first."""
    found = [gap for one in pairs for gap in (_gap(one, "trust"), _gap(one, "work")) if gap]
    return sorted(found, key=lambda gap: not gap.pair.needed)


def follow_ups(collaboration: Collaboration, rows: Any, *, now: datetime) -> list[tuple[Meeting, list[Commitment]]]:
    """Meetings of the last two weeks with what was promised in them and is still open, the latest first."""
    since = now - timedelta(days=FRESH_DAYS)
    open_ones = rows.open().filter(meeting__held_at__gte=since, meeting__is_held=True).order_by("due_on", "pk")
    by_meeting: dict[Meeting, list[Commitment]] = {}
    for one in open_ones[: 4 * SHOWN]:
        if one.meeting is not None:
            by_meeting.setdefault(one.meeting, []).append(one)
    return sorted(by_meeting.items(), key=lambda entry: entry[0].held_at, reverse=True)[:SHOWN]


def _unconfirmed(collaboration: Collaboration, now: datetime) -> Any:
    rows = Meeting.objects.filter(collaboration=collaboration).planned().filter(held_at__lt=now).order_by("-held_at")
    return rows.defer("summary", "private_note_sealed")


def _bounded(rows: Any) -> list[Any]:
    """One more than is shown, so that the page knows whether there is more."""
    return list(rows[: SHOWN + 1])


def _late(pair: PairRow) -> int | None:
    last: date | None = pair.last_contact_on
    return None if last is None else (pair.on - last).days - pair.cadence_days


def _gap(pair: PairRow, about: str) -> Apart | None:
    of_a, of_b = pair.trust if about == "trust" else pair.joint
    limit = TRUST_APART if about == "trust" else WORK_APART
    if of_a is None or of_b is None or abs(of_a - of_b) < limit:
        return None
    first, second = (of_a, of_b) if pair.a == pair.first.id else (of_b, of_a)
    scale = "%.0f" if about == "trust" else "%.1f"
    return Apart(pair, about, decimal(scale % first), decimal(scale % second))
