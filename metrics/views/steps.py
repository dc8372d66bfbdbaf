"""The next step that would give the evidence a score lacks."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab.context import address
from collab.models import Collaboration, Seat
from collab.roles import Action

STEPS = {
    "trust": (_("Ask the partners how far they trust each other"), "metrics:pair_list"),
    "commitments": (_("Record promises with a date and what became of them"), "collab:commitment_list"),
    "joint_work": (_("Ask the partners how closely they work together"), "metrics:pair_list"),
    "contact": (_("Log the next meeting"), "collab:meeting_create"),
    "reciprocity": (_("Ask both sides of each pair"), "metrics:pair_list"),
}
FIRST = (_("Mark the core partners and who needs whom"), "collab:organization_list")


@dataclass(frozen=True)
class NextStep:
    """What to do, and where; without a right to do it, only the words."""

    text: str | Promise
    href: str


def next_step(collaboration: Collaboration, seat: Seat, parts: dict[str, Any]) -> NextStep:
    """The step that would add most coverage; where nobody keeps the log, that comes first."""
    lacking = {key: part.get("weight", 0) * (1 - part.get("quality", 0)) for key, part in parts.items() if key in STEPS}
    text, name = STEPS[_first_of(parts, lacking)] if lacking else FIRST
    return NextStep(text, address(name, collaboration.slug) if seat.may(Action.LOG) else "")


def _first_of(parts: dict[str, Any], lacking: dict[str, float]) -> str:
    silent = parts.get("contact", {}).get("quality", 0) == 0
    return "contact" if silent else max(lacking, key=lambda key: lacking[key])
