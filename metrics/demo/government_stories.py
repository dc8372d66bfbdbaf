"""What government looks like in each of the three stories. All names are invented."""

from dataclasses import dataclass

Levels = tuple[int | None, ...]  # ability, willingness, authority, bandwidth, trust of the official


@dataclass(frozen=True)
class Carrier:
    """A liaison with ratings by month."""

    name: str
    title: str
    steps: int
    first: int
    ratings: tuple[tuple[int, Levels], ...]
    last: int | None = None
    evidence: str = "Seen in meetings of the last months."


@dataclass(frozen=True)
class Office:
    """A mandate of a public body; `body` is a member's key or the name of a body that joins the list."""

    body: str
    level: str
    topic: str
    decides: str
    weight: int
    officials: tuple[tuple[str, str, int, int | None], ...] = ()  # name, office, from month, to month
    carriers: tuple[Carrier, ...] = ()
    stances: tuple[tuple[int, int, str], ...] = ()
    talks: tuple[tuple[float, str], ...] = ()  # month, timing or "" for a contact without substance
    none_found: tuple[int, ...] = ()
    label: str = ""
    place: str = ""
    part_of: str = ""


@dataclass(frozen=True)
class Place:
    """The government side of one story."""

    role: str
    reason: str
    offices: tuple[Office, ...]
    influence: tuple[tuple[str, int, int], ...] = ()


EARLY, DRAFT, APPROVAL, LATER = "before framing", "before draft", "before approval", "later"

TIMBER = Place(
    "state-led",
    "Inspection and licences are duties of the state; others may only advise.",
    (
        Office(
            "Ministério do Trabalho Digno", "national", "Labour inspection",
            "Which mills are inspected, and what is published of it.", 3,
            officials=(("Amália Serrano", "Secretary of inspection", 0, None),),
            carriers=(
                Carrier("Paulo Dias", "Adviser to the secretary", 1, 1, ((3, (3, 2, 2, 2, 2)), (11, (3, 3, 2, 2, 3)))),
                Carrier("Benta Couto", "Head of planning", 2, 6, ((8, (2, 4, 1, 3, 2)),)),
            ),
            stances=((4, 2, "Asked for our list first."), (11, 3, "Set the plan on a common table.")),
            talks=((5.4, DRAFT), (7.5, APPROVAL), (10.2, ""), (11.6, APPROVAL)),
            label="Ministério", place="Brasília",
        ),
        Office(
            "secretaria", "regional", "Complaints and victims",
            "Who answers complaints, and who shelters families.", 2,
            officials=(("Ivone Carrasco", "State secretary of labour", 0, None),),
            carriers=(
                Carrier("Helena Moura", "Chief of staff", 0, 2, ((4, (2, 3, 3, 2, 3)), (12, (3, 4, 3, 2, 3)))),
            ),
            stances=((12, 2, "Asked for a page, then decided alone."),),
            talks=((5.6, DRAFT), (6.5, ""), (8.8, APPROVAL), (13.4, APPROVAL)), part_of="Ministério do Trabalho Digno",
        ),
        Office(
            "Prefeitura de Marabá, assistência social", "municipal", "Shelter and social assistance",
            "Beds, staff and opening hours of the shelter.", 3,
            officials=(("Tereza Brandão", "Municipal secretary of assistance", 0, 12),),
            carriers=(
                Carrier("Nilo Azevedo", "Assistant to the secretary", 0, 3, ((5, (3, 3, 2, 2, 3)),), last=12),
            ),
            stances=((6, 1, "“Prepare your recommendations and I will decide.”"),),
            talks=((6.3, DRAFT), (10.9, APPROVAL)), label="Marabá", place="Marabá",
        ),
    ),
    (
        ("sindicato", 3, 4), ("serrarias", 4, 2), ("secretaria", 4, 3), ("faculdade", 2, 3), ("pastoral", 1, 4),
        ("Ministério do Trabalho Digno", 4, 2), ("Prefeitura de Marabá, assistência social", 3, 1),
    ),
)  # fmt: skip

FISHERIES = Place(
    "mixed",
    "The state gives permits; cooperatives and buyers set prices among themselves.",
    (
        Office(
            "Comisión Federal del Litoral", "national", "Closed season", "When the season closes, and for whom.", 3,
            officials=(("Octavio Zárate", "Commissioner", 0, None),),
            carriers=(
                Carrier("Mireya Olguín", "Technical secretary", 1, 3, ((5, (2, 3, 2, 2, 2)), (15, (3, 4, 3, 3, 3)))),
                Carrier("Saúl Berumen", "Regional delegate", 1, 9, ((16, (3, 3, 2, 3, 3)),)),
            ),
            stances=((5, 1, "Wanted proposals only."), (14, 3, "Moved the date after the joint table.")),
            talks=((2.2, EARLY), (6.5, DRAFT), (11.3, ""), (15.8, APPROVAL), (18.2, "")),
            label="Comisión", place="Ciudad de México",
        ),
        Office(
            "pesca", "regional", "Permits", "Who gets a permit, and how long that takes.", 3,
            officials=(
                ("Leticia Cota", "Director of fisheries", 0, 10), ("Arnulfo Tapia", "Director of fisheries", 11, None),
            ),
            carriers=(
                Carrier("Gerardo Montaño", "Head of permits", 0, 4, ((6, (3, 3, 3, 3, 3)), (16, (4, 4, 3, 3, 4)))),
            ),
            stances=((7, 2, "Asked before the new form."), (17, 4, "Leads the permit clinic in own name.")),
            talks=((3.1, EARLY), (8.4, DRAFT), (12.6, APPROVAL), (17.1, ""), (18.5, "")),
            part_of="Comisión Federal del Litoral",
        ),
        Office(
            "Ayuntamiento de Guaymas", "municipal", "Landing sites", "Where boats land, light and water there.", 2,
            officials=(("Celia Urías", "Director of services", 5, None),),
            carriers=(Carrier("Ramón Siqueiros", "Engineer", 1, 8, ((14, (2, 4, 1, 1, 2)),)),),
            stances=((15, 2, "Asked what the boats need first."),), talks=((9.5, DRAFT), (16.4, "")),
            label="Guaymas", place="Guaymas",
        ),
    ),
    (
        ("marea", 3, 4), ("estero", 2, 4), ("ciel", 2, 3), ("pesca", 4, 4), ("frio", 3, 2), ("radio", 1, 2),
        ("Comisión Federal del Litoral", 4, 2), ("Ayuntamiento de Guaymas", 2, 3),
    ),
)  # fmt: skip

MOBILITY = Place(
    "mixed",
    "Schools belong to the state, first jobs to companies.",
    (
        Office(
            "National Skills Authority", "national", "Recognised certificates", "Which course counts for a job.", 2,
            label="Skills", place="Jerusalem",
        ),
        Office(
            "ministry", "regional", "Places in schools", "How many places there are, and who may use school data.", 3,
            officials=(("Dalia Ben-Haim", "District director", 0, 17),),
            carriers=(
                Carrier("Ronit Almog", "District adviser", 1, 6, ((8, (3, 3, 1, 2, 2)),), last=17),
            ),
            stances=((9, 1, "Took the paper, promised nothing."),), talks=((10.5, LATER), (14.2, "")),
        ),
        Office(
            "Town of Gilboa Heights", "municipal", "Youth centre", "Rooms and hours of the youth centre.", 1,
            officials=(("Munir Safadi", "Head of youth", 3, None),),
            carriers=(Carrier("Hila Regev", "Youth worker", 2, 7, ((9, (2, 4, 0, 3, 1)),)),),
            stances=((12, 0, "No answer to three letters."),), talks=((12.1, LATER),), label="Gilboa H.",
        ),
    ),
    (("college", 2, 2), ("ministry", 4, 1), ("startech", 3, 1), ("mosaic", 1, 4)),
)  # fmt: skip

STORIES = {"madeira-digna": TIMBER, "mesa-riberena": FISHERIES, "ladders-north": MOBILITY}
