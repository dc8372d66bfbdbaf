"""What a series says, as whole sentences: headline and summary."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.wording import decimal
from metrics.charts.series import Point, Series

# how far back "since" looks: one quarter
QUARTER = 3


def headline(series: Series) -> str:
    """What the line shows, in a few words."""
    known, latest = series.known, series.latest
    if not known or latest is None:
        return _("There is not enough evidence yet to draw a line")
    if latest.value is None:
        since = {"month": known[-1].month + 1}
        return _("No number since month %(month)s: the evidence is too thin or too old") % since
    if len(known) == 1:
        return _("%(value)s in month %(month)s, the first month with enough evidence") % {
            "value": decimal(latest.number or 0), "month": latest.month,
        }  # fmt: skip
    path = _from_to(known[0], latest)
    return f"{path}{_standing(series)}"


def _from_to(first: Point, last: Point) -> str:
    values = {"first": decimal(first.number or 0), "last": decimal(last.number or 0)}
    if (last.number or 0) > (first.number or 0):
        return _("Risen from %(first)s to %(last)s") % values
    if (last.number or 0) < (first.number or 0):
        return _("Fallen from %(first)s to %(last)s") % values
    return _("At %(last)s, as at the start") % values


def _standing(series: Series) -> str:
    """Since when the line has stood where it stands now."""
    latest = series.latest
    if latest is None or not latest.place:
        return ""
    since = latest.month
    for point in reversed(series.points):
        if point.place != latest.place:
            break
        since = point.month
    texts = {
        "below": _(", below the expected band since month %(month)s"),
        "within": _(", within the expected band since month %(month)s"),
        "above": _(", above the expected band since month %(month)s"),
    }
    return texts[latest.place] % {"month": since}


def summary(series: Series) -> str:
    """The whole line in words: direction, size, extremes, how many months, gaps."""
    if not series.points:
        return _("Nothing has been computed yet.")
    known = series.known
    parts = [_direction(known[0], known[-1])] if known else []
    if len(known) > 1:
        parts.append(_extremes(known))
    parts.append(
        ngettext(
            "%(known)s of %(count)s month has enough evidence.", "%(known)s of %(count)s months have enough evidence.",
            len(series.points),
        ) % {"known": len(known), "count": len(series.points)}
    )  # fmt: skip
    if known and series.gaps:
        parts.append(_("Not enough evidence in: %(months)s.") % {"months": months(series.gaps)})
    return " ".join(parts)


def _direction(first: Point, last: Point) -> str:
    size = abs((last.number or Decimal(0)) - (first.number or Decimal(0)))
    values = {
        "first": decimal(first.number or 0), "month": first.month, "last": decimal(last.number or 0),
        "until": last.month, "size": decimal(size),
    }  # fmt: skip
    if first is last:
        return _("%(last)s in month %(until)s.") % values
    if not size:
        return _("From %(first)s in month %(month)s to %(last)s in month %(until)s: unchanged.") % values
    if (last.number or 0) > (first.number or 0):
        return _("From %(first)s in month %(month)s to %(last)s in month %(until)s: up by %(size)s.") % values
    return _("From %(first)s in month %(month)s to %(last)s in month %(until)s: down by %(size)s.") % values


def _extremes(known: tuple[Point, ...]) -> str:
    top, bottom = max(known, key=lambda point: point.value or 0), min(known, key=lambda point: point.value or 0)
    return _("Highest %(high)s in month %(high_month)s, lowest %(low)s in month %(low_month)s.") % {
        "high": decimal(top.number or 0), "high_month": top.month, "low": decimal(bottom.number or 0),
        "low_month": bottom.month,
    }  # fmt: skip


def months(numbers: Iterable[int]) -> str:
    """Months as stretches. Example: 0, 1, 2, 5 -> "months 0–2, month 5"."""
    wanted = list(numbers)
    stretches: list[list[int]] = []
    for month in wanted:
        if stretches and stretches[-1][-1] + 1 == month:
            stretches[-1].append(month)
        else:
            stretches.append([month])
    return ", ".join(
        _("months %(first)s–%(last)s") % {"first": run[0], "last": run[-1]}
        if len(run) > 1
        else _("month %(month)s") % {"month": run[0]}
        for run in stretches
    )


def since(series: Series, months: int = QUARTER) -> str:
    """How far a score moved in some months, as one sentence; empty when that is not known."""
    latest, before = series.latest, series.back(months)
    if latest is None or before is None or latest.number is None or before.number is None:
        return ""
    values = {"name": series.name, "size": decimal(abs(latest.number - before.number)), "month": before.month}
    if latest.number > before.number:
        return _("%(name)s rose by %(size)s since month %(month)s.") % values
    if latest.number < before.number:
        return _("%(name)s fell by %(size)s since month %(month)s.") % values
    return _("%(name)s has not moved since month %(month)s.") % values
