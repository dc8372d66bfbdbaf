"""Which pairs of organisations are looked at, which are needed at each snapshot, how often they mean to talk."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TypeVar

import numpy as np

from metrics.answers import Answers, Picks
from metrics.evidence import NOBODY, Contacts, Evidence, Promises
from metrics.formulas.catalogue import ALL_PAIRS_UP_TO
from metrics.numbers import BoolArray, IntArray
from partners.models.ties import DEFAULT_CADENCE_DAYS

Table = TypeVar("Table", Contacts, Promises, Answers, Picks)


@dataclass(frozen=True)
class Pairs:
    """Pairs in order, the lower position first, and the days of the snapshots; arrays are [snapshots, pairs]."""

    size: int
    code: IntArray
    days: IntArray
    of_contacts: IntArray  # which pair each contact is of

    @property
    def count(self) -> int:
        """How many pairs."""
        return int(self.code.size)

    @cached_property
    def low(self) -> IntArray:
        """Position of the first organisation of each pair."""
        return self.code // max(self.size, 1)

    @cached_property
    def high(self) -> IntArray:
        """Position of the second organisation of each pair."""
        return self.code % max(self.size, 1)

    def of(self, one: IntArray, other: IntArray) -> IntArray:
        """Which pair two organisations are, in any order; they must be among these pairs."""
        found: IntArray = np.searchsorted(self.code, _code(one, other, self.size))
        return found

    def age(self, on: IntArray) -> IntArray:
        """Days from each of some days to each snapshot, [snapshots, days]; negative = still to come."""
        age: IntArray = self.days[:, None] - on[None, :]
        return age

    def tally(self, counted: BoolArray, pair: IntArray) -> IntArray:
        """How many rows count for each pair at each snapshot: counted[snapshots, rows], pair[rows]."""
        snapshot, row = np.nonzero(counted)
        cells = self.days.size * self.count
        return np.bincount(snapshot * self.count + pair[row], minlength=cells).reshape(self.days.size, self.count)


@dataclass(frozen=True)
class Need:
    """Which pairs the collaboration needs, [snapshots, pairs], and their cadence at the last snapshot, [pairs]."""

    needed: BoolArray
    cadence_days: IntArray


def pairs_of(evidence: Evidence, days: IntArray, extra: Iterable[tuple[int, int]] = ()) -> Pairs:
    """All pairs with evidence, with an agreed tie, or needed by default at any snapshot; `extra` ones by position."""
    core = core_of(evidence, days)
    contacts, promises, answers, ties = evidence.contacts, evidence.promises, evidence.answers, evidence.ties
    picks = _in_core(evidence.picks, core)
    direct = promises.promisee != NOBODY
    found = [
        (contacts.low, contacts.high),
        (promises.promiser[direct], promises.promisee[direct]),
        (answers.rater, answers.subject),
        (ties.low, ties.high),
        (picks.picker, picks.picked),
        _with_backbone(core, evidence.backbone),
        *(_among(row) for row in np.unique(core, axis=0) if row.sum() <= ALL_PAIRS_UP_TO),
        *((np.array([a]), np.array([b])) for a, b in extra),
    ]
    codes = [_code(one, other, evidence.size) for one, other in found]
    code = np.unique(np.concatenate(codes))
    return Pairs(evidence.size, code, days, np.searchsorted(code, codes[0]))


def need_of(evidence: Evidence, pairs: Pairs) -> Need:
    """What is needed by default, then what was agreed about single pairs.

    By default: each core partner with the backbone; of a small core all pairs, of a larger one those in which either
    side picked the other on its newest roster.
    """
    core = core_of(evidence, pairs.days)
    low_in, high_in = core[:, pairs.low], core[:, pairs.high]
    with_backbone = (low_in & (pairs.high == evidence.backbone)) | (high_in & (pairs.low == evidence.backbone))
    small = core.sum(axis=1) <= ALL_PAIRS_UP_TO
    picked = _picked(_in_core(evidence.picks, core), pairs)
    needed = with_backbone | (low_in & high_in & (small[:, None] | picked))
    cadence_days = np.full(pairs.count, DEFAULT_CADENCE_DAYS)
    ties = evidence.ties
    in_force = (pairs.age(ties.from_on) >= 0) & (pairs.age(ties.to_on) < 0)
    for tie, pair in enumerate(pairs.of(ties.low, ties.high)):
        needed[in_force[:, tie], pair] = ties.is_needed[tie]
        if in_force[-1, tie]:
            cadence_days[pair] = ties.cadence_days[tie]
    return Need(needed, cadence_days)


def _picked(picks: Picks, pairs: Pairs) -> BoolArray:
    """In which pairs either side picked the other, [snapshots, pairs]."""
    in_force = (pairs.age(picks.from_on) >= 0) & (pairs.age(picks.to_on) < 0)
    found: BoolArray = pairs.tally(in_force, pairs.of(picks.picker, picks.picked)) > 0
    return found


def _in_core(picks: Picks, core: BoolArray) -> Picks:
    """Picks between two that ever belonged to the core: of others nothing is needed by default."""
    ever: BoolArray = np.any(core, axis=0)
    return _chosen(picks, ever[picks.picker] & ever[picks.picked])


def of_needed(evidence: Evidence, days: IntArray) -> Evidence:
    """The evidence of pairs that are needed at any snapshot, and of the whole group: what scores rest on."""
    nothing = _narrowed(evidence, np.zeros(0, dtype=np.int64))
    agreed = pairs_of(nothing, days)
    return _narrowed(evidence, agreed.code[need_of(nothing, agreed).needed.any(axis=0)])


def core_of(evidence: Evidence, days: IntArray) -> BoolArray:
    """Who belonged to the core, [snapshots, organisations]."""
    core = np.zeros((days.size, evidence.size), dtype=np.bool_)
    since, until = days[:, None] >= evidence.core.from_on, days[:, None] < evidence.core.to_on
    core[:, evidence.core.organization] = since & until
    return core


def _narrowed(evidence: Evidence, codes: IntArray) -> Evidence:
    contacts, promises, answers, size = evidence.contacts, evidence.promises, evidence.answers, evidence.size
    to_all = promises.promisee == NOBODY
    return replace(
        evidence,
        contacts=_chosen(contacts, np.isin(_code(contacts.low, contacts.high, size), codes)),
        promises=_chosen(promises, to_all | np.isin(_code(promises.promiser, promises.promisee, size), codes)),
        answers=_chosen(answers, np.isin(_code(answers.rater, answers.subject, size), codes)),
    )


def _chosen(table: Table, rows: BoolArray) -> Table:
    return replace(table, **{column.name: getattr(table, column.name)[rows] for column in fields(table)})


def _with_backbone(core: BoolArray, backbone: int) -> tuple[IntArray, IntArray]:
    ever = np.flatnonzero(core.any(axis=0))
    others = ever[ever != backbone] if backbone != NOBODY else ever[:0]
    return others, np.full(others.size, backbone)


def _among(core: BoolArray) -> tuple[IntArray, IntArray]:
    members = np.flatnonzero(core)
    first, second = np.triu_indices(members.size, 1)
    return members[first], members[second]


def _code(one: IntArray, other: IntArray, size: int) -> IntArray:
    code: IntArray = np.minimum(one, other) * size + np.maximum(one, other)
    return code
