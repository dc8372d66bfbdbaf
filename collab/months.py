"""Months of a collaboration: pure calendar arithmetic, no clock and no Django."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FRAME_MONTHS = 24  # the first 24 months protect relationships from premature impact numbers


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the last day where that month is shorter.

    Example: 2024-01-31 plus 1 month is 2024-02-29; plus 13 months is 2025-02-28.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def snapshot_on(started_on: date, month: int) -> date:
    """The last day that counts for a month's snapshot.

    Month 0 is the start day itself; month m > 0 ends the day before `started_on + m months`.
    Example: started 2025-07-15 -> month 0 is 2025-07-15, month 1 is 2025-08-14.
    """
    if month < 0:
        raise ValueError("months are counted from 0")
    return started_on if month == 0 else add_months(started_on, month) - timedelta(days=1)


def running_month(started_on: date, today: date) -> int | None:
    """The month whose snapshot is being filled today: the smallest m with today <= its end; None before the start.

    Example: started 2025-07-15 -> 0 on that day, 1 from 2025-07-16 to 2025-08-14, 2 from 2025-08-15.
    """
    if today < started_on:
        return None
    month = max(0, (today.year - started_on.year) * 12 + today.month - started_on.month)
    while snapshot_on(started_on, month) < today:
        month += 1
    while month > 0 and snapshot_on(started_on, month - 1) >= today:
        month -= 1
    return month


def snapshots(started_on: date, today: date) -> list[date]:
    """The snapshot days of months 0 to the running one; the running month is taken as of today."""
    month = running_month(started_on, today)
    if month is None:
        return []
    return [min(snapshot_on(started_on, m), today) for m in range(month + 1)]


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after a day in a time zone, so that `held_at < end_of_day(day, zone)` means "by that day"."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
