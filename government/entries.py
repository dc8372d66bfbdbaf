"""What is held of each person whom these records name, and what we owe them next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from collab.merging import absorbed
from collab.models import Collaboration, Person
from government.models import EntryReview, Liaison, LiaisonRating, Official, OwnStatement, PrivacyNotice, Stance
from government.models.privacy import named_people, review_due_on, with_reviews
from government.words import ANCHORS, CRITERION, level_words


@dataclass
class Entry:
    """One person with offices and liaison entries."""

    person: Any  # with `reviewed_on`
    offices: list[Official] = field(default_factory=list)
    liaisons: list[Liaison] = field(default_factory=list)
    told_on: date | None = None
    unanswered: int = 0
    review_on: date | None = None
    is_due: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the person holds an office or is a liaison now."""
        return any(one.to_on is None for one in self.offices) or any(one.to_on is None for one in self.liaisons)

    @property
    def needs_us(self) -> bool:
        """Whether somebody should be told, heard or looked at again."""
        return self.is_due or bool(self.unanswered) or self.told_on is None


def entries(collaboration: Collaboration, *, on: date) -> list[Entry]:
    """Everybody named, those to whom we owe something first; a constant number of queries."""
    people = {one.pk: Entry(one) for one in with_reviews(named_people(collaboration))}
    for official in Official.objects.filter(person__in=people).select_related("mandate__body"):
        people[official.person_id].offices.append(official)
    for liaison in Liaison.objects.filter(person__in=people).select_related("mandate__body"):
        people[liaison.person_id].liaisons.append(liaison)
    for notice in PrivacyNotice.objects.filter(person__in=people).order_by("told_on"):
        people[notice.person_id].told_on = notice.told_on
    asked = OwnStatement.objects.filter(liaison__person__in=people, answered_on=None)
    for person_id in asked.exclude(kind=OwnStatement.Kind.BANDWIDTH).values_list("liaison__person", flat=True):
        people[person_id].unanswered += 1
    for one in people.values():
        one.told_on = max((day for day in (one.told_on, one.person.informed_on) if day), default=None)
        one.review_on = review_due_on(one.person, entries=[*one.offices, *one.liaisons])
        one.is_due = one.review_on is not None and one.review_on <= on
    return sorted(people.values(), key=lambda one: (not one.needs_us, one.person.name, one.person.pk))


@dataclass(frozen=True)
class Held:
    """What is held of one person: the page of the entry, the own entry and the export read it from here."""

    person: Person
    offices: QuerySet[Official]
    liaisons: list[Liaison]
    ratings: list[LiaisonRating]
    stances: list[Stance]
    notices: QuerySet[PrivacyNotice]
    reviews: QuerySet[EntryReview]
    statements: list[OwnStatement]


def held_of(person: Person) -> Held:
    """Everything on the government floor about a person."""
    liaisons = list(person.liaison_entries.select_related("mandate__body"))
    mine: dict[str, Any] = {"liaison__in": liaisons}
    offices = person.offices.select_related("mandate__body")
    return Held(
        person=person, offices=offices, liaisons=liaisons,
        ratings=list(LiaisonRating.objects.filter(**mine).select_related("assessor", "liaison__mandate__body")),
        stances=list(_stances(offices)), notices=person.privacy_notices.all(), reviews=person.entry_reviews.all(),
        statements=list(OwnStatement.objects.filter(**mine).select_related("liaison__mandate__body")),
    )  # fmt: skip


def _stances(offices: Iterable[Official]) -> Iterable[Stance]:
    """How the office dealt with us while the person held it."""
    of_mandate: dict[int, list[Official]] = defaultdict(list)
    for one in offices:
        of_mandate[one.mandate_id].append(one)
    for stance in Stance.objects.filter(mandate__in=of_mandate).select_related("mandate__body"):
        terms = of_mandate[stance.mandate_id]
        if any(one.from_on <= stance.seen_on and (not one.to_on or stance.seen_on <= one.to_on) for one in terms):
            yield stance


def lines_of(rating: LiaisonRating) -> list[tuple[Any, int | None, Any, str]]:
    """Criterion, level, its words and its evidence."""
    asked = (*ANCHORS,)
    return [
        (CRITERION[name], getattr(rating, name), level_words(name, getattr(rating, name)),
         getattr(rating, f"{name}_evidence"))
        for name in asked
    ]  # fmt: skip


def as_data(held: Held) -> dict[str, Any]:
    """The entry as plain data, for the person who asks for it: everything that is about them, nothing about others."""
    person, zone = held.person, held.person.collaboration.zone
    columns = ("name", "job_title", "email", "phone", "language", "informed_on")
    attended = person.attendances.filter(meeting__is_held=True).order_by("meeting__held_at")
    return {
        "collaboration": person.collaboration.name,
        "person": {name: getattr(person, name) for name in columns},
        "also_recorded_as": [{name: getattr(one, name) for name in columns} for one in absorbed(person)],
        "acts_for": list(person.affiliations.values("organization__name", "from_on", "to_on")),
        "offices": [_span(one, office=one.office) for one in held.offices],
        "liaison_for": [_span(one, steps=str(one.get_steps_display())) for one in held.liaisons],
        "ratings": [
            {"mandate": str(one.liaison.mandate), "rated_on": one.rated_on, "by": str(one.assessor), "criteria": [
                {"criterion": str(label), "level": level, "means": str(words), "evidence": evidence}
                for label, level, words, evidence in lines_of(one)
            ]} for one in held.ratings
        ],
        "stances_in_office": [
            {"mandate": str(one.mandate), "seen_on": one.seen_on, "stance": str(one), "evidence": one.evidence}
            for one in held.stances
        ],
        "told": [{"on": one.told_on, "how": str(one.get_how_display())} for one in held.notices],
        "looked_at": [
            {"on": one.reviewed_on, "outcome": str(one.get_outcome_display()), "why": one.reason}
            for one in held.reviews
        ],
        "own_words": [
            {"on": one.said_on, "kind": str(one.get_kind_display()), "text": one.text, "bandwidth": one.bandwidth,
             "answered_on": one.answered_on, "answer": one.answer} for one in held.statements
        ],
        "meetings": [
            at.astimezone(zone).date() for at in attended.values_list("meeting__held_at", flat=True)
        ],
        "promises": list(person.commitments.values("text", "made_on", "due_on", "outcome")),
    }  # fmt: skip


def _span(one: Official | Liaison, **said: str) -> dict[str, Any]:
    return {"mandate": str(one.mandate), **said, "from": one.from_on, "to": one.to_on}
