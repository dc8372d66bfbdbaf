"""Pairs of organisations: one pair at any day, and the list of the running month, cut to what a reader may see."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from django.core.exceptions import PermissionDenied

from collab.models import Collaboration, Organization, PairScores, Seat
from collab.models.results import rows_of_pairs
from collab.roles import Action
from metrics.computing import Computed, columns_of, compute
from metrics.evidence import load
from metrics.explain.parts import CONFIDENTIAL, Part, part_of, sees_answers
from metrics.formulas.catalogue import RELATIONSHIP
from metrics.formulas.relationship import band_of

Halves = tuple[float | None, float | None]


@dataclass(frozen=True)
class Member:
    """An organisation of a pair."""

    id: int
    name: str
    label: str
    sector: str


@dataclass(frozen=True)
class PairExplanation:
    """One pair. Halves are (a of b, b of a); None = not known, or not for this reader (then the value is None too)."""

    a: int
    b: int
    on: date
    needed: bool
    value: float | None
    low: float | None
    high: float | None
    coverage: float | None
    band: str | None
    parts: tuple[Part, ...]
    joint: Halves
    trust: Halves
    contacts: int
    last_contact_on: date | None
    cadence_days: int

    @property
    def commitments(self) -> float | None:
        """The component of promises kept, which every reader of the pair may see."""
        return next((part.value for part in self.parts if part.key == "commitments"), None)

    @property
    def joint_level(self) -> float | None:
        """How closely the two work together, 0-5: the mean of what both sides said."""
        said = [level for level in self.joint if level is not None]
        return sum(said) / len(said) if said else None

    @property
    def is_quiet(self) -> bool:
        """Whether a needed pair has talked less lately than it meant to."""
        if not self.needed:
            return False
        return self.last_contact_on is None or (self.on - self.last_contact_on).days > self.cadence_days


@dataclass(frozen=True)
class PairRow(PairExplanation):
    """One row of the list of pairs; a is the organisation whose name comes first."""

    first: Member
    second: Member


def pair(collaboration: Collaboration, a: int, b: int, *, on: date, seat: Seat) -> PairExplanation:
    """One pair at the end of a day, computed from the evidence as every score is.

    Raises PermissionDenied where the seat may not see this pair, KeyError for organisations of another collaboration,
    ValueError for a pair of one.
    """
    if not may_see_pair(seat, a, b):
        raise PermissionDenied
    computed, place = computed_pair(collaboration, a, b, on=on)
    return _cut(_whole(rows_of_pairs(columns_of(computed, np.array([place])))[0], on), seat)


def computed_pair(collaboration: Collaboration, a: int, b: int, *, on: date) -> tuple[Computed, int]:
    """All that is known at the end of a day, and the place of one pair in it."""
    if a == b:
        raise ValueError("a pair has two organisations")
    evidence = load(collaboration, until=on)
    low, high = sorted((evidence.position(a), evidence.position(b)))
    computed = compute(evidence, [on], extra=[(low, high)])
    return computed, int(computed.pairs.code.searchsorted(low * evidence.size + high))


def pairs_for(collaboration: Collaboration, seat: Seat) -> list[PairRow]:
    """The pairs of the running month that a reader may see, by name."""
    stored = PairScores.objects.filter(collaboration=collaboration).first()
    if stored is None:
        return []
    members = {one.pk: Member(one.pk, one.name, one.label, one.sector) for one in _organizations(collaboration)}
    seen = [row for row in stored.rows if may_see_pair(seat, row["a"], row["b"])]
    rows = [_row(_cut(_whole(row, stored.as_of), seat), members) for row in seen]
    return sorted(rows, key=lambda row: (row.first.name.casefold(), row.second.name.casefold()))


def may_see_pair(seat: Seat, a: int, b: int) -> bool:
    """Whether a reader may see anything of a pair."""
    if seat.may_for_all(Action.SEE_EVIDENCE):
        return True
    return seat.may(Action.SEE_EVIDENCE) and seat.organization_id in (a, b)


def own_half(seat: Seat, a: int, b: int) -> tuple[bool, bool]:
    """Which halves of a pair's trust a reader may see: all, what the own organisation said, or none."""
    if sees_answers(seat):
        return True, True
    own = seat.organization_id if seat.may(Action.SEE_PAIR_TRUST) else None
    return own == a, own == b


def _whole(row: dict[str, Any], on: date) -> PairExplanation:
    last = row["last_contact_on"]
    return PairExplanation(
        a=row["a"],
        b=row["b"],
        on=on,
        needed=row["needed"],
        value=row["value"],
        low=row["low"],
        high=row["high"],
        coverage=row["coverage"],
        band=band_of(row["value"]),
        parts=tuple(part_of("relationship", (key,), row["parts"]) for key in RELATIONSHIP.keys),
        joint=(row["joint"][0], row["joint"][1]),
        trust=(row["trust"][0], row["trust"][1]),
        contacts=row["contacts"],
        last_contact_on=date.fromisoformat(last) if last else None,
        cadence_days=row["cadence_days"],
    )


def _cut(whole: PairExplanation, seat: Seat) -> PairExplanation:
    """What is left for a reader: any figure that confidential answers have a part in goes."""
    if sees_answers(seat):
        return whole
    of_a, of_b = own_half(seat, whole.a, whole.b)
    return replace(
        whole,
        value=None,
        low=None,
        high=None,
        coverage=None,
        band=None,
        # points would tell which of the other parts are known
        parts=tuple(replace(part, points=None) for part in whole.parts if part.key not in CONFIDENTIAL),
        trust=(whole.trust[0] if of_a else None, whole.trust[1] if of_b else None),
    )


def _row(one: PairExplanation, members: dict[int, Member]) -> PairRow:
    first, second = sorted((members[one.a], members[one.b]), key=lambda member: member.name.casefold())
    return PairRow(**vars(one), first=first, second=second)


def _organizations(collaboration: Collaboration) -> Any:
    return Organization.objects.filter(collaboration=collaboration).only("name", "short_label", "sector")
