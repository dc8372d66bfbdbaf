"""The next steps of a collaboration: what would pass the next gate, and what would give a score its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab.context import address
from collab.models import Collaboration, Gate, Score, Seat
from collab.roles import Action
from collab.wording import within
from metrics.blockers import Hindrance
from metrics.charts.series import Series
from metrics.labels import COMPONENTS

SHOWN = 5
# what gives a component its evidence: words, and the page where it is done
WAYS = {
    "trust": (_("Ask the partners how far they trust each other"), "metrics:pair_list"),
    "commitments": (_("Record promises with a date and what became of them"), "collab:commitment_list"),
    "joint_work": (_("Ask the partners how closely they work together"), "metrics:pair_list"),
    "contact": (_("Log the next meeting"), "collab:meeting_create"),
    "reciprocity": (_("Ask both sides of each pair"), "metrics:pair_list"),
    "coverage": (_("Rate the liaisons on the four criteria"), "government:mandate_list"),
    "link": (_("Say how near each liaison stands to the official"), "government:mandate_list"),
    "frequency": (_("Log the meetings with officials"), "collab:meeting_create"),
    "stance": (_("Record the stance of each mandate"), "government:mandate_list"),
    "earliness": (_("Record the first consultation"), "government:mandate_list"),
    "decisions": (_("Record decisions with who proposed and approved them"), "collab:decision_list"),
    "local_share": (_("Record decisions with who proposed and approved them"), "collab:decision_list"),
}
FEWEST = 3


@dataclass(frozen=True)
class Step:
    """What to do or to look at, why, and where; without an address only the words."""

    text: str | Promise
    why: str | Promise
    href: str


def next_steps(
    collaboration: Collaboration, blocked: Mapping[str, list[Hindrance]], series: Mapping[str, Series]
) -> list[Step]:
    """First what blocks the next gate, then the scores that cannot be told."""
    return [*_blockers(blocked), *_silent(collaboration, series)][:SHOWN]


def _blockers(blocked: Mapping[str, list[Hindrance]]) -> list[Step]:
    """What stands before the first gate that is not passed; what fails before what is not known."""
    gate = next((gate for gate, found in blocked.items() if found), None)
    if gate is None:
        return []
    ordered = sorted(blocked[gate], key=lambda one: not one.fails)
    why = gettext("for %(gate)s: %(name)s") % {"gate": gate, "name": Gate(gate).label}
    return [Step(_with_subjects(one), why, one.href) for one in ordered]


def _with_subjects(one: Hindrance) -> str:
    names = ", ".join(name for name, _href in one.subjects[:FEWEST])
    return f"{one.text} ({names})" if names else one.text


def _silent(collaboration: Collaboration, series: Mapping[str, Series]) -> list[Step]:
    """The scores without a number, and where their page says what they lack."""
    return [
        Step(
            gettext("Give %(name)s the evidence for a number") % {"name": within(one.name)},
            gettext("It covers %(coverage)s %% now; 50 %% is needed.") % {"coverage": one.latest.covered or 0},
            reverse("metrics:score_detail", args=[collaboration.slug, metric]),
        )
        for metric, one in series.items()
        if one.latest is not None and one.latest.value is None and one.latest.coverage is not None
    ]


def lacking(collaboration: Collaboration, seat: Seat, row: Score) -> list[Step]:
    """The components that would add most coverage, and what would give it; nothing while the score is supported."""
    if row.is_supported or row.coverage is None:
        return []
    missing = {
        key: part["weight"] * (1 - part["quality"])
        for key, part in row.parts.items()
        if not key.startswith("_") and part["quality"] < 1
    }
    wanted = sorted(missing, key=lambda key: -missing[key])[:FEWEST]
    return [_way(collaboration, seat, row.metric, key) for key in wanted]


def _way(collaboration: Collaboration, seat: Seat, metric: str, key: str) -> Step:
    label = COMPONENTS[metric][key].label
    text, name = WAYS.get(key, (COMPONENTS[metric][key].help, ""))
    href = address(name, collaboration.slug) if name and seat.may(Action.LOG) else ""
    return Step(text, label, href)
