"""The formulas of the scores in words, under the keys of their components."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from metrics.formulas.catalogue import READINESS_SECTIONS

RELATIONSHIP = {
    "trust": _(
        "Three statements, answered from hardly to fully: the other does what it says; its goals fit ours; we can "
        "disagree openly and still work on. The mean of both directions, from 0 to 100. Answers count in full for "
        "180 days and half up to a year."
    ),
    "commitments": _(
        "Of the promises between the two that fell due in the last 365 days: kept counts fully, partly kept half, "
        "broken not. One kept and one open promise are added to each side, so that a single promise decides little. "
        "A promise 90 days overdue without an outcome counts as broken."
    ),
    "joint_work": _(
        "How closely each says they work together, from 0, no contact, to 5, one system. The mean of both "
        "directions, times 20. Answers age as those on trust do."
    ),
    "contact": _(
        "Every held meeting adds one contact: in person or joint work 1, call or video 0.7, message 0.3; more than "
        "eight organisations present, 0.2. A contact counts half after 60 days. The more contact there is, the less "
        "one more adds."
    ),
    "reciprocity": _(
        "Whether both sides answered alike on trust and joint work, and whether each of them called some of the "
        "meetings of the last 180 days."
    ),
}
PARTNER = {
    key: _(
        "Levels from 0 to 4, times 25: the mean of what the partner says of itself and of what the others say. Half "
        "known with one assessor, fully with two, the partner itself among them."
    )
    for key in ("interest", "champion", "mission_fit", "capacity", "legitimacy", "track_record")
}
_SECTIONS = {
    "A": _("No 0, partly 50, yes 100, as the assessors rate it."),
    "B": _("Levels from 0 to 4, times 25, as the assessors rate it."),
    "C": _("Levels from 0 to 4, times 25, as the assessors rate it; the two scores among them as they stand."),
    "D": _("Not started 0, discussed 25, drafted 50, agreed 75, in use 100."),
}
READINESS = {
    f"{section}{number}": _SECTIONS[section]
    for section, (_weight, _top, items) in READINESS_SECTIONS.items()
    for number in range(1, items + 1)
}
_EVENLY = _(
    "100 when all core partners did as much, 0 when one did all: 100 less the Gini coefficient. Needs three partners "
    "and three events in the last 365 days."
)
OWNERSHIP = {
    "decisions": _EVENLY,
    "authorship": _EVENLY,
    "leadership": _EVENLY,
    "endorsement": _(
        "Share of the core partners that endorsed the version in force. Once there is one, silence is no."
    ),
    "contributions": _EVENLY,
    "local_share": _("Share of the points for decisions that local organisations have."),
    "perceived": _("Four statements from 1 to 5, as 0 to 100: one partner, one vote, whoever answers for it."),
}
GOVERNMENT = {
    "coverage": _(
        "For each liaison the fourth root of ability, willingness, authority and bandwidth multiplied, each 0 to 1: "
        "one zero gives 0. The best liaison of each mandate counts, by the weight of the mandate."
    ),
    "link": _(
        "How near the liaison stands to the official (1 beside, 0.7 one step, 0.4 two steps) times how far the "
        "official listens, 0 to 1."
    ),
    "frequency": _(
        "Half recency: 100 up to the expected gap, then half of it for each further gap. Half regularity: contacts "
        "against those that were due."
    ),
    "stance": _("From 0, not engaged, to 4, leads part of it, times 25; the newest of each mandate, by its weight."),
    "earliness": _(
        "The first real consultation before the problem was framed 100, before the draft 75, before approval 50, "
        "later 25."
    ),
}
MANDATE = GOVERNMENT | {
    "coverage": _(
        "For each liaison the fourth root of ability, willingness, authority and bandwidth multiplied, each 0 to 1: "
        "one zero gives 0. The best liaison of the office counts; where it is confirmed that there is none, 0."
    ),
    "stance": _("From 0, not engaged, to 4, leads part of it, times 25; the newest that was noted."),
}
COMPONENTS = {
    "relationship": RELATIONSHIP,
    "partner_readiness": PARTNER,
    "readiness": READINESS,
    "ownership": OWNERSHIP,
    "government": GOVERNMENT,
    "mandate_engagement": MANDATE,
}


@dataclass(frozen=True)
class Words:
    """How a score comes to its value, and what its parts are a mean of."""

    value: str | Promise
    parts: str | Promise


_MEAN = _(
    "The score is the weighted mean of the components that are known. What is not known is left out; it never counts "
    "as 0."
)
_ADD = _("Value times weight, divided by the weights that are known.")
WORDS = {
    "relationship": Words(
        _(
            "The value of a pair is the weighted mean of the components that are known. The score is the mean of the "
            "needed pairs, each counting as far as its components are known. What is not known is left out; it "
            "never counts as 0."
        ),
        _("Value times weight over all needed pairs, divided by all the weights that are known in them."),
    ),
    "readiness": Words(_MEAN, _ADD),
    "partner_readiness": Words(_MEAN, _ADD),
    "ownership": Words(
        _(
            "The score is the weighted mean of the components that are known, over the core partners that are "
            "committed or active. Equal is not the aim as such; money need not be equal, which is why it weighs "
            "little."
        ),
        _ADD,
    ),
    "government": Words(_MEAN, _ADD),
    "mandate_engagement": Words(
        _(
            "The score of one office is computed as that of all of them, as if no other were listed: the weighted "
            "mean of the components that are known. What is not known is left out; it never counts as 0."
        ),
        _ADD,
    ),
}
BOUNDS = _(
    "The bounds say how low and how high the score could be if everything that is not known turned out as bad, or as "
    "good, as it can be."
)
COVERAGE = _(
    "Coverage says how much of the score rests on good evidence. Below 50 % no number is shown, below 80 % it is "
    "provisional."
)
