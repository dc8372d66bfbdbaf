"""Whether a mandate is covered: the one rule behind covered, thin, gap and not known. Pure: no clock, no database.

Every page, and later every export and score explanation, asks here, so that no two of them can differ.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CRITERIA = ("ability", "willingness", "authority", "bandwidth")  # always in this order
HIGHEST = 4
FULL = 100.0
SOUND = 50.0  # a liaison from here on carries a mandate
VERIFY_DAYS = 180  # full weight up to here, then it should be looked at again
EXPIRE_DAYS = 365  # what was rated or confirmed before says nothing about today
SAFE = 2  # with two sound liaisons, one may leave


class Cover(StrEnum):
    """How well a mandate is covered."""

    COVERED = "covered"
    THIN = "thin"
    GAP = "gap"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why it stands so. Words for each: government/words.py."""

    SOUND = "sound"
    WEAK = "weak"
    ZERO = "zero"
    LEFT = "left"
    NONE_FOUND = "none found"
    LEFT_LONG_AGO = "left long ago"
    LOOKED_LONG_AGO = "looked long ago"
    NEVER_LOOKED = "never looked"
    UNRATED = "unrated"
    UNANSWERED = "unanswered"
    EXPIRED = "expired"


class Flag(StrEnum):
    """What should be looked at although it does not change the state."""

    OFFICIAL_LEFT = "official left"
    VERIFY = "verify"
    ALONE = "alone"
    CONFIRM = "confirm"


@dataclass(frozen=True)
class Rated:
    """What somebody answered on a day; a missing criterion is None."""

    on: date
    levels: Mapping[str, int | None]


@dataclass(frozen=True)
class Standing:
    """Where a liaison stands: the newest rating, as the score takes it, by criterion."""

    levels: tuple[float | None, ...]  # in the order of CRITERIA
    rated_on: date | None  # the newest rating, even where it expired
    is_expired: bool = False
    needs_look: bool = False  # older than 180 days
    is_before_change: bool = False  # rated before the last official left

    @property
    def fitness(self) -> float | None:
        """0-100; None while a criterion is unanswered. Any zero gives 0."""
        return fitness(self.levels)

    @property
    def weakest(self) -> tuple[str, ...]:
        """The criteria that hold the others back; none while one is unanswered or all are alike above zero."""
        return weakest(self.levels)


@dataclass(frozen=True)
class Coverage:
    """The state of a mandate with its reason, its weakest criterion and what to look at."""

    state: Cover
    reason: Reason
    weakest: tuple[str, ...] = ()
    fitness: float | None = None
    is_safe: bool = False  # two sound liaisons
    flags: tuple[Flag, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether nobody carries this mandate, as far as anybody knows."""
        return self.state is Cover.GAP

    @property
    def is_forgotten(self) -> bool:
        """Whether it was a gap once and nobody has looked for a year: not known, and to be looked at first."""
        return self.reason in (Reason.LEFT_LONG_AGO, Reason.LOOKED_LONG_AGO)


def fitness(levels: Sequence[float | None]) -> float | None:
    """100 (a/4 w/4 h/4 b/4)^(1/4) for levels 0-4; None while one is unanswered. Example: 4, 4, 4, 1 -> 70.7107."""
    product = 1.0
    for level in levels:
        if level is None:
            return None
        product *= level / HIGHEST
    return float(FULL * product ** (1 / len(CRITERIA)))


def weakest(levels: Sequence[float | None]) -> tuple[str, ...]:
    """The lowest criteria. Example: 3, 3, 2, 2 -> authority, bandwidth; 3, 3, 3, 3 -> none; 0, 0, 0, 0 -> all."""
    known = [level for level in levels if level is not None]
    if len(known) < len(CRITERIA):
        return tuple(name for name, level in zip(CRITERIA, levels, strict=True) if level == 0)
    lowest = min(known)
    if lowest == max(known) and lowest > 0:
        return ()
    return tuple(name for name, level in zip(CRITERIA, levels, strict=True) if level == lowest)


def standing(ratings: Iterable[Rated], *, on: date, changed_on: date | None = None) -> Standing:
    """Where a liaison stands on a day. `changed_on` is when the last official left the mandate, if one did.

    Only the newest rating counts (of one day, the first that is given), and none older than a year.
    """
    past = [one for one in ratings if one.on <= on]
    newest = max(past, key=lambda one: one.on, default=None)
    if newest is None:
        return Standing((None,) * len(CRITERIA), None, is_before_change=changed_on is not None)
    age = (on - newest.on).days
    return Standing(
        levels=tuple(newest.levels.get(name) if age <= EXPIRE_DAYS else None for name in CRITERIA),
        rated_on=newest.on,
        is_expired=age > EXPIRE_DAYS,
        needs_look=age > VERIFY_DAYS,
        is_before_change=changed_on is not None and newest.on < changed_on,
    )


def coverage(
    standings: Sequence[Standing], *, had_liaison: bool = False, confirmed_days: int | None = None,
    has_official: bool = True,
) -> Coverage:  # fmt: skip
    """The state of a mandate from its current liaisons, as the score counts it.

    Best fitness >= 50 covers it, above 0 it is thin, 0 is a gap. Without a liaison it is a gap while it is confirmed
    that there is none, by somebody who looked or by the last one leaving; `confirmed_days` is how many days ago, None
    for never. What was confirmed more than a year ago, a rating that nobody gave and one that is too old are not known.
    """
    flags = _flags(standings, has_official=has_official)
    if not standings:
        return _empty(had_liaison=had_liaison, confirmed_days=confirmed_days, flags=flags)
    best = max(standings, key=lambda one: -1.0 if one.fitness is None else one.fitness)
    value = best.fitness
    if value is None:
        return Coverage(Cover.UNKNOWN, _why_unknown(standings), flags=flags)
    sound = sum((one.fitness or 0) >= SOUND for one in standings)
    if value >= SOUND:
        alone = () if sound >= SAFE else (Flag.ALONE,)
        return Coverage(Cover.COVERED, Reason.SOUND, best.weakest, value, sound >= SAFE, (*flags, *alone))
    if value > 0:
        return Coverage(Cover.THIN, Reason.WEAK, best.weakest, value, flags=flags)
    return Coverage(Cover.GAP, Reason.ZERO, best.weakest, value, flags=flags)


def _empty(*, had_liaison: bool, confirmed_days: int | None, flags: tuple[Flag, ...]) -> Coverage:
    if confirmed_days is not None and confirmed_days <= EXPIRE_DAYS:
        again = (Flag.CONFIRM,) if confirmed_days > VERIFY_DAYS else ()
        return Coverage(Cover.GAP, Reason.LEFT if had_liaison else Reason.NONE_FOUND, flags=(*flags, *again))
    if had_liaison:
        return Coverage(Cover.UNKNOWN, Reason.LEFT_LONG_AGO, flags=flags)
    never = confirmed_days is None
    return Coverage(Cover.UNKNOWN, Reason.NEVER_LOOKED if never else Reason.LOOKED_LONG_AGO, flags=flags)


def _why_unknown(standings: Sequence[Standing]) -> Reason:
    if any(one.rated_on and not one.is_expired for one in standings):
        return Reason.UNANSWERED
    return Reason.EXPIRED if any(one.is_expired for one in standings) else Reason.UNRATED


def _flags(standings: Sequence[Standing], *, has_official: bool) -> tuple[Flag, ...]:
    flags = []
    if standings and (not has_official or any(one.is_before_change for one in standings)):
        flags.append(Flag.OFFICIAL_LEFT)
    if any(one.needs_look for one in standings):
        flags.append(Flag.VERIFY)
    return tuple(flags)
