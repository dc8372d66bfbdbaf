"""The only signals of the product: after evidence was written through a model, the workers get a hint.

They make scores fresh sooner; that scores become fresh at all is the triggers' and the sweep's doing.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from collab.models import (
    Attendance,
    Collaboration,
    Commitment,
    Decision,
    DecisionPart,
    Endorsement,
    LeadershipRole,
    Meeting,
    Organization,
    PublishedFigure,
    Resource,
    StrategyContribution,
    StrategyVersion,
)
from government.models import Consultation, Liaison, LiaisonRating, Mandate, NoneFound, Official, Stance, StateRole
from metrics.models import WeightSet
from metrics.publishing import freeze
from metrics.tasks import hint
from partners.models import Answer, CollaborationRating, Partner, PartnerStage, ReadinessRating, ReadinessReview, Tie

EVIDENCE: tuple[type[Model], ...] = (
    Collaboration, Organization, Meeting, Attendance, Commitment, Decision, DecisionPart, Partner, Tie, Answer,
    Mandate, Official, Liaison, LiaisonRating, NoneFound, Stance, Consultation, StateRole, WeightSet,
    PartnerStage, ReadinessRating, CollaborationRating, StrategyVersion, StrategyContribution, Endorsement,
    LeadershipRole, Resource,
)  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """Tells the workers once the transaction has been committed; equal ones are the same hint."""

    collaboration_id: int

    def __call__(self) -> None:
        hint(self.collaboration_id)


def connect() -> None:
    """Listen to all models of evidence."""
    for model in EVIDENCE:
        for signal in (post_save, post_delete):
            signal.connect(evidence_changed, sender=model, dispatch_uid=f"metrics.{model.__name__}")
    post_save.connect(review_signed, sender=ReadinessReview, dispatch_uid="metrics.review")


def review_signed(sender: type[Model], instance: ReadinessReview, created: bool, **kwargs: Any) -> None:
    """What the signer saw is frozen in the transaction of the review itself."""
    if created:
        freeze(instance.collaboration, why=PublishedFigure.Why.REVIEW, what=instance.pk)


def evidence_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """One hint for each transaction and collaboration, however many rows it writes."""
    changed = Hint(instance.pk if sender is Collaboration else instance.collaboration_id)
    # a savepoint that is rolled back takes its entries from this list with it, so what stands there will be run
    if any(entry[1] == changed for entry in connection.run_on_commit):
        return
    transaction.on_commit(changed)
