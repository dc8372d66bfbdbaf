"""Waves of the demo: the last two of the story as closed surveys, and one that is open, so that one can answer it."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings

from collab.models import Collaboration, Organization
from collab.models.links import token_hash
from partners.inviting import invite
from partners.models import JOINT_WORK_ITEM, TRUST_ITEMS, Answer, Instrument, Invitation, Survey

DAYS_OPEN, DAYS_LEFT = 21, 16
SPOKEN = ["en", "es", "pt-br", "de"]


@dataclass
class SurveyBuilder:
    """Gives the answers of a story their waves."""

    collaboration: Collaboration
    today: date
    dice: random.Random = field(default_factory=lambda: random.Random(5))

    def build(self) -> None:
        """Two closed waves and an open one."""
        answers = Answer.objects.filter(collaboration=self.collaboration, survey=None, rater_person__isnull=False)
        days = sorted({day for day in answers.values_list("counted_on", flat=True) if day})[-2:]
        for number, day in enumerate(days):
            self._closed(day, number=number + 1)
        self._open()

    def _instrument(self) -> Instrument:
        return Instrument.of_file("relationship", collaboration=self.collaboration, at=self._at(self.today))

    def _closed(self, day: date, *, number: int) -> None:
        survey = self._survey(f"Working relationships, wave {number}", day - timedelta(days=DAYS_OPEN), day)
        rows = Answer.objects.filter(collaboration=self.collaboration, survey=None, counted_on=day)
        asked = {
            one.rater_person_id: one for one in rows.filter(rater_person__isnull=False).select_related("rater_person")
        }
        rows.filter(rater_person__isnull=False).update(survey=survey, language="en")
        subjects = Organization.objects.filter(pk__in=survey.answers.values("subject"))
        survey.put_on_roster(subjects)
        Invitation.objects.bulk_create(
            Invitation(
                collaboration=self.collaboration, survey=survey, person=one.rater_person, organization_id=one.rater_id,
                address=one.rater_person.email, token_hash=token_hash(f"{survey.pk} {one.rater_person_id} is over"),
                expires_at=self._at(day), consented_at=self._at(day), finished_at=self._at(day), links_made=1,
            )
            for one in asked.values() if one.rater_person
        )  # fmt: skip
        Survey.objects.filter(pk=survey.pk).update(closed_at=self._at(day))

    def _open(self) -> None:
        last = self.today + timedelta(days=DAYS_LEFT)
        survey = self._survey("Working relationships, this season", self.today - timedelta(days=5), last)
        core = self.collaboration.partners.core(on=self.today).select_related("organization").order_by("pk")
        people = [(one.organization, one.organization.affiliations.order_by("pk").first()) for one in core]
        invitations = [
            Invitation(
                collaboration=self.collaboration, survey=survey, person=found.person, organization=organization,
                address=found.person.email,
            )
            for organization, found in people if found
        ]  # fmt: skip
        invite(survey, invitations, origin=settings.ORIGIN or "http://127.0.0.1:8000")
        for one in invitations[1 : len(invitations) // 2]:
            self._answer(one, [row.organization for row in survey.roster.select_related("organization")])

    def _answer(self, invitation: Invitation, roster: list[Organization]) -> None:
        invitation.agree(at=self._at(self.today), on=self.today)
        others = [one.pk for one in roster if one.pk != invitation.organization_id]
        invitation.pick(others[:3], of=others, on=self.today)
        for subject in others[:3]:
            levels = {item: Decimal(self.dice.randint(2, 4)) for item in TRUST_ITEMS}
            levels[JOINT_WORK_ITEM] = Decimal(self.dice.randint(1, 4))
            invitation.answer(levels, subject=subject, on=self.today)
        invitation.finish(at=self._at(self.today), on=self.today)

    def _survey(self, name: str, opens_on: date, closes_on: date) -> Survey:
        return Survey.objects.create(
            collaboration=self.collaboration, instrument=self._instrument(), name=name, languages=SPOKEN,
            opens_on=opens_on, closes_on=closes_on,
            consent="We use the answers to see where the work together needs care, and for nothing else.",
        )  # fmt: skip

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(10), tzinfo=UTC)
