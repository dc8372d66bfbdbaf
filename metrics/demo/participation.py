"""Writes how partners take part: stages, what they bring, ratings of readiness with replies."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from collab.models import Collaboration, Organization, Person, User
from collab.months import snapshot_on
from metrics.demo.participation_stories import STORIES, Part
from partners.models import CollaborationRating, Partner, PartnerStage, RatingReply, ReadinessRating

CRITERIA = ReadinessRating.Criterion.values


@dataclass
class ParticipationBuilder:
    """Writes the participation of one story beside what stands already."""

    collaboration: Collaboration
    organizations: dict[str, Organization]  # by the keys of the story
    today: date
    log_by: User

    def build(self) -> None:
        """All rows in one transaction; nothing for a story without participation."""
        story = STORIES.get(self.collaboration.slug)
        if story is None:
            return
        with transaction.atomic():
            for key, part in story.parts.items():
                self._part(key, part)
            for month, assessor, levels in story.whole:
                self._whole(month, assessor, levels)

    def _part(self, key: str, part: Part) -> None:
        partner = Partner.objects.get(organization=self.organizations[key])
        partner.explained_on = None if part.explained is None else self._day(part.explained)
        partner.horizon_agreed_on = None if part.agreed is None else self._day(part.agreed)
        partner.activities, partner.resources = part.activities, part.resources
        partner.contact = self._first_person(self.organizations[key])
        backbone = self.collaboration.backbone
        partner.owner = self._first_person(backbone) if backbone and backbone.pk != partner.organization_id else None
        partner.full_clean()
        partner.save()
        for month, stage, note in part.stages:
            PartnerStage.objects.create(
                collaboration=self.collaboration, partner=partner, stage=stage, from_on=self._day(month), note=note
            )
        for month, assessor, levels in part.ratings:
            self._rating(partner, part, month, assessor, levels)

    def _rating(self, partner: Partner, part: Part, month: int, assessor: str, levels: tuple[int | None, ...]) -> None:
        for criterion, level, line in zip(CRITERIA, levels, part.evidence, strict=True):
            rating = ReadinessRating(
                collaboration=self.collaboration, partner=partner, criterion=criterion, level=level,
                assessor=self.organizations[assessor], rated_on=self._day(month),
                rated_by=self.log_by, evidence="" if level is None else line,
            )  # fmt: skip
            rating.full_clean()
            rating.save()
            if part.reply and part.reply[:2] == (month, criterion) and not rating.is_own:
                RatingReply.objects.create(
                    collaboration=self.collaboration, rating=rating, kind=part.reply[2], text=part.reply[3],
                    author=self.log_by, replied_on=self._day(month + 1),
                )  # fmt: skip

    def _whole(self, month: int, assessor: str, levels: dict[str, int | None]) -> None:
        for item, level in levels.items():
            CollaborationRating.objects.create(
                collaboration=self.collaboration, item=item, level=level, assessor=self.organizations[assessor],
                rated_on=self._day(month), rated_by=self.log_by, evidence="Talked over in the meeting of that month.",
            )  # fmt: skip

    def _first_person(self, organization: Organization) -> Person | None:
        affiliation = organization.affiliations.order_by("pk").select_related("person").first()
        return affiliation.person if affiliation else None

    def _day(self, month: int) -> date:
        """The last day of a month of the story; never later than today."""
        return min(snapshot_on(self.collaboration.started_on, max(0, month)), self.today)
