"""How partners take part in each of the three stories, and how ready they and the whole are. All names are invented."""

from dataclasses import dataclass

Levels = tuple[int | None, ...]  # interest, champion, mission fit, capacity, legitimacy, track record; None = not known


@dataclass(frozen=True)
class Part:
    """One partner: stages and ratings by month, what it brings, what it replied to which criterion."""

    stages: tuple[tuple[int, str, str], ...]  # month, stage, what shows it
    ratings: tuple[tuple[int, str, Levels], ...] = ()  # month, assessor's key, levels
    evidence: tuple[str, ...] = ()  # one line for each criterion
    explained: int | None = None
    agreed: int | None = None
    activities: str = ""
    resources: str = ""
    reply: tuple[int, str, str, str] | None = None  # month, criterion, kind, words


@dataclass(frozen=True)
class Readiness:
    """The partners of one story, and the ratings of the whole: item -> levels by month of two assessors."""

    parts: dict[str, Part]
    whole: tuple[tuple[int, str, dict[str, int | None]], ...]  # month, assessor's key, item -> level


FISHERIES = Readiness(
    {
        "marea": Part(
            ((0, "identified", "Named by three landing sites."), (2, "interested", "Came to two meetings unpaid."),
             (5, "committed", "The members voted for taking part."), (8, "active", "Shares its catch records.")),
            ((3, "vinculo", (2, 1, 3, 1, 3, None)), (9, "vinculo", (3, 2, 3, 1, 4, None)),
             (9, "marea", (3, 2, 3, 2, 4, None)), (16, "vinculo", (4, 3, 4, 2, 4, 3)), (16, "marea",
             (4, 4, 4, 2, 4, 3)),
             (17, "kestrel", (4, 3, 3, 2, 4, 3))),
            ("Put in 60 hours and its own catch records", "The president spoke for it at the members’ meeting",
             "Fair landing prices are its core issue", "Ad hoc hours; a part-time post from the end of the season",
             "Three landing sites asked for its part", "The joint price board of spring was finished"),
            explained=1, agreed=5, activities="Weighs and records every landing at two sites.",
            resources="41 boats with records since 2019, a scale, a cold room for 400 kg.",
            reply=(16, "capacity", "contest",
            "“Ad hoc hours” is right today. Our members voted for a part-time post; it"
                   " starts when the shrimp season ends, with or without this grant."),
        ),
        "estero": Part(
            ((1, "identified", ""), (4, "interested", "Sent its secretary to three meetings."),
             (10, "committed", "Signed the common catch form."), (13, "active", "Posts prices every Monday.")),
            ((6, "vinculo", (1, 1, 3, 1, 2, None)), (15, "vinculo", (3, 3, 3, 2, 3, 2)), (15, "estero",
             (3, 3, 3, 2, 3, 2))),
            ("Filled in the common form for four months", "The secretary carries it, the assembly agreed",
             "Prices and seasons are what its members ask for", "One named person, few hours",
             "Trusted on its own side of the estuary", "Two shared events"),
            explained=2, agreed=10, activities="Two landing sites, a savings group.", resources="A meeting hall.",
        ),
        "ciel": Part(
            ((0, "interested", "Asked for the data."), (3, "committed", "Signed as a partner."), (5, "active", "")),
            ((5, "vinculo", (3, 3, 2, 3, 2, 2)), (14, "vinculo", (3, 3, 3, 3, 3, 3)), (14, "ciel",
             (4, 3, 3, 2, 3, 3))),
            ("Put two biologists on the common form", "The head of the laboratory backs it",
             "Stock studies overlap with it", "A named person and a small budget",
             "Trusted by most cooperatives since the feedback days", "A joint study was finished"),
            explained=1, agreed=4, activities="Stock studies, feedback days.",
            resources="A laboratory and two boats.",
        ),
        "pesca": Part(
            ((4, "identified", ""), (7, "interested", "Asked before the new form."), (13, "committed",
             "Gave permits' data."),
             (17, "active", "Leads the permit clinic.")),
            ((8, "vinculo", (1, 1, 2, 2, 1, 1)), (16, "vinculo", (3, 3, 3, 3, 2, 2)), (16, "pesca",
             (3, 3, 3, 2, 3, 2))),
            ("Opened a permit clinic in its own name", "The director backs it", "Permits are its duty",
             "One head of unit and a clerk", "Known, trusted by some", "Shared events only"),
            explained=5, agreed=13,
        ),
        "frio": Part(
            ((7, "identified", ""), (9, "interested", "Came to look."), (15, "committed", "Signed the price board.")),
            ((12, "vinculo", (1, 1, 1, 2, 1, None)), (17, "vinculo", (2, 2, 2, 2, 2, 1))),
            ("Came to two meetings unpaid", "The buyer’s manager backs it", "Overlaps with steady supply",
             "One named person", "Known to the boats", "Nothing together so far"),
            explained=8,
        ),
        "kestrel": Part(
            ((0, "committed", "Pays the backbone for two years."), (2, "active", "")),
            ((12, "vinculo", (4, 3, 3, 4, 2, 3)), (15, "kestrel", (4, 4, 3, 3, 2, 3))),
            ("Funds the backbone and travels to meetings", "The board backs the long horizon",
             "Coasts are one of three themes",
             "A programme officer and a budget line", "Known as a funder", "Two earlier joint efforts"),
            explained=0, agreed=1,
        ),
        "vinculo": Part(((0, "active", "Backbone."),), explained=0, agreed=0),
    },
    (
        (3, "vinculo", {"A1": 2, "A2": 2, "A3": 2, "A4": 1, "B1": 1, "B2": 1, "B3": 2, "C1": 1, "C2": 2, "C3": 2,
                        "C4": 1,
                        "C7": 1, "D1": 0, "D2": 0, "D3": 0, "D4": 1, "D5": 2}),
        (11, "vinculo", {"A1": 2, "A2": 2, "A3": 2, "A4": 2, "B1": 2, "B2": 2, "B3": 3, "C1": 3, "C2": 3, "C3": 3,
                         "C4": 2,
                         "C7": 2, "D1": 2, "D2": 1, "D3": 1, "D4": 2, "D5": 3}),
        (11, "kestrel", {"A1": 2, "A2": 2, "A3": 2, "A4": 1, "B1": 2, "B2": 3, "B3": 2, "C1": 3, "C2": 3, "C4": 2}),
        (17, "vinculo", {"A1": 2, "A2": 2, "A3": 2, "A4": 2, "B1": 3, "B2": 3, "B3": 3, "C1": 3, "C2": 3, "C3": 3,
                         "C4": 3,
                         "C7": 3, "D1": 3, "D2": 2, "D3": 3, "D4": 3, "D5": 3}),
        (17, "marea", {"A4": 2, "B1": 3, "B3": 4, "C1": 4, "C2": 3, "C3": 3, "C7": 3, "D1": 3, "D3": 2, "D4": 3}),
        (18, "kestrel", {"A1": 2, "A2": 2, "A3": 2, "A4": 2, "B1": 3, "B2": 3, "B3": 2, "C1": 3, "C2": 3, "C4": 3}),
    ),
)  # fmt: skip

TIMBER = Readiness(
    {
        "sindicato": Part(
            ((0, "interested", "Asked what we would do for families."), (5, "committed", "Took the co-chair."),
             (9, "active", "")),
            ((4, "raiz", (2, 2, 4, 1, 4, 1)), (13, "raiz", (3, 3, 4, 1, 4, 2)), (13, "sindicato",
             (4, 3, 4, 1, 4, 2))),
            ("Put in its own list of complaints", "The co-chair backs it", "Dignified work is its own strategy",
             "Ad hoc hours only", "Asked for by workers’ families", "Shared events"),
            explained=1, agreed=6, activities="Hears complaints in nine towns.",
            resources="Twelve volunteers, a radio hour.",
        ),
        "serrarias": Part(
            ((1, "identified", ""), (4, "interested", "Said so at a fair."), (12, "paused",
             "Waits for the price round.")),
            ((6, "raiz", (1, 1, 1, 2, 0, 0)), (13, "raiz", (1, 1, 1, 2, 1, 0)), (11, "serrarias",
             (3, 2, 2, 2, 2, 1))),
            ("Said so, and has not come since", "One manager is interested", "A side issue next to prices",
             "A named person, few hours", "Rejected by the union’s members", "Left an earlier pact within a year"),
            explained=3,
            reply=(13, "interest", "contest", "We did come, twice, and nobody had sent the agenda."),
        ),
        "secretaria": Part(
            ((3, "identified", ""), (6, "interested", "Sent an adviser.")),
            ((8, "raiz", (2, 2, 3, 2, 2, 1)), (14, "kestrel", (2, 1, 3, 2, 2, None))),
            ("Came to two meetings unpaid", "An adviser is interested", "A core issue of the office",
             "One named person",
             "Known, trusted by some", "None so far"),
            explained=4,
        ),
        "faculdade": Part(
            ((5, "interested", ""), (8, "committed", "Gives two law clinics a year.")),
            ((9, "raiz", (3, 2, 2, 3, 2, 2)),),
            ("Put in a law clinic", "The dean’s office backs it", "Overlaps", "A lecturer and students", "Known",
             "Shared events"),
            explained=6,
        ),
        "kestrel": Part(((0, "committed", "Pays the backbone."), (1, "active", "")), explained=0, agreed=0),
        "raiz": Part(((0, "active", "Backbone."),), explained=0, agreed=0),
    },
    (
        (4, "raiz", {"A1": 2, "A2": 2, "A3": 2, "A4": 2, "B1": 1, "B2": 2, "B3": 2, "C1": 1, "C2": 2, "C3": 1,
                     "C4": 1,
                     "C7": 1, "D1": 0, "D2": 0, "D3": 0, "D4": 1, "D5": 2}),
        (13, "raiz", {"A1": 2, "A2": 2, "A3": 2, "A4": 2, "B1": 2, "B2": 2, "B3": 2, "C1": 2, "C2": 2, "C3": 1,
                      "C4": 1,
                      "C7": 2, "D1": 1, "D2": 1, "D3": 0, "D4": 1, "D5": 2}),
        (14, "kestrel", {"A1": 2, "A2": 2, "A3": 2, "A4": 2, "B1": 1, "B2": 2, "B3": 3, "C1": 2, "C2": 2, "C4": 1}),
    ),
)  # fmt: skip

MOBILITY = Readiness(
    {
        "college": Part(
            ((0, "interested", "Asked for thirty places."), (9, "paused", "Works on its own programme.")),
            ((5, "ofek", (1, 2, 2, 2, 2, 1)), (18, "ofek", (0, 1, 1, 2, 2, 1)), (18, "college", (1, 1, 2, 2, 3, 1))),
            ("Came to two meetings, then sent nobody", "The dean was interested", "A side issue", "A named person",
             "Known", "None"),
            explained=2,
        ),
        "startech": Part(
            ((0, "interested", "Would take six interns."), (14, "left", "The pilot was stopped.")),
            ((6, "ofek", (2, 1, 1, 1, 2, 0)),),
            ("Came to two meetings unpaid", "One manager", "A side issue", "Ad hoc hours", "Known",
             "Stopped the pilot"),
            explained=3,
        ),
        "mosaic": Part(
            ((0, "interested", "Brought eleven young people."), (3, "committed", ""), (6, "active", ""),
             (20, "paused", "")),
            ((5, "ofek", (3, 3, 4, 1, 4, 2)), (18, "ofek", (2, 2, 3, 1, 4, 2)), (18, "mosaic", (3, 2, 4, 1, 4, 2))),
            ("Brought young people to every meeting", "The coordinator backs it", "Its own strategy", "Ad hoc hours",
             "Asked for by young people", "Shared events"),
            explained=1, agreed=4,
        ),
        "ministry": Part(
            ((6, "identified", ""), (9, "interested", "Took the paper."), (17, "left",
             "The adviser changed office.")),
            ((10, "ofek", (1, 1, 2, 1, 1, None)),),
            ("Said so", "One adviser", "Overlaps", "No hours free", "Unknown to the young people", "None"),
            explained=8,
        ),
        "kestrel": Part(((0, "committed", "Pays the backbone."), (1, "active", "")), explained=0, agreed=0),
        "ofek": Part(((0, "active", "Backbone."),), explained=0, agreed=0),
    },
    (
        (5, "ofek", {"A1": 1, "A2": 1, "A3": 2, "A4": 1, "B1": 1, "B2": 1, "B3": 1, "C1": 1, "C2": 2, "C3": 1,
                     "C4": 1,
                     "C7": 1, "D1": 0, "D2": 0, "D3": 0, "D4": 1, "D5": 2}),
        (19, "ofek", {"A1": 0, "A2": 1, "A3": 1, "A4": 1, "B1": 1, "B2": 1, "B3": 1, "C1": 1, "C2": 2, "C3": 1,
                      "C4": 0,
                      "C7": 1, "D1": 1, "D2": 0, "D3": 0, "D4": 0, "D5": 2}),
        (20, "kestrel", {"A1": 0, "A2": 1, "A3": 2, "A4": 1, "B1": 1, "B2": 1, "B3": 1, "C1": 1, "C2": 2, "C4": 0}),
    ),
)  # fmt: skip

STORIES = {"mesa-riberena": FISHERIES, "madeira-digna": TIMBER, "ladders-north": MOBILITY}
