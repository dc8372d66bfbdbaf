"""How the strategy came to be shared in each of the three stories. All names are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Version:
    """A text: drafted and approved in a month, what was written by whom, who stands behind it."""

    title: str
    drafted: int
    approved: int | None
    text: str
    pieces: tuple[tuple[str, int, int | None, int, str], ...] = ()  # who, proposed, accepted, size, what
    voices: tuple[tuple[str, int, str, str], ...] = ()  # who, month, stance, reason


@dataclass(frozen=True)
class Strategy:
    """The strategy of one story with who leads and who gives."""

    versions: tuple[Version, ...]
    leads: tuple[tuple[str, str, str, int, int | None], ...] = ()  # who, role, group, from, to
    gifts: tuple[tuple[str, int, str, str, float, str, float], ...] = ()  # who, month, kind, what, amount, unit, rate


FISHERIES = Strategy(
    (
        Version(
            "Draft of the coast table", 10, None,
            "1. One catch form in all landing sites.\n2. Prices known to all on Mondays.\n3. Meet on the coast.",
            (("vinculo", 9, 10, 3, "The outline"), ("ciel", 9, 10, 2, "What the catch records say"),
             ("marea", 10, 10, 2, "Fair prices at the landing site"), ("kestrel", 10, None,
              1, "Targets for incomes")),
        ),
        Version(
            "Strategy, version 1", 13, 14,
            "1. One catch form, kept by the cooperatives.\n2. Prices posted every Monday.\n"
            "3. Cooperatives chair by turns.\n"
            "4. Seasons are proposed together, with the evidence of both sides.",
            (("marea", 12, 13, 4, "Who keeps the form, and who may read it"), ("estero",
             12, 13, 3, "The Monday price board"),
             ("ciel", 12, 13, 2, "Evidence of both sides"), ("pesca", 13, 14, 1, "How a season is proposed"),
             ("vinculo", 12, 13, 2, "Drafting")),
            (("marea", 14, "endorsed", ""), ("ciel", 14, "endorsed", ""), ("vinculo", 14, "endorsed", ""),
             ("estero", 14, "objected", "The closed season must not start before the school fees are due."),
             ("kestrel", 15, "endorsed", "")),
        ),
        Version(
            "Strategy, version 2", 15, 16,
            "1. One catch form, kept by the cooperatives.\n2. Prices posted every Monday.\n"
            "3. Cooperatives chair by turns.\n"
            "4. Seasons are proposed together; never in the weeks of school fees.\n"
            "5. The permit clinic comes to the coast.",
            (("estero", 15, 16, 3, "School fees and the closed season"), ("pesca", 15, 16, 3, "The permit clinic"),
             ("marea", 15, 16, 2, "Shorter sentences"), ("frio", 15, 16, 1, "What a buyer can promise")),
            (("marea", 16, "endorsed", ""), ("estero", 16, "endorsed", "Our point on school fees is in."),
             ("ciel", 16, "endorsed", ""), ("vinculo", 16, "endorsed", ""), ("kestrel", 17, "endorsed", ""),
             ("frio", 17, "objected", "We cannot post a price before the auction. Say “by noon”.")),
        ),
    ),
    (("vinculo", "chair", "", 0, 11), ("marea", "chair", "", 11, 15), ("estero", "chair", "", 15, None),
     ("ciel", "group lead", "Catch records", 6, None), ("marea", "group lead", "Landing prices", 9, None),
     ("pesca", "group lead", "Permits", 16, None)),
    (("kestrel", 2, "money", "Backbone, first year", 60000, "USD", 18.2), ("kestrel", 14, "money",
     "Backbone, second year", 52000, "USD", 17.9),
     ("marea", 9, "in kind", "Recording landings", 260, "hours", 95), ("estero", 13, "in kind",
      "Hall and cook, six days", 6, "days", 3200),
     ("ciel", 10, "in kind", "Two biologists", 34, "days", 2100), ("pesca", 17, "in kind",
      "Clerk of the permit clinic", 22, "days", 900),
     ("frio", 16, "money", "Price boards", 18000, "MXN", 1)),
)  # fmt: skip

TIMBER = Strategy(
    (
        Version(
            "First paper on clean timber", 7, None,
            "A standard for mills, written for a meeting that did not take place.",
            (("raiz", 6, 7, 3, "The standard"), ("kestrel", 6, 7, 2, "Questions of buyers abroad")),
        ),
        Version(
            "Draft for the union", 12, None,
            "1. No names of families in any document.\n2. Inspection data once a quarter.\n3. Shelter before standard.",
            (("sindicato", 11, 12, 3, "Shelter before standard"), ("raiz", 11, 12, 2, "Data once a quarter"),
             ("faculdade", 12, None, 1, "What the law says already")),
        ),
    ),
    (("raiz", "chair", "", 0, None), ("sindicato", "chair", "", 6, None)),
    (("kestrel", 1, "money", "Backbone", 48000, "USD", 5.1), ("sindicato", 8, "in kind",
     "Volunteers who hear complaints", 300, "hours", 28),
     ("faculdade", 10, "in kind", "Law clinics", 2, "clinics", 4500)),
)  # fmt: skip

MOBILITY = Strategy(
    (
        Version(
            "First jobs: a concept", 6, None, "Thirty places in six companies within a year.",
            (("ofek", 5, 6, 3, "The concept"), ("mosaic", 8, None, 2, "What young people ask for")),
        ),
    ),
    (("ofek", "chair", "", 0, None),),
    (("kestrel", 1, "money", "Backbone", 40000, "USD", 3.6), ("mosaic", 5, "in kind", "Evenings with young people",
     120, "hours", 60)),
)  # fmt: skip

STORIES = {"mesa-riberena": FISHERIES, "madeira-digna": TIMBER, "ladders-north": MOBILITY}
