"""A relation as a network: the published figures, the cut, the organisations, what is left out."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from metrics import network
from metrics.formulas.shown import round_half_up
from tests import factories

KNOKE = Path(__file__).parents[1] / "data" / "knoke_information_matrix.csv"
TODAY = date(2026, 6, 1)


def test_imported_knoke_network_has_the_published_measures(collaboration):
    call_command(
        "import_network", str(KNOKE), collaboration=collaboration.slug, item="information-exchange", date="2025-02-01"
    )
    view = network.measures(collaboration, "information-exchange", on=TODAY)
    assert view.size == 10
    assert (len(view.links), view.counted_on) == (49, date(2025, 2, 1))
    shown = {key: float(round_half_up(view.measures[key], 3)) for key in (
        "density", "dyad_reciprocity", "degree_centralization", "betweenness_centralization")}  # fmt: skip
    assert shown == {
        "density": 0.544,
        "dyad_reciprocity": 0.531,
        "degree_centralization": 0.431,
        "betweenness_centralization": 0.201,
    }
    assert network.items(collaboration, on=TODAY) == ["information-exchange"]
    assert network.items(collaboration, on=date(2025, 1, 31)) == []


def test_joint_work_keeps_core_partners_without_a_tie_and_cuts_at_two(collaboration):
    a, b, c = (factories.organization(collaboration=collaboration, name=name) for name in "ABC")
    for one in (a, b, c):
        factories.partner(one)
    factories.answers(a, b, joint=2, counted_on=date(2026, 3, 1))
    factories.answers(b, a, joint=1, counted_on=date(2026, 3, 1))
    factories.answers(c, a, joint=5, counted_on=date(2025, 3, 1))
    view = network.measures(collaboration, "joint-work", on=TODAY)
    assert [node.name for node in view.nodes] == ["A", "B", "Backbone Office", "C"]
    assert [(link.source, link.target, link.level) for link in view.links] == [(a.pk, b.pk, 2.0)]
    assert view.levels[1][0] == 1.0
    assert view.levels[3][0] is None  # older than a year
    assert (view.measures["isolates"], view.measures["not_brokered"]) == (2, 0.0)


@pytest.mark.parametrize(("called", "chaired", "share"), [(False, False, 1.0), (True, False, 0.0), (False, True, 0.0)])
def test_a_tie_is_not_brokered_when_the_two_met_without_the_backbone_calling(collaboration, called, chaired, share):
    a, b = (factories.organization(collaboration=collaboration, name=name) for name in "AB")
    factories.answers(a, b, joint=3, counted_on=date(2026, 3, 1))
    backbone = collaboration.backbone
    factories.meeting(
        a, b, held_at=datetime(2026, 3, 1, tzinfo=UTC), called_by=backbone if called else a,
        chaired_by=backbone if chaired else None,
    )  # fmt: skip
    assert network.measures(collaboration, "joint-work", on=TODAY).measures["not_brokered"] == share


def test_mean_trust_needs_three_answering_organizations(collaboration):
    a, b, c = (factories.organization(collaboration=collaboration) for _ in range(3))
    factories.answers(a, b, trust=(4, 4, 4), counted_on=date(2026, 3, 1))
    factories.answers(b, a, trust=(2, 2, 2), counted_on=date(2026, 3, 1))
    assert network.measures(collaboration, "joint-work", on=TODAY).measures["mean_trust"] is None
    factories.answers(c, a, trust=(3, 3, 3), counted_on=date(2026, 3, 1))
    assert network.measures(collaboration, "joint-work", on=TODAY).measures["mean_trust"] == 3.0


def test_a_collaboration_without_organizations_has_an_empty_network(db):
    empty = factories.collaboration(backbone=None)
    view = network.measures(empty, "joint-work", on=TODAY)
    assert (view.size, view.links, view.measures["density"], view.counted_on) == (0, (), None, None)
