"""The shape of a story: who takes part, how often they meet, how trust and joint work move."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Member:
    """An organisation of a story with its people as (name, job title)."""

    key: str
    name: str
    label: str
    sector: str
    people: tuple[tuple[str, str], ...]
    is_local: bool = True
    core_from: int | None = 0  # month; None never joins the core
    core_to: int | None = None
    place: str = ""


@dataclass(frozen=True)
class Season:
    """Some months of a story."""

    first: int
    last: int
    meetings: float  # a month
    kept: float  # share of promises kept
    own_call: float = 0.4  # share of meetings that somebody else than the backbone calls


@dataclass(frozen=True)
class Wave:
    """A survey wave: trust 1-4 and joint work 0-5 around which answers lie, and who did not answer."""

    month: int
    trust: float
    joint: float
    silent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """One collaboration."""

    slug: str
    name: str
    issue: str
    country: str
    time_zone: str
    currency: str
    languages: tuple[str, ...]
    months: int  # how long ago it started
    backbone: str
    seed: int
    members: tuple[Member, ...]
    seasons: tuple[Season, ...]
    waves: tuple[Wave, ...]
    topics: tuple[tuple[str, str], ...]  # topics, what happened
    promises: tuple[str, ...]
    decisions: tuple[str, ...]
    notes: tuple[str, ...]
    distrust: frozenset[tuple[str, str]] = field(default_factory=frozenset)  # pairs that trust each other less
