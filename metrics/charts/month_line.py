"""The way from month 0 to month 24: phases, months behind us, today."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.months import running_month, snapshot_on
from metrics.charts.trend import Mark, percent
from metrics.formulas.catalogue import FRAME_MONTHS

LEFT_EDGE, RIGHT_EDGE = 0.1, 0.9
LABEL_EVERY = 6
# for placing the names of milestones, in pixels: the narrowest drawing, a letter, beside a name, a row
WIDE, LETTER, ROOM, ROW = 640, 7.6, 14, 18
PLAIN_LETTER = 6.5
TURNS_AT = 0.55
CONSULTATION = "consultation"
# first month, name, label in a wide drawing where it has room, label elsewhere
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
class Given:
    """A milestone as it is given: its short name, its day, and whether it was reached on it or is expected by it."""

    name: str | Promise
    on: date
    is_reached: bool


@dataclass(frozen=True)
class Stone:
    """A milestone on the line, its name in a row where it has room."""

    x: str
    y: int
    name: str | Promise
    anchor: str
    dx: int
    is_reached: bool


@dataclass(frozen=True)
class Sign:
    """A mark below the line: a consultation, or a version of the strategy with its number."""

    x: str
    kind: str  # consultation, version or draft
    text: str = ""


@dataclass(frozen=True)
class Event:
    """What happened on a day beside the milestones; `kind` and `text` as of its sign."""

    on: date
    kind: str
    text: str = ""


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
    stones: tuple[Stone, ...] = ()
    lift: int = 0  # pixels that the names of milestones take above the line
    consultations: tuple[Sign, ...] = ()
    versions: tuple[Sign, ...] = ()

    @property
    def lanes(self) -> int:
        """Pixels that consultations and versions take below the line."""
        return ROW * bool(self.consultations) + ROW * bool(self.versions)

    @property
    def second(self) -> int:
        """Pixels by which the versions stand below the consultations."""
        return ROW * bool(self.consultations)


def month_line(
    started_on: date, today: date, *, uid: str, milestones: Sequence[Given] = (), events: Sequence[Event] = (),
    is_past: bool = False,
) -> MonthLine:  # fmt: skip
    """The line of a collaboration as of a day; `is_past`: the day lies behind us, and is not called today."""
    month = running_month(started_on, today)
    at = _elapsed(started_on, today, month)
    phases = tuple(_phase(number, month) for number in range(len(PHASES)))
    now = next((phase for phase in phases if phase.is_now), None)
    share = min(at / FRAME_MONTHS, 1.0)
    signs = [_sign(started_on, event) for event in events]
    return MonthLine(
        uid=uid,
        month=month,
        title=_title(month, now),
        phases=phases,
        now=now,
        done=percent(share),
        today=None
        if month is None
        else Mark(percent(share), "10", text=_label(month, is_past=is_past), anchor=_side(share)),
        ticks=tuple(_tick(each) for each in range(FRAME_MONTHS + 1)),
        stones=(stones := _stones(started_on, milestones)),
        lift=ROW + max(-stone.y for stone in stones) if stones else 0,  # today stands above all names
        consultations=tuple(sign for sign in signs if sign.kind == CONSULTATION),
        versions=tuple(sign for sign in signs if sign.kind != CONSULTATION),
    )


def _stones(started_on: date, milestones: Sequence[Given]) -> tuple[Stone, ...]:
    """Each milestone with its name in the lowest row that is free; names of the second half run leftwards.

    The inner ones come first in each half, and a name stands above the uprights it passes: none crosses it.
    """
    rows: dict[int, list[tuple[float, float]]] = defaultdict(list)
    marks: list[tuple[int, float]] = []
    placed = []
    shares = [(_share(started_on, one.on), one) for one in milestones]
    for share, one in sorted(shares, key=lambda pair: -pair[0] if pair[0] <= TURNS_AT else pair[0]):
        at, wide = share * WIDE, LETTER * len(str(one.name)) + ROOM
        is_left = share > TURNS_AT
        span = (at - wide, at) if is_left else (at, at + wide)
        above = max((each + 1 for each, mark in marks if span[0] < mark < span[1]), default=0)
        row = next(each for each in count(above) if all(span[1] < a or b < span[0] for a, b in rows[each]))
        rows[row].append(span)
        marks.append((row, at))
        anchor, dx = ("end", -6) if is_left else ("start", 6)
        placed.append(Stone(percent(share), -ROW * (row + 1), one.name, anchor, dx, one.is_reached))
    return tuple(placed)


def _sign(started_on: date, event: Event) -> Sign:
    return Sign(percent(_share(started_on, event.on)), event.kind, event.text)


def _share(started_on: date, on: date) -> float:
    """The part of the way behind a day."""
    return min(_elapsed(started_on, on, running_month(started_on, on)) / FRAME_MONTHS, 1.0)


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
    fits = PLAIN_LETTER * len(str(label)) + ROOM / 2 < width * WIDE
    return Phase(
        first, last, name, label if fits else short, short, percent(x), percent(width), percent(x + width / 2),
        is_now=month is not None and first <= month <= last, is_even=number % 2 == 0,
    )  # fmt: skip


def _title(month: int | None, now: Phase | None) -> str:
    if month is None:
        return _("The way from month 0 to month 24; it has not started yet.")
    if now is None:
        return _("The way from month 0 to month 24; month %(month)s lies after it.") % {"month": month}
    values = {"month": month, "phase": now.name}
    return _("The way from month 0 to month 24: month %(month)s, phase: %(phase)s.") % values


def _label(month: int, *, is_past: bool) -> str:
    return (_("Month %(month)s") if is_past else _("Today, month %(month)s")) % {"month": month}


def _side(share: float) -> str:
    return "start" if share < LEFT_EDGE else "end" if share > RIGHT_EDGE else "middle"


def _tick(month: int) -> Mark:
    anchor = "start" if month == 0 else "end" if month == FRAME_MONTHS else "middle"
    text = "" if month % LABEL_EVERY else str(month)
    is_edge = any(month == first for first, *_words in PHASES) or month == FRAME_MONTHS
    return Mark(percent(month / FRAME_MONTHS), "0", text=text, anchor=anchor, is_open=is_edge)
