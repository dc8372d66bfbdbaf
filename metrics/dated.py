"""Dated rows against snapshots: what is newest at each, how old it is, and what lies within a window."""

from dataclasses import dataclass

import numpy as np

from metrics.evidence import BoolArray, IntArray
from metrics.formulas.ageing import log_alive
from metrics.formulas.composite import FloatArray

# more than any day counted from year 1, so that group and day make one sortable number
_DAYS = 4_000_000


@dataclass(frozen=True)
class Newest:
    """For each snapshot and group the row that is newest then: its place, and its age in days (NaN = none)."""

    row: IntArray  # -1 = none
    age: FloatArray

    def of(self, values: FloatArray) -> FloatArray:
        """A column of the rows, [snapshots, groups]; NaN where there is none."""
        padded = np.append(np.asarray(values, dtype=np.float64), np.nan)
        found: FloatArray = padded[self.row]
        return found


def newest(group: IntArray, on: IntArray, days: IntArray, groups: int) -> Newest:
    """Which row of each group is newest at each snapshot: rows by group, then day, then order of writing.

    group[rows] in 0..groups-1 and on[rows] must be sorted so. Example: on 5 and 9, snapshots 4, 7, 9 -> none, 0, 1.
    """
    key = group * _DAYS + on
    wanted = np.arange(groups)[None, :] * _DAYS + days[:, None]
    place = np.searchsorted(key, wanted, side="right") - 1
    is_there = (place >= 0) & (np.append(group, -1)[place] == np.arange(groups)[None, :])
    row = np.where(is_there, place, -1)
    age = np.where(is_there, days[:, None] - np.append(on, 0)[row], np.nan)
    return Newest(row, age)


def holds(from_on: IntArray, to_on: IntArray, days: IntArray) -> BoolArray:
    """Which rows hold at each snapshot, from a day up to, not including, another: [snapshots, rows]."""
    held: BoolArray = (days[:, None] >= from_on[None, :]) & (days[:, None] < to_on[None, :])
    return held


def ages(on: IntArray, days: IntArray) -> IntArray:
    """Days from each row to each snapshot, [snapshots, rows]; negative = still to come."""
    age: IntArray = days[:, None] - on[None, :]
    return age


def alive_of(met_on: IntArray, days: IntArray) -> FloatArray:
    """Whether anybody keeps the log, [snapshots]: days of held meetings, ascending, against days of snapshots."""
    met = np.searchsorted(met_on, days, side="right")
    return log_alive(days - np.concatenate([[np.nan], met_on])[met])
