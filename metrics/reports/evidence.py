"""The evidence that a section draws in: facts in, blocks out, each under a key that templates name."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from collab.models import Commitment, Endorsement, GateState, Metric
from government.words import REASON, STATE
from metrics.blockers import sentences
from metrics.charts.series import Point, Series
from metrics.charts.words import headline, summary
from metrics.labels import METRICS
from metrics.reports.document import Bars, Block, Line, LinePoint, Quote, Strip, Strips, Table, Words
from metrics.reports.facts import Facts
from metrics.reports.numbers import cell_text, plain

ORDER = (Metric.RELATIONSHIP, Metric.OWNERSHIP, Metric.ENGAGEMENT, Metric.READINESS)


@dataclass(frozen=True)
class Evidence:
    """One kind of evidence: its name in the form, and what it draws."""

    label: str | Promise
    draw: Callable[[Facts], list[Block]]


def _scores(facts: Facts) -> list[Block]:
    strips = tuple(_strip(facts, metric) for metric in ORDER if facts.latest(metric))
    if not strips:
        return [Words(_("No score has been computed for this period."))]
    columns = (_("Score"), _("Value"), _("Lowest"), _("Highest"), _("Expected from"), _("Expected to"), _("In words"))
    return [Strips(_("The four scores, 0 to 100"), strips, columns)]


def _strip(facts: Facts, metric: str) -> Strip:
    point = facts.latest(metric)
    assert point is not None  # noqa: S101  the caller has looked
    return Strip(
        name=str(METRICS[metric].label),
        number=point.number,
        low=point.lowest,
        high=point.highest,
        band=point.expectation,
        is_provisional=point.is_provisional,
        says=_stands(point),
        href=_score_page(facts, metric),
    )


def _stands(point: Point) -> str:
    if point.value is None:
        return _("Not enough evidence: %(covered)s %% is covered, 50 %% is needed.") % {"covered": point.covered or 0}
    place = {
        "below": _("Below the expected band."),
        "within": _("Within the expected band."),
        "above": _("Above the expected band."),
        "": "",
    }[point.place]
    return " ".join((place, _("Provisional."))).strip() if point.is_provisional else place


def _trend(metric: str) -> Callable[[Facts], list[Block]]:
    def draw(facts: Facts) -> list[Block]:
        series = facts.scores[metric]
        if not series.points:
            return [Words(_("%(score)s has not been computed for this period.") % {"score": series.name})]
        return [_line(facts, series)]

    return draw


def _line(facts: Facts, series: Series) -> Line:
    points = tuple(LinePoint(one.month, one.number, one.lowest, one.highest, one.expectation) for one in series.points)
    return Line(
        metric=series.metric,
        title=headline(series),
        subtitle=_("%(score)s, 0 to 100, at the end of each month. Sand: expected, a planning default; blue: bounds.")
        % {"score": series.name},
        summary=summary(series),
        points=points,
        columns=(_("Month"), series.name, _("Lowest"), _("Highest"), _("Expected from"), _("Expected to")),
        href=_score_page(facts, series.metric),
    )  # fmt: skip


def _changes(facts: Facts) -> list[Block]:
    rows = []
    for metric in ORDER:
        now, then = facts.latest(metric), facts.before(metric)
        if now and then:
            known = now.number is not None and then.number is not None
            moved = now.number - then.number if known else None  # type: ignore[operator]
            rows.append((str(METRICS[metric].label), then.number, now.number, moved, _moved(moved)))
    if not rows:
        return [Words(_("There is no earlier month to compare with."))]
    columns = (_("Score"), _("Before the period"), _("At its end"), pgettext("how much", "Change"), _("In words"))
    return [Table(_("Scores before the period and at its end"), columns, tuple(rows))]


def _moved(by: Decimal | None) -> str:
    if by is None:
        return _("cannot be compared: not enough evidence at one end")
    return _("risen") if by > 0 else _("fallen") if by < 0 else _("unchanged")


def _gates(facts: Facts) -> list[Block]:
    if not facts.gates:
        return [Words(_("No gate has been computed for this period."))]
    rows = tuple((f"{one.gate} {one.get_gate_display()}", one.get_state_display(), _open(one)) for one in facts.gates)
    return [Table(_("Gates, each of which must hold by itself"), (_("Gate"), _("State"), _("Still open")), rows)]


def _open(gate: GateState) -> str:
    return " ".join(sentences(gate)) or _("nothing")


def _milestones(facts: Facts) -> list[Block]:
    rows = tuple((str(one.label), one.month, one.expected_on, one.reached_on) for one in facts.milestones)
    columns = (_("Milestone"), _("Month"), _("Expected on"), _("Reached on"))
    return [Table(_("Milestones of the first 24 months"), columns, rows)]


def _indicators(facts: Facts) -> list[Block]:
    """Only what may count: the whole population not before month 24."""
    if not facts.periods:
        return [Words(_("No indicator has a figure that may count by the end of the period."))]
    rows = tuple(
        (
            f"{one.indicator.name}, {one.indicator.unit}" if one.indicator.unit else one.indicator.name,
            one.indicator.get_level_display(),
            f"{one.from_month}–{one.to_month}",
            plain(one.indicator.baseline),
            plain(one.target),
            plain(one.actual),
        )
        for one in facts.periods
    )
    columns = (_("What is measured"), _("Level"), _("Months"), _("Baseline"), _("Target"), _("Actual"))
    return [Table(_("Indicators"), columns, rows)]


def _replies(facts: Facts) -> list[Block]:
    if not facts.replies:
        return [Words(_("No partner has replied in the period to what was said about it."))]
    said = _("%(partner)s to %(what)s, %(day)s")
    return [
        Quote(one.text, said % {"partner": one.partner, "what": one.to, "day": cell_text(one.on)})
        for one in facts.replies
    ]


def _decisions(facts: Facts) -> list[Block]:
    if not facts.decisions:
        return [Words(_("No decision was noted in the year before the end of the period."))]
    most = max(facts.decisions, key=lambda row: row[1])
    total = sum((value for _name, value in facts.decisions), Decimal(0))
    title = _("%(who)s holds %(points)s of %(total)s decision points") % {
        "who": most[0], "points": cell_text(plain(most[1])), "total": cell_text(plain(total)),
    }  # fmt: skip
    said = ngettext("%(n)s decision in a year.", "%(n)s decisions in a year.", facts.decided) % {"n": facts.decided}
    if facts.owners is not None:
        said += " " + _("It works as if %(owners)s of %(all)s organisations decided.") % {
            "owners": cell_text(facts.owners), "all": len(facts.decisions),
        }  # fmt: skip
    return [
        Bars(
            title,
            _("Half a point for proposing, half for approving; last 365 days. Dotted: an even share."),
            said,
            (_("Organisation"), _("Decision points")),
            tuple(facts.decisions),
            (total / len(facts.decisions)).quantize(Decimal("0.01")),
        ),
        Words(_("Equal is not the aim as such.")),
    ]


def _commitments(facts: Facts) -> list[Block]:
    labels = dict(Commitment.Outcome.choices)
    rows = tuple((str(labels[key]), count) for key, count in facts.commitments.items())
    return [Table(_("Promises that fell due in the period"), (_("Outcome"), _("Promises")), rows)]


def _strategy(facts: Facts) -> list[Block]:
    if not facts.versions:
        return [Words(_("There is no draft of a strategy yet."))]
    stance = Endorsement.Stance
    rows = tuple(
        (
            one.title,
            one.drafted_on,
            one.approved_on if one.approved_on and one.approved_on <= facts.as_of else None,
            facts.endorsed[one.pk][stance.ENDORSED],
            facts.endorsed[one.pk][stance.OBJECTED],
        )
        for one in facts.versions
    )
    columns = (_("Version"), _("Drafted on"), _("Approved on"), _("Endorsed by"), _("Objected to by"))
    return [Table(_("Versions of the strategy"), columns, rows)]


def _mandates(facts: Facts) -> list[Block]:
    if not facts.mandates:
        return [Words(_("No mandate of a public body has been listed."))]
    rows = tuple(
        (
            f"{one.mandate.body}: {one.mandate.topic}",
            one.mandate.get_level_display(),
            str(STATE[one.coverage.state]),
            str(REASON[one.coverage.reason]),
            one.last_on,
        )
        for one in facts.mandates
    )
    columns = (_("Mandate"), _("Level"), _("Reached"), _("Why"), _("Last contact"))
    return [Table(_("Public bodies, by office and never by name"), columns, rows)]


def _not_measured(facts: Facts) -> list[Block]:
    text = _(
        "We report no numbers on the whole population before month 24. They would say little about this collaboration "
        "and could push partners to short pilots. What is followed instead is evidence of stronger relationships "
        "between partners that lead to shared ownership of strategy."
    )
    return [Words(text)]


def _score_page(facts: Facts, metric: str) -> str:
    """The page that explains a score."""
    return reverse("metrics:score_detail", args=[facts.slug, metric])


EVIDENCE: dict[str, Evidence] = {
    "scores": Evidence(gettext_lazy("The four scores"), _scores),
    "changes": Evidence(gettext_lazy("What changed in the period"), _changes),
    "relationship": Evidence(gettext_lazy("Relationship strength by month"), _trend(Metric.RELATIONSHIP)),
    "ownership": Evidence(gettext_lazy("Shared ownership by month"), _trend(Metric.OWNERSHIP)),
    "government": Evidence(gettext_lazy("Government engagement by month"), _trend(Metric.ENGAGEMENT)),
    "readiness": Evidence(gettext_lazy("Readiness by month"), _trend(Metric.READINESS)),
    "gates": Evidence(gettext_lazy("Gates"), _gates),
    "decisions": Evidence(gettext_lazy("Who decides"), _decisions),
    "commitments": Evidence(gettext_lazy("Promises due in the period"), _commitments),
    "strategy": Evidence(gettext_lazy("Versions of the strategy and who stands behind them"), _strategy),
    "mandates": Evidence(gettext_lazy("Public bodies reached"), _mandates),
    "milestones": Evidence(gettext_lazy("Milestones"), _milestones),
    "indicators": Evidence(gettext_lazy("Indicators that may count"), _indicators),
    "replies": Evidence(gettext_lazy("What partners reply to decisions and levels"), _replies),
    "not_measured": Evidence(gettext_lazy("What we do not measure yet"), _not_measured),
}
