"""From evidence to the five components of relationship strength, for all pairs at all snapshots at once."""

from dataclasses import dataclass

import numpy as np

from collab.models import Commitment
from metrics.dated import alive_of
from metrics.evidence import NOBODY, OUTCOMES, Answers, BoolArray, Evidence, IntArray
from metrics.formulas import relationship as formulas
from metrics.formulas.ageing import existing, opinion_quality
from metrics.formulas.catalogue import COMMITMENT_WINDOW_DAYS, INITIATION_WINDOW_DAYS, PRESUMED_BROKEN_DAYS
from metrics.formulas.composite import FloatArray, Part
from metrics.pairs import Pairs

# more than any day counted from year 1, so that organisation and day make one sortable number
DAYS = 4_000_000
_KEPT, _PARTLY, _BROKEN, _RENEGOTIATED = (
    OUTCOMES.index(one)
    for one in (
        Commitment.Outcome.KEPT,
        Commitment.Outcome.PARTLY,
        Commitment.Outcome.BROKEN,
        Commitment.Outcome.RENEGOTIATED,
    )
)


@dataclass(frozen=True)
class Opinions:
    """What each side says of the other at each snapshot, [snapshots, pairs, 2]: low of high, then high of low.

    Means over the raters of the newest wave; NaN = not asked, cannot say, or aged out.
    """

    trust: FloatArray  # 0-100
    trust_items: FloatArray  # [..., 3], 1-4
    trust_age: FloatArray
    joint: FloatArray  # 0-5
    joint_age: FloatArray


@dataclass(frozen=True)
class Talk:
    """Contacts up to the last snapshot: how many within 180 days, and the newest day (0 = none), [pairs]."""

    recent: IntArray
    last_on: IntArray


def parts_of(
    evidence: Evidence, pairs: Pairs, needed: BoolArray, said: Opinions, half_life: FloatArray
) -> dict[str, Part]:
    """The five components by key, each [snapshots, pairs]; half_life [snapshots, 1] in days."""
    alive = alive_of(evidence.met_on, pairs.days)[:, None]
    by_low, by_high = _calls(evidence, pairs)
    kept, partly, broken, due = _promised(evidence, pairs, needed)
    joint, joint_age = said.joint, said.joint_age
    return {
        "trust": formulas.trust(*_two(said.trust), *_two(said.trust_age)),
        "commitments": formulas.commitments(kept, partly, broken, due, alive),
        "joint_work": formulas.joint_work(*_two(joint), *_two(joint_age)),
        "contact": formulas.contact(_energy(evidence, pairs, half_life), alive),
        "reciprocity": formulas.reciprocity(
            said.trust_items[:, :, 0], said.trust_items[:, :, 1], *_two(joint), by_low, by_high
        ),
    }


def opinions_of(evidence: Evidence, pairs: Pairs) -> Opinions:
    """The newest wave of each direction at each snapshot, by construct."""
    answers = evidence.answers
    heard = formulas.rater_trust(answers.trust)
    items = np.where(np.isnan(heard)[:, None], np.nan, answers.trust)  # who is not heard on trust is not compared
    trust, trust_age = _newest(pairs, answers, answers.asked_trust, np.column_stack([heard, items]))
    joint, joint_age = _newest(pairs, answers, answers.asked_joint, answers.joint[:, None])
    return Opinions(trust[..., 0], trust[..., 1:], trust_age, joint[..., 0], joint_age)


def talk_of(evidence: Evidence, pairs: Pairs) -> Talk:
    """How lately the pairs talked, as of the last snapshot."""
    contacts = evidence.contacts
    pair, age = pairs.of_contacts, pairs.days[-1] - contacts.on
    recent = np.bincount(pair[_recent(age)], minlength=pairs.count)
    last_on = np.zeros(pairs.count, dtype=np.int64)
    np.maximum.at(last_on, pair[age >= 0], contacts.on[age >= 0])
    return Talk(recent, last_on)


def evidence_of_pairs(evidence: Evidence, pairs: Pairs) -> BoolArray:
    """Which pairs have any evidence of their own, [pairs]."""
    promises, answers = evidence.promises, evidence.answers
    direct = promises.promisee != NOBODY
    some = np.zeros(pairs.count, dtype=np.bool_)
    some[pairs.of_contacts] = True
    some[pairs.of(promises.promiser[direct], promises.promisee[direct])] = True
    some[pairs.of(answers.rater, answers.subject)] = True
    return some


def _energy(evidence: Evidence, pairs: Pairs, half_life: FloatArray) -> FloatArray:
    contacts = evidence.contacts
    days, day = np.unique(contacts.on, return_inverse=True)  # there are far fewer days than contacts
    left = formulas.fade(pairs.age(days), half_life)
    # month by month, for arrays of all contacts and months would not fit into the caches
    pair, weight = pairs.of_contacts, contacts.weight
    return np.stack([np.bincount(pair, weights=weight * one[day], minlength=pairs.count) for one in left])


def _calls(evidence: Evidence, pairs: Pairs) -> tuple[IntArray, IntArray]:
    """How many contacts of the last 180 days each side called, [snapshots, pairs] twice."""
    contacts = evidence.contacts
    by_low, by_high = (
        pairs.tally(_recent(pairs.age(contacts.on[own])), pairs.of_contacts[own])
        for own in (np.flatnonzero(contacts.called_by == side) for side in (contacts.low, contacts.high))
    )
    return by_low, by_high


def _recent(age: IntArray) -> BoolArray:
    recent: BoolArray = (age >= 0) & (age <= INITIATION_WINDOW_DAYS)
    return recent


def _promised(evidence: Evidence, pairs: Pairs, needed: BoolArray) -> list[IntArray]:
    """Kept, partly kept, broken and all promises due in the last year, each [snapshots, pairs].

    An outcome counts from the day it was written down for; without one a promise is broken 90 days after its day.
    What was renegotiated in time never counts, what was renegotiated after its day was not kept. A promise to the
    whole group counts in every needed pair of the promiser.
    """
    promises = evidence.promises
    overdue = pairs.age(promises.due_on)
    closed = pairs.age(promises.closed_on) >= 0
    late = promises.closed_on > promises.due_on
    counted = (promises.outcome != _RENEGOTIATED) | late
    due = (overdue >= 0) & (overdue <= COMMITMENT_WINDOW_DAYS) & counted
    broken = np.isin(promises.outcome, (_BROKEN, _RENEGOTIATED))
    states = (
        due & closed & (promises.outcome == _KEPT),
        due & closed & (promises.outcome == _PARTLY),
        due & np.where(closed, broken, overdue >= PRESUMED_BROKEN_DAYS),
        due,
    )
    return [_direct(evidence, pairs, state) + _to_all(evidence, pairs, state) * needed for state in states]


def _direct(evidence: Evidence, pairs: Pairs, counted: BoolArray) -> IntArray:
    promises = evidence.promises
    direct = promises.promisee != NOBODY
    pair = pairs.of(promises.promiser[direct], promises.promisee[direct])
    return pairs.tally(counted[:, direct], pair)


def _to_all(evidence: Evidence, pairs: Pairs, counted: BoolArray) -> IntArray:
    """Promises to the whole group by either side of each pair."""
    to_all = evidence.promises.promisee == NOBODY
    by = np.eye(evidence.size, dtype=np.int64)[evidence.promises.promiser[to_all]]
    made: IntArray = counted[:, to_all].astype(np.int64) @ by
    both: IntArray = made[:, pairs.low] + made[:, pairs.high]
    return both


def _newest(pairs: Pairs, answers: Answers, asked: BoolArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Means over the raters of the newest wave: values[answers, k] -> [snapshots, pairs, 2, k], and its age."""
    rater, subject, wave = answers.rater[asked], answers.subject[asked], answers.wave[asked]
    direction = 2 * pairs.of(rater, subject) + (rater > subject)
    key, group = np.unique(direction * DAYS + wave, return_inverse=True)
    means = np.full((key.size + 1, values.shape[1]), np.nan)  # the last row stands for "never asked"
    for column, x in enumerate(values[asked].T):
        seen = ~np.isnan(x)
        total = np.bincount(group[seen], weights=x[seen], minlength=key.size)
        count = np.bincount(group[seen], minlength=key.size)
        np.divide(total, count, out=means[:-1, column], where=count > 0)
    newest = _last_by(pairs.days, *np.divmod(key, DAYS), 2 * pairs.count)
    age = np.where(newest >= 0, pairs.days[:, None] - np.append(key, 0)[newest] % DAYS, np.nan)
    found = means[newest]
    found = existing(found, opinion_quality(age)[..., None])
    shape = (pairs.days.size, pairs.count, 2)
    return found.reshape(*shape, values.shape[1]), age.reshape(shape)


def _last_by(days: IntArray, group: IntArray, on: IntArray, groups: int) -> IntArray:
    """The last row of each group by each day, [days, groups], -1 = none; rows by group, then day."""
    order = np.argsort(days, kind="stable")
    last = np.full((days.size + 1, groups), -1)
    last[np.searchsorted(days, on, sorter=order), group] = np.arange(on.size)  # of several before one day the last
    by_day = np.empty((days.size, groups), dtype=np.int64)
    by_day[order] = np.maximum.accumulate(last[:-1], axis=0)
    return by_day


def _two(both: FloatArray) -> tuple[FloatArray, FloatArray]:
    return both[..., 0], both[..., 1]
