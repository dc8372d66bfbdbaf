"""Definitions: the defaults for everybody, and the rules that one collaboration has agreed on."""

from typing import Any

import pytest

from metrics.models import WeightSet
from tests import factories
from tests.metrics.pages.made import words_of

pytestmark = pytest.mark.django_db


def test_defaults_for_everybody(sign_in: Any):
    text = words_of(sign_in(factories.seat()).get("/definitions/").content)
    assert "Trust 30 " in text
    assert "default 30" not in text


def test_a_collaboration_shows_its_own_weights_and_bands_and_why(sign_in: Any):
    seat = factories.seat(role="viewer")
    here = seat.collaboration
    weights = {"trust": 50, "commitments": 20, "joint_work": 10, "contact": 10, "reciprocity": 10}
    WeightSet.objects.create(
        collaboration=here, from_month=0, weights={"relationship": weights}, half_life=90, why="Trust first",
        bands={"relationship": [[1, 2], [3, 4], [5, 6], [7, 8], [9, 11]]},
        set_by=factories.seat(collaboration=here, role="coordinator").user,
    )  # fmt: skip
    text = words_of(sign_in(seat).get(f"/c/{here.slug}/definitions/").content)
    assert "Trust 50 default 30" in text
    assert "9–11" in text
    assert "Agreed from month 0 on" in text
    assert "Trust first" in text
    assert "Contacts lose half of their force every 90 days." in text


def test_without_an_agreement_the_defaults_count(sign_in: Any):
    seat = factories.seat(role="viewer")
    text = words_of(sign_in(seat).get(f"/c/{seat.collaboration.slug}/definitions/").content)
    assert "The defaults count; nothing else was agreed." in text
    assert "Contacts lose half of their force every 60 days." in text
    assert "default 30" not in text


def test_rules_of_another_collaboration_are_not_told(sign_in: Any):
    other = factories.collaboration()
    factories.seat(collaboration=other)
    assert sign_in(factories.seat()).get(f"/c/{other.slug}/definitions/").status_code == 404
