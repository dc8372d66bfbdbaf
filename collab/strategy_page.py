"""How the strategy came to be shared: one story of versions, writers, decisions, voices, leaders and gifts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from collab.models import (
    Decision,
    Endorsement,
    LeadershipRole,
    Resource,
    Seat,
    StrategyContribution,
    StrategyVersion,
)
from collab.roles import Action

MOST = 200  # rows of a kind in the story; a strategy with more is read version by version


@dataclass(frozen=True)
class Chapter:
    """One version with what belongs to it, as far as the reader may see it."""

    version: StrategyVersion
    contributions: tuple[StrategyContribution, ...]
    voices: tuple[Endorsement, ...]
    endorsed: int
    objected: int
    writers: int
    in_force: bool

    @property
    def answered(self) -> int:
        """How many organisations have said something."""
        return self.endorsed + self.objected


def chapters(seat: Seat, *, on: date, only: StrategyVersion | None = None) -> list[Chapter]:
    """All versions, newest first; counts are of everybody, rows are what this reader may see. Four queries."""
    versions = StrategyVersion.objects.visible_to(seat).select_related("decision")
    if only is not None:
        versions = versions.filter(pk=only.pk)
    current = StrategyVersion.objects.visible_to(seat).in_force(on=on).values_list("pk", flat=True).first()
    written = list(_of(StrategyContribution.objects.all(), seat).select_related("organization"))
    voices = list(
        Endorsement.objects.filter(collaboration=seat.collaboration).newest(on=on).select_related("organization")
    )
    return [_chapter(one, seat, written, voices, current) for one in versions]


def story(seat: Seat, *, on: date) -> dict[str, Any]:
    """Everything of the page besides its chapters."""
    roles = _of(LeadershipRole.objects.all(), seat).select_related("organization")
    gifts = list(Resource.objects.visible_to(seat).select_related("organization")[:MOST])
    decisions = Decision.objects.visible_to(seat).filter(subject=Decision.Subject.STRATEGY)
    return {
        "roles": roles[:MOST],
        "gifts": gifts,
        "given": sum((one.value for one in gifts), Decimal(0)),
        "decisions": decisions.prefetch_related("parts__organization")[:MOST],
        "sees_all": seat.may_for_all(Action.SEE_EVIDENCE),
        "today": on,
    }


def _of(rows: Any, seat: Seat) -> Any:
    return rows.filter(collaboration=seat.collaboration)


def _chapter(
    version: StrategyVersion, seat: Seat, written: Iterable[Any], voices: Iterable[Any], current: int | None
) -> Chapter:
    pieces = [one for one in written if one.strategy_id == version.pk]
    said = [one for one in voices if one.strategy_id == version.pk]
    sees = seat.may_for_all(Action.SEE_EVIDENCE)
    mine = seat.organization_id
    return Chapter(
        version=version,
        contributions=tuple(one for one in pieces if sees or one.organization_id == mine),
        voices=tuple(one for one in said if sees or one.organization_id == mine),
        endorsed=sum(one.stance == Endorsement.Stance.ENDORSED for one in said),
        objected=sum(one.stance == Endorsement.Stance.OBJECTED for one in said),
        writers=len({one.organization_id for one in pieces if one.accepted_on}),
        in_force=version.pk == current,
    )  # fmt: skip
