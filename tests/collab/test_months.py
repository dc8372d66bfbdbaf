"""Months since the start, by the calendar of the collaboration."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.months import add_months, end_of_day, running_month, snapshot_on, snapshots

days = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 31), 13, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
    ],
)
def test_adding_months_keeps_the_day_or_takes_the_last(day: date, months: int, expected: date):
    assert add_months(day, months) == expected


def test_snapshot_of_month_0_is_the_start_and_of_month_1_the_day_before_the_next():
    assert snapshot_on(date(2025, 7, 15), 0) == date(2025, 7, 15)
    assert snapshot_on(date(2025, 7, 15), 1) == date(2025, 8, 14)
    assert snapshot_on(date(2025, 1, 31), 1) == date(2025, 2, 27)
    with pytest.raises(ValueError, match="counted from 0"):
        snapshot_on(date(2025, 7, 15), -1)


def test_running_month_is_taken_as_of_today():
    start = date(2025, 7, 15)
    assert [running_month(start, start + timedelta(days=n)) for n in (-1, 0, 1, 30, 31)] == [None, 0, 1, 1, 2]
    assert snapshots(start, date(2025, 8, 20)) == [start, date(2025, 8, 14), date(2025, 8, 20)]
    assert snapshots(start, start - timedelta(days=1)) == []


@given(start=days, ahead=st.integers(0, 1200))
def test_running_month_holds_today(start: date, ahead: int):
    today = start + timedelta(days=ahead)
    month = running_month(start, today)
    assert month is not None
    assert today <= snapshot_on(start, month)
    assert month == 0 or snapshot_on(start, month - 1) < today


@given(start=days)
def test_snapshots_move_forward_and_24_months_make_25(start: date):
    ends = [snapshot_on(start, month) for month in range(25)]
    assert ends == sorted(set(ends)) or start.day == 1
    assert ends[24] == add_months(start, 24) - timedelta(days=1)


def test_a_day_ends_where_the_collaboration_is():
    assert end_of_day(date(2026, 3, 8), ZoneInfo("America/New_York")).isoformat() == "2026-03-09T00:00:00-04:00"
