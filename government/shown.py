"""Rungs in words and shapes: what templates need to draw a mandate, and the finding of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from government.coverage import CRITERIA, HIGHEST, Cover, Flag, Reason
from government.ladder import Carrier, Rung
from government.models import Liaison, Mandate
from government.words import (
    ANCHORS,
    CRITERION,
    FLAG,
    GAP_STEPS,
    REASON,
    STANCE,
    STATE,
    STATE_SIGN,
    UNKNOWN_SIGN,
    Words,
    level_words,
)

STEP_XS = ("0%", "26%", "52%", "78%")  # four steps of rising height
STEP_TOPS = (26, 19, 12, 5)
FOOT = 33


@dataclass(frozen=True)
class Step:
    """One step of a small multiple."""

    x: str
    y: int
    height: int
    is_on: bool


@dataclass(frozen=True)
class Criterion:
    """One criterion of a liaison as a small multiple."""

    key: str
    label: Words
    level: str  # "" when nobody answered
    anchor: Words
    is_weak: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Way:
    """From us to the senior official."""

    label: str
    middle: str
    dots: tuple[str, ...]
    has_liaison: bool


@dataclass(frozen=True)
class ShownCarrier:
    """A liaison with the four criteria."""

    liaison: Liaison
    carrier: Carrier
    fitness: str
    criteria: tuple[Criterion, ...]
    trust: str
    trust_words: Words
    needs_look: bool
    official_left: bool
    own_words: Words  # how much time the person says there is, where they said it


@dataclass(frozen=True)
class Shown:
    """A mandate as the page shows it."""

    rung: Rung
    state: Words
    icon: str
    kind: str
    reason: Words
    flags: tuple[Words, ...]
    weakest: str
    carriers: tuple[ShownCarrier, ...]
    way: Way
    stance_words: Words
    stance_steps: tuple[Words, ...]

    @property
    def mandate(self) -> Mandate:
        """The mandate itself."""
        return self.rung.mandate

    @property
    def gap_steps(self) -> tuple[Words, ...]:
        """What to do where nobody carries the mandate."""
        return GAP_STEPS if self.rung.coverage.is_gap or self.rung.coverage.is_forgotten else ()

    @property
    def may_be_none(self) -> bool:
        """Whether it may be confirmed that there is nobody: no liaison, and nobody has looked, or not of late."""
        here = self.rung.coverage
        return here.reason is Reason.NEVER_LOOKED or here.is_forgotten or Flag.CONFIRM in here.flags

    @property
    def is_alone(self) -> bool:
        """Whether one person who leaves would leave nobody sound."""
        return Flag.ALONE in self.rung.coverage.flags


@dataclass(frozen=True)
class LevelRungs:
    """One level of the ladder."""

    key: str
    label: str | Promise
    rungs: tuple[Shown, ...]


@dataclass(frozen=True)
class Finding:
    """The page in two sentences."""

    headline: str
    lede: str


def levels(rungs: Sequence[Rung]) -> list[LevelRungs]:
    """The ladder from the national level down; levels without a mandate are left out."""
    drawn = [shown(one) for one in rungs]
    found = (
        LevelRungs(level.value, level.label, tuple(one for one in drawn if one.mandate.level == level))
        for level in reversed(Mandate.Level)
    )
    return [one for one in found if one.rungs]


def shown(rung: Rung) -> Shown:
    """One mandate in words and shapes."""
    icon, kind = STATE_SIGN.get(rung.coverage.state, UNKNOWN_SIGN)
    words, steps = STANCE[rung.stance.level] if rung.stance else ("", ())
    return Shown(
        rung=rung, state=STATE[rung.coverage.state], icon=icon, kind=kind, reason=REASON[rung.coverage.reason],
        flags=tuple(FLAG[one] for one in rung.coverage.flags), weakest=named(rung.coverage.weakest),
        carriers=tuple(_carrier(one) for one in rung.carriers), way=_way(rung), stance_words=words, stance_steps=steps,
    )  # fmt: skip


def named(criteria: Sequence[str]) -> str:
    """Criteria by name, in a row."""
    return ", ".join(str(CRITERION[name]).lower() for name in criteria)


def _carrier(one: Carrier) -> ShownCarrier:
    here, trust = one.standing, one.trust
    criteria = tuple(
        _criterion(name, level, is_weak=name in here.weakest) for name, level in zip(CRITERIA, here.levels, strict=True)
    )
    return ShownCarrier(
        liaison=one.liaison, carrier=one, fitness="" if here.fitness is None else str(floor(here.fitness + 0.5)),
        criteria=criteria, trust=_digits(trust), trust_words=level_words("trust", trust),
        needs_look=here.needs_look, official_left=here.is_before_change,
        own_words=ANCHORS["bandwidth"][one.own.bandwidth] if one.own and one.own.bandwidth is not None else "",
    )  # fmt: skip


def _criterion(name: str, level: float | None, *, is_weak: bool) -> Criterion:
    reached = 0 if level is None else floor(level + 0.5)
    steps = tuple(
        Step(x, top, FOOT - top, number < reached)
        for number, (x, top) in enumerate(zip(STEP_XS, STEP_TOPS, strict=True))
    )
    return Criterion(name, CRITERION[name], _digits(level), level_words(name, level), is_weak, steps)


def _digits(level: float | None) -> str:
    """A level as it is read; nothing where nobody answered."""
    return "" if level is None else str(int(level))


def _way(rung: Rung) -> Way:
    """How near the best liaison stands; without people only whether there is a way."""
    if not rung.with_people:
        return Way("", "", (), has_liaison=False)
    if not rung.carriers:
        return Way(_("No link to the senior official"), _("nobody"), (), has_liaison=False)
    liaison = rung.carriers[0].liaison
    steps = liaison.steps
    dots = tuple(f"{8 + 88 * number / (steps + 1):.1f}%" for number in range(1, steps + 1))
    words = {0: _("direct"), 1: _("one step"), 2: _("two steps")}.get(steps, _("further away"))
    label = _("Link to the senior official: %(steps)s") % {"steps": liaison.get_steps_display()}
    return Way(label, words, dots, has_liaison=True)


def finding(rungs: Sequence[Rung]) -> Finding:
    """Whom we reach and whom we do not, as a sentence; then how sure that is."""
    total = len(rungs)
    gaps = [one for one in rungs if one.coverage.is_gap]
    unknown = sum(one.coverage.state is Cover.UNKNOWN for one in rungs)
    thin = [one for one in rungs if one.coverage.state is Cover.THIN]
    if not total:
        return Finding(_("No mandate is listed yet"), "")
    if len(gaps) == 1:
        headline = _("Nobody reaches %(body)s") % {"body": gaps[0].mandate.body}
    elif gaps:
        headline = _("%(count)s of %(total)s mandates have nobody") % {"count": len(gaps), "total": total}
    elif unknown:
        headline = ngettext(
            "For %(count)s of %(total)s mandates we do not know whom we reach",
            "For %(count)s of %(total)s mandates we do not know whom we reach", unknown,
        ) % {"count": unknown, "total": total}  # fmt: skip
    elif thin:
        headline = _("Every office is reached, but %(body)s only thinly") % {"body": thin[0].mandate.body}
    else:
        headline = _("Every office on the list is reached")
    return Finding(headline, _lede(rungs))


def _lede(rungs: Sequence[Rung]) -> str:
    """How many stand how, leaving out what there is none of; then who has a second liaison."""
    states = [one.coverage.state for one in rungs]
    covered, thin, gap, unknown = (states.count(one) for one in (Cover.COVERED, Cover.THIN, Cover.GAP, Cover.UNKNOWN))
    parts = [
        ngettext("%(n)s is covered", "%(n)s are covered", covered) % {"n": covered} if covered else "",
        ngettext("%(n)s is covered thinly", "%(n)s are covered thinly", thin) % {"n": thin} if thin else "",
        ngettext("%(n)s is a gap", "%(n)s are gaps", gap) % {"n": gap} if gap else "",
        ngettext("%(n)s is not known", "%(n)s are not known", unknown) % {"n": unknown} if unknown else "",
    ]
    first = ngettext("Of %(total)s mandate %(parts)s.", "Of %(total)s mandates %(parts)s.", len(rungs))
    safe = sum(one.coverage.is_safe for one in rungs)
    second = ngettext(
        "%(safe)s has a second sound liaison if the first one leaves.",
        "%(safe)s have a second sound liaison if the first one leaves.", safe,
    ) if safe else _("None has a second sound liaison if the first one leaves.")  # fmt: skip
    listed = ", ".join(part for part in parts if part)
    return f"{first % {'total': len(rungs), 'parts': listed}} {second % {'safe': safe} if safe else second}"


assert len(STEP_XS) == len(STEP_TOPS) == HIGHEST  # noqa: S101  a drawing with another number of steps would lie
