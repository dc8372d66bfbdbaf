"""Writes the government side of the stories: mandates, officials, liaisons with ratings, stances, consultations."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction

from collab.models import Affiliation, Attendance, Collaboration, Meeting, Organization, Person, User
from collab.months import snapshot_on
from government.models import (
    CRITERIA,
    Consultation,
    Influence,
    Liaison,
    LiaisonRating,
    Mandate,
    NoneFound,
    Official,
    Stance,
    StateRole,
)
from metrics.demo.government_stories import STORIES, Carrier, Office, Place

MORNING = time(10)


@dataclass
class GovernmentBuilder:
    """Writes the government side of one story beside what stands already."""

    collaboration: Collaboration
    organizations: dict[str, Organization]  # by the keys of the story
    today: date
    log_by: User
    backbone: Organization
    people: dict[str, Person] = field(default_factory=dict)

    def build(self) -> None:
        """All rows in one transaction; nothing for a story without government."""
        place = STORIES.get(self.collaboration.slug)
        if place is None:
            return
        with transaction.atomic():
            self._state(place)
            for office in place.offices:
                self._office(office)
            for key, influence, interest in place.influence:
                Influence.objects.create(
                    collaboration=self.collaboration, organization=self.organizations[key], influence=influence,
                    interest=interest, judged_on=self._day(6),
                )  # fmt: skip

    def _state(self, place: Place) -> None:
        StateRole.objects.create(
            collaboration=self.collaboration,
            role=place.role,
            from_on=self.collaboration.started_on,
            reason=place.reason,
        )

    def _office(self, office: Office) -> None:
        body = self._body(office)
        mandate = Mandate(
            collaboration=self.collaboration, body=body, level=office.level, topic=office.topic, decides=office.decides,
            weight=office.weight, from_on=self.collaboration.started_on,
        )  # fmt: skip
        mandate.full_clean()
        mandate.save()
        for name, title, first, last in office.officials:
            Official.objects.create(
                collaboration=self.collaboration, mandate=mandate, person=self._person(name, title, body), office=title,
                from_on=self._day(first), to_on=None if last is None else self._day(last),
            )  # fmt: skip
        for carrier in office.carriers:
            self._carrier(mandate, carrier, body)
        for month in office.none_found:
            NoneFound.objects.create(
                collaboration=self.collaboration, mandate=mandate, confirmed_on=self._day(month),
                note="Asked the partners and the office itself.",
            )  # fmt: skip
        for when, timing in office.talks:
            self._talk(mandate, when, timing)
        for month, level, evidence in office.stances:
            Stance.objects.create(
                collaboration=self.collaboration, mandate=mandate, level=level, seen_on=self._day(month),
                evidence=evidence,
            )  # fmt: skip

    def _body(self, office: Office) -> Organization:
        known = self.organizations.get(office.body)
        if known is None:
            known = Organization(
                collaboration=self.collaboration, name=office.body, short_label=office.label, place=office.place,
                sector=Organization.Sector.GOVERNMENT, parent=self.organizations.get(office.part_of),
            )  # fmt: skip
            known.full_clean()
            known.save()
            self.organizations[office.body] = known
        elif office.part_of:
            known.parent = self.organizations[office.part_of]
            known.save(update_fields=["parent"])
        return known

    def _person(self, name: str, title: str, body: Organization) -> Person:
        known = self.people.get(name) or self.collaboration.people.filter(name=name).first()
        if known is None:
            known = Person.objects.create(
                collaboration=self.collaboration, name=name, job_title=title, informed_on=self._day(2)
            )
            Affiliation.objects.create(
                collaboration=self.collaboration, person=known, organization=body, from_on=self._day(0)
            )
        self.people[name] = known
        return known

    def _carrier(self, mandate: Mandate, carrier: Carrier, body: Organization) -> None:
        liaison = Liaison.objects.create(
            collaboration=self.collaboration, mandate=mandate, person=self._person(carrier.name, carrier.title, body),
            steps=carrier.steps, from_on=self._day(carrier.first),
        )  # fmt: skip
        for month, levels in carrier.ratings:
            values = dict(zip((*CRITERIA, "trust"), levels, strict=True))
            lines = {f"{name}_evidence": carrier.evidence for name, level in values.items() if level is not None}
            LiaisonRating.objects.create(
                collaboration=self.collaboration, liaison=liaison, assessor=self.backbone,
                rated_on=self._day(month), **values, **lines,
            )  # fmt: skip
        if carrier.last is not None:
            liaison.leave(on=self._day(carrier.last))

    def _talk(self, mandate: Mandate, month: float, timing: str) -> None:
        on = min(self._day(int(month)) + timedelta(days=int(30 * (month % 1))), self.today - timedelta(days=1))
        meeting = Meeting(
            collaboration=self.collaboration, topics=mandate.topic, logged_by=self.log_by,
            held_at=datetime.combine(on, MORNING, tzinfo=self.collaboration.zone),
            kind=Meeting.Kind.CONSULTATION if timing else Meeting.Kind.BILATERAL, called_by=self.backbone,
        )  # fmt: skip
        meeting.save(force_insert=True)
        for one in (self.backbone, mandate.body):
            Attendance.objects.create(collaboration=self.collaboration, meeting=meeting, organization=one)
        if timing:
            Consultation.objects.create(
                collaboration=self.collaboration, meeting=meeting, mandate=mandate, timing=timing
            )

    def _day(self, month: int) -> date:
        """The last day of a month of the story; never later than today."""
        return min(snapshot_on(self.collaboration.started_on, max(0, month)), self.today)
