"""The stored score of government engagement in words: what stands behind each part, what holds it down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.models import Collaboration, Metric, Score
from government.ladder import Rung
from government.words import COMPONENT, Words

SAME = 0.001  # what rounding of the stored parts can make of a difference
WINDOW_DAYS = 180  # contacts older than this do not count as regular


@dataclass(frozen=True)
class Component:
    """One part of the score as a row of the figure."""

    key: str
    label: Words
    value: str  # "" when it is not known
    width: str
    weight: str
    points: str
    behind: str


@dataclass(frozen=True)
class EngagementNow:
    """The newest score with what a reader may see of it."""

    score: Score
    need: float
    headline: str
    reason: str
    components: tuple[Component, ...]

    @property
    def is_provisional(self) -> bool:
        """Whether there is a number, but not yet enough behind it."""
        return self.score.has_enough_evidence and not self.score.is_supported


def engagement_now(collaboration: Collaboration, rungs: Sequence[Rung], *, on: date) -> EngagementNow | None:
    """The newest stored score beside the mandates as they stand; None while nothing is scored."""
    score = collaboration.scores.series(Metric.ENGAGEMENT).last()
    if score is None or score.coverage is None:
        return None
    need = float(score.parts["_threshold"])
    rows = tuple(_component(key, score.parts[key], rungs, on) for key in COMPONENT if key in score.parts)
    return EngagementNow(score, need, _headline(score, need), _reason(score, rungs), rows)


def _headline(score: Score, need: float) -> str:
    words = {"need": f"{need:.0f}", "value": _whole(score.value or 0.0)}
    if not score.has_enough_evidence:
        return _("Too little is known for a number; %(need)s is asked for here") % words
    if (score.value or 0.0) < need:
        return _("Government engagement is %(value)s; %(need)s is asked for here") % words
    return _("Government engagement is %(value)s and reaches the %(need)s asked for here") % words


def _reason(score: Score, rungs: Sequence[Rung]) -> str:
    """The gap that holds the score down, and where it would stand without; by body, never by person."""
    gaps = [one for one in rungs if _counts_as_zero(one)]
    if not gaps or not score.has_enough_evidence:
        return ""
    names = ", ".join(str(one.mandate.body) for one in gaps)
    lost, every = sum(one.mandate.weight for one in gaps), sum(one.mandate.weight for one in rungs)
    text = ngettext(
        "The mandate without a liaison holds it down: %(names)s, %(lost)s of %(every)s points of weight, counts as 0.",
        "The mandates without a liaison hold it down: %(names)s, %(lost)s of %(every)s points of weight, count as 0.",
        len(gaps),
    ) % {"names": names, "lost": lost, "every": every}  # fmt: skip
    without = without_gaps(score.parts, score.value or 0.0, rungs)
    if without is None:
        return text
    then = ngettext("Without this gap it would be %(value)s.", "Without these gaps it would be %(value)s.", len(gaps))
    return f"{text} {then % {'value': _whole(without)}}"


def without_gaps(parts: dict[str, Any], value: float, rungs: Sequence[Rung]) -> float | None:
    """The score with the mandates left out that count as 0 for want of a liaison.

    None where the stored figure does not rest on just these rows: something is not known, has aged, or changed since.
    Example: weights 3, 2, 3, coverage 41.1699 and link 32.1875, the last mandate a gap, score 48.8132 -> 61.3206.
    """
    known = [one for one in rungs if one.coverage.fitness is not None or _counts_as_zero(one)]
    full = sum(one.mandate.weight for one in known)
    reached = full - sum(one.mandate.weight for one in known if _counts_as_zero(one))
    coverage, link = parts["coverage"]["value"], parts["link"]["value"]
    if not reached or coverage is None or link is None or len(known) < len(rungs):
        return None
    if abs(coverage - sum(one.mandate.weight * (one.coverage.fitness or 0.0) for one in known) / full) > SAME:
        return None
    observed = sum(one["weight"] for key, one in parts.items() if not key.startswith("_") and one["value"] is not None)
    more = (full / reached - 1) * (coverage * parts["coverage"]["weight"] + link * parts["link"]["weight"]) / observed
    return float(value + more)


def _counts_as_zero(rung: Rung) -> bool:
    return rung.coverage.is_gap and not rung.carriers


def _component(key: str, part: dict[str, Any], rungs: Sequence[Rung], on: date) -> Component:
    value, points = part["value"], part["points"]
    return Component(
        key=key, label=COMPONENT[key], value="" if value is None else _one_decimal(value),
        width=f"{value or 0:.2f}%", weight=f"{100 * part['weight']:.0f} %",
        points="" if points is None else _one_decimal(points), behind=_behind(key, rungs, on),
    )  # fmt: skip


def _behind(key: str, rungs: Sequence[Rung], on: date) -> str:
    """What stands behind a part, in one line."""
    if key == "coverage":
        sound = sum(one.coverage.state == "covered" for one in rungs)
        words = {"sound": sound, "every": len(rungs)}
        return _("%(sound)s of %(every)s mandates have a sound liaison; the best one counts, by weight") % words
    if key == "frequency":
        return _contacts(rungs, on)
    return {
        "link": _("steps to the senior official, times how far the official acts on it"),
        "stance": _("how the offices deal with us, newest note by mandate"),
        "earliness": _("how early an office was first asked on substance"),
    }[key]


def _contacts(rungs: Sequence[Rung], on: date) -> str:
    days = {one.meeting: one.on for rung in rungs for one in rung.contacts}
    if not days:
        return _("no contact noted yet")
    recent = sum((on - day).days <= WINDOW_DAYS for day in days.values())
    gap = (on - max(days.values())).days
    return ngettext(
        "last contact %(gap)s day ago; %(recent)s in 180 days",
        "last contact %(gap)s days ago; %(recent)s in 180 days", gap,
    ) % {"gap": gap, "recent": recent}  # fmt: skip


def _whole(value: float) -> str:
    return str(floor(value + 0.5))


def _one_decimal(value: float) -> str:
    return number_format(floor(value * 10 + 0.5) / 10, 1)
