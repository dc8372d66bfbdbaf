"""What the partner pages say: questions and anchors of the scales, next steps, advice of decisions."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.models import ReadinessRating, ReadinessReview

Words = str | Promise
Criterion = ReadinessRating.Criterion

QUESTION: dict[str, Words] = {
    Criterion.INTEREST: _("What has it done, unpaid, that shows its interest?"),
    Criterion.CHAMPION: _("Who inside carries it, and how high up?"),
    Criterion.MISSION_FIT: _("How close is the shared goal to its own?"),
    Criterion.CAPACITY: _("What time, people and money does it have free?"),
    Criterion.LEGITIMACY: _("Do the people affected accept it?"),
    Criterion.TRACK_RECORD: _("What did earlier joint efforts come to?"),
}
ANCHORS: dict[str, tuple[Words, ...]] = {
    Criterion.INTEREST: (
        pgettext_lazy("interest", "None"), _("Said so"), _("Came to two meetings unpaid"),
        _("Put in own time or data"), _("Committed in public or in writing"),
    ),
    Criterion.CHAMPION: (
        _("Nobody"), _("An interested staff member"), _("A manager backs it"), _("A leader backs it"),
        _("Leader and board back it, with a deputy"),
    ),
    Criterion.MISSION_FIT: (
        _("Conflicts"), _("A side issue"), _("Overlaps"), _("A core issue"), _("Own strategy names the shared goal"),
    ),
    Criterion.CAPACITY: (
        _("None free"), _("Ad hoc hours"), _("A named person, few hours"), _("A named person and a small budget"),
        _("A standing team or budget line"),
    ),
    Criterion.LEGITIMACY: (
        _("Rejected by those affected"), _("Unknown to them"), _("Known"), _("Trusted by some groups"),
        _("Asked for by them"),
    ),
    Criterion.TRACK_RECORD: (
        _("Broke a joint effort"), pgettext_lazy("track record", "None"), _("Shared events"),
        _("A joint project finished"), _("Several, with stronger partners after"),
    ),
}  # fmt: skip
NEXT_STEP: dict[str, Words] = {  # how interest and the rest are tested, cheaply
    Criterion.INTEREST: _("Ask for something small that costs it time or data, and see whether it comes."),
    Criterion.CHAMPION: _("Ask who would speak for it in its own board, and meet that person."),
    Criterion.MISSION_FIT: _("Read its own strategy together, and mark what overlaps."),
    Criterion.CAPACITY: _("Ask which person could give how many hours a month."),
    Criterion.LEGITIMACY: _("Ask people affected whom they would send."),
    Criterion.TRACK_RECORD: _("Ask an earlier partner of it what came of their joint work."),
}

YES = (_("No"), _("Partly"), _("Yes"))
NUTS = (_("Not started"), _("Discussed"), _("Drafted"), _("Agreed"), _("In use"))
SECTIONS: tuple[tuple[str, Words, Words, tuple[str, ...]], ...] = (
    ("A", _("Is this the right approach?"), _("No, partly or yes. A “no” on the first one closes the first gate."),
     ("A1", "A2", "A3", "A4")),
    ("B", _("Are the preconditions there?"), _("Champions, means and urgency."), ("B1", "B2", "B3")),
    ("C", _("What helps or hinders?"), _("Government engagement and relationship strength are computed, not rated."),
     ("C1", "C2", "C3", "C4", "C7")),
    ("D", _("How far is the joint work itself?"), _("From not started to in use."), ("D1", "D2", "D3", "D4", "D5")),
)  # fmt: skip
ITEM_QUESTION: dict[str, Words] = {
    "A1": _("No single organisation could solve this."),
    "A2": _("It needs a change of the system, not only a new service."),
    "A3": _("The actors it needs sit in several sectors."),
    "A4": _("People affected want a joint effort."),
    "B1": _("Champions: respected people who carry the effort"),
    "B2": _("Resources: how long the means are secured"),
    "B3": _("Urgency: how pressing key actors find it"),
    "C1": _("A neutral convener: somebody whom all sides trust to call them together"),
    "C2": _("A backbone: staff who hold the work together"),
    "C3": _("Earlier collaboration: how working together went before"),
    "C4": _("Funders align: whether funders pull in one direction"),
    "C7": _("People affected have a voice"),
    "D1": _("A common agenda"),
    "D2": _("A plan for shared measurement"),
    "D3": _("Coordinated activities"),
    "D4": _("Regular communication"),
    "D5": _("A staffed backbone"),
}
ITEM_ANCHORS: dict[str, tuple[Words, ...]] = {
    **dict.fromkeys(("A1", "A2", "A3", "A4"), YES),
    "B1": (_("Nobody"), _("One name, not asked"), _("Asked"), _("Active"), _("Active, accepted across sectors")),
    "B2": (_("Nothing"), _("Talks"), _("Under 6 months"), _("6–12 months"), _("Over 12 months secured")),
    "B3": (
        _("Not seen as a problem"), _("Seen by few"), _("Seen by many, not urgent"), _("Urgent for key actors"),
        _("Key actors set a date"),
    ),
    "C1": (
        pgettext_lazy("convener", "None"), _("Sought"), _("Named, doubted"), _("Accepted by most"),
        _("Trusted by all sides"),
    ),
    "C2": (_("No one"), _("An idea"), _("Willing, no staff"), _("Part-time staff"), _("Staffed for a year")),
    "C3": (
        _("Failed badly"), pgettext_lazy("collaboration", "None"), _("Mixed"), _("Went well"),
        _("Went well more than once"),
    ),
    "C4": (
        _("Refuse"), _("Talk"), _("Share information"), _("Agree on some terms"), _("Pool or align money"),
    ),
    "C7": (
        pgettext_lazy("voice", "None"), _("Informed"), _("Asked"), _("At the table"), _("Share decisions"),
    ),
    **dict.fromkeys(("D1", "D2", "D3", "D4", "D5"), NUTS),
}  # fmt: skip

Decision = ReadinessReview.Decision
DECISION_HINT: dict[str, Words] = {
    Decision.GO: _("The gate is passed. Say what the money is to make possible."),
    Decision.NOT_YET: _("Say what would change your mind, and when you will look again."),
    Decision.WAIVE: _("Your name and reason stay visible for ever, in pages and in exports."),
    Decision.DO_NOT_INVEST: _("A valid end. Say what was learned; the partners stay in contact as they wish."),
}


def anchor(criterion: str, level: int | None) -> Words:
    """The words of a level of a criterion or an item; empty for none."""
    words = ANCHORS.get(criterion) or ITEM_ANCHORS[criterion]
    return "" if level is None else words[level]
