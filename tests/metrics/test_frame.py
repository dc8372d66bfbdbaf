"""Milestones, and what stands in the way of gates."""

from datetime import date
from typing import Any

import pytest

from collab.models import Collaboration, Seat
from collab.roles import Role
from metrics.blockers import hindrances
from metrics.frame import milestones
from metrics.models import Milestone
from metrics.scoring import score_collaboration
from tests import factories
from tests.metrics.test_stored_results import state

TODAY = date(2025, 6, 1)


def reached(collaboration: Collaboration, on: date = TODAY) -> dict[str, date | None]:
    return {one.key: one.reached_on for one in milestones(collaboration, on=on) if one.reached_on}


def test_milestones_stand_in_the_order_of_their_months(collaboration: Collaboration):
    rows = milestones(collaboration, on=TODAY)
    assert [(one.key, one.month) for one in rows] == [
        ("explained", 3), ("mapped", 4), ("consulted", 4), ("proven", 9), ("co-chair", 10), ("drafted", 14),
        ("endorsed", 16), ("ready", 18), ("reviewed", 24),
    ]  # fmt: skip
    assert rows[0].expected_on == date(2025, 4, 14)
    assert [one.is_late(on=TODAY) for one in rows] == [True, True, True, *[False] * 6]


def test_what_evidence_tells_is_found(collaboration: Collaboration):
    core = [factories.organization(collaboration=collaboration) for _n in range(3)]
    for n, one in enumerate(core):
        factories.partner(one, explained_on=date(2025, 2, 1 + n))
    factories.leadership(factories.organization(collaboration=collaboration, is_local=False))
    factories.leadership(core[0], from_on=date(2025, 4, 2))
    text = factories.strategy(collaboration, drafted_on=date(2025, 3, 1), approved_on=date(2025, 3, 20))
    for n, one in enumerate(core):
        factories.contribution(text, one, accepted_on=date(2025, 3, 8 + n))
        factories.endorsement(text, one, given_on=date(2025, 3, 25))
    score_collaboration(collaboration, today=TODAY)
    assert reached(collaboration) == {
        "explained": date(2025, 2, 3), "co-chair": date(2025, 4, 2), "drafted": date(2025, 3, 10),
        "endorsed": date(2025, 4, 14),
    }  # fmt: skip
    assert reached(collaboration, on=date(2025, 3, 1)) == {"explained": date(2025, 2, 3)}
    factories.partner(factories.organization(collaboration=collaboration))
    assert "explained" not in reached(collaboration)


def test_mandates_are_mapped_when_the_last_has_a_liaison_or_a_confirmed_gap(collaboration: Collaboration):
    from tests.metrics.test_engagement_rows import liaison, mandate  # noqa: PLC0415  only here

    first, second = mandate(collaboration, "national", 1), mandate(collaboration, "regional", 1)
    on = date(2026, 6, 1)
    liaison(first, (3, 3, 3, 3))
    assert "mapped" not in reached(collaboration, on=on)
    second.none_found.create(collaboration=collaboration, confirmed_on=date(2025, 12, 3))
    assert reached(collaboration, on=on) == {"mapped": date(2025, 12, 3)}


def test_a_person_may_set_what_evidence_does_not_tell(coordinator: Seat, django_assert_num_queries: Any):
    here = coordinator.collaboration
    Milestone.objects.create(
        collaboration=here, key="reviewed", reached_on=date(2025, 5, 1), note="Minutes of May", set_by=coordinator.user
    )
    (row,) = [one for one in milestones(here, on=TODAY) if one.reached_on]
    assert (row.key, row.is_found, row.note) == ("reviewed", False, "Minutes of May")
    state(here, 2, state="pass", as_of=date(2025, 4, 14))
    with django_assert_num_queries(10):
        assert reached(here) == {"reviewed": date(2025, 5, 1), "proven": date(2025, 4, 14)}


@pytest.mark.parametrize(("role", "names"), [("funder", 1), ("partner", 0), ("viewer", 0)])
def test_blockers_name_partners_only_to_who_may_see_their_readiness(
    collaboration: Collaboration, role: str, names: int
):
    for level in (4, None):
        partner = factories.partner(factories.organization(collaboration=collaboration, name=f"Partner {level}"))
        for assessor in (partner.organization, collaboration.backbone):
            factories.readiness_rating(partner, level, assessor=assessor)
    score_collaboration(collaboration, today=TODAY)
    gates = list(collaboration.gate_states.known_on(TODAY))
    found = hindrances(collaboration, gates, factories.seat(collaboration=collaboration, role=role))
    interest = next(one for one in found["G1"] if one.key == "interest")
    assert [name for name, _href in interest.subjects] == ["Partner None"][:names]
    assert ("1 core partner has shown" in interest.text) is (role == "funder")
    assert all(one.text for rows in found.values() for one in rows)


@pytest.mark.parametrize("role", Role.values)
def test_blockers_lead_each_reader_to_pages_that_this_reader_may_see(
    collaboration: Collaboration, role: str, sign_in: Any
):
    factories.partner(factories.organization(collaboration=collaboration))
    factories.collaboration_rating(collaboration, "B2", 1)
    score_collaboration(collaboration, today=TODAY)
    seat = factories.seat(collaboration=collaboration, role=role)
    found = hindrances(collaboration, collaboration.gate_states.known_on(TODAY), seat)
    links = {one.href for rows in found.values() for one in rows}
    reader = sign_in(seat)
    assert {reader.get(link).status_code for link in links - {""}} <= {200}
    assert bool(links - {""}) is (role != "viewer")


def test_blockers_say_by_how_much_and_where(collaboration: Collaboration, facilitator: Seat):
    factories.collaboration_rating(collaboration, "B2", 1)
    score_collaboration(collaboration, today=TODAY)
    found = hindrances(collaboration, collaboration.gate_states.known_on(TODAY), facilitator)
    texts = {one.key: one.text for one in found["G2"]}
    assert texts["B2"] == "Resources (B2) stands at 25; 50 is needed."
    assert "Champions (B1)" in texts["B1"]
    assert [one.fails for one in found["G2"] if one.key in ("B1", "B2")] == [False, True]
    assert next(one for one in found["G1"]).text == "Nobody has marked which organisations need each other."
