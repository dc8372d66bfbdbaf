"""Turns a story into rows, through the same models and rules as real data."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from collab.models import (
    Affiliation,
    Attendance,
    Collaboration,
    Commitment,
    Decision,
    DecisionPart,
    Meeting,
    Organization,
    Person,
    User,
)
from collab.months import add_months, snapshot_on
from metrics.demo.story import Season, Story, Wave
from partners.models import JOINT_WORK_ITEM, TRUST_ITEMS, Answer, Partner, Tie

TRUST_SPREAD, JOINT_SPREAD = 0.45, 0.6  # how far single answers stray from the mood of a wave
DISTRUST = 1.0  # scale points less between two sides that do not trust each other
CANNOT_SAY = 0.06
Call = tuple[Meeting, list[Attendance]]


@dataclass
class Builder:
    """Writes one story down as of a day; the same story on the same day gives the same rows."""

    story: Story
    today: date
    log_by: User
    dice: random.Random = field(init=False)
    collaboration: Collaboration = field(init=False)
    organizations: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)

    def build(self) -> Collaboration:
        """All rows of the story in one transaction."""
        self.dice = random.Random(self.story.seed)
        with transaction.atomic():
            self._collaboration()
            self._directory()
            for month in range(self.story.months + 1):
                self._month(month)
            for wave in self.story.waves:
                self._wave(wave)
            self._decisions()
        return self.collaboration

    def _collaboration(self) -> None:
        story = self.story
        started_on = add_months(self.today, -story.months) + timedelta(days=1)
        self.collaboration = Collaboration(
            slug=story.slug, name=story.name, issue=story.issue, country=story.country, time_zone=story.time_zone,
            currency=story.currency, languages=list(story.languages), started_on=started_on,
            framed_on=add_months(started_on, 5),
        )  # fmt: skip
        self.collaboration.full_clean()
        self.collaboration.save()

    def _directory(self) -> None:
        for member in self.story.members:
            organization = Organization(
                collaboration=self.collaboration, name=member.name, short_label=member.label, sector=member.sector,
                is_local=member.is_local, place=member.place,
            )  # fmt: skip
            organization.full_clean()
            organization.save()
            self.organizations[member.key] = organization
            self.people[member.key] = [self._person(organization, *who) for who in member.people]
            if member.core_from is not None:
                Partner.objects.create(
                    collaboration=self.collaboration, organization=organization,
                    core_from_on=self._day(member.core_from),
                    core_to_on=None if member.core_to is None else self._day(member.core_to),
                )  # fmt: skip
        self.collaboration.backbone = self.organizations[self.story.backbone]
        self.collaboration.save(update_fields=["backbone"])
        self._ties()

    def _person(self, organization: Organization, name: str, title: str) -> Person:
        local_part = name.split()[-1].lower().encode("ascii", "ignore").decode()
        person = Person.objects.create(
            collaboration=self.collaboration, name=name, job_title=title, language=self.story.languages[0],
            email=f"{local_part}@example.org", informed_on=self._day(1),
        )  # fmt: skip
        Affiliation.objects.create(
            collaboration=self.collaboration, person=person, organization=organization, from_on=self._day(0)
        )
        return person

    def _ties(self) -> None:
        """Who needs whom, marked by hand for pairs with the largest stakes."""
        keys = [member.key for member in self.story.members if member.core_from is not None]
        backbone = self.story.backbone
        for key in keys:
            for other in keys:
                a, b = self.organizations[key], self.organizations[other]
                if a.pk < b.pk and (backbone in (key, other) or self.dice.random() < 0.7):
                    Tie.objects.create(
                        collaboration=self.collaboration, first=a, second=b, from_on=self.collaboration.started_on,
                        cadence_days=30 if backbone in (key, other) else 60,
                    )  # fmt: skip

    def _month(self, month: int) -> None:
        season = next((one for one in self.story.seasons if one.first <= month <= one.last), None)
        if season is None:
            return
        first = self._day(month - 1) + timedelta(days=1) if month else self.collaboration.started_on
        last = min(self._day(month), self.today)
        count = int(season.meetings) + (self.dice.random() < season.meetings % 1)
        for _n in range(count if last > first else 1):
            day = first + timedelta(days=self.dice.randint(0, max(0, (last - first).days)))
            meeting = self._meeting(min(day, last), month, season)
            for _promise in range(self.dice.choice((0, 1, 1, 2))):
                self._promise(meeting, season)

    def _meeting(self, day: date, month: int, season: Season) -> Meeting:
        present = self._present(month)
        modes = [
            Meeting.Mode.IN_PERSON,
            Meeting.Mode.VIDEO,
            Meeting.Mode.CALL,
            Meeting.Mode.JOINT_WORK,
            Meeting.Mode.MESSAGE,
        ]
        topics, summary = self.dice.choice(self.story.topics)
        backbone = self.organizations[self.story.backbone]
        others = [self.organizations[key] for key in present if key != self.story.backbone]
        caller = self.dice.choice(others) if others and self.dice.random() < season.own_call else backbone
        hour = time(self.dice.randint(9, 17), self.dice.choice((0, 15, 30)))
        meeting = Meeting(
            collaboration=self.collaboration, topics=topics, summary=summary, called_by=caller, chaired_by=caller,
            held_at=min(datetime.combine(day, hour, tzinfo=self.collaboration.zone), timezone.now()),
            mode=self.dice.choices(modes, (4, 3, 3, 1, 1))[0], logged_by=self.log_by,
            kind=Meeting.Kind.BILATERAL if len(present) == 2 else Meeting.Kind.WORKING_GROUP,
        )  # fmt: skip
        meeting.private_note = self.dice.choice(self.story.notes) if self.dice.random() < 0.1 else ""
        meeting.full_clean(exclude=["id"])
        meeting.save(force_insert=True)
        Attendance.objects.bulk_create(
            Attendance(
                collaboration=self.collaboration, meeting=meeting, person=person, organization=self.organizations[key]
            )
            for key in present
            for person in self.dice.sample(self.people[key], k=self.dice.randint(1, len(self.people[key])))
        )
        return meeting

    def _present(self, month: int) -> list[str]:
        """Who comes: always the backbone or the caller, the others by chance; pairs as often as groups."""
        here = [
            one.key
            for one in self.story.members
            if (one.core_from or 0) <= month and (one.core_to is None or month < one.core_to)
        ]
        others = [key for key in here if key != self.story.backbone]
        if self.dice.random() < 0.25 and len(others) > 1:
            return self.dice.sample(others, k=2)
        return [self.story.backbone, *self.dice.sample(others, k=self.dice.randint(1, min(4, len(others))))]

    def _promise(self, meeting: Meeting, season: Season) -> None:
        present = sorted({one.organization_id for one in meeting.attendances.all()})
        promiser = self.dice.choice(present)
        promisee = self.dice.choice([*(one for one in present if one != promiser), None])
        made_on = meeting.held_at.astimezone(self.collaboration.zone).date()
        commitment = Commitment(
            collaboration=self.collaboration, meeting=meeting, promiser_id=promiser, promisee_id=promisee,
            text=self.dice.choice(self.story.promises), made_on=made_on,
            due_on=made_on + timedelta(days=self.dice.choice((7, 14, 30))),
        )  # fmt: skip
        luck = self.dice.random()
        if commitment.due_on < self.today and luck < 0.95:  # some are forgotten
            broken = (
                Commitment.Outcome.PARTLY
                if luck > season.kept and self.dice.random() < 0.4
                else Commitment.Outcome.BROKEN
            )
            commitment.outcome = Commitment.Outcome.KEPT if luck < season.kept else broken
            commitment.closed_on = commitment.due_on
        commitment.full_clean(exclude=["id"])
        commitment.save(force_insert=True)

    def _wave(self, wave: Wave) -> None:
        month = wave.month
        keys = [one.key for one in self.story.members if one.core_from is not None and one.core_from <= month]
        rows = [
            Answer(
                collaboration=self.collaboration,
                rater=self.organizations[rater],
                rater_person=self.people[rater][0],
                subject=self.organizations[subject],
                item=item,
                value=self._answer(mood, spread, scale, rater, subject),
                counted_on=self._day(month),
                source=Answer.Source.SURVEY,
            )
            for rater in keys
            if rater not in wave.silent
            for subject in keys
            if subject != rater
            for item, mood, spread, scale in (
                *((item, wave.trust, TRUST_SPREAD, (1, 4)) for item in TRUST_ITEMS),
                (JOINT_WORK_ITEM, wave.joint, JOINT_SPREAD, (0, 5)),
            )
        ]
        Answer.objects.bulk_create(rows)

    def _answer(self, mood: float, spread: float, scale: tuple[int, int], rater: str, subject: str) -> int | None:
        if self.dice.random() < CANNOT_SAY:
            return None
        less = DISTRUST if tuple(sorted((rater, subject))) in self.story.distrust else 0
        return min(scale[1], max(scale[0], round(self.dice.gauss(mood - less, spread))))

    def _decisions(self) -> None:
        meetings = list(self.collaboration.meetings.filter(kind=Meeting.Kind.WORKING_GROUP).order_by("held_at", "id"))
        for number, text in enumerate(self.story.decisions):
            meeting = meetings[(number + 1) * len(meetings) // (len(self.story.decisions) + 1)]
            present = sorted({one.organization_id for one in meeting.attendances.all()})
            decision = Decision.objects.create(
                collaboration=self.collaboration, meeting=meeting, text=text,
                decided_on=meeting.held_at.astimezone(self.collaboration.zone).date(),
                subject=Decision.Subject.STRATEGY if "strategy" in text.lower() else Decision.Subject.WORK,
            )  # fmt: skip
            proposer = self.dice.choice(present)
            parts = [(proposer, DecisionPart.Part.PROPOSED), *((one, DecisionPart.Part.APPROVED) for one in present)]
            DecisionPart.objects.bulk_create(
                DecisionPart(collaboration=self.collaboration, decision=decision, organization_id=one, part=part)
                for one, part in parts
            )

    def _day(self, month: int) -> date:
        """The last day of a month of the story; never later than today."""
        return min(snapshot_on(self.collaboration.started_on, max(0, month)), self.today)
