"""What the domain forbids about government, the database refuses: each constraint is broken once, past any form."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from collab.models import Collaboration
from government.models import Consultation, EntryReview, Influence, Liaison, Mandate, NoneFound, PrivacyNotice
from tests import factories
from tests.government import story

EARLY, LATE = date(2025, 3, 1), date(2025, 4, 1)


def _twice(make: Callable[[], object]) -> None:
    make()
    make()


def _at_once(make: Callable[..., object], *args: object) -> None:
    """Do it and check the constraints that would otherwise wait for the commit."""
    make(*args)
    connection.check_constraints()


def _influence(c: Collaboration, **values: object) -> Influence:
    base = {"collaboration": c, "organization": c.backbone, "influence": 2, "interest": 2, "judged_on": EARLY}
    return Influence.objects.create(**base | values)


def _same_official(c: Collaboration) -> None:
    mandate = story.mandate(c)
    _twice(lambda: story.official(mandate))


def _same_liaison(c: Collaboration) -> None:
    mandate, person = story.mandate(c), factories.person(collaboration=c)
    _twice(lambda: story.liaison(mandate, person=person))


def _own_successor(c: Collaboration) -> None:
    one = story.liaison(story.mandate(c))
    Liaison.objects.filter(pk=one.pk).update(successor=one)


def _same_rating(c: Collaboration) -> None:
    one = story.liaison(story.mandate(c))
    _twice(lambda: story.rating(one))


def _same_mandate(c: Collaboration) -> None:
    body = factories.organization(collaboration=c)
    _twice(lambda: story.mandate(body=body, topic="Permits"))


def _same_stance(c: Collaboration) -> None:
    mandate = story.mandate(c)
    _twice(lambda: story.stance(mandate))


def _same_none_found(c: Collaboration) -> None:
    mandate = story.mandate(c)
    _twice(lambda: NoneFound.objects.create(collaboration=c, mandate=mandate, confirmed_on=EARLY))


def _same_consultation(c: Collaboration) -> None:
    one = story.consultation(story.mandate(c))
    Consultation.objects.create(collaboration=c, meeting=one.meeting, mandate=one.mandate, timing="later")


def _same_person(c: Collaboration, model: type[PrivacyNotice | EntryReview], **values: object) -> None:
    person = factories.person(collaboration=c)
    _twice(lambda: model.objects.create(collaboration=c, person=person, **values))


def _level(c: Collaboration, place: int) -> None:
    levels = [2, 2, 2, 2, 2]
    levels[place] = 5
    story.rating(story.liaison(story.mandate(c)), tuple(levels))


BROKEN: dict[str, Callable[[Collaboration], object]] = {
    "mandate_weighs_1_to_3": lambda c: story.mandate(c, weight=4),
    "mandate_ends_after_it_begins": lambda c: story.mandate(c, from_on=LATE, to_on=EARLY),
    "one_open_mandate_per_body_and_topic": _same_mandate,
    "official_leaves_after_taking_office": lambda c: story.official(story.mandate(c), from_on=LATE, to_on=EARLY),
    "one_official_in_office_per_mandate": _same_official,
    "liaison_stands_0_to_3_steps_away": lambda c: story.liaison(story.mandate(c), steps=4),
    "liaison_ends_after_it_begins": lambda c: story.liaison(story.mandate(c), from_on=LATE, to_on=EARLY),
    "liaison_does_not_succeed_itself": _own_successor,
    "one_open_liaison_entry_per_person_and_mandate": _same_liaison,
    "liaison_ability_lies_between_0_and_4": lambda c: _level(c, 0),
    "liaison_willingness_lies_between_0_and_4": lambda c: _level(c, 1),
    "liaison_authority_lies_between_0_and_4": lambda c: _level(c, 2),
    "liaison_bandwidth_lies_between_0_and_4": lambda c: _level(c, 3),
    "liaison_trust_lies_between_0_and_4": lambda c: _level(c, 4),
    "one_liaison_rating_per_assessor_and_day": _same_rating,
    "none_found_once_a_day": _same_none_found,
    "stance_lies_between_0_and_4": lambda c: story.stance(story.mandate(c), 5),
    "one_stance_per_mandate_and_day": _same_stance,
    "one_consultation_per_meeting_and_mandate": _same_consultation,
    "influence_and_interest_lie_between_0_and_4": lambda c: _influence(c, interest=5),
    "one_influence_per_organization_and_day": lambda c: _twice(lambda: _influence(c)),
    "one_privacy_notice_a_day_and_way": lambda c: _same_person(c, PrivacyNotice, told_on=EARLY, how="talk"),
    "one_entry_review_a_day": lambda c: _same_person(c, EntryReview, reviewed_on=EARLY, outcome="keep"),
    "own_statement_says_something": lambda c: story.own_statement(story.liaison(story.mandate(c)), text=""),
    "own_statement_is_answered_after_it_is_said": lambda c: story.own_statement(
        story.liaison(story.mandate(c)), said_on=LATE, answered_on=EARLY
    ),
    "one_state_role_a_day": lambda c: _twice(lambda: story.state_led(c)),
}
ELSEWHERE: dict[str, Callable[[Collaboration, Collaboration], object]] = {
    "mandate_body": lambda c, d: Mandate.objects.create(
        collaboration=c, body=d.backbone, level="national", topic="Permits", from_on=EARLY
    ),
    "official_person": lambda c, d: story.official(story.mandate(c), person=factories.person(collaboration=d)),
    "liaison_person": lambda c, d: story.liaison(story.mandate(c), person=factories.person(collaboration=d)),
    "liaisonrating_assessor": lambda c, d: story.rating(story.liaison(story.mandate(c)), assessor=d.backbone),
    "stance_meeting": lambda c, d: story.stance(story.mandate(c), meeting=factories.meeting(d.backbone)),
    "privacynotice_person": lambda c, d: PrivacyNotice.objects.create(
        collaboration=c, person=factories.person(collaboration=d), told_on=EARLY, how="talk"
    ),
    "entryreview_person": lambda c, d: EntryReview.objects.create(
        collaboration=c, person=factories.person(collaboration=d), reviewed_on=EARLY, outcome="keep"
    ),
    "ownstatement_liaison": lambda c, d: story.own_statement(story.liaison(story.mandate(d)), collaboration=c),
    "influence_organization": lambda c, d: _influence(c, organization=d.backbone),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_constraint_refuses(collaboration: Collaboration, name: str):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BROKEN[name](collaboration)


def test_every_constraint_of_the_floor_is_broken_once(db: None):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid::regclass::text LIKE 'government\\_%%'"
            " AND conrelid::regclass::text NOT LIKE '%%event' AND conname NOT LIKE '%%\\_check'"
        )
        checks = {name for (name,) in cursor.fetchall()}
    assert checks - set(BROKEN) == set()


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_no_row_points_into_another_collaboration(collaboration: Collaboration, name: str):
    with pytest.raises(IntegrityError, match=f"{name}_of_same_collaboration"), transaction.atomic():
        _at_once(ELSEWHERE[name], collaboration, factories.collaboration())
