"""The evidence behind one component of one pair, as far as a reader may see it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.context import address
from collab.models import Attendance, Collaboration, Commitment, Meeting, Organization, Seat
from collab.months import end_of_day
from metrics.explain.pairs import computed_pair, may_see_pair, own_half
from metrics.formulas.catalogue import COMMITMENT_WINDOW_DAYS, INITIATION_WINDOW_DAYS
from metrics.formulas.composite import number
from metrics.formulas.shown import round_half_up

# a meeting of a year ago still adds .01 of what it was
CONTACT_SHOWN_DAYS = 365
ANSWER = gettext_lazy("answers")


@dataclass(frozen=True)
class EvidenceItem:
    """One record behind a number: the day it counts from, what it says, what it is, and where it stands."""

    on: date
    text: str
    kind: str | Promise
    url: str | None = None

    @property
    def href(self) -> str:
        """The same address for templates; empty where the reader has no page of it."""
        return self.url or ""


def part_evidence(
    collaboration: Collaboration, a: int, b: int, component: str, *, on: date, seat: Seat
) -> list[EvidenceItem]:
    """What a component of a pair rests on at the end of a day, the newest first; never what the seat may not see."""
    low, high = sorted((a, b))
    if not may_see_pair(seat, low, high):
        return []
    found = {
        "trust": _answers,
        "joint_work": _answers,
        "reciprocity": _both_sides,
        "contact": _contacts,
        "commitments": _promises,
    }[component](collaboration, low, high, component, on, seat)
    return sorted(found, key=lambda item: item.on, reverse=True)


def _contacts(
    collaboration: Collaboration, a: int, b: int, component: str, on: date, seat: Seat
) -> Iterator[EvidenceItem]:
    """Held meetings where both were present; for reciprocity those that one of the two called."""
    present = [Attendance.objects.filter(organization_id=one).values("meeting") for one in (a, b)]
    calls = component == "reciprocity"
    days = INITIATION_WINDOW_DAYS if calls else CONTACT_SHOWN_DAYS
    rows = (
        Meeting.objects.visible_to(seat)
        .held()
        .between(end_of_day(on - timedelta(days=days + 1), collaboration.zone), end_of_day(on, collaboration.zone))
        .filter(pk__in=present[0])
        .filter(pk__in=present[1])
    )
    for one in (rows.filter(called_by__in=(a, b)) if calls else rows).select_related("called_by").defer("summary"):
        kind = str(one.get_mode_display())
        if one.called_by:
            kind = _("%(mode)s, called by %(organisation)s") % {"mode": kind, "organisation": one.called_by.label}
        day = one.held_at.astimezone(collaboration.zone).date()
        yield EvidenceItem(
            day, str(one), kind, address("collab:meeting_detail", collaboration.slug, str(one.pk)) or None
        )


def _promises(
    collaboration: Collaboration, a: int, b: int, component: str, on: date, seat: Seat
) -> Iterator[EvidenceItem]:
    """Promises between the two, or to the whole group where the pair is needed, that fell due in the last year."""
    between = Q(promiser=a, promisee=b) | Q(promiser=b, promisee=a)
    computed, place = computed_pair(collaboration, a, b, on=on)
    if computed.need.needed[0, place]:
        between |= Q(promiser__in=(a, b), promisee=None)
    since = on - timedelta(days=COMMITMENT_WINDOW_DAYS)
    rows = Commitment.objects.visible_to(seat).filter(between, due_on__gte=since, due_on__lte=on)
    for one in rows.select_related("promiser"):
        if one.outcome == Commitment.Outcome.RENEGOTIATED and one.closed_on and one.closed_on <= one.due_on:
            continue
        is_closed = one.closed_on is not None and one.closed_on <= on
        outcome = one.get_outcome_display() if is_closed else Commitment.Outcome.OPEN.label
        kind = _("%(organisation)s: %(outcome)s") % {"organisation": one.promiser.label, "outcome": outcome}
        url = address("collab:commitment_detail", collaboration.slug, str(one.pk))
        yield EvidenceItem(one.due_on, str(one), kind, url or None)


def _answers(
    collaboration: Collaboration, a: int, b: int, component: str, on: date, seat: Seat
) -> Iterator[EvidenceItem]:
    """What each side said in its newest wave; of trust only the half that the reader may see."""
    computed, place = computed_pair(collaboration, a, b, on=on)
    said = computed.said
    is_trust = component == "trust"
    values, ages = (said.trust, said.trust_age) if is_trust else (said.joint, said.joint_age)
    seen = own_half(seat, a, b) if is_trust else (True, True)
    names = {one.pk: one.label for one in Organization.objects.filter(pk__in=(a, b))}
    for side, (rater, subject) in enumerate(((a, b), (b, a))):
        value = number(values[0, place, side])
        if value is None or not seen[side]:
            continue
        words = {"rater": names[rater], "subject": names[subject], "value": number_format(round_half_up(value, 1))}
        text = (
            _("%(rater)s on %(subject)s: trust %(value)s of 100") % words
            if is_trust
            else _("%(rater)s on %(subject)s: level %(value)s of 5") % words
        )
        yield EvidenceItem(on - timedelta(days=int(ages[0, place, side])), text, ANSWER)


def _both_sides(
    collaboration: Collaboration, a: int, b: int, component: str, on: date, seat: Seat
) -> Iterable[EvidenceItem]:
    """Who called whom, and what both sides said."""
    for one in ("trust", "joint_work"):
        yield from _answers(collaboration, a, b, one, on, seat)
    yield from _contacts(collaboration, a, b, component, on, seat)
