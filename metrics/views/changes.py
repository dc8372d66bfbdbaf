"""What changed most: the scores that moved, by how much, and the parts that moved them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from collab.models import Collaboration, Seat
from collab.wording import decimal
from metrics import explain
from metrics.charts.bars import signed
from metrics.charts.series import Point, Series
from metrics.formulas.shown import round_half_up

SHOWN = 3


@dataclass(frozen=True)
class Moved:
    """One score that moved: signed size, name, from what to what, and why."""

    size: str
    is_up: bool
    name: str
    path: str
    why: str
    href: str


def largest(collaboration: Collaboration, series: Mapping[str, Series], months: int, seat: Seat | None) -> list[Moved]:
    """The scores that moved most in some months, the largest first; reasons only for a seat that may see parts."""
    found = []
    for one in series.values():
        before, after = one.back(months), one.latest
        if before is None or after is None or before.value is None or after.value is None:
            continue
        size = round_half_up(after.value) - round_half_up(before.value)
        if size:
            found.append((abs(size), size, one, before, after))
    found.sort(key=lambda row: -row[0])
    return [_moved(collaboration, one, size, before, after, seat) for _abs, size, one, before, after in found[:SHOWN]]


def _moved(
    collaboration: Collaboration, series: Series, size: Decimal, before: Point, after: Point, seat: Seat | None
) -> Moved:
    months = {"from": before.month, "to": after.month}
    values = months | {"first": decimal(before.number or 0), "last": decimal(after.number or 0)}
    page = reverse("metrics:score_detail", args=[collaboration.slug, series.metric])
    return Moved(
        size=signed(size),
        is_up=size > 0,
        name=series.name,
        path=_("%(first)s in month %(from)s, %(last)s in month %(to)s") % values,
        why=why(collaboration, series.metric, before.month, after.month, seat) if seat else "",
        href=f"{page}?from={before.month}&to={after.month}#change" if seat else page,
    )


def why(collaboration: Collaboration, metric: str, first: int, last: int, seat: Seat) -> str:
    """The parts that moved a score most, in words. Example: "Mostly trust −3.1 (changed) and contact +1.0 (added)." """
    said = explain.reasons(explain.change(collaboration, metric, first, last, seat=seat))
    return _("Mostly %(parts)s.") % {"parts": said} if said else ""
