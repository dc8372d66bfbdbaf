"""The metric catalogue: keys, default weights, limits and windows of specification version 1, as plain data.

Weights, bands and thresholds without a published norm are our own editable defaults; the definitions page says so.
Words for people stand in metrics/labels.py, under the same keys. Source of every number: docs/metrics.md.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

SPEC_VERSION = 1


class Ageing(StrEnum):
    """How evidence loses force as it gets older (docs/metrics.md#ageing)."""

    OPINION = "opinion"
    FACT = "fact"
    WINDOW = "window"
    MIXED = "mixed"


@dataclass(frozen=True)
class Component:
    """One part of a score: 0-100 once computed. `weight` is the default share of the whole score."""

    key: str
    weight: float
    ageing: Ageing
    source: str
    section: str = ""
    unit: str = "points"


@dataclass(frozen=True)
class Metric:
    """One score of 0-100 and the components it is the weighted mean of."""

    key: str
    components: tuple[Component, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Component keys in the order in which arrays hold them (last axis)."""
        return tuple(component.key for component in self.components)

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """Default weights in the order of `keys`."""
        return tuple(component.weight for component in self.components)


@dataclass(frozen=True)
class Band:
    """A named stretch of 0-100 that starts at `at_least` and ends where the next one starts."""

    key: str
    at_least: float


RELATIONSHIP = Metric(
    "relationship",
    (
        Component("trust", 0.30, Ageing.OPINION, "answers"),
        Component("commitments", 0.25, Ageing.WINDOW, "commitments"),
        Component("joint_work", 0.20, Ageing.OPINION, "answers"),
        Component("contact", 0.15, Ageing.WINDOW, "meetings"),
        Component("reciprocity", 0.10, Ageing.MIXED, "answers and meetings"),
    ),
)

PARTNER_READINESS = Metric(
    "partner_readiness",
    (
        Component("interest", 0.25, Ageing.OPINION, "readiness ratings"),
        Component("champion", 0.20, Ageing.OPINION, "readiness ratings"),
        Component("mission_fit", 0.15, Ageing.OPINION, "readiness ratings"),
        Component("capacity", 0.15, Ageing.OPINION, "readiness ratings"),
        Component("legitimacy", 0.15, Ageing.OPINION, "readiness ratings"),
        Component("track_record", 0.10, Ageing.FACT, "readiness ratings"),
    ),
)

# section -> (weight of the section, highest level of its items, number of items)
READINESS_SECTIONS = MappingProxyType({"A": (0.15, 2, 4), "B": (0.35, 4, 3), "C": (0.30, 4, 7), "D": (0.20, 4, 5)})
# C5 and C6 are other scores, C3 (earlier collaboration) is a fact; everything else is an opinion
_READINESS_AGEING = {"C3": Ageing.FACT, "C5": Ageing.MIXED, "C6": Ageing.MIXED}
_READINESS_SOURCE = {"C5": "government", "C6": "relationship"}

READINESS = Metric(
    "readiness",
    tuple(
        Component(
            f"{section}{number}",
            weight / items,
            _READINESS_AGEING.get(f"{section}{number}", Ageing.OPINION),
            _READINESS_SOURCE.get(f"{section}{number}", "collaboration ratings"),
            section,
        )
        for section, (weight, _top, items) in READINESS_SECTIONS.items()
        for number in range(1, items + 1)
    ),
)

GOVERNMENT = Metric(
    "government",
    (
        Component("coverage", 0.35, Ageing.OPINION, "liaison ratings"),
        Component("link", 0.20, Ageing.OPINION, "liaison ratings"),
        Component("frequency", 0.20, Ageing.WINDOW, "meetings"),
        Component("stance", 0.15, Ageing.OPINION, "stances"),
        Component("earliness", 0.10, Ageing.FACT, "consultations"),
    ),
)

OWNERSHIP = Metric(
    "ownership",
    (
        Component("decisions", 0.20, Ageing.WINDOW, "decisions"),
        Component("authorship", 0.20, Ageing.WINDOW, "strategy contributions"),
        Component("leadership", 0.15, Ageing.WINDOW, "leadership roles"),
        Component("endorsement", 0.15, Ageing.FACT, "endorsements"),
        Component("contributions", 0.10, Ageing.WINDOW, "resources"),
        Component("local_share", 0.10, Ageing.WINDOW, "decisions"),
        Component("perceived", 0.10, Ageing.OPINION, "answers"),
    ),
)

# the four scores of a collaboration, in the order in which pages show them
METRICS = MappingProxyType({metric.key: metric for metric in (RELATIONSHIP, READINESS, OWNERSHIP, GOVERNMENT)})

# --- evidence: how it ages, and how much of it a number needs ---------------------------------------------------
OPINION_FRESH_DAYS = 180
OPINION_LAST_DAYS = 365
AGED_QUALITY = 0.5
LOG_ALIVE_DAYS = 90
LOG_LAST_DAYS = 180
LOG_AGED_QUALITY = 0.5
COVERAGE_SHOWN = 50.0
COVERAGE_SUPPORTED = 80.0
VIEWS_DIFFER_POINTS = 2

# --- relationship strength --------------------------------------------------------------------------------------
RELATIONSHIP_BANDS = (Band("latent", 0), Band("emerging", 25), Band("working", 50), Band("strong", 75))
HALF_LIFE_DAYS = 60.0
# one contact by mode of meeting: how much two organisations can learn about each other in it
MODE_WEIGHTS = MappingProxyType({"in person": 1.0, "joint work": 1.0, "call": 0.7, "video": 0.7, "message": 0.3})
# in a large room most pairs hardly speak to each other
LARGE_EVENT_ABOVE = 8
LARGE_EVENT_WEIGHT = 0.2
COMMITMENT_WINDOW_DAYS = 365
PRESUMED_BROKEN_DAYS = 90
INITIATION_WINDOW_DAYS = 180
# up to this many core partners every pair is needed by default
ALL_PAIRS_UP_TO = 6
JOINT_WORK_TIE_AT = 2
IMPORTED_TIE_AT = 1

# --- the first 24 months ----------------------------------------------------------------------------------------
FRAME_MONTHS = 24
EXPECTATION_MONTHS = (0, 6, 12, 18, 24)
# planning defaults, no published norm: (low, high) at each of EXPECTATION_MONTHS
EXPECTATION = MappingProxyType(
    {
        "relationship": ((5, 25), (20, 45), (35, 60), (45, 70), (55, 80)),
        "ownership": ((0, 10), (5, 25), (20, 45), (35, 60), (50, 75)),
        "government": ((0, 20), (25, 50), (40, 65), (45, 70), (50, 75)),
        "readiness": ((10, 30), (25, 50), (40, 65), (50, 75), (60, 85)),
    }
)

# --- shared ownership -------------------------------------------------------------------------------------------
# below this an uneven spread says more about small numbers than about the partners
BALANCE_MEMBERS_NEEDED = 3
BALANCE_EVENTS_NEEDED = 3
OWNERSHIP_WINDOW_DAYS = 365
MONTHS_OF_A_YEAR = 12

# --- government engagement --------------------------------------------------------------------------------------
# days in which each mandate should be met, and how far the state leads social provision (rho)
CADENCE_DAYS = MappingProxyType({"state-led": 30, "mixed": 60, "not state-led": 90})
STATE_LEADS = MappingProxyType({"state-led": 1.0, "mixed": 0.6, "not state-led": 0.3})
THRESHOLD_FLOOR, THRESHOLD_SPAN = 40.0, 30.0
FREQUENCY_WINDOW_DAYS = 180
LIAISON_SOUND = 50.0
LINK_BY_STEPS = MappingProxyType({0: 1.0, 1: 0.7, 2: 0.4})
EARLINESS = MappingProxyType({"before framing": 100.0, "before draft": 75.0, "before approval": 50.0, "later": 25.0})

# --- gates ------------------------------------------------------------------------------------------------------
# what a score must reach; government engagement is asked by the role of the state (THRESHOLDS below)
RELATIONSHIPS_PROVEN = 50.0
APPROPRIATE = 60.0
INTEREST_TESTED = 50.0
PRECONDITION = 50.0
FACTOR_LEAST = 25.0
READY, OWNED = 65.0, 50.0
# preconditions ask less of government engagement than joint action
CONTEXT_MARGIN = 20.0
# evidence that a gate needs before it may decide on values that bounds leave open
GATE_COVERAGE = 60.0
# partners whose interest two assessors found tested; fewer where the core is small
PARTNERS_INTERESTED, PARTNERS_OF_SMALL_CORE, SMALL_CORE_BELOW = 3, 2, 5
ASSESSORS_NEEDED = 2

# thresholds that a collaboration may set anew, by key: the three roles of the state, and three gates
THRESHOLDS = MappingProxyType(
    {role: THRESHOLD_FLOOR + THRESHOLD_SPAN * rho for role, rho in STATE_LEADS.items()}
    | {"relationships": RELATIONSHIPS_PROVEN, "readiness": READY, "ownership": OWNED}
)

# --- milestones of the first 24 months: key -> the month by which each is expected ---------------------------------
MILESTONES = MappingProxyType(
    {
        "explained": 3, "mapped": 4, "consulted": 4, "proven": 9, "co-chair": 10, "drafted": 14, "endorsed": 16,
        "ready": 18, "reviewed": 24,
    }
)  # fmt: skip
# what "three partners drafted it" and "four fifths endorse it" mean
DRAFTERS_NEEDED = 3
ENDORSED_FROM = 80.0

# --- network measures, each named with its definition on screen -------------------------------------------------
NETWORK_MEASURES = (
    "organizations",
    "ties",
    "density",
    "dyad_reciprocity",
    "arc_reciprocity",
    "degree_centralization",
    "in_centralization",
    "out_centralization",
    "undirected_centralization",
    "betweenness_centralization",
    "components",
    "isolates",
    "communities",
    "not_brokered",
    "mean_trust",
)
