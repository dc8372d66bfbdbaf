"""What stands in the way of a gate, in words and with links, as far as a reader may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.context import address
from collab.models import Collaboration, GateState, Organization, Seat
from collab.roles import Action
from collab.wording import decimal
from metrics.formulas.shown import shown
from metrics.labels import COMPONENTS, METRICS

# where each condition is worked on, and who may see that page; all others are items of readiness
PLACES = {
    "needed_pairs": ("metrics:pair_list", Action.SEE_EVIDENCE),
    "core": ("collab:organization_list", Action.SEE_EVIDENCE),
    "relationships": ("metrics:pair_list", Action.SEE_EVIDENCE),
    "interest": ("partners:partner_list", Action.SEE_READINESS),
    "government": ("government:mandate_list", Action.SEE_EVIDENCE),
}
ITEMS = ("partners:readiness_detail", Action.RATE_PARTNERS)


@dataclass(frozen=True)
class Hindrance:
    """One condition that is not met: a sentence, whether it fails or is only not known, and where to work on it.

    `subjects` are organisations with their page; none for a reader who may not see the readiness of all partners.
    """

    key: str
    text: str
    fails: bool
    href: str
    subjects: tuple[tuple[str, str], ...] = ()


def hindrances(collaboration: Collaboration, gates: Iterable[GateState], seat: Seat) -> dict[str, list[Hindrance]]:
    """What stands in the way of each gate, by gate; one query, whatever is in the way."""
    found = list(gates)
    names: dict[int, str] = {}
    if seat.may_for_all(Action.SEE_READINESS):
        ids = {one for gate in found for blocker in gate.blockers for one in blocker["subjects"]}
        names = dict(Organization.objects.filter(collaboration=collaboration, pk__in=ids).values_list("pk", "name"))
    return {gate.gate: [_hindrance(collaboration, one, names, seat) for one in gate.blockers] for gate in found}


def sentences(gate: GateState) -> list[str]:
    """What stands in the way of a gate, without a number or an organisation that only some readers may see."""
    return [str(_sentence(one["key"], one["fails"], {"need": one["numbers"].get("need")})) for one in gate.blockers]


def _hindrance(
    collaboration: Collaboration, blocker: Mapping[str, Any], names: Mapping[int, str], seat: Seat
) -> Hindrance:
    key = blocker["key"]
    numbers = blocker["numbers"] if seat.may_for_all(Action.SEE_EVIDENCE) else {"need": blocker["numbers"].get("need")}
    text = _sentence(key, blocker["fails"], numbers)
    subjects = tuple(
        (names[one], address("collab:organization_detail", collaboration.slug, str(one)))
        for one in blocker["subjects"]
        if one in names
    )
    href = _place(key, collaboration.slug, seat)
    return Hindrance(key, str(text), blocker["fails"], href, tuple(sorted(subjects)))


def _place(key: str, slug: str, seat: Seat) -> str:
    """Where this reader works on it; "" where this reader may not."""
    name, action = PLACES.get(key, ITEMS)
    return address(name, slug) if seat.may(Action.SEE_EVIDENCE) and seat.may(action) else ""


def _sentence(key: str, fails: bool, numbers: Mapping[str, Any]) -> str:
    if key == "needed_pairs":
        return _("Nobody has marked which organisations need each other.")
    if key == "core":
        return _("Nobody has marked which partners belong to the core.")
    if key == "one_alone":
        return (
            _("The assessors say that one organisation alone could solve this.")
            if fails
            else _("Nobody has judged yet whether one organisation alone could solve this.")
        )
    if key == "interest":
        return _interest(numbers)
    return _level(key, fails, numbers)


def _interest(numbers: Mapping[str, Any]) -> str:
    if "have" not in numbers:
        return _("Too few core partners have shown tested interest, as two assessors see it.")
    need, have = int(numbers["need"]), int(numbers["have"])
    return ngettext(
        "%(have)s core partner has shown tested interest, as two assessors see it; %(need)s are needed.",
        "%(have)s core partners have shown tested interest, as two assessors see it; %(need)s are needed.",
        have,
    ) % {"have": have, "need": need}


def _level(key: str, fails: bool, numbers: Mapping[str, Any]) -> str:
    """A figure that should reach a level."""
    name, need = _name(key), numbers.get("need")
    value = shown(numbers.get("value"), (need,) if need is not None else ())
    words = {
        "name": name, "need": decimal(f"{need:g}") if need is not None else "",
        "value": None if value is None else decimal(value),
    }  # fmt: skip
    if key == "relationships":
        if fails:
            return _("Half of the needed pairs or more cannot reach %(need)s in relationship strength.") % words
        return _("Too little is known of the needed pairs to say whether half of them reach %(need)s.") % words
    if value is None:
        if fails:
            return _("%(name)s does not reach %(need)s.") % words
        return _("Too little is known of this to say whether it reaches %(need)s: %(name)s.") % words
    return _("%(name)s stands at %(value)s; %(need)s is needed.") % words


def _name(key: str) -> str | Promise:
    """The words of a score, an item of readiness, or its first section."""
    if key == "appropriateness":
        return _("Whether this approach fits")
    if key in METRICS:
        return METRICS[key].label
    if key in COMPONENTS["readiness"]:
        return format_lazy("{} ({})", COMPONENTS["readiness"][key].label, key)
    return ""
