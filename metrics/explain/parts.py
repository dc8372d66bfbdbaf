"""What a score is made of, and what moved it from one month to another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from collab.models import Score, Seat
from collab.roles import Action
from metrics.formulas.composite import STORED_DECIMALS
from metrics.formulas.rules import WEIGHED
from metrics.labels import CHANGES, COMPONENTS
from partners.suppression import groups

# components made of confidential answers; joint work is not one, respondents are told that its level is shown
CONFIDENTIAL = ("trust", "reciprocity", "perceived")
Stored = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """One component, or several that may only be shown together (`merged`: then there is no value of their own)."""

    key: str
    label: str | Promise
    help: str | Promise
    value: float | None
    weight: float
    quality: float
    points: float | None
    merged: tuple[str, ...] = ()


def parts(score: Score, *, seat: Seat | None) -> tuple[Part, ...]:
    """The components of a stored score in the order of the catalogue; their points add up to its value.

    A reader who may not see single answers sees a component of confidential answers only where enough organisations
    answered; else its points stand together with the next component.
    """
    stored = score.parts
    hidden = hidden_of([stored], seat)
    return tuple(
        part_of(score.metric, keys, stored) for keys in groups(_keys(score.metric), observed_of(stored), hidden)
    )


def part_of(metric: str, keys: tuple[str, ...], stored: Stored) -> Part:
    """One component, or several together, as stored."""
    held = [stored[key] for key in keys]
    host = next((key for key in keys if key not in CONFIDENTIAL), keys[0])
    weight = sum(part["weight"] for part in held)
    is_single = len(keys) == 1
    return Part(
        key=host,
        label=label_of(metric, keys),
        help=COMPONENTS[metric][host].help if is_single else _("These are shown together: too few have answered."),
        value=held[0]["value"] if is_single else None,
        weight=weight,
        quality=sum(part["weight"] * part["quality"] for part in held) / weight,
        points=_points(held),
        merged=() if is_single else keys,
    )


def label_of(metric: str, keys: Iterable[str]) -> str | Promise:
    """The words of components, joined."""
    first, *others = (CHANGES[key].label if key in CHANGES else COMPONENTS[metric][key].label for key in keys)
    for other in others:
        first = format_lazy("{} + {}", first, other)
    return first


def sees_answers(seat: Seat | None) -> bool:
    """Whether a reader is of the facilitation team, who may see what each side said."""
    return seat is not None and seat.may_for_all(Action.SEE_PAIR_TRUST)


def hidden_of(months: list[Stored], seat: Seat | None) -> set[str]:
    """What must not stand alone: confidential components with a figure, unless all of these months may show theirs."""
    if sees_answers(seat) or all(stored.get("_released", False) for stored in months):
        return set()
    return {key for stored in months for key in observed_of(stored) if key in CONFIDENTIAL}


def _points(held: list[Mapping[str, Any]]) -> float | None:
    known = [part["points"] for part in held if part["points"] is not None]
    return round(sum(known), STORED_DECIMALS) if known else None


def observed_of(stored: Stored) -> set[str]:
    """The components that have points."""
    return {key for key, part in stored.items() if not key.startswith("_") and part["points"] is not None}


def _keys(metric: str) -> tuple[str, ...]:
    return WEIGHED[metric].keys
