"""What counts as evidence of a pair, how much, and in which pairs: the rules of the specification on stored rows."""

from datetime import date, timedelta
from typing import Any

import pytest

from collab.models import Meeting, Organization, PairScores
from metrics.scoring import score_collaboration
from partners.models import ROSTER_ITEM, Answer
from tests import factories
from tests.metrics.rows import noon, pair_of, stored

TODAY = date(2025, 6, 1)


def test_meeting_of_more_than_eight_organizations_counts_little(collaboration, core):
    crowd = [factories.organization(collaboration=collaboration) for _ in range(7)]
    factories.meeting(core[0], core[1], held_at=noon(TODAY), mode="message")
    factories.meeting(*core, *crowd[:-2], held_at=noon(TODAY))
    score_collaboration(collaboration, today=TODAY)
    small = pair_of(collaboration, core[0], core[2])["parts"]["contact"]["value"]
    Meeting.objects.all().delete()
    factories.meeting(*core, *crowd[:-1], held_at=noon(TODAY))
    score_collaboration(collaboration, today=TODAY)
    assert (small, pair_of(collaboration, core[0], core[2])["parts"]["contact"]["value"]) == (39.3469, 9.5163)


@pytest.mark.parametrize(
    ("outcome", "due_on", "closed_on", "value", "quality"),
    [
        ("open", TODAY, None, None, 0),
        ("open", TODAY - timedelta(days=89), None, None, 0),
        ("open", TODAY - timedelta(days=90), None, 33.3333, 1),
        ("kept", TODAY - timedelta(days=100), TODAY + timedelta(days=1), 33.3333, 1),
        ("kept", TODAY - timedelta(days=100), TODAY, 66.6667, 1),
        ("kept", TODAY + timedelta(days=1), TODAY, None, 0),
        ("kept", TODAY - timedelta(days=365), TODAY, 66.6667, 1),
        ("kept", TODAY - timedelta(days=366), TODAY, None, 0),
        ("partly", TODAY, TODAY, 50, 1),
        ("broken", TODAY, TODAY, 33.3333, 1),
        ("renegotiated", TODAY, TODAY, None, 0),
        ("renegotiated", TODAY - timedelta(days=1), TODAY, 33.3333, 1),
    ],
)
def test_a_commitment_counts_as_the_specification_says(collaboration, core, outcome, due_on, closed_on, value, quality):
    factories.meeting(core[0], core[1], held_at=noon(TODAY))
    factories.commitment(
        core[0], core[1], made_on=date(2024, 1, 1), due_on=due_on, outcome=outcome, closed_on=closed_on
    )
    score_collaboration(collaboration, today=TODAY)
    part = pair_of(collaboration, core[0], core[1])["parts"]["commitments"]
    assert (part["value"], part["quality"]) == (value, quality)


def test_outcome_does_not_exist_for_a_snapshot_before_it(collaboration, core):
    factories.meeting(core[0], core[1], held_at=noon(date(2025, 2, 10)))
    factories.commitment(
        core[0],
        core[1],
        made_on=date(2025, 1, 20),
        due_on=date(2025, 2, 1),
        outcome="kept",
        closed_on=date(2025, 3, 20),
    )
    score_collaboration(collaboration, today=TODAY)
    qualities = [row["parts"]["commitments"]["quality"] for row in stored(collaboration)]
    assert [quality > 0 for quality in qualities] == [False, False, False, True, True, True]


def test_promise_to_the_whole_group_counts_in_every_needed_pair_of_the_promiser(collaboration, core):
    a, b, c = core
    factories.meeting(*core, held_at=noon(TODAY))
    factories.tie(a, c, is_needed=False)
    factories.commitment(a, None, due_on=date(2025, 5, 1), outcome="kept")
    score_collaboration(collaboration, today=TODAY)
    known = {
        frozenset((row["a"], row["b"])): row["parts"]["commitments"]["value"]
        for row in PairScores.objects.get(collaboration=collaboration).rows
    }
    assert known[frozenset((a.pk, b.pk))] == 66.6667
    assert known[frozenset((a.pk, collaboration.backbone_id))] == 66.6667
    assert known[frozenset((a.pk, c.pk))] is None
    assert known[frozenset((b.pk, c.pk))] is None


def test_the_newest_wave_counts_as_the_mean_of_its_raters(collaboration, core):
    a, b, _ = core
    one, other = (factories.person(organization=a) for _ in range(2))
    factories.answers(a, b, joint=1, counted_on=date(2025, 2, 1), rater_person=one)
    factories.answers(a, b, joint=4, trust=(4, 4, 4), counted_on=date(2025, 3, 1), rater_person=one)
    factories.answers(a, b, joint=5, trust=(1, 1, 1), counted_on=date(2025, 3, 1), rater_person=other)
    factories.answers(a, b, joint=0, counted_on=date(2025, 7, 1), rater_person=one)
    score_collaboration(collaboration, today=TODAY)
    row = pair_of(collaboration, a, b)
    assert (row["joint"], row["trust"]) == ([4.5, None], [50.0, None])


def test_cannot_say_is_missing_and_takes_the_place_of_what_was_said_before(collaboration, core):
    a, b, _ = core
    factories.answers(a, b, trust=(4, 4, 4), joint=4, counted_on=date(2025, 2, 1))
    factories.answers(a, b, trust=(None, None, 3), counted_on=date(2025, 3, 1))
    score_collaboration(collaboration, today=TODAY)
    row = pair_of(collaboration, a, b)
    assert (row["trust"], row["joint"]) == ([None, None], [4.0, None])


@pytest.mark.parametrize(
    ("age", "quality", "level"), [(180, 0.5, 3.0), (181, 0.25, 3.0), (365, 0.25, 3.0), (366, 0.0, None)]
)
def test_answers_age(collaboration, core, age, quality, level):
    factories.answers(core[0], core[1], joint=3, counted_on=TODAY - timedelta(days=age))
    score_collaboration(collaboration, today=TODAY)
    row = pair_of(collaboration, core[0], core[1])
    assert (row["parts"]["joint_work"]["quality"], row["joint"][0]) == (quality, level)


def test_up_to_six_core_partners_all_pairs_are_needed_above_only_those_with_the_backbone(collaboration, core):
    for _ in range(3):
        factories.partner(factories.organization(collaboration=collaboration))
    score_collaboration(collaboration, today=TODAY)
    assert stored(collaboration)[-1]["parts"]["_pairs"] == 15 + 6
    factories.partner(factories.organization(collaboration=collaboration), core_from_on=date(2025, 3, 1))
    score_collaboration(collaboration, today=TODAY)
    assert [row["parts"]["_pairs"] for row in stored(collaboration)] == [21, 21, 7, 7, 7, 7]


def test_of_a_large_core_pairs_are_needed_in_which_either_side_picked_the_other(collaboration, core):
    a, b, c = core
    large = [factories.partner(factories.organization(collaboration=collaboration)) for _ in range(4)]
    guest = factories.organization(collaboration=collaboration)
    spring, autumn = {"counted_on": date(2025, 2, 10)}, {"counted_on": date(2025, 4, 10)}
    pick(a, {b: 1, c: 1, guest: 1, large[0].organization: 0}, **spring)
    pick(b, {a: 1, collaboration.backbone: 1}, **spring)  # mutual, and with the backbone, which is needed anyhow
    pick(a, {b: 0, c: 0, large[3].organization: 1}, **autumn)  # b does not answer in autumn: its pick of a stands
    score_collaboration(collaboration, today=TODAY)
    needed = [row["parts"]["_pairs"] for row in stored(collaboration)]
    assert needed == [7, 9, 9, 9, 9, 9]
    assert pair_of(collaboration, a, b)["needed"] is True
    assert pair_of(collaboration, a, large[3].organization)["needed"] is True
    assert [row for row in PairScores.objects.get().rows if guest.pk in (row["a"], row["b"])] == []
    factories.tie(a, b, is_needed=False, from_on=date(2025, 1, 20))
    large[3].core_to_on = date(2025, 5, 1)
    large[3].save()
    score_collaboration(collaboration, today=TODAY)
    assert [row["parts"]["_pairs"] for row in stored(collaboration)] == [7, 8, 8, 8, 20, 20]


def pick(rater: Organization, picked: dict[Organization, int], **values: Any) -> None:
    """The answer of an organisation to the roster of a wave."""
    for subject, value in picked.items():
        Answer.objects.create(
            collaboration=rater.collaboration, rater=rater, subject=subject, item=ROSTER_ITEM, value=value,
            source="survey", **values,
        )  # fmt: skip


def test_an_agreed_tie_says_more_than_the_default_while_it_is_in_force(collaboration, core):
    a, b, _ = core
    outside = factories.organization(collaboration=collaboration)
    factories.tie(a, b, is_needed=False, from_on=date(2025, 3, 1), to_on=date(2025, 4, 1))
    factories.tie(a, outside, cadence_days=14, from_on=date(2025, 4, 1))
    score_collaboration(collaboration, today=TODAY)
    assert [row["parts"]["_pairs"] for row in stored(collaboration)] == [6, 6, 5, 7, 7, 7]
    assert pair_of(collaboration, a, outside)["cadence_days"] == 14
    assert pair_of(collaboration, a, b)["cadence_days"] == 60
