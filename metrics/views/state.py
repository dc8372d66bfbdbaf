"""The state of a collaboration's figures, in one query: which generation, what waits, what was decided beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Subquery

from collab.models import Collaboration
from metrics.models import Attempt, Milestone, Stale, Standing
from metrics.views.portfolio_rows import standings_of
from partners.models import ReadinessReview


@dataclass(frozen=True)
class State:
    """`mark` changes whenever anything changes that a page of figures shows."""

    standing: Standing
    is_waiting: bool
    is_parked: bool  # what should be computed has failed too often; nothing newer comes by itself
    mark: tuple[Any, ...]


def state_of(collaboration: Collaboration) -> State:
    """The newest figures, and whether newer ones are on their way: evidence has changed, or the day has turned."""
    mine = {"collaboration": OuterRef("pk")}
    row = (
        Collaboration.objects.filter(pk=collaboration.pk)
        .select_related("standing")
        .annotate(
            is_marked=Exists(Stale.objects.filter(**mine)),
            is_begun=Exists(Attempt.objects.filter(**mine)),  # a try takes the marks over
            is_parked=Exists(Attempt.objects.parked().filter(**mine)),
            reached=_over(Milestone, Count("pk"), mine),
            newest_milestone=_over(Milestone, Max("pk"), mine),
            review=_over(ReadinessReview, Max("pk"), mine),
        )
        .get()
    )
    standing = getattr(row, "standing", None) or standings_of([collaboration])[collaboration.pk]
    mark = (standing.generation, row.reached, row.newest_milestone, row.review)
    is_old = row.is_marked or row.is_begun or is_behind(collaboration, standing, collaboration.today())
    return State(standing, is_old and not row.is_parked, is_old and row.is_parked, mark)


def is_behind(collaboration: Collaboration, standing: Standing, today: date) -> bool:
    """Whether the newest month was computed before today; nothing is due before the start."""
    due = min(today, collaboration.ended_on or today)
    return due >= collaboration.started_on and (standing.as_of is None or standing.as_of < due)


def _over(model: Any, what: Any, mine: dict[str, Any]) -> Subquery:
    rows = model.objects.filter(**mine).order_by().values("collaboration")
    return Subquery(rows.annotate(found=what).values("found"), output_field=IntegerField())
