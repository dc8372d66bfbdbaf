"""What a score may be expected to be in a month of the first 24: planning defaults, no published norm."""

from collections.abc import Sequence

import numpy as np

from metrics.formulas.catalogue import EXPECTATION, EXPECTATION_MONTHS, FRAME_MONTHS

Band = tuple[float, float]


def expected(metric: str, month: float, bands: Sequence[Band] | None = None) -> Band | None:
    """The band (low, high), 0-100, that a metric is expected in at a month since the start; None outside months 0-24.

    Linear between the given months 0, 6, 12, 18 and 24; `bands` replaces the defaults of the catalogue.
    Raises KeyError for an unknown metric, ValueError for bands that do not match the months.
    Source: docs/metrics.md#expectation. Example: relationship at month 9 -> (27.5, 52.5).
    """
    points = EXPECTATION[metric] if bands is None else tuple(bands)
    if len(points) != len(EXPECTATION_MONTHS):
        raise ValueError("one band for each of the months 0, 6, 12, 18 and 24")
    if not 0 <= month <= FRAME_MONTHS:
        return None
    low, high = (float(np.interp(month, EXPECTATION_MONTHS, edge)) for edge in zip(*points, strict=True))
    return low, high
