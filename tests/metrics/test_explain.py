"""Why a number is what it is, and what each reader may know of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from collab.models import Collaboration, Organization, Score, Seat
from metrics import explain
from metrics.scoring import score_collaboration
from partners.suppression import groups, releases
from tests import factories

TODAY = date(2025, 6, 1)
SURVEY = {"trust", "reciprocity"}


@pytest.fixture
def core(collaboration: Collaboration) -> list[Organization]:
    """Four core partners who met, promised and answered."""
    made = [factories.organization(collaboration=collaboration, name=name) for name in "ABCD"]
    for one in made:
        factories.partner(one)
    factories.meeting(*made, held_at=datetime(2025, 5, 20, 12, tzinfo=UTC), topics="Water rights", called_by=made[0])
    factories.commitment(made[0], made[1], due_on=date(2025, 5, 1), outcome="kept", text="Share the map")
    return made


def survey(*organizations: Organization, on: date = date(2025, 5, 1), trust: tuple[int, ...] = (4, 3, 3)) -> None:
    """Each of these says something of every other."""
    for rater in organizations:
        for subject in organizations:
            if rater != subject:
                factories.answers(rater, subject, trust=trust, joint=3, counted_on=on)


def latest(collaboration: Collaboration) -> Score:
    score_collaboration(collaboration, today=TODAY)
    return collaboration.scores.series("relationship").last()


def reader(collaboration: Collaboration, role: str, organization: Organization | None = None) -> Seat:
    return factories.seat(
        collaboration=collaboration, role=role, **({"organization": organization} if organization else {})
    )


@pytest.mark.parametrize("role", ["coordinator", "facilitator", "funder", "partner", "viewer"])
@pytest.mark.parametrize("answering", [2, 4])
def test_parts_add_up_to_the_score_for_every_reader(collaboration, core, role, answering):
    survey(*core[:answering])
    score = latest(collaboration)
    shown = explain.parts(score, seat=reader(collaboration, role))
    assert score.value is not None
    assert sum(part.points for part in shown if part.points is not None) == pytest.approx(score.value, abs=1e-9)
    assert sum(part.weight for part in shown) == pytest.approx(1)
    covered = {key for part in shown for key in (part.merged or (part.key,))}
    assert covered == {"trust", "commitments", "joint_work", "contact", "reciprocity"}


def test_below_three_answering_organizations_trust_is_merged_with_the_next_component(collaboration, core):
    survey(*core[:2])
    score = latest(collaboration)
    shown = {part.key: part for part in explain.parts(score, seat=reader(collaboration, "funder"))}
    assert shown["commitments"].merged == ("trust", "commitments")
    assert shown["commitments"].value is None
    assert shown["contact"].merged == ("contact", "reciprocity")
    assert shown["joint_work"].value == 60.0
    whole = {part.key: part for part in explain.parts(score, seat=reader(collaboration, "facilitator"))}
    assert whole["trust"].value == 77.7778
    assert whole["trust"].merged == ()
    assert shown["commitments"].points == pytest.approx(whole["trust"].points + whole["commitments"].points, abs=1e-9)


def test_from_three_answering_organizations_everybody_sees_the_mean(collaboration, core):
    survey(*core[:3])
    shown = {part.key: part for part in explain.parts(latest(collaboration), seat=reader(collaboration, "viewer"))}
    assert shown["trust"].value == 77.7778


def test_a_month_that_differs_by_one_answer_is_not_shown_beside_the_one_before(collaboration, core):
    survey(*core, on=date(2025, 3, 1))
    factories.meeting(*core, held_at=datetime(2025, 3, 1, 12, tzinfo=UTC))
    factories.answers(core[0], core[1], trust=(1, 1, 1), counted_on=date(2025, 5, 1))
    score_collaboration(collaboration, today=TODAY)
    funder = reader(collaboration, "funder")
    seen = {
        score.month: "trust" in {part.key for part in explain.parts(score, seat=funder)}
        for score in collaboration.scores.series("relationship") if score.value is not None
    }  # fmt: skip
    assert seen == {2: True, 3: True, 4: False, 5: False}


def test_change_adds_up_exactly(collaboration, core):
    survey(*core, on=date(2025, 3, 1))
    factories.meeting(*core, held_at=datetime(2025, 3, 1, 12, tzinfo=UTC))
    survey(*core[:2], on=date(2025, 5, 5), trust=(2, 2, 1))
    score_collaboration(collaboration, today=TODAY)
    rows = {score.month: score for score in collaboration.scores.series("relationship")}
    for role in ("facilitator", "funder"):
        moved = explain.change(collaboration, "relationship", 2, 5, seat=reader(collaboration, role))
        assert sum(one.points for one in moved) == pytest.approx(rows[5].value - rows[2].value, abs=1e-9)
    assert {one.key: one.kind for one in explain.change(
        collaboration, "relationship", 2, 5, seat=reader(collaboration, "facilitator"))} == {
        "trust": "changed", "commitments": "added", "joint_work": "changed", "contact": "changed",
        "reciprocity": "changed",
    }  # fmt: skip
    assert explain.change(collaboration, "relationship", 0, 5, seat=None) == ()
    assert explain.change(collaboration, "relationship", 2, 99, seat=None) == ()


def test_a_pair_is_computed_as_it_is_stored(collaboration, core):
    survey(*core)
    score_collaboration(collaboration, today=TODAY)
    team = reader(collaboration, "facilitator")
    rows = explain.pairs_for(collaboration, team)
    assert len(rows) == 10
    for row in rows:
        live = explain.pair(collaboration, row.b, row.a, on=TODAY, seat=team)
        assert vars(live) == {key: value for key, value in vars(row).items() if key not in ("first", "second")}
    assert sum(part.points for part in rows[0].parts) == pytest.approx(rows[0].value, abs=1e-9)


def test_a_pair_of_which_nothing_is_known_is_explained_too(collaboration, core):
    strangers = [factories.organization(collaboration=collaboration) for _ in range(2)]
    found = explain.pair(
        collaboration, strangers[0].pk, strangers[1].pk, on=TODAY, seat=reader(collaboration, "facilitator")
    )
    assert (found.needed, found.value, found.coverage, found.last_contact_on) == (False, 0.0, 15.0, None)
    elsewhere = factories.organization()
    with pytest.raises(KeyError):
        explain.pair(collaboration, core[0].pk, elsewhere.pk, on=TODAY, seat=reader(collaboration, "facilitator"))


def test_funder_sees_no_trust_of_a_pair(collaboration, core):
    survey(*core)
    score_collaboration(collaboration, today=TODAY)
    funder = reader(collaboration, "funder")
    rows = explain.pairs_for(collaboration, funder)
    rows.append(explain.pair(collaboration, core[0].pk, core[1].pk, on=TODAY, seat=funder))
    assert len(rows) == 11
    for row in rows:
        assert (row.value, row.low, row.high, row.coverage, row.band, row.trust) == (None,) * 5 + ((None, None),)
        assert {part.key for part in row.parts} == {"commitments", "joint_work", "contact"}
        assert {part.points for part in row.parts} == {None}
    assert rows[-1].joint == (3.0, 3.0)
    assert rows[-1].last_contact_on == date(2025, 5, 20)
    of_trust = explain.part_evidence(collaboration, core[0].pk, core[1].pk, "trust", on=TODAY, seat=funder)
    both = explain.part_evidence(collaboration, core[0].pk, core[1].pk, "reciprocity", on=TODAY, seat=funder)
    assert of_trust == []
    assert not any("trust" in item.text for item in both)


def test_partner_sees_own_pairs_and_own_half_only(collaboration, core):
    survey(*core)
    factories.answers(core[1], core[0], trust=(2, 2, 2), counted_on=date(2025, 5, 2))
    score_collaboration(collaboration, today=TODAY)
    a, b, c, _ = core
    partner = reader(collaboration, "partner", a)
    rows = explain.pairs_for(collaboration, partner)
    assert {frozenset((row.a, row.b)) for row in rows} == {
        frozenset((a.pk, one)) for one in (b.pk, c.pk, core[3].pk, collaboration.backbone_id)
    }
    own = next(row for row in rows if {row.a, row.b} == {a.pk, b.pk})
    assert (own.trust, own.value) == ((77.7778, None), None)
    items = explain.part_evidence(collaboration, a.pk, b.pk, "trust", on=TODAY, seat=partner)
    assert [item.text for item in items] == [f"{a.label} on {b.label}: trust 77.8 of 100"]
    assert explain.part_evidence(collaboration, b.pk, c.pk, "contact", on=TODAY, seat=partner) == []
    with pytest.raises(PermissionDenied):
        explain.pair(collaboration, b.pk, c.pk, on=TODAY, seat=partner)


def test_viewer_sees_no_pair(collaboration, core):
    score_collaboration(collaboration, today=TODAY)
    viewer = reader(collaboration, "viewer")
    assert explain.pairs_for(collaboration, viewer) == []
    with pytest.raises(PermissionDenied):
        explain.pair(collaboration, core[0].pk, core[1].pk, on=TODAY, seat=viewer)


def test_evidence_names_the_meeting_and_the_promise(collaboration, core):
    survey(*core)
    team, (a, b, *_) = reader(collaboration, "facilitator"), core
    factories.meeting(a, b, held_at=datetime(2025, 5, 25, 12, tzinfo=UTC), topics="Planned", is_held=False)
    factories.meeting(a, held_at=datetime(2025, 5, 25, 12, tzinfo=UTC), topics="Without the other")
    factories.commitment(b, None, due_on=date(2025, 5, 10), text="Book the hall")
    factories.commitment(b, a, due_on=date(2025, 7, 10), text="Not due yet")

    def items(component: str) -> list[tuple[date, str, str]]:
        found = explain.part_evidence(collaboration, a.pk, b.pk, component, on=TODAY, seat=team)
        return [(item.on, item.text, str(item.kind)) for item in found]

    assert items("contact") == [(date(2025, 5, 20), "Water rights", f"In person, called by {a.label}")]
    assert items("commitments") == [
        (date(2025, 5, 10), "Book the hall", f"{b.label}: Open"),
        (date(2025, 5, 1), "Share the map", f"{a.label}: Kept"),
    ]
    assert items("joint_work") == [
        (date(2025, 5, 1), f"{a.label} on {b.label}: level 3.0 of 5", "answers"),
        (date(2025, 5, 1), f"{b.label} on {a.label}: level 3.0 of 5", "answers"),
    ]
    assert len(items("trust")) == 2
    assert {text for _, text, _ in items("reciprocity")} > {"Water rights"}


def test_evidence_of_a_past_day_knows_nothing_later(collaboration, core):
    team, (a, b, *_) = reader(collaboration, "facilitator"), core
    on = date(2025, 5, 5)
    assert explain.part_evidence(collaboration, a.pk, b.pk, "contact", on=on, seat=team) == []
    kept = explain.part_evidence(collaboration, a.pk, b.pk, "commitments", on=on - timedelta(days=5), seat=team)
    assert kept == []


@pytest.mark.parametrize("pairs", [1, 6])
def test_list_of_pairs_has_one_query_count(collaboration, django_assert_num_queries, pairs):
    for _ in range({1: 1, 6: 3}[pairs]):
        factories.partner(factories.organization(collaboration=collaboration))
    score_collaboration(collaboration, today=TODAY)
    team = reader(collaboration, "facilitator")
    with django_assert_num_queries(2):
        assert len(explain.pairs_for(collaboration, team)) == pairs


def test_hidden_components_always_stand_with_a_host():
    keys = ("trust", "commitments", "joint_work", "contact", "reciprocity")
    assert groups(keys, keys, ()) == [(key,) for key in keys]
    assert groups(keys, keys, SURVEY) == [("trust", "commitments"), ("joint_work",), ("contact", "reciprocity")]
    assert groups(keys, ("joint_work",), SURVEY) == [
        ("trust", "joint_work", "reciprocity"), ("commitments",), ("contact",),
    ]  # fmt: skip
    assert groups(keys, (), SURVEY) == [("trust", "reciprocity"), ("commitments",), ("joint_work",), ("contact",)]


def test_what_is_shown_never_differs_by_the_answers_of_one_or_two():
    three = {1: "A", 2: "A", 3: "A"}
    assert releases([{1: "A", 2: "A"}, three, three, three | {1: "B"}, three | {1: "B", 2: "B"}, three]) == [
        False, True, True, False, False, True,
    ]  # fmt: skip
    assert releases([three, three | {4: "A"}, three | {4: "A", 5: "A", 6: "A"}]) == [True, False, True]
