"""What is stored of gates, partners' readiness, weights and published figures."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from collab.models import Collaboration, GateState, PartnerScore, PublishedFigure, Seat
from metrics.models import Milestone, Stale, WeightSet
from partners.models import Partner
from tests import factories

DAY = date(2025, 3, 14)


def state(collaboration: Collaboration, month: int, **values: Any) -> GateState:
    values = {"gate": "G1", "as_of": DAY + timedelta(days=30 * month), "state": "fail", "generation": 1} | values
    if values["state"] != "pass":
        values.setdefault("blockers", [{"key": "interest", "fails": True, "subjects": [], "numbers": {}}])
    return GateState.objects.create(collaboration=collaboration, month=month, **values)


def figure(collaboration: Collaboration, **values: Any) -> PublishedFigure:
    values = {
        "metric": "relationship", "month": 1, "as_of": DAY, "value": 41.0, "why": "month end",
        "occasion": "month end 1", "published_on": DAY,
    } | values  # fmt: skip
    return PublishedFigure.objects.create(collaboration=collaboration, **values)


def refused(**values: Any) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        figure(**values)
    return str(error.value)


def test_gate_is_read_at_a_day(collaboration: Collaboration):
    state(collaboration, 0)
    state(collaboration, 1, state="unknown")
    state(collaboration, 2, state="pass")
    state(collaboration, 2, gate="G0", state="pass")
    found = [collaboration.gate("G1", on=DAY + timedelta(days=age)) for age in (-1, 0, 29, 30, 60, 600)]
    assert [one and one.state for one in found] == [None, "fail", "fail", "unknown", "pass", "pass"]
    assert [one.gate for one in collaboration.gate_states.known_on(DAY + timedelta(days=90))] == ["G0", "G1"]


@pytest.mark.parametrize(("name", "blockers"), [("pass", [{"key": "interest"}]), ("fail", []), ("unknown", [])])
def test_gate_names_blockers_unless_it_passes(collaboration: Collaboration, name: str, blockers: list[Any]):
    with pytest.raises(IntegrityError, match="gate_names_blockers_unless_it_passes"), transaction.atomic():
        state(collaboration, 0, state=name, blockers=blockers)


def test_partners_come_with_their_readiness(collaboration: Collaboration, django_assert_num_queries: Any):
    for n in range(3):
        factories.partner(factories.organization(collaboration=collaboration, name=f"Partner {n}"))
    PartnerScore.objects.create(
        collaboration=collaboration, organization=Partner.objects.first().organization, generation=1,
        as_of=[DAY, DAY + timedelta(days=30)], value=[None, 65.2778], low=[0, 58.75], high=[100, 68.75],
        coverage=[0, 82.5], parts={"interest": {"value": [None, 75.0], "weight": [0.25, 0.25]}},
    )  # fmt: skip
    with django_assert_num_queries(1):
        first, second, _third = (one.readiness for one in collaboration.partners.with_readiness(1).order_by("id"))
    assert (first.value, first.low, first.high, first.is_supported) == (65.2778, 58.75, 68.75, True)
    assert first.parts == {"interest": {"value": 75.0, "weight": 0.25}}
    assert second is None
    assert [one.readiness for one in collaboration.partners.with_readiness(7)] == [None, None, None]


def test_published_figure_stands_for_ever(collaboration: Collaboration):
    made = figure(collaboration)
    for act in (lambda: PublishedFigure.objects.update(value=90), made.delete):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            act()
    assert "one_published_figure_per_occasion" in refused(collaboration=collaboration, value=43)
    later = figure(collaboration, occasion="review 4", why="review", value=43, published_on=DAY + timedelta(days=9))
    assert list(collaboration.published_figures.first_of("relationship")) == [made]
    assert list(collaboration.published_figures.for_review(4)) == [later]


def test_published_figure_is_not_older_than_its_day(collaboration: Collaboration):
    early = refused(collaboration=collaboration, published_on=DAY - timedelta(days=1))
    assert "figure_is_published_after_its_day" in early


def test_weights_are_added_and_mark_the_collaboration(coordinator: Seat):
    here = coordinator.collaboration
    Stale.objects.all().delete()
    values = {"collaboration": here, "set_by": coordinator.user}
    first = WeightSet.objects.create(from_month=6, why="Agreed in the steering group", half_life=30, **values)
    second = WeightSet.objects.create(from_month=0, why="For all months before", **values)
    third = WeightSet.objects.create(from_month=6, why="A slip of the pen", **values)
    assert Stale.objects.collaborations() == [here.pk]
    assert [here.weight_sets.in_force(month).first() for month in (0, 5, 6, 30)] == [second, second, third, third]
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        WeightSet.objects.filter(pk=first.pk).update(half_life=60)


@pytest.mark.parametrize(("name", "values"), [
    ("weight_set_says_why", {"why": ""}), ("half_life_between_a_day_and_two_years", {"half_life": 0.5}),
])  # fmt: skip
def test_weights_that_say_nothing_or_make_no_sense_are_refused(coordinator: Seat, name: str, values: dict[str, Any]):
    values = {"collaboration": coordinator.collaboration, "set_by": coordinator.user, "why": "Agreed"} | values
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        WeightSet.objects.create(from_month=0, **values)


def test_one_milestone_of_a_kind(coordinator: Seat):
    values = {"collaboration": coordinator.collaboration, "set_by": coordinator.user, "reached_on": DAY}
    Milestone.objects.create(key="reviewed", **values)
    with pytest.raises(IntegrityError, match="one_milestone_of_a_kind"), transaction.atomic():
        Milestone.objects.create(key="reviewed", **values)
