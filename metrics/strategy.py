"""Reads how the strategy came to be shared: rows in, arrays out, one query a table.

Organisations are counted as in `metrics.evidence`, days by `date.toordinal()`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast

from collab.models import (
    Collaboration,
    DecisionPart,
    Endorsement,
    LeadershipRole,
    Resource,
    StrategyContribution,
    StrategyVersion,
)
from metrics.evidence import NEVER, BoolArray, Evidence, IntArray
from metrics.formulas.composite import FloatArray, observed_mean
from metrics.formulas.ownership import decision_points, rater_perceived
from partners.models import PERCEIVED_ITEMS, Answer, PartnerStage

STANDS_IN = (PartnerStage.Stage.COMMITTED, PartnerStage.Stage.ACTIVE)


@dataclass(frozen=True)
class Deeds:
    """What organisations did on a day, and how much; `event` numbers what several of them did together."""

    organization: IntArray
    on: IntArray
    amount: FloatArray
    event: IntArray


@dataclass(frozen=True)
class Stages:
    """Since when an organisation is committed or active, or no more; by organisation, then day."""

    organization: IntArray
    on: IntArray
    stands_in: FloatArray


@dataclass(frozen=True)
class Roles:
    """Who chaired or led a group, from a day up to, not including, another."""

    organization: IntArray
    from_on: IntArray
    to_on: IntArray


@dataclass(frozen=True)
class Versions:
    """Approved texts by position, in the order in which they came into force."""

    approved_on: IntArray


@dataclass(frozen=True)
class Endorsements:
    """Who stood behind which approved version, or objected (0); by version and organisation, then day."""

    version: IntArray
    organization: IntArray
    on: IntArray
    stands_behind: FloatArray


@dataclass(frozen=True)
class Perceived:
    """What each organisation said of its own part, 0-100, mean of its raters; by organisation, then wave."""

    organization: IntArray
    on: IntArray
    said: FloatArray


@dataclass(frozen=True)
class Strategy:
    """Everything that shared ownership is made of."""

    stages: Stages
    decisions: Deeds
    authorship: Deeds
    contributions: Deeds
    roles: Roles
    versions: Versions
    endorsements: Endorsements
    perceived: Perceived

    def approved(self, days: IntArray) -> BoolArray:
        """Whether a version was in force at each snapshot."""
        return days >= self.versions.approved_on.min(initial=NEVER)


def load(collaboration: Collaboration, evidence: Evidence, *, until: date) -> Strategy:
    """All that happened by a day."""
    place = {pk: position for position, pk in enumerate(evidence.organizations.tolist())}
    here = {"collaboration": collaboration}
    versions = list(
        StrategyVersion.objects.filter(**here).in_force(on=until).reverse().values_list("pk", "approved_on")
    )
    written = StrategyContribution.objects.filter(**here, accepted_on__lte=until)
    given = Resource.objects.filter(**here, given_on__lte=until)
    return Strategy(
        stages=_stages(PartnerStage.objects.filter(**here, from_on__lte=until), place),
        decisions=_decisions(collaboration, until, place),
        authorship=_deeds(written.values_list("organization_id", "accepted_on", "points"), place),
        contributions=_deeds(
            given.values_list("organization_id", "given_on", Cast("value", FloatField())), place
        ),
        roles=_roles(LeadershipRole.objects.filter(**here, from_on__lte=until), place),
        versions=Versions(_days(on for _pk, on in versions)),
        endorsements=_endorsements(collaboration, until, [pk for pk, _on in versions], place),
        perceived=_perceived(collaboration, until, place),
    )  # fmt: skip


def _stages(rows: QuerySet[PartnerStage], place: dict[int, int]) -> Stages:
    found = sorted(
        (place[who], on.toordinal(), float(stage in STANDS_IN))
        for who, on, stage in rows.order_by().values_list("partner__organization_id", "from_on", "stage")
    )
    return Stages(_column(found, 0), _column(found, 1), _amounts(found, 2))


def _decisions(collaboration: Collaboration, until: date, place: dict[int, int]) -> Deeds:
    """The points of carried decisions."""
    rows = list(
        DecisionPart.objects.filter(
            collaboration=collaboration, decision__is_carried=True, decision__decided_on__lte=until
        )
        .order_by("decision__decided_on", "decision_id", "part", "organization_id")
        .values_list("decision_id", "part", "organization_id", "decision__decided_on")
    )
    halves: dict[tuple[Any, str], int] = {}
    decisions: dict[Any, int] = {}
    half = _ints(halves.setdefault((decision, part), len(halves)) for decision, part, _who, _on in rows)
    event = _ints(decisions.setdefault(decision, len(decisions)) for decision, _part, _who, _on in rows)
    points = decision_points(half) if rows else np.zeros(0)
    return Deeds(_ints(place[row[2]] for row in rows), _ints(row[3].toordinal() for row in rows), points, event)


def _deeds(rows: Iterable[tuple[int, Any, float]], place: dict[int, int]) -> Deeds:
    found = sorted((place[who], on.toordinal(), float(amount)) for who, on, amount in rows)
    return Deeds(_column(found, 0), _column(found, 1), _amounts(found, 2), np.arange(len(found)))


def _roles(rows: QuerySet[LeadershipRole], place: dict[int, int]) -> Roles:
    found = sorted(
        (place[who], since.toordinal(), until.toordinal() if until else NEVER)
        for who, since, until in rows.order_by().values_list("organization_id", "from_on", "to_on")
    )
    return Roles(*(_column(found, column) for column in range(3)))


def _endorsements(
    collaboration: Collaboration, until: date, versions: list[int], place: dict[int, int]
) -> Endorsements:
    order = {pk: number for number, pk in enumerate(versions)}
    rows = (
        Endorsement.objects.filter(collaboration=collaboration, strategy__in=versions, given_on__lte=until)
        .order_by()
        .values_list("strategy_id", "organization_id", "given_on", "stance")
        if versions
        else []
    )
    found = sorted(
        (order[version], place[who], on.toordinal(), float(stance == Endorsement.Stance.ENDORSED))
        for version, who, on, stance in rows
    )
    return Endorsements(_column(found, 0), _column(found, 1), _column(found, 2), _amounts(found, 3))


def _perceived(collaboration: Collaboration, until: date, place: dict[int, int]) -> Perceived:
    """The mean of the raters of each organisation in each wave."""
    rows = (
        Answer.objects.filter(collaboration=collaboration)
        .of_the_collaboration(*PERCEIVED_ITEMS)
        .counted(on=until)
        .order_by()
        .values_list("rater_id", "counted_on", "rater_person_id", "item", Cast(F("value"), FloatField()))
    )
    raters: dict[tuple[int, int, int], list[float]] = {}
    for who, on, person, item, value in rows:
        said = raters.setdefault((place[who], on.toordinal(), person or 0), [np.nan] * len(PERCEIVED_ITEMS))
        said[PERCEIVED_ITEMS.index(item)] = np.nan if value is None else value
    keys = sorted(raters)
    heard = rater_perceived(np.array([raters[key] for key in keys]).reshape(-1, len(PERCEIVED_ITEMS)))
    waves: dict[tuple[int, int], list[float]] = {}
    for (who, on, _person), value in zip(keys, heard.tolist(), strict=True):
        waves.setdefault((who, on), []).append(value)
    means = [float(observed_mean(values)) for values in waves.values()]
    return Perceived(_ints(who for who, _on in waves), _ints(on for _who, on in waves), np.array(means))


def _ints(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, dtype=np.int64)


def _days(values: Iterable[date | None]) -> IntArray:
    return _ints(NEVER if value is None else value.toordinal() for value in values)


def _column(rows: list[Any], column: int) -> IntArray:
    return _ints(row[column] for row in rows)


def _amounts(rows: list[Any], column: int) -> FloatArray:
    return np.array([row[column] for row in rows], dtype=np.float64)
