"""The way from month 0 to month 24: phases, months behind us, today."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.months import running_month, snapshot_on
from metrics.charts.trend import Mark, percent
from metrics.formulas.catalogue import FRAME_MONTHS

LEFT_EDGE, RIGHT_EDGE = 0.1, 0.9
LABEL_EVERY = 6
# first month, name, label in a wide drawing, label in a narrow one
PHASES = (
    (0, gettext_lazy("Listen and map"), gettext_lazy("Listen and map"), gettext_lazy("Listen")),
    (
        4,
        gettext_lazy("Build relationships and test interest"),
        gettext_lazy("Build, test interest"),
        gettext_lazy("Build"),
    ),
    (10, gettext_lazy("Co-design the strategy"), gettext_lazy("Co-design strategy"), gettext_lazy("Co-design")),
    (16, gettext_lazy("Own it, start joint action"), gettext_lazy("Own it, start joint action"), gettext_lazy("Own")),
)


@dataclass(frozen=True)
class Phase:
    """A stretch of the way, in per cent of the width."""

    first: int
    last: int
    name: str | Promise
    label: str | Promise
    short: str | Promise
    x: str
    width: str
    middle: str
    is_now: bool
    is_even: bool


@dataclass(frozen=True)
class MonthLine:
    """What the template draws."""

    uid: str
    month: int | None
    title: str
    phases: tuple[Phase, ...]
    now: Phase | None
    done: str
    today: Mark | None
    ticks: tuple[Mark, ...]


def month_line(started_on: date, today: date, *, uid: str) -> MonthLine:
    """The line of a collaboration as of a day."""
    month = running_month(started_on, today)
    at = _elapsed(started_on, today, month)
    phases = tuple(_phase(number, month) for number in range(len(PHASES)))
    now = next((phase for phase in phases if phase.is_now), None)
    share = min(at / FRAME_MONTHS, 1.0)
    return MonthLine(
        uid=uid,
        month=month,
        title=_title(month, now),
        phases=phases,
        now=now,
        done=percent(share),
        today=None if month is None else Mark(percent(share), "10", text=_label(month), anchor=_side(share)),
        ticks=tuple(_tick(each) for each in range(FRAME_MONTHS + 1)),
    )


def _elapsed(started_on: date, today: date, month: int | None) -> float:
    """Months gone by, the running one by its days. Month 0 is the day of the start."""
    if not month:
        return 0.0
    before, after = snapshot_on(started_on, month - 1), snapshot_on(started_on, month)
    return month - 1 + (today - before).days / (after - before).days


def _phase(number: int, month: int | None) -> Phase:
    first, name, label, short = PHASES[number]
    following = PHASES[number + 1][0] if number + 1 < len(PHASES) else FRAME_MONTHS
    last = following if following == FRAME_MONTHS else following - 1
    x, width = first / FRAME_MONTHS, (following - first) / FRAME_MONTHS
    return Phase(
        first, last, name, label, short, percent(x), percent(width), percent(x + width / 2),
        is_now=month is not None and first <= month <= last, is_even=number % 2 == 0,
    )  # fmt: skip


def _title(month: int | None, now: Phase | None) -> str:
    if month is None:
        return _("The way from month 0 to month 24; it has not started yet.")
    if now is None:
        return _("The way from month 0 to month 24; month %(month)s lies after it.") % {"month": month}
    values = {"month": month, "phase": now.name}
    return _("The way from month 0 to month 24: month %(month)s, phase: %(phase)s.") % values


def _label(month: int) -> str:
    return _("Today, month %(month)s") % {"month": month}


def _side(share: float) -> str:
    return "start" if share < LEFT_EDGE else "end" if share > RIGHT_EDGE else "middle"


def _tick(month: int) -> Mark:
    anchor = "start" if month == 0 else "end" if month == FRAME_MONTHS else "middle"
    text = "" if month % LABEL_EVERY else str(month)
    is_edge = any(month == first for first, *_words in PHASES) or month == FRAME_MONTHS
    return Mark(percent(month / FRAME_MONTHS), "0", text=text, anchor=anchor, is_open=is_edge)
