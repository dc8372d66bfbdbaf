"""Everything a report may draw from, as of the end of its period: read once, in a bounded number of queries."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from django.utils.translation import gettext as _

from collab.models import Collaboration, Commitment, DecisionPart, Endorsement, GateState, Metric
from collab.models.strategy import StrategyVersion
from government.ladder import Rung, rungs_of
from government.models import Mandate
from metrics.charts.series import Point, Series
from metrics.formulas.catalogue import COMMITMENT_WINDOW_DAYS
from metrics.formulas.distribution import effective_owners
from metrics.formulas.expectation import Band
from metrics.formulas.ownership import decision_points
from metrics.formulas.shown import round_half_up
from metrics.frame import Reached, milestones
from metrics.models import IndicatorPeriod
from metrics.models.weights import frames_of
from metrics.series import COLUMNS, named
from partners.models import RatingReply, ReviewReply


@dataclass(frozen=True)
class Reply:
    """What a partner says to what was said about it: its words, who it is, to what, and when."""

    text: str
    partner: str
    to: str
    on: date


@dataclass(frozen=True)
class Facts:
    """What is known of one collaboration at the end of a day."""

    slug: str
    as_of: date
    since: date
    scores: dict[str, Series]
    gates: list[GateState]
    commitments: dict[str, int]
    decisions: list[tuple[str, Decimal]]
    decided: int
    owners: Decimal | None
    versions: list[StrategyVersion]
    endorsed: dict[int, Counter[str]]
    mandates: list[Rung]
    milestones: list[Reached]
    periods: list[IndicatorPeriod]
    replies: list[Reply]

    def latest(self, metric: str) -> Point | None:
        """The last snapshot of the period."""
        return self.scores[metric].latest

    def before(self, metric: str) -> Point | None:
        """The last snapshot before the period."""
        points = [one for one in self.scores[metric].points if one.as_of < self.since]
        return points[-1] if points else None


def facts_of(collaboration: Collaboration, *, since: date, until: date) -> Facts:
    """The facts of a period. What happened after `until` does not exist for it."""
    points, decided = _decisions(collaboration, until)
    versions = list(collaboration.strategy_versions.filter(drafted_on__lte=until).order_by("drafted_on", "id"))
    bands = frames_of(collaboration.weight_sets.all())
    return Facts(
        slug=collaboration.slug,
        as_of=until,
        since=since,
        scores={metric: _series(collaboration, metric, until, bands) for metric in Metric.values},
        gates=list(collaboration.gate_states.known_on(until)),
        commitments=_commitments(collaboration, since, until),
        decisions=points,
        decided=decided,
        owners=_owners(points),
        versions=versions,
        endorsed=_endorsed(versions, until),
        mandates=_mandates(collaboration, until),
        milestones=milestones(collaboration, on=until) if collaboration.started_on <= until else [],
        periods=_periods(collaboration, until),
        replies=_replies(collaboration, since, until),
    )


def _series(
    collaboration: Collaboration, metric: str, until: date, bands: Mapping[str, Sequence[Band | None]]
) -> Series:
    rows = collaboration.scores.series(metric).filter(as_of__lte=until)
    return named(metric, rows.values_list(*COLUMNS), bands.get(metric, ()))


def _commitments(collaboration: Collaboration, since: date, until: date) -> dict[str, int]:
    """How many promises fell due in the period, by what became of them by its end."""
    rows = collaboration.commitments.filter(due_on__gte=since, due_on__lte=until)
    found: Counter[str] = Counter()
    for outcome, closed_on in rows.values_list("outcome", "closed_on"):
        found[outcome if closed_on and closed_on <= until else Commitment.Outcome.OPEN] += 1
    return {value: found[value] for value in Commitment.Outcome.values}


def _decisions(collaboration: Collaboration, until: date) -> tuple[list[tuple[str, Decimal]], int]:
    """Decision points of the last year by organisation, the names in order; and of how many decisions."""
    first = date.fromordinal(until.toordinal() - COMMITMENT_WINDOW_DAYS)
    decisions = collaboration.decisions.filter(is_carried=True, decided_on__gt=first, decided_on__lte=until)
    rows = DecisionPart.objects.filter(decision__in=decisions).order_by("organization__name", "id")
    parts = list(rows.values_list("organization__name", "decision_id", "part"))
    halves = {half: number for number, half in enumerate(dict.fromkeys((pk, part) for _name, pk, part in parts))}
    worth = decision_points(np.array([halves[pk, part] for _name, pk, part in parts], dtype=np.int64))
    points: dict[str, float] = defaultdict(float)
    for (name, _pk, _part), one in zip(parts, worth.tolist(), strict=True):
        points[name] += one
    amounts = [(name, round_half_up(points[name], 2)) for name in sorted(points, key=str.casefold)]
    return amounts, len({pk for _name, pk, _part in parts})


def _owners(points: list[tuple[str, Decimal]]) -> Decimal | None:
    found = effective_owners([float(value) for _name, value in points]) if points else None
    return None if found is None else round_half_up(found, 1)


def _endorsed(versions: list[StrategyVersion], until: date) -> dict[int, Counter[str]]:
    """How many organisations stand how to each version; of what one said several times the newest counts."""
    rows = Endorsement.objects.filter(strategy__in=versions).newest(on=until)
    found: dict[int, Counter[str]] = {one.pk: Counter() for one in versions}
    for one in rows:
        found[one.strategy_id][one.stance] += 1
    return found


def _periods(collaboration: Collaboration, until: date) -> list[IndicatorPeriod]:
    """What may be shown as progress, of the months that had ended."""
    rows = IndicatorPeriod.objects.filter(collaboration=collaboration, to_month__lte=collaboration.month(on=until) or 0)
    counted = rows.counted().select_related("indicator")
    return list(counted.order_by("indicator__name", "indicator", "from_month"))


def _replies(collaboration: Collaboration, since: date, until: date) -> list[Reply]:
    """What partners said in the period to decisions on them and to levels given to them; never the level itself."""
    said = {"collaboration": collaboration, "replied_on__range": (since, until)}
    decisions = ReviewReply.objects.filter(**said).select_related("review__partner__organization")
    levels = RatingReply.objects.filter(**said).select_related("rating__partner__organization")
    found = [Reply(one.text, str(one.review.partner), _("a decision about it"), one.replied_on) for one in decisions]
    found += [Reply(one.text, str(one.rating.partner), _level(one), one.replied_on) for one in levels.order_by("pk")]
    return sorted(found, key=lambda one: (one.on, one.partner))


def _level(reply: RatingReply) -> str:
    names = {"criterion": reply.rating.get_criterion_display()}
    if reply.kind == RatingReply.Kind.CONTEST:
        return _("a level that it contests: %(criterion)s") % names
    return _("a level: %(criterion)s") % names


def _mandates(collaboration: Collaboration, until: date) -> list[Rung]:
    """By office and state only: what leaves the house never names an official or a liaison."""
    rows = Mandate.objects.filter(collaboration=collaboration).in_force(on=until)
    return [rung.by_role() for rung in rungs_of(collaboration, rows, on=until)]
