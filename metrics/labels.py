"""Words for the keys of the metric catalogue: a label and one line of help each, translated."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from metrics.formulas.catalogue import Ageing


@dataclass(frozen=True)
class Words:
    """What stands on screen for a key."""

    label: str | Promise
    help: str | Promise


METRICS = {
    "relationship": Words(
        _("Relationship strength"), _("How well the organisations that need each other trust and work with each other.")
    ),
    "readiness": Words(
        _("Readiness"), _("Whether the time, the people and the conditions for a joint effort are there.")
    ),
    "partner_readiness": Words(
        _("Readiness of a partner"), _("Whether a partner wants to take part, and can: two different things.")
    ),
    "mandate_engagement": Words(
        _("Government engagement of an office"),
        _("Whether one office is reached early, often and through people whom it trusts."),
    ),
    "ownership": Words(
        _("Shared ownership"), _("How widely the partners decide, write, lead and stand behind the strategy.")
    ),
    "government": Words(
        _("Government engagement"), _("Whether officials are reached early, often and through people whom they trust.")
    ),
}

COMPONENTS = {
    "relationship": {
        "trust": Words(
            _("Trust"), _("Whether each side says that the other keeps its word, shares the aim and can disagree.")
        ),
        "commitments": Words(
            _("Commitments kept"), _("Promises that fell due in the last year, and how many were kept.")
        ),
        "joint_work": Words(_("Joint work"), _("How closely the two work together, from no contact to one system.")),
        "contact": Words(_("Contact"), _("How often and how directly the two met; older meetings count less.")),
        "reciprocity": Words(_("Give and take"), _("Whether both see it alike, and both call the other.")),
    },
    "partner_readiness": {
        "interest": Words(_("Interest"), _("Interest shown by what the partner does, not by what it says.")),
        "champion": Words(_("Champion"), _("Somebody inside who carries it, and how high up.")),
        "mission_fit": Words(_("Mission fit"), _("How close the shared goal is to the partner's own.")),
        "capacity": Words(_("Capacity"), _("Time, people and money that the partner has free for it.")),
        "legitimacy": Words(_("Legitimacy"), _("Whether the people affected accept the partner.")),
        "track_record": Words(_("Track record"), _("What earlier joint efforts came to.")),
    },
    "readiness": {
        "A1": Words(_("Too big for one"), _("No single organisation could solve this.")),
        "A2": Words(_("System change"), _("It needs a change of the system, not only a new service.")),
        "A3": Words(_("Several sectors"), _("The actors it needs sit in several sectors.")),
        "A4": Words(_("People want it"), _("People affected want a joint effort.")),
        "B1": Words(_("Champions"), _("Respected people who carry the effort.")),
        "B2": Words(_("Resources"), _("How long the means are secured.")),
        "B3": Words(_("Urgency"), _("How pressing key actors find it.")),
        "C1": Words(_("Neutral convener"), _("Somebody whom all sides trust to call them together.")),
        "C2": Words(_("Backbone"), _("Staff who hold the work together.")),
        "C3": Words(_("Earlier collaboration"), _("How working together went before.")),
        "C4": Words(_("Funders align"), _("Whether funders pull in one direction.")),
        "C5": Words(_("Government engagement"), _("The score of government engagement.")),
        "C6": Words(_("Relationship strength"), _("The score of relationship strength.")),
        "C7": Words(_("Voice of people affected"), _("Whether people affected share the decisions.")),
        "D1": Words(_("Common agenda"), _("A shared aim and plan.")),
        "D2": Words(_("Shared measurement"), _("A plan for measuring together.")),
        "D3": Words(_("Coordinated activities"), _("Work that fits together.")),
        "D4": Words(_("Regular communication"), _("Partners hear from each other often.")),
        "D5": Words(_("Staffed backbone"), _("People whose work it is to support the whole.")),
    },
    "ownership": {
        "decisions": Words(_("Decisions"), _("How evenly proposing and approving are spread.")),
        "authorship": Words(_("Authorship"), _("How many hands wrote the strategy.")),
        "leadership": Words(_("Leadership"), _("How evenly chairs and lead roles are spread.")),
        "endorsement": Words(_("Endorsement"), _("How many stand behind the version in force.")),
        "contributions": Words(_("Contributions"), _("How evenly money and work are given; they need not be equal.")),
        "local_share": Words(_("Local share"), _("How much of the deciding is done by local organisations.")),
        "perceived": Words(_("Felt ownership"), _("What partners say when asked whether the strategy is theirs.")),
    },
    "government": {
        "coverage": Words(
            _("Liaison coverage"), _("Whether each mandate that matters has an able, willing, trusted liaison.")
        ),
        "link": Words(
            _("Senior link"), _("How near the liaison stands to the senior official, and how far it is heard.")
        ),
        "frequency": Words(_("Frequency"), _("How recently and how regularly officials were met.")),
        "stance": Words(_("Stance"), _("How far the body shares decisions, from not engaged to leading a part.")),
        "earliness": Words(_("Earliness"), _("How early officials were first consulted.")),
    },
}

COMPONENTS["mandate_engagement"] = COMPONENTS["government"]

SECTIONS = {
    "A": _("A. Appropriateness"),
    "B": _("B. Preconditions"),
    "C": _("C. Factors"),
    "D": _("D. Nuts and bolts"),
}

THRESHOLDS = {
    "state-led": _("Government engagement, state-led"),
    "mixed": _("Government engagement, mixed"),
    "not state-led": _("Government engagement, not state-led"),
    "relationships": _("Median needed pair (G1)"),
    "readiness": _("Readiness (G3)"),
    "ownership": _("Shared ownership (G3)"),
}

AGEING = {
    Ageing.OPINION: Words(
        _("Opinion"), _("Counts in full for 180 days and half up to a year; after that it is missing.")
    ),
    Ageing.FACT: Words(_("Fact"), _("Does not age.")),
    Ageing.WINDOW: Words(_("Count"), _("Counted up to the day of the snapshot; worth as much as the log is kept.")),
    Ageing.MIXED: Words(_("Mixed"), _("Each part ages in its own way.")),
}

BANDS = {
    "latent": Words(_("Latent"), _("There is little to build on yet.")),
    "emerging": Words(_("Emerging"), _("First ties, not yet tested.")),
    "working": Words(_("Working"), _("They work together and keep their word.")),
    "strong": Words(_("Strong"), _("The tie would carry a hard decision.")),
}

SUPPORT = {
    "not_enough": Words(
        _("Not enough evidence"),
        _("Less than half of the score is covered by good evidence; only its bounds are shown."),
    ),
    "provisional": Words(_("Provisional"), _("Between half and four fifths of the score is covered by good evidence.")),
    "supported": Words(_("Supported"), _("At least four fifths of the score is covered by good evidence.")),
}

CHANGES = {
    "changed": Words(_("Changed"), _("Known before and after: this is the trend.")),
    "added": Words(_("Added"), _("Not known before, known now.")),
    "removed": Words(_("Removed or aged out"), _("Known before, too old or withdrawn now.")),
    "missing": Words(_("Missing"), _("Known neither before nor after.")),
    "formula": Words(_("Formula changed"), _("Other weights or rules; the partners did nothing different.")),
}

NETWORK = {
    "organizations": Words(_("Organisations"), _("All organisations of the relation, also those without a tie.")),
    "ties": Words(_("Ties"), _("Directed ties: one says so of another.")),
    "density": Words(_("Density"), _("Ties over all possible ties, m / (n (n - 1)). More is not always better.")),
    "dyad_reciprocity": Words(
        _("Dyad reciprocity"), _("Pairs tied both ways over pairs tied at all: mutual / (mutual + asymmetric).")
    ),
    "arc_reciprocity": Words(_("Arc reciprocity"), _("Share of the ties that are answered: 2 mutual / ties.")),
    "degree_centralization": Words(
        _("Total degree centralization"),
        _("How far ties gather on one: sum(max t - t) / (n - 2), t = (in + out) / (2 (n - 1))."),
    ),
    "in_centralization": Words(
        _("In-degree centralization"), _("The same for ties that arrive: sum(max - d) / (n - 1)².")
    ),
    "out_centralization": Words(
        _("Out-degree centralization"), _("The same for ties that leave: sum(max - d) / (n - 1)².")
    ),
    "undirected_centralization": Words(
        _("Undirected degree centralization"),
        _("The same for ties in either direction: sum(max - d) / ((n - 1)(n - 2))."),
    ),
    "betweenness_centralization": Words(
        _("Betweenness centralization"),
        _("How far one stands between the others on directed paths: sum(max b - b) / (n - 1)."),
    ),
    "components": Words(_("Components"), _("Groups that no tie connects with each other.")),
    "isolates": Words(_("Without a tie"), _("Organisations with no tie in either direction.")),
    "communities": Words(_("Communities"), _("Groups with more ties inside than between, by greedy modularity.")),
    "not_brokered": Words(
        _("Not brokered"), _("Share of all ties that hold without the backbone having called or chaired.")
    ),
    "mean_trust": Words(
        _("Mean trust"), _("Mean of the answers from 1 to 4, over at least three answering organisations.")
    ),
}
