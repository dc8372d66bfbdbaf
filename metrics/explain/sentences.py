"""One sentence in plain words: why a score is what it is, and why it changed."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from collab.models import Score, Seat
from collab.wording import decimal, within
from metrics.charts.bars import signed
from metrics.explain.changes import Change
from metrics.explain.parts import Part, parts
from metrics.formulas.catalogue import COVERAGE_SHOWN
from metrics.formulas.composite import support_of
from metrics.formulas.shown import round_half_up, shown
from metrics.labels import CHANGES, METRICS

NAMED = 2  # parts that a sentence names
LEAST = 0.5  # points; a part that moved less is not named


def score_sentence(score: Score, *, seat: Seat | None, number: Decimal | None = None, name: str = "") -> str:
    """Why a stored score is what it is, as far as a reader may know; `number` and `name` as the page shows them.

    Example: "Relationship strength is 53, mostly trust (18 points) and contact (14 points); nothing is known of
    give and take."
    """
    if score.coverage is None:
        return _("Nothing has been computed yet.")
    found = parts(score, seat=seat)
    values: dict[str, object] = {
        "name": name or METRICS[score.metric].label,
        "unknown": _names([one for one in found if one.points is None]),
    }
    if not score.has_enough_evidence:
        return _without_number(score, values)
    most = sorted((one for one in found if one.points), key=lambda one: -(one.points or 0))[:NAMED]
    values |= {
        "number": decimal(number or round_half_up(score.value or 0)),
        "most": get_text_list(_told(most), _("and")),
    }
    is_provisional = support_of(score.coverage) == "provisional"
    if not most:
        return _("%(name)s is %(number)s: nothing adds to it.") % values
    if values["unknown"]:
        texts = (
            _("%(name)s is %(number)s, mostly %(most)s; nothing is known of %(unknown)s."),
            _("%(name)s is provisionally %(number)s, mostly %(most)s; nothing is known of %(unknown)s."),
        )
    else:
        texts = (
            _("%(name)s is %(number)s, mostly %(most)s."),
            _("%(name)s is provisionally %(number)s, mostly %(most)s."),
        )
    return texts[is_provisional] % values


def change_sentence(metric: str, first: int, last: int, size: Decimal, changes: Sequence[Change]) -> str:
    """Why a score moved by `size` from one month to another, in the words of its largest parts.

    Example: "Readiness rose by 4 from month 9 to month 12, mostly champions +3.1 (changed) and urgency +1.2 (added)."
    """
    values: dict[str, object] = {
        "name": METRICS[metric].label,
        "from": first,
        "to": last,
        "size": abs(size),
        "parts": reasons(changes),
    }
    if not values["parts"]:
        texts = (
            _("%(name)s stayed as it was from month %(from)s to month %(to)s."),
            _("%(name)s rose by %(size)s from month %(from)s to month %(to)s."),
            _("%(name)s fell by %(size)s from month %(from)s to month %(to)s."),
        )
    else:
        texts = (
            _("%(name)s stayed as it was from month %(from)s to month %(to)s, for %(parts)s."),
            _("%(name)s rose by %(size)s from month %(from)s to month %(to)s, mostly %(parts)s."),
            _("%(name)s fell by %(size)s from month %(from)s to month %(to)s, mostly %(parts)s."),
        )
    return texts[(size > 0) - (size < 0)] % values


def reasons(changes: Sequence[Change]) -> str:
    """The largest parts of a change; empty where none is worth naming. Example: "trust −3.1 (changed)"."""
    large = sorted((one for one in changes if abs(one.points) > LEAST), key=lambda one: -abs(one.points))
    said = [
        _("%(part)s %(points)s (%(kind)s)") % {
            "part": within(one.label), "points": signed(round_half_up(one.points, 1)),
            "kind": str(CHANGES[one.kind].label).lower(),
        }
        for one in large[:NAMED]
    ]  # fmt: skip
    return get_text_list(said, _("and"))


def _without_number(score: Score, values: dict[str, object]) -> str:
    values |= {
        "covered": decimal(shown(score.coverage, (COVERAGE_SHOWN,)) or 0), "low": round_half_up(score.low or 0),
        "high": round_half_up(score.high or 0),
    }  # fmt: skip
    if values["unknown"]:
        return (
            _(
                "%(name)s has no number yet, for %(covered)s %% of it is known; it lies between %(low)s and %(high)s, "
                "and nothing is known of %(unknown)s."
            ) % values
        )  # fmt: skip
    return (
        _("%(name)s has no number yet, for %(covered)s %% of it is known; it lies between %(low)s and %(high)s.")
        % values
    )


def _told(most: Sequence[Part]) -> list[str]:
    return [
        _("%(part)s (%(points)s points)") % {"part": within(one.label), "points": round_half_up(one.points or 0)}
        for one in most
    ]


def _names(found: Sequence[Part]) -> str:
    """Parts by name; of many the ones that weigh most, and how many others there are."""
    names = [within(one.label) for one in sorted(found, key=lambda one: -one.weight)]
    if len(names) > NAMED + 1:
        names = [*names[:NAMED], _("%(count)s other parts") % {"count": len(names) - NAMED}]
    return get_text_list(names, _("and"))
