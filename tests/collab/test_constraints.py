"""What the domain forbids, the database refuses: each constraint is broken once, past any form."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from collab.models import (
    Affiliation,
    Attendance,
    Collaboration,
    Comment,
    Commitment,
    MovedRow,
    Organization,
    Person,
    Score,
    Seat,
    User,
)
from partners.models import Answer, Instrument, Invitation, Partner, RosterEntry, Survey, Tie
from tests import factories

EARLY, LATE = date(2025, 1, 1), date(2025, 2, 1)
EARLY_AT = datetime(2025, 1, 1, tzinfo=UTC)


def _affiliation(c: Collaboration, **values: object) -> object:
    one = factories.organization(collaboration=c)
    return Affiliation.objects.create(
        **{"collaboration": c, "person": factories.person(collaboration=c), "organization": one} | values
    )


def _promise(c: Collaboration, **values: object) -> Commitment:
    return factories.commitment(factories.organization(collaboration=c), **values)


def _promise_to_itself(c: Collaboration) -> object:
    one = factories.organization(collaboration=c)
    return factories.commitment(one, one)


def _tie(c: Collaboration, **values: object) -> object:
    return factories.tie(factories.organization(collaboration=c), factories.organization(collaboration=c), **values)


def _answer(c: Collaboration, **values: object) -> object:
    a, b = factories.organization(collaboration=c), factories.organization(collaboration=c)
    base = {
        "collaboration": c,
        "rater": a,
        "subject": b,
        "item": "exchange",
        "value": 1,
        "counted_on": EARLY,
        "source": "survey",
    }
    return Answer.objects.create(**base | values)


def _at_once(make: Callable[..., object], *args: object) -> None:
    """Do it and check the constraints that would otherwise wait for the commit."""
    make(*args)
    connection.check_constraints()


def _twice(make: Callable[[], object]) -> None:
    make()
    make()


def _attends_twice(c: Collaboration) -> None:
    meeting = factories.meeting(factories.organization(collaboration=c))
    one = meeting.attendances.get()
    Attendance.objects.create(collaboration=c, meeting=meeting, organization=one.organization)


def _person_attends_twice(c: Collaboration) -> None:
    person = factories.person(organization=factories.organization(collaboration=c))
    meeting = factories.meeting(people=(person,), collaboration=c)
    one = meeting.attendances.get()
    Attendance.objects.create(collaboration=c, meeting=meeting, organization=one.organization, person=person)


def _comment(c: Collaboration, **values: object) -> object:
    return Comment.objects.create(collaboration=c, author=factories.user(), text="x", **values)


def _part_twice(c: Collaboration) -> None:
    one = factories.organization(collaboration=c)
    factories.decision(proposed=(one, one))


def _own_parent(c: Collaboration) -> None:
    one = factories.organization(collaboration=c)
    Organization.objects.filter(pk=one.pk).update(parent=one)


def _open_tie_twice(c: Collaboration) -> None:
    a, b = factories.organization(collaboration=c), factories.organization(collaboration=c)
    _twice(lambda: factories.tie(a, b))


def _open_seat_twice(c: Collaboration) -> None:
    user = factories.user()
    _twice(lambda: factories.seat(collaboration=c, user=user))


def _open_affiliation_twice(c: Collaboration) -> None:
    person, organization = factories.person(collaboration=c), factories.organization(collaboration=c)
    _twice(lambda: _affiliation(c, person=person, organization=organization))


def _answer_twice(c: Collaboration) -> None:
    a, b = factories.organization(collaboration=c), factories.organization(collaboration=c)
    _twice(lambda: _answer(c, rater=a, subject=b))


def _survey_answer_twice(c: Collaboration) -> None:
    survey, one = factories.survey(collaboration=c), factories.organization(collaboration=c)
    person = factories.person(organization=one)
    values = {"survey": survey, "rater": one, "rater_person": person, "subject": None, "counted_on": None}
    _twice(lambda: _answer(c, **values))


def _invited(c: Collaboration, **values: object) -> object:
    person = factories.person(organization=factories.organization(collaboration=c))
    return factories.invitation(factories.survey(collaboration=c), person, **values)


def _invited_twice(c: Collaboration) -> None:
    survey, person = (
        factories.survey(collaboration=c),
        factories.person(organization=factories.organization(collaboration=c)),
    )
    _twice(lambda: factories.invitation(survey, person))


def _on_roster_twice(c: Collaboration) -> None:
    survey, one = factories.survey(collaboration=c), factories.organization(collaboration=c)
    _twice(lambda: RosterEntry.objects.create(collaboration=c, survey=survey, organization=one))


def _reversed_tie(c: Collaboration) -> None:
    a, b = factories.organization(collaboration=c), factories.organization(collaboration=c)
    Tie.objects.create(collaboration=c, first=b, second=a, from_on=EARLY)


BREAKS: dict[str, Callable[[Collaboration], object]] = {
    "one_user_per_address": lambda c: [factories.user(email=one) for one in ("A@x.org", "a@X.org")],
    "collaboration_ends_after_it_starts": lambda c: factories.collaboration(
        ended_on=date(2024, 1, 1), closed_as="completed"
    ),
    "collaboration_end_says_how": lambda c: factories.collaboration(ended_on=date(2026, 1, 1)),
    "collaboration_framed_in_living_memory": lambda c: factories.collaboration(framed_on=date(1900, 1, 1)),
    "collaboration_starts_in_this_century": lambda c: factories.collaboration(started_on=date(1999, 12, 31)),
    "one_open_seat_per_user": _open_seat_twice,
    "seat_ends_after_it_begins": lambda c: factories.seat(collaboration=c, from_on=LATE, to_on=EARLY),
    "one_organization_per_name": lambda c: (
        factories.organization(collaboration=c, name="River"), factories.organization(collaboration=c, name="RIVER")
    ),
    "organization_is_not_its_own_parent": _own_parent,
    "affiliation_ends_after_it_begins": lambda c: _affiliation(c, from_on=LATE, to_on=EARLY),
    "one_open_affiliation_per_organization": _open_affiliation_twice,
    "meeting_in_living_memory": lambda c: factories.meeting(collaboration=c, held_at=datetime(1989, 1, 1, tzinfo=UTC)),
    "person_attends_a_meeting_once": _person_attends_twice,
    "organization_attends_a_meeting_once": _attends_twice,
    "decision_in_living_memory": lambda c: factories.decision(
        proposed=(factories.organization(collaboration=c),), decided_on=date(1980, 1, 1)
    ),
    "one_part_of_a_kind_in_a_decision": _part_twice,
    "commitment_is_due_after_it_is_made": lambda c: _promise(c, made_on=LATE, due_on=EARLY),
    "commitment_closes_with_an_outcome": lambda c: _promise(c, closed_on=date(2025, 4, 1)),
    "commitment_closes_after_it_is_made": lambda c: _promise(c, made_on=LATE, outcome="kept", closed_on=EARLY),
    "commitment_is_to_somebody_else": _promise_to_itself,
    "commitment_in_living_memory": lambda c: _promise(c, made_on=date(1980, 1, 1), due_on=LATE),
    "comment_is_on_one_record": _comment,
    "score_lies_between_0_and_100": lambda c: Score.objects.create(
        collaboration=c, metric="relationship", month=0, as_of=EARLY, value=100.5, generation=1
    ),
    "score_bounds_are_in_order": lambda c: Score.objects.create(
        collaboration=c, metric="relationship", month=0, as_of=EARLY, low=60, high=50, generation=1
    ),
    "one_score_per_metric_and_month": lambda c: _twice(
        lambda: Score.objects.create(collaboration=c, metric="relationship", month=0, as_of=EARLY, generation=1)
    ),
    "partner_has_a_dozen_tags_at_most": lambda c: factories.partner(
        factories.organization(collaboration=c), tags=[f"tag {n}" for n in range(13)]
    ),
    "partner_leaves_the_core_after_joining": lambda c: Partner.objects.create(
        collaboration=c, organization=factories.organization(collaboration=c), core_from_on=LATE, core_to_on=EARLY
    ),
    "tie_names_the_lower_id_first": _reversed_tie,
    "tie_ends_after_it_begins": lambda c: _tie(c, from_on=LATE, to_on=EARLY),
    "tie_cadence_between_a_day_and_two_years": lambda c: _tie(c, cadence_days=0),
    "one_open_tie_per_pair": _open_tie_twice,
    "one_answer_per_rater_subject_item_and_wave": _answer_twice,
    "answer_is_about_another_organization": lambda c: (lambda one: _answer(c, rater=one, subject=one))(
        factories.organization(collaboration=c)
    ),
    "trust_answer_lies_between_1_and_4": lambda c: _answer(c, item="trust-open", value=5),
    "joint_work_answer_lies_between_0_and_5": lambda c: _answer(c, item="joint-work", value=6),
    "answer_is_not_negative": lambda c: _answer(c, value=-1),
    "one_answer_per_person_subject_item_and_survey": _survey_answer_twice,
    "answer_without_a_wave_counts_on_a_day": lambda c: _answer(c, counted_on=None),
    "answer_of_a_wave_names_its_person": lambda c: _answer(c, survey=factories.survey(collaboration=c)),
    "answer_on_a_tie_names_the_other_side": lambda c: _answer(c, item="joint-work", subject=None),
    "perceived_ownership_answer_lies_between_1_and_5": lambda c: _answer(
        c, item="perceived-wrote", subject=None, value=0
    ),
    "answer_is_a_number_or_a_text": lambda c: _answer(c, text="More time"),
    "one_instrument_per_key_and_version": lambda c: _twice(
        lambda: factories.instrument(collaboration=c, published_at=EARLY_AT, is_shipped=False)
    ),
    "one_draft_per_instrument": lambda c: [
        factories.instrument(collaboration=c, version=n, published_at=None, is_shipped=False) for n in (1, 2)
    ],
    "shipped_instrument_is_published": lambda c: factories.instrument(collaboration=c, published_at=None),
    "survey_closes_after_it_opens": lambda c: factories.survey(collaboration=c, opens_on=LATE, closes_on=EARLY),
    "survey_table_needs_at_least_three": lambda c: factories.survey(collaboration=c, least_respondents=2),
    "organization_stands_on_a_roster_once": _on_roster_twice,
    "one_invitation_per_person_and_survey": _invited_twice,
    "invitation_is_finished_after_consent": lambda c: _invited(c, finished_at=EARLY_AT),
    "organization_is_merged_into_another": lambda c: factories.organization(
        collaboration=c, survivor=c.backbone
    ),
    "person_is_merged_into_another": lambda c: factories.person(
        collaboration=c, survivor=factories.person(collaboration=c)
    ),
    "moved_row_belongs_to_one_merge": lambda c: MovedRow.objects.create(
        collaboration=c, of_table="collab_meeting", of_row="1", was={}
    ),
    "invitation_is_finished_or_declined": lambda c: _invited(
        c, consented_at=EARLY_AT, finished_at=EARLY_AT, declined_at=EARLY_AT
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_constraint_refuses(collaboration: Collaboration, name: str):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        _at_once(BREAKS[name], collaboration)


@pytest.mark.django_db
def test_every_constraint_of_the_domain_is_broken_by_a_test():
    models = (
        User, Collaboration, Seat, Organization, Person, Affiliation, Attendance, Comment, Commitment, Score,
        Partner, Tie, Answer, Instrument, Survey, RosterEntry, Invitation, MovedRow,
        *(Commitment._meta.apps.get_model("collab", name) for name in ("Meeting", "Decision", "DecisionPart")),
    )  # fmt: skip
    names = {constraint.name for model in models for constraint in model._meta.constraints}
    assert names - set(BREAKS) == set()


@pytest.mark.parametrize(
    "make",
    [
        lambda c, other: factories.seat(collaboration=c, organization=other),
        lambda c, other: factories.meeting(collaboration=c, called_by=other),
        lambda c, other: _affiliation(c, organization=other),
        lambda c, other: factories.commitment(other, collaboration=c),
        lambda c, other: Partner.objects.create(collaboration=c, organization=other, core_from_on=EARLY),
        lambda c, other: _answer(c, rater=other),
        lambda c, other: factories.tie(other, factories.organization(collaboration=c), collaboration=c),
        lambda c, other: factories.survey(
            collaboration=c, instrument=factories.instrument(collaboration=other.collaboration)
        ),
        lambda c, other: RosterEntry.objects.create(
            collaboration=c, survey=factories.survey(collaboration=c), organization=other
        ),
        lambda c, other: factories.invitation(
            factories.survey(collaboration=c), factories.person(organization=other), collaboration=c
        ),
        lambda c, other: _answer(
            c,
            survey=factories.survey(collaboration=other.collaboration),
            rater_person=factories.person(collaboration=c),
        ),
        lambda c, other: Collaboration.objects.filter(pk=c.pk).update(backbone=other),
    ],
)
def test_no_row_points_into_another_collaboration(collaboration: Collaboration, make: Callable[..., object]):
    other = factories.organization()
    with pytest.raises(IntegrityError, match="of_same_collaboration"), transaction.atomic():
        _at_once(make, collaboration, other)
