"""What must hold of a collaboration whenever its figures were computed."""

from collections.abc import Mapping
from typing import Any

from collab.models import Collaboration, PartnerScore, Score, Seat
from metrics import explain
from metrics.checking import differing
from metrics.formulas.catalogue import METRICS
from metrics.scoring import is_stale


def watch(here: Collaboration, seat: Seat) -> int:
    """Nothing waits, every cell is what a computation from scratch gives, parts and changes add up exactly.

    Gives in how many metrics something moved between the first and the last month that has a number.
    """
    assert not is_stale(here)
    assert list(differing(here)) == []
    for score in Score.objects.filter(collaboration=here, value__isnull=False):
        assert _added(score.parts) == score.value, score
    for row in PartnerScore.objects.filter(collaboration=here):
        for figure in row.series:
            assert _added(figure.parts) == (figure.value or 0), row
    return sum(_moved(here, seat, metric) for metric in METRICS)


def _added(parts: Mapping[str, Any]) -> float:
    points = [part["points"] for key, part in parts.items() if key[0] != "_"]
    return round(sum(one for one in points if one is not None), 4)


def _moved(here: Collaboration, seat: Seat, metric: str) -> bool:
    rows = list(Score.objects.filter(collaboration=here, metric=metric, value__isnull=False).order_by("month"))
    told = rows and explain.change(here, metric, rows[0].month, rows[-1].month, seat=seat)
    if not told:
        return False
    before, after = rows[0], rows[-1]
    assert round(sum(one.points for one in told), 4) == round(after.value - before.value, 4), (metric, told)
    for one in told:
        if one.kind != "formula":
            assert round(one.changed + one.added + one.removed, 4) == one.points, one
    return bool(before.value != after.value)
