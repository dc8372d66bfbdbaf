"""What every score shares, in plain loops: weighted mean, bounds, coverage, ageing, whether the log is kept."""

from dataclasses import dataclass
from typing import Any

Parts = dict[str, tuple[float | None, float]]  # key -> value 0-100 (None = missing), quality 0-1


@dataclass(frozen=True)
class Told:
    """A score at one snapshot, unrounded."""

    parts: Parts
    value: float | None
    low: float
    high: float
    coverage: float

    @property
    def number(self) -> float | None:
        """The value as stored, where coverage lets it be shown."""
        return rounded(self.value) if rounded(self.coverage) >= 50 else None


def told(parts: Parts, weights: dict[str, float], bounds: dict[str, tuple[float, float]] | None = None) -> Told:
    """The composite of some parts; `bounds` are low and high of parts that are scores themselves."""
    whole, known, total, low, high, covered = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for key, (value, quality) in parts.items():
        weight = weights[key]
        whole += weight
        lowest, highest = (bounds or {}).get(key) or ((0.0, 100.0) if value is None else (value, value))
        low, high = low + weight * lowest, high + weight * highest
        if value is not None:
            known, total, covered = known + weight, total + weight * value, covered + weight * quality
    return Told(parts, total / known if known else None, low / whole, high / whole, 100 * covered / whole)


def opinion(age: int) -> float:
    """The force of an opinion by its age in days."""
    return 1.0 if 0 <= age <= 180 else 0.5 if 180 < age <= 365 else 0.0


def kept_log(met: list[int], on: int) -> float:
    """Whether anybody keeps the log, from the days of held meetings."""
    age = min((on - day for day in met if day <= on), default=10_000)
    return 1.0 if age <= 90 else 0.5 if age <= 180 else 0.0


def newest(rows: list[dict[str, Any]], on: int, **of: Any) -> dict[str, Any] | None:
    """The last row of those with these values, written by a day; of one day the one that stands last."""
    found = None
    for row in rows:
        matches = row["on"] <= on and all(row[key] == value for key, value in of.items())
        if matches and (found is None or row["on"] >= found["on"]):
            found = row
    return found


def mean(values: list[float | None]) -> float | None:
    """The mean of what is known."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def rounded(value: float | None) -> float | None:
    """As stored."""
    return None if value is None else round(value, 4)
