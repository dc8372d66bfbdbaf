"""The first 24 months: phases and milestones, found in the evidence where it tells, set by hand where it does not."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q
from django.utils.functional import Promise

from collab.models import (
    Collaboration,
    Gate,
    GateState,
    LeadershipRole,
    Score,
    StrategyContribution,
)
from collab.months import snapshot_on
from government.models import Consultation, Liaison, Mandate, NoneFound
from metrics.formulas.catalogue import DRAFTERS_NEEDED, ENDORSED_FROM, MILESTONES
from metrics.models import Milestone
from partners.models import Partner

Key = Milestone.Key
BY_HAND = (Key.REVIEWED,)


@dataclass(frozen=True)
class Reached:
    """One milestone: by when it is expected, and when it was reached, if it was.

    `is_found` = the evidence tells; else a person set it, with `note`, or nobody has yet. What a person set stands
    before what is found.
    """

    key: str
    label: str | Promise
    month: int
    expected_on: date
    reached_on: date | None = None
    is_found: bool = False
    note: str = ""

    def is_late(self, *, on: date) -> bool:
        """Whether the day by which it is expected has passed without it."""
        return self.reached_on is None and self.expected_on < on


def milestones(collaboration: Collaboration, *, on: date) -> list[Reached]:
    """All milestones in the order of their months, as known on a day; a constant number of queries."""
    found = {key: day for key, day in detected(collaboration, on=on).items() if day is not None and day <= on}
    by_hand = {one.key: one for one in Milestone.objects.filter(collaboration=collaboration, reached_on__lte=on)}
    return [_reached(collaboration, Key(key), found.get(key), by_hand.get(key)) for key in MILESTONES]


def detected(collaboration: Collaboration, *, on: date) -> dict[str, date | None]:
    """The day on which the evidence first shows each milestone; None = it does not, or cannot."""
    return {
        Key.EXPLAINED: _explained(collaboration, on),
        Key.MAPPED: _mapped(collaboration, on),
        Key.CONSULTED: _consulted(collaboration, on),
        Key.CO_CHAIR: LeadershipRole.objects.filter(
            collaboration=collaboration, organization__is_local=True, from_on__lte=on
        ).aggregate(first=Min("from_on"))["first"],
        Key.DRAFTED: _drafted(collaboration, on),
        Key.ENDORSED: _endorsed(collaboration),
        **_gates(collaboration),
    }


def _reached(
    collaboration: Collaboration, key: Milestone.Key, found: date | None, by_hand: Milestone | None
) -> Reached:
    month = MILESTONES[key]
    expected_on = snapshot_on(collaboration.started_on, month)
    if by_hand is not None:
        return Reached(key, key.label, month, expected_on, by_hand.reached_on, False, by_hand.note)
    return Reached(key, key.label, month, expected_on, found, found is not None)


def _explained(collaboration: Collaboration, on: date) -> date | None:
    """The day on which the last of the core partners had the model explained."""
    days = list(Partner.objects.filter(collaboration=collaboration).core(on=on).values_list("explained_on", flat=True))
    known = [day for day in days if day is not None]
    return max(known) if days and len(known) == len(days) else None


def _mapped(collaboration: Collaboration, on: date) -> date | None:
    """The day on which the last mandate in force had a liaison, or the note that nobody was found."""
    days: dict[int, list[date]] = defaultdict(list)
    mandates = list(Mandate.objects.filter(collaboration=collaboration).in_force(on=on).values_list("pk", "from_on"))
    mine = Q(collaboration=collaboration)
    for mandate, day in [
        *Liaison.objects.filter(mine).values_list("mandate_id", "from_on"),
        *NoneFound.objects.filter(mine).values_list("mandate_id", "confirmed_on"),
    ]:
        days[mandate].append(day)
    if not mandates or any(not days[pk] for pk, _since in mandates):
        return None
    return max(max(since, min(days[pk])) for pk, since in mandates)


def _consulted(collaboration: Collaboration, on: date) -> date | None:
    first = Consultation.objects.filter(collaboration=collaboration, meeting__is_held=True).aggregate(
        first=Min("meeting__held_at")
    )["first"]
    return first.astimezone(collaboration.zone).date() if first else None


def _drafted(collaboration: Collaboration, on: date) -> date | None:
    """The day on which a third organisation had written into the strategy."""
    first = (
        StrategyContribution.objects.filter(collaboration=collaboration, accepted_on__lte=on)
        .order_by()
        .values("organization")
        .annotate(first=Min("accepted_on"))
        .values_list("first", flat=True)
    )
    days = sorted(day for day in first if day is not None)
    return days[DRAFTERS_NEEDED - 1] if len(days) >= DRAFTERS_NEEDED else None


def _endorsed(collaboration: Collaboration) -> date | None:
    """The first month at whose end four fifths of the partners endorsed the version in force."""
    rows = Score.objects.filter(collaboration=collaboration).series("ownership")
    rows = rows.filter(parts__endorsement__value__gte=ENDORSED_FROM)
    return rows.values_list("as_of", flat=True).first()


def _gates(collaboration: Collaboration) -> Mapping[str, date | None]:
    """The first month at whose end each of two gates was passed."""
    passed = (
        GateState.objects.filter(collaboration=collaboration, state=GateState.State.PASS, gate__in=(Gate.G1, Gate.G3))
        .order_by()
        .values("gate")
        .annotate(first=Min("as_of"))
        .values_list("gate", "first")
    )
    first = dict(passed)
    return {Key.PROVEN: first.get(Gate.G1), Key.READY: first.get(Gate.G3)}
