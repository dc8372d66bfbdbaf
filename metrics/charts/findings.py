"""The finding of a page in two sentences: where the scores of a collaboration stand, all of them or one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.wording import decimal, within
from metrics.charts.series import Point, Series


@dataclass(frozen=True)
class Finding:
    """A page in two sentences."""

    headline: str
    lede: str


def finding(scores: Mapping[str, Series]) -> Finding:
    """Where the scores of a collaboration stand against what is expected of its month."""
    latest = [(one.name, one.latest) for one in scores.values() if one.latest is not None]
    if not latest:
        return Finding(
            _("The first figures are on their way"), _("They appear here a few seconds after the first record.")
        )
    told = [(name, point) for name, point in latest if point.value is not None]
    if not told:
        return Finding(_("Not enough evidence yet to tell where this stands"), _unknown(latest))
    month = max(point.month for _name, point in latest)
    return Finding(_headline(told, month), " ".join([*_places(told, month), *_silent(latest)]))


def _headline(told: list[tuple[str, Point]], month: int) -> str:
    below = [name for name, point in told if point.place == "below"]
    values = {"month": month, "names": names(below), "count": len(told)}
    if below:
        return (
            ngettext(
                "%(names)s is lower than expected by month %(month)s",
                "%(names)s are lower than expected by month %(month)s", len(below),
            ) % values
        )  # fmt: skip
    if not any(point.place for _name, point in told):
        return _("Where it stands in month %(month)s, after the first 24") % values
    return (
        ngettext(
            "The one score that can be told is as high as expected by month %(month)s",
            "All %(count)s scores that can be told are as high as expected by month %(month)s", len(told),
        ) % values
    )  # fmt: skip


def _places(told: list[tuple[str, Point]], month: int) -> Iterable[str]:
    above = [name for name, point in told if point.place == "above"]
    within = [name for name, point in told if point.place == "within"]
    if above:
        text = ngettext("%(names)s is higher than expected.", "%(names)s are higher than expected.", len(above))
        yield text % {"names": names(above)}
    if within:
        text = ngettext(
            "%(names)s stands where it is expected.", "%(names)s stand where they are expected.", len(within)
        )
        yield text % {"names": names(within)}
    shaky = [name for name, point in told if point.is_provisional]
    if shaky:
        text = ngettext(
            "%(names)s is provisional: more evidence may move it.",
            "%(names)s are provisional: more evidence may move them.", len(shaky),
        )  # fmt: skip
        yield text % {"names": names(shaky)}


def _silent(latest: list[tuple[str, Point]]) -> Iterable[str]:
    silent = [name for name, point in latest if point.value is None]
    if silent:
        yield _("Not enough evidence yet for %(names)s.") % {"names": names(silent, is_inside=True)}


def _unknown(latest: list[tuple[str, Point]]) -> str:
    """What the thickest evidence covers, and that nothing is a zero."""
    covered = [(point.coverage, name, point) for name, point in latest if point.coverage]
    if not covered:
        return _("Nothing has been recorded that counts. What is not known is shown as not known, never as zero.")
    _coverage, name, point = max(covered, key=lambda one: one[0] or 0)
    return _(
        "The evidence covers %(coverage)s %% of %(name)s; from 50 %% on there is a number. "
        "On what is known it could lie anywhere from %(low)s to %(high)s."
    ) % {"coverage": decimal(point.covered or 0), "name": within(name), "low": point.lowest, "high": point.highest}


def names(found: list[str], *, is_inside: bool = False) -> str:
    """Names of scores within a sentence, a capital only where it begins. Example: "Readiness and shared ownership"."""
    first, *others = found or [""]
    lowered = [within(one) for one in others]
    return get_text_list([within(first) if is_inside else first, *lowered], _("and")) if found else ""


def stands(series: Series, called: str = "") -> str:
    """One score as a headline; `called`: its name within a sentence."""
    latest = series.latest
    if latest is None:
        return _("The first figures are on their way")
    values = {"name": called or within(series.name), "value": decimal(latest.number or 0)}
    return (_("Why has %(name)s no number yet?") if latest.value is None else _("Why is %(name)s %(value)s?")) % values
