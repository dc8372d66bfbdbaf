"""Writes how the strategy came to be shared: versions, who wrote, who backs, who leads, who gives."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from collab.models import (
    Collaboration,
    Decision,
    Endorsement,
    LeadershipRole,
    Organization,
    Resource,
    StrategyContribution,
    StrategyVersion,
)
from collab.months import snapshot_on
from metrics.demo.strategy_stories import STORIES, Version


@dataclass
class StrategyBuilder:
    """Writes the strategy of one story beside what stands already."""

    collaboration: Collaboration
    organizations: dict[str, Organization]  # by the keys of the story
    today: date

    def build(self) -> None:
        """All rows in one transaction; nothing for a story without a strategy."""
        story = STORIES.get(self.collaboration.slug)
        if story is None:
            return
        with transaction.atomic():
            for version in story.versions:
                self._version(version)
            for who, role, group, first, last in story.leads:
                LeadershipRole.objects.create(
                    collaboration=self.collaboration, organization=self.organizations[who], role=role, group=group,
                    from_on=self._day(first), to_on=None if last is None else self._day(last),
                )  # fmt: skip
            for who, month, kind, text, amount, unit, rate in story.gifts:
                Resource.objects.create(
                    collaboration=self.collaboration, organization=self.organizations[who], kind=kind, text=text,
                    amount=Decimal(str(amount)), unit=unit, unit_rate=Decimal(str(rate)), given_on=self._day(month),
                )  # fmt: skip

    def _version(self, told: Version) -> None:
        strategy = StrategyVersion(
            collaboration=self.collaboration, title=told.title, text=told.text, drafted_on=self._day(told.drafted),
            approved_on=None if told.approved is None else self._day(told.approved), decision=self._decision(told),
        )  # fmt: skip
        strategy.full_clean()
        strategy.save()
        for who, proposed, accepted, points, text in told.pieces:
            StrategyContribution.objects.create(
                collaboration=self.collaboration, strategy=strategy, organization=self.organizations[who],
                proposed_on=self._day(proposed), accepted_on=None if accepted is None else self._day(accepted),
                points=points, text=text,
            )  # fmt: skip
        for who, month, stance, reason in told.voices:
            Endorsement.objects.create(
                collaboration=self.collaboration, strategy=strategy, organization=self.organizations[who],
                stance=stance, reason=reason, given_on=self._day(month),
            )  # fmt: skip

    def _decision(self, told: Version) -> Decision | None:
        """The decision that adopted it, where the story has one."""
        if told.approved is None:
            return None
        words = told.title.rpartition(", ")[2]
        return self.collaboration.decisions.filter(subject=Decision.Subject.STRATEGY, text__icontains=words).first()

    def _day(self, month: int) -> date:
        """The last day of a month of the story; never later than today."""
        return min(snapshot_on(self.collaboration.started_on, max(0, month)), self.today)
