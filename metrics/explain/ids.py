"""Which records stand behind a figure, by kind: what a published figure keeps for ever."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from collab.models import (
    Collaboration,
    Commitment,
    Decision,
    Endorsement,
    LeadershipRole,
    Meeting,
    Resource,
    StrategyContribution,
    StrategyVersion,
)
from collab.months import end_of_day
from government.models import Consultation, Liaison, LiaisonRating, Mandate, NoneFound, Stance
from metrics.formulas.catalogue import COMMITMENT_WINDOW_DAYS, OWNERSHIP_WINDOW_DAYS
from partners.models import JOINT_WORK_ITEM, PERCEIVED_ITEMS, TRUST_ITEMS, Answer, CollaborationRating, ReadinessRating

Rows = QuerySet[Any, Any]
Ids = dict[str, list[Any]]


def evidence_ids(collaboration: Collaboration, metric: str, on: date, organization: int | None = None) -> Ids:
    """The ids of the records that a score at the end of a day rests on, by kind.

    Answers are confidential and many: of them the days stand on which their waves closed.
    Example: {"meeting": ["0190..."], "commitment": ["0191..."], "answers_of": ["2025-03-01"]}.
    """
    found = FOUND[metric](collaboration, on, organization)
    return {kind: values for kind, rows in found.items() if (values := _plain(rows))}


def _plain(rows: Rows) -> list[Any]:
    return [value if isinstance(value, int) else str(value) for value in rows]


def _pks(rows: Rows) -> Rows:
    return rows.order_by("pk").values_list("pk", flat=True)


def _waves(collaboration: Collaboration, on: date, *items: str) -> Rows:
    rows = Answer.objects.filter(collaboration=collaboration, item__in=items).counted(on=on)
    return rows.order_by("counted_on").values_list("counted_on", flat=True).distinct()


def _held(collaboration: Collaboration, on: date) -> Rows:
    return _pks(
        Meeting.objects.filter(collaboration=collaboration, held_at__lt=end_of_day(on, collaboration.zone)).held()
    )


def _relationship(here: Collaboration, on: date, _organization: int | None) -> dict[str, Rows]:
    since = on - timedelta(days=COMMITMENT_WINDOW_DAYS)
    return {
        "meeting": _held(here, on),
        "commitment": _pks(Commitment.objects.filter(collaboration=here, due_on__gte=since, due_on__lte=on)),
        "answers_of": _waves(here, on, *TRUST_ITEMS, JOINT_WORK_ITEM),
    }


def _government(here: Collaboration, on: date, _organization: int | None) -> dict[str, Rows]:
    mine: dict[str, Any] = {"collaboration": here}
    asked = Consultation.objects.filter(**mine, meeting__held_at__lt=end_of_day(on, here.zone))
    return {
        "mandate": _pks(Mandate.objects.filter(**mine).in_force(on=on)),
        "liaison": _pks(Liaison.objects.filter(**mine).serving(on=on)),
        "liaison_rating": _pks(LiaisonRating.objects.filter(**mine, rated_on__lte=on)),
        "none_found": _pks(NoneFound.objects.filter(**mine, confirmed_on__lte=on)),
        "stance": _pks(Stance.objects.filter(**mine, seen_on__lte=on)),
        "consultation": _pks(asked.filter(meeting__is_held=True)),
    }


def _ownership(here: Collaboration, on: date, _organization: int | None) -> dict[str, Rows]:
    since, mine = on - timedelta(days=OWNERSHIP_WINDOW_DAYS), {"collaboration": here}
    return {
        "decision": _pks(Decision.objects.filter(**mine, is_carried=True, decided_on__gte=since, decided_on__lte=on)),
        "contribution": _pks(StrategyContribution.objects.filter(**mine, accepted_on__gte=since, accepted_on__lte=on)),
        "leadership": _pks(LeadershipRole.objects.filter(**mine, from_on__lte=on).exclude(to_on__lt=since)),
        "strategy": _pks(StrategyVersion.objects.filter(**mine, approved_on__lte=on)),
        "endorsement": _pks(Endorsement.objects.filter(**mine, given_on__lte=on)),
        "resource": _pks(Resource.objects.filter(**mine, given_on__gte=since, given_on__lte=on)),
        "answers_of": _waves(here, on, *PERCEIVED_ITEMS),
    }


def _readiness(here: Collaboration, on: date, _organization: int | None) -> dict[str, Rows]:
    return {"collaboration_rating": _pks(CollaborationRating.objects.filter(collaboration=here, rated_on__lte=on))}


def _partner_readiness(here: Collaboration, on: date, organization: int | None) -> dict[str, Rows]:
    rows = ReadinessRating.objects.filter(collaboration=here, rated_on__lte=on, partner__organization=organization)
    return {"readiness_rating": _pks(rows)}


FOUND: dict[str, Callable[[Collaboration, date, int | None], dict[str, Rows]]] = {
    "relationship": _relationship,
    "government": _government,
    "ownership": _ownership,
    "readiness": _readiness,
    "partner_readiness": _partner_readiness,
}
