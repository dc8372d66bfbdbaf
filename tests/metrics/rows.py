"""Reading stored scores in tests."""

from datetime import UTC, date, datetime
from typing import Any

from collab.models import Collaboration, Organization, PairScores


def noon(day: date) -> datetime:
    """Midday in UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def stored(collaboration: Collaboration) -> list[dict[str, Any]]:
    """All months of relationship strength as stored, without their generation."""
    fields = ("metric", "month", "as_of", "value", "low", "high", "coverage", "parts")
    return list(collaboration.scores.series("relationship").values(*fields))


def pair_of(collaboration: Collaboration, a: Organization, b: Organization) -> dict[str, Any]:
    """One pair of the running month as stored."""
    rows = PairScores.objects.get(collaboration=collaboration).rows
    return next(row for row in rows if {row["a"], row["b"]} == {a.pk, b.pk})
