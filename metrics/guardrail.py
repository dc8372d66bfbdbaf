"""The guardrail: when a measure of the whole population may count. Pages, forms, reports and exports ask here.

In the first 24 months a population figure says little about a collaboration, and can push partners to short pilots.
Until then it is kept as a baseline or as context; it is never progress, a target or a trend, never stands in a score,
a list's order or a headline, unless a second person has confirmed an override with a reason. Knows no database.
"""

import re
from collections.abc import Iterable

from collab.months import FRAME_MONTHS

POPULATION = "population"
# what names and units of population measures say; a hint for people, never a decision
SIGNS = re.compile(
    r"""\bper\s+(1[,. ]?000|10[,. ]?000|100[,. ]?000|thousand|capita|head|inhabitants?)\b
      | \bprevalence\b | \bincidence\b
      | \bmortality\b | \bmorbidity\b | \blife\s+expectancy\b | \bpovert(y|ies)\b | \bgraduation\b | \bliteracy\b
      | \bunemployment\b | (%|\bper\s?cent|\bpercentage|\bshare)\s+of\s+(all\s+|the\s+)?(residents|children|households|
        people|population|adults|women|men|girls|boys|pupils|students|youth|young\s+people|families|inhabitants)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def suggests_population(name: str, unit: str) -> bool:
    """Whether words sound like a measure of the whole population. Example: "Graduation", "%" -> True."""
    return bool(SIGNS.search(f"{name} {unit}") or SIGNS.search(f"{unit} of {name}"))


def is_guarded(level: str, *, is_confirmed: bool) -> bool:
    """Whether the guardrail holds an indicator: of the population, with no override confirmed by a second person."""
    return level == POPULATION and not is_confirmed


def may_count(from_month: int, *, guarded: bool) -> bool:
    """Whether a period that starts in a month may be shown as progress, with its target, or in a trend or a headline.

    Example: month 12 of a guarded indicator -> False; month 24 -> True; month 12 of any other -> True.
    """
    return not guarded or from_month >= FRAME_MONTHS


def must_choose(level: str, from_months: Iterable[int], *, is_confirmed: bool) -> bool:
    """Whether saving needs one of the three ways on: some period would count before the time for it."""
    guarded = is_guarded(level, is_confirmed=is_confirmed)
    return any(not may_count(month, guarded=guarded) for month in from_months)
