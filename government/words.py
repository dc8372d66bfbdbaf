"""What the government pages say: anchors of the scales, stances and what may follow, roles of the state, reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.coverage import Cover, Flag, Reason
from government.models import Consultation, Stance, StateRole

Words = str | Promise

CRITERION: dict[str, Words] = {
    "ability": _("Ability"), "willingness": _("Willing"), "authority": _("Authority"), "bandwidth": _("Bandwidth"),
    "trust": _("Trust of the official"),
}  # fmt: skip
QUESTION: dict[str, Words] = {
    "ability": _("Can this person reach the senior official?"),
    "willingness": _("Does this person want to help the work?"),
    "authority": _("May this person speak for the office?"),
    "bandwidth": _("Has this person time for it?"),
    "trust": _("Does the official act on what this person brings?"),
}
ANCHORS: dict[str, tuple[Words, ...]] = {
    "ability": (
        _("No access"), _("Knows the office, not the senior official"), _("Gets messages through at times"),
        _("Is heard when asking"), _("Is asked for advice by the official"),
    ),
    "willingness": (
        _("Declined"), _("Polite, no offer"), _("Helps when asked"), _("Offers help unasked"),
        _("Speaks for the work in own name"),
    ),
    "authority": (
        _("May not act for the office"), _("May inform only"), _("May set up meetings"),
        _("May settle details or commit staff"), _("May commit the office"),
    ),
    "bandwidth": (
        pgettext_lazy("time", "None"), _("Under 1 hour a month"), _("1–3 hours a month"),
        _("Half a day a month, or a deputy"), _("A fixed share of working time"),
    ),
    "trust": (_("Never"), _("Seldom"), _("At times"), _("Usually"), _("Asks this person first")),
}  # fmt: skip

COMPONENT: dict[str, Words] = {  # the parts of the score, in its own order
    "coverage": _("Liaison coverage"), "link": _("Senior link"), "frequency": _("Frequency"), "stance": _("Stance"),
    "earliness": _("Earliness"),
}  # fmt: skip

Level = Stance.Level
STANCE: dict[int, tuple[Words, tuple[Words, ...]]] = {  # how it shows, what may follow
    Level.NOT_ENGAGED: (
        _("Does not answer, or sends us away."),
        (
            _("Ask a liaison what the office cares about this year, and start there."),
            _("Offer one page that helps the office with its own duty; ask for nothing."),
        ),
    ),
    Level.SOLE_DECIDER: (
        _("“Prepare your recommendations and I will decide.” A starting point, not a failure."),
        (
            _("Bring two or three options with their costs instead of one recommendation."),
            _("Ask who in the office should see the draft before it comes to the table."),
            _("Offer to test one option together on a small scale."),
        ),
    ),
    Level.ASKS_THEN_DECIDES: (
        _("Asks for our view before deciding alone."),
        (
            _("Say afterwards what was taken up and what was not, in writing."),
            _("Propose one question to decide together, with a date."),
        ),
    ),
    Level.DECIDES_JOINTLY: (
        _("Puts questions on a common table and keeps to what was decided there."),
        (
            _("Write down how you decide together, so that it outlives the person."),
            _("Invite the office to lead one part of the work."),
        ),
    ),
    Level.CO_OWNS: (
        _("Leads a part of the work and answers for it in public."),
        (
            _("Make sure a second liaison knows the work, in case the office changes hands."),
            _("Name the office as owner in reports, in its own words."),
        ),
    ),
}

STATE_ADVICE: dict[str, Words] = {
    StateRole.Role.STATE_LED: _(
        "Officials may expect to be asked first and then to decide alone. Talk to them before the problem is framed, "
        "and keep talking every month."
    ),
    StateRole.Role.MIXED: _(
        "State and others share the work. Agree early who decides what, and talk at least every two months."
    ),
    StateRole.Role.NOT_STATE_LED: _(
        "Others do most of the work. Keep officials informed every quarter, "
        "and ask them before anything touches their duty."
    ),
}

STATE: dict[Cover, Words] = {
    Cover.COVERED: _("Covered"), Cover.THIN: _("Thin"), Cover.GAP: _("Gap"), Cover.UNKNOWN: _("Not known"),
}  # fmt: skip
STATE_SIGN = {Cover.COVERED: ("pass", "good"), Cover.THIN: ("warning", "warn"), Cover.GAP: ("fail", "bad")}
UNKNOWN_SIGN = ("unknown", "calm")
REASON: dict[Reason, Words] = {
    Reason.SOUND: _("A liaison can carry what we bring to the office."),
    Reason.WEAK: _("There is a liaison, but the weakest criterion holds the rest back."),
    Reason.ZERO: _("There is a liaison, but one criterion is at zero, so nothing gets through."),
    Reason.LEFT: _("The liaison left and nobody has followed."),
    Reason.NONE_FOUND: _("Somebody looked and found nobody."),
    Reason.LEFT_LONG_AGO: _(
        "The liaison left, and nobody has confirmed within a year that there is none, so it counts as not known, "
        "not as 0."
    ),
    Reason.LOOKED_LONG_AGO: _(
        "Somebody looked and found nobody more than a year ago, so it counts as not known, not as 0. Look again."
    ),
    Reason.NEVER_LOOKED: _("Nobody has looked for a liaison yet, so it counts as not known, not as 0."),
    Reason.UNRATED: _("A liaison is named but not rated yet."),
    Reason.UNANSWERED: _("The rating is not complete; an unanswered criterion leaves the liaison unknown."),
    Reason.EXPIRED: _("The last rating is older than a year and no longer counts."),
}
FLAG: dict[Flag, Words] = {
    Flag.OFFICIAL_LEFT: _("The official left: ask again whether this way still leads to the office."),
    Flag.VERIFY: _("Rated more than 180 days ago: look again."),
    Flag.ALONE: _("One person away from none."),
    Flag.CONFIRM: _("Confirmed more than 180 days ago: look again."),
}
GAP_STEPS: tuple[Words, ...] = (
    _("Ask liaisons of other mandates for an introduction."),
    _("Ask partners who in this office handles the topic now."),
    _("Name a liaison, or confirm that there is none."),
)
TOO_LATE = Consultation.Timing.LATER


def level_words(name: str, level: float | None) -> Words:
    """The anchor of a level; empty for a mean between two levels and for none."""
    return ANCHORS[name][int(level)] if level is not None and float(level).is_integer() else ""


INFLUENCE: tuple[Words, ...] = (
    _("no part in it"), _("a small part"), _("some part"), _("a large part"), _("little moves without it"),
)  # fmt: skip
INTEREST: tuple[Words, ...] = (
    _("does not deal with it"), _("now and then"), _("among other things"), _("often"), _("at the centre of its work"),
)  # fmt: skip
