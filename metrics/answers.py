"""What organisations said of each other, as arrays: their answers, and whom they picked as one they work with."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Count, F, Max, Q

from collab.models import Collaboration
from metrics.formulas.composite import FloatArray
from metrics.numbers import BoolArray, IntArray, numbers
from partners.models import JOINT_WORK_ITEM, ROSTER_ITEM, TRUST_ITEMS, Answer

NEVER = date.max.toordinal()


@dataclass(frozen=True)
class Answers:
    """What one person (or an organisation as such) said of another organisation in one wave; NaN = cannot say."""

    rater: IntArray
    subject: IntArray
    wave: IntArray
    trust: FloatArray  # [answers, 3], 1-4
    joint: FloatArray  # 0-5
    asked_trust: BoolArray
    asked_joint: BoolArray


@dataclass(frozen=True)
class Picks:
    """Whom an organisation picked on a roster, from the day the wave counted up to, not including, its next roster."""

    picker: IntArray
    picked: IntArray
    from_on: IntArray
    to_on: IntArray


def said_of_others(collaboration: Collaboration, *, until: date, organizations: IntArray) -> tuple[Answers, Picks]:
    """One row for each person, subject and wave; the database turns its items into columns. One query."""
    items = {f"item_{n}": Max("value", filter=Q(item=item)) for n, item in enumerate(TRUST_ITEMS)}
    rows = (
        Answer.objects.filter(collaboration=collaboration, item__in=[*TRUST_ITEMS, JOINT_WORK_ITEM, ROSTER_ITEM])
        .counted(on=until)
        .order_by()
        .values("rater_id", "rater_person_id", "subject_id", "counted_on", "survey_id")
        .annotate(
            **items,
            joint=Max("value", filter=Q(item=JOINT_WORK_ITEM)),
            pick=Max("value", filter=Q(item=ROSTER_ITEM)),
            on_trust=Count("id", filter=Q(item__in=TRUST_ITEMS)),
            on_joint=Count("id", filter=Q(item=JOINT_WORK_ITEM)),
        )
        .values_list(F("rater_id"), F("subject_id"), F("counted_on"), *items, "joint", "on_trust", "on_joint", "pick")
    )
    table = numbers(rows, 10, days={2})
    who, whom = (np.searchsorted(organizations, one) for one in table[:2])
    picks = picks_of(who, whom, table[2].astype(np.int64), table[9])
    table = table[:, (table[7] > 0) | (table[8] > 0)]
    rater, subject, wave, *said, on_trust, on_joint, _pick = table[:, np.lexsort(table[6::-1])]
    answers = Answers(
        rater=np.searchsorted(organizations, rater),
        subject=np.searchsorted(organizations, subject),
        wave=wave.astype(np.int64),
        trust=np.column_stack(said[:-1]),
        joint=said[-1],
        asked_trust=on_trust > 0,
        asked_joint=on_joint > 0,
    )
    return answers, picks


def picks_of(rater: IntArray, subject: IntArray, on: IntArray, pick: FloatArray) -> Picks:
    """Picks from rows of rosters: 1 = picked, 0 = not, NaN = the row is of no roster.

    What an organisation picked stands until it answers a roster again, so one that skips a wave loses nobody.
    """
    asked = ~np.isnan(pick)
    rosters = np.unique(np.column_stack([rater, on])[asked], axis=0)
    chosen = np.unique(np.column_stack([rater, on, subject])[(pick == 1) & (rater != subject)], axis=0)
    to_on = np.full(len(chosen), NEVER)
    for number, (one, day, _subject) in enumerate(chosen):
        later = rosters[(rosters[:, 0] == one) & (rosters[:, 1] > day), 1]
        to_on[number] = later.min(initial=NEVER)
    return Picks(picker=chosen[:, 0], picked=chosen[:, 2], from_on=chosen[:, 1], to_on=to_on)
