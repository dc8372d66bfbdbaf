"""Consultations over the months, by level, against the steps of the work: a figure in per cent of its width."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collab.models import Collaboration
from collab.months import FRAME_MONTHS, running_month, snapshot_on
from collab.tables import Row
from collab.templatetags.ui import day
from government.ladder import Contact, Rung
from government.models import Consultation, Mandate

ROW, TOP = 44, 30  # px between lines, and above the first one
TICK_EVERY = 6
LEFT_EDGE, RIGHT_EDGE = 8, 92  # per cent beyond which a label leans inwards
Timing = Consultation.Timing
CONTACT_HEAD = (
    gettext_lazy("Day"), gettext_lazy("Level"), gettext_lazy("Public body"), gettext_lazy("Topic"),
    gettext_lazy("Kind"), gettext_lazy("How early"),
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One meeting on a line."""

    x: str
    kind: str  # early, late or other


@dataclass(frozen=True)
class Line:
    """One level."""

    label: str | Promise
    y: int
    marks: tuple[Mark, ...]

    @property
    def label_y(self) -> int:
        """Where its name stands."""
        return self.y - 14


@dataclass(frozen=True)
class Label:
    """A step of the work or a month."""

    x: str
    text: str
    anchor: str


@dataclass(frozen=True)
class WorkStep:
    """A step of the work: its number stands on the figure, its words below."""

    number: int
    x: str
    text: str
    on: date


@dataclass(frozen=True)
class Timeline:
    """What the template draws and says."""

    lines: tuple[Line, ...]
    steps: tuple[WorkStep, ...]
    late_from: str  # where asking is too late for the first strategy; "" while none is approved
    late_width: str
    ticks: tuple[Label, ...]
    today: str
    headline: str
    summary: str
    table: dict[str, object]

    @property
    def height(self) -> int:
        """All lines and the months below them."""
        return self.foot + 24

    @property
    def foot(self) -> int:
        """Where the lines end."""
        return TOP + ROW * len(self.lines) - 8

    @property
    def month_y(self) -> int:
        """Where the months are written."""
        return self.foot + 18


def timeline(collaboration: Collaboration, rungs: Sequence[Rung], *, on: date) -> Timeline | None:
    """The figure as of a day; None without a mandate."""
    if not rungs:
        return None
    started_on, end = collaboration.started_on, max(FRAME_MONTHS, running_month(collaboration.started_on, on) or 0)
    found = [(level, _of_level(rungs, level)) for level in reversed(Mandate.Level)]
    present = [(level, some) for level, some in found if any(one.mandate.level == level for one in rungs)]
    lines = tuple(
        Line(level.label, TOP + ROW * number + 14, tuple(_mark(one, started_on, end) for one in contacts))
        for number, (level, contacts) in enumerate(present)
    )
    steps, late = _work_steps(collaboration, end, on=on)
    ticks = tuple(_label(100 * n / end, str(n)) for n in range(0, end + 1, TICK_EVERY))
    every = {one.meeting: one for _level, some in present for one in some}
    asked = sorted((one for _level, some in present for one in some if one.timing), key=lambda one: one.on)
    return Timeline(
        lines, steps, *late, ticks, f"{_x(on, started_on, end):.1f}%", _headline(asked), _summary(asked, len(every)),
        {
            "caption": _("Contacts by level"),
            "head": (
                _("Level"), _("Asked on substance"), _("Of these too late"), _("Other contacts"), _("First"), _("Last"),
            ),
            "rows": [_row(level.label, some) for level, some in present],
        },
    )  # fmt: skip


def contact_rows(rungs: Sequence[Rung]) -> list[Row]:
    """The same contacts for a sheet, by day: each office that a meeting touched is a row of its own."""
    timings = dict(Timing.choices)
    found = sorted(
        ((contact.on, str(one.mandate.body), one.mandate, contact) for one in rungs for contact in one.contacts),
        key=lambda row: (row[0], row[1], row[2].pk, str(row[3].meeting)),
    )
    return [
        (on, str(mandate.get_level_display()), body, mandate.topic,
         _("asked on substance") if contact.timing else _("other contact"), str(timings.get(contact.timing, "")))
        for on, body, mandate, contact in found
    ]  # fmt: skip


def _work_steps(collaboration: Collaboration, end: int, *, on: date) -> tuple[tuple[WorkStep, ...], tuple[str, str]]:
    """Framing, drafts and approvals by that day, in order; and the stretch in which asking is too late."""
    framed = collaboration.framed_on
    found = [(framed, 0, _("Problem framed"))] if framed else []
    approvals = []
    for one in collaboration.strategy_versions.order_by("drafted_on", "pk"):
        found.append((one.drafted_on, 1, _("Drafted: %(title)s") % {"title": one.title}))
        if one.approved_on:
            found.append((one.approved_on, 2, _("Approved: %(title)s") % {"title": one.title}))
            approvals.append(one.approved_on)
    started_on = collaboration.started_on
    steps = tuple(
        WorkStep(number, f"{_x(day_, started_on, end):.2f}%", text, day_)
        for number, (day_, _order, text) in enumerate(sorted(one for one in found if one[0] <= on), start=1)
    )
    first = min((one for one in approvals if one <= on), default=None)
    if first is None:
        return steps, ("", "")
    left = _x(first, started_on, end)
    return steps, (f"{left:.2f}%", f"{_x(on, started_on, end) - left:.2f}%")


def _of_level(rungs: Sequence[Rung], level: str) -> list[Contact]:
    """Each meeting once a level; as a consultation where it was one for any mandate of it."""
    found: dict[object, Contact] = {}
    for one in rungs:
        for contact in one.contacts if one.mandate.level == level else ():
            if contact.timing or contact.meeting not in found:
                found[contact.meeting] = contact
    return sorted(found.values(), key=lambda one: (one.on, str(one.meeting)))


def _x(day_: date, started_on: date, end: int) -> float:
    """Per cent of the way from the start to the last month drawn; what lies before stands at the start."""
    whole = (snapshot_on(started_on, end) - started_on).days
    return max(0.0, min(100.0, 100 * (day_ - started_on).days / whole))


def _mark(contact: Contact, started_on: date, end: int) -> Mark:
    kind = "other" if not contact.timing else "late" if contact.timing == Timing.LATER else "early"
    return Mark(f"{_x(contact.on, started_on, end):.2f}%", kind)


def _label(x: float, text: str) -> Label:
    return Label(f"{x:.2f}%", text, "start" if x < LEFT_EDGE else "end" if x > RIGHT_EDGE else "middle")


def _row(label: str | Promise, contacts: Sequence[Contact]) -> list[str]:
    asked = [one for one in contacts if one.timing]
    late = sum(one.timing == Timing.LATER for one in asked)
    ends = [day(contacts[0].on, "short"), day(contacts[-1].on, "short")] if contacts else ["–", "–"]
    return [str(label), str(len(asked)), str(late), str(len(contacts) - len(asked)), *ends]


def _headline(asked: Sequence[Contact]) -> str:
    if not asked:
        return _("No office has been asked on substance yet")
    return {
        Timing.BEFORE_FRAMING: _("Government was asked before the problem was framed"),
        Timing.BEFORE_DRAFT: _("Government was asked after the problem was framed, but before the first draft"),
        Timing.BEFORE_APPROVAL: _("Government was asked late: after the draft, but before approval"),
        Timing.LATER: _("Government was asked too late: after the strategy was approved"),
    }[Timing(asked[0].timing)]


def _summary(asked: Sequence[Contact], contacts: int) -> str:
    substance = len({one.meeting for one in asked})
    text = ngettext(
        "%(asked)s of %(count)s contact was a consultation on substance.",
        "%(asked)s of %(count)s contacts were consultations on substance.", contacts,
    ) % {"asked": substance, "count": contacts}  # fmt: skip
    if not asked:
        return text
    first = _("The first was on %(day)s.") % {"day": day(asked[0].on)}
    return f"{text} {first}"
