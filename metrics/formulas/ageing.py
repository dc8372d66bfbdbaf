"""How evidence loses force: opinions by their own age, counts by whether anybody still keeps the log."""

import numpy as np
import numpy.typing as npt

from metrics.formulas.catalogue import (
    AGED_QUALITY,
    LOG_AGED_QUALITY,
    LOG_ALIVE_DAYS,
    LOG_LAST_DAYS,
    OPINION_FRESH_DAYS,
    OPINION_LAST_DAYS,
)
from metrics.formulas.composite import FloatArray


def opinion_quality(age_days: npt.ArrayLike) -> FloatArray:
    """Quality of an opinion or state by its age in days at the snapshot: 1 to 180, .5 to 365, then 0 = missing.

    Any shape. NaN (never given) and negative ages (given after the snapshot, so it does not exist for it) are 0.
    Source: docs/metrics.md#ageing. Example: 180 -> 1, 181 -> .5, 366 -> 0.
    """
    return _steps(age_days, OPINION_FRESH_DAYS, OPINION_LAST_DAYS, AGED_QUALITY)


def log_alive(days_since_last_meeting: npt.ArrayLike) -> FloatArray:
    """Quality of counts by days since the collaboration last logged a meeting: 1 to 90, .5 to 180, then 0.

    Any shape. NaN = no meeting was ever logged = 0; negative = not yet logged at the snapshot = 0. No contact in a
    log that is alive says something; no contact in a log that nobody keeps does not.
    Source: docs/metrics.md#ageing. Example: 90 -> 1, 91 -> .5, 181 -> 0.
    """
    return _steps(days_since_last_meeting, LOG_ALIVE_DAYS, LOG_LAST_DAYS, LOG_AGED_QUALITY)


def existing(values: npt.ArrayLike, quality: npt.ArrayLike) -> FloatArray:
    """Values that still count: NaN where their quality is 0. Example: 66.7 with quality 0 -> missing."""
    return np.where(np.asarray(quality) > 0, np.asarray(values, dtype=np.float64), np.nan)


def _steps(age_days: npt.ArrayLike, fresh: int, last: int, aged: float) -> FloatArray:
    age = np.asarray(age_days, dtype=np.float64)
    return np.where((age >= 0) & (age <= fresh), 1.0, np.where((age > fresh) & (age <= last), aged, 0.0))
