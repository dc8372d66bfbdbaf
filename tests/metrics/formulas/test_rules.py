"""The rules in force: the defaults, and what people set anew over them."""

import pytest

from metrics.formulas.catalogue import OWNERSHIP, READINESS, RELATIONSHIP
from metrics.formulas.rules import DEFAULT, WEIGHED, rules, weighed, weighed_keys


def test_without_anything_set_the_defaults_hold():
    assert rules() == DEFAULT
    assert rules(weights={}, bands={}, thresholds={}, cadence={}) == DEFAULT
    assert (DEFAULT.half_life, DEFAULT.cadence["mixed"], DEFAULT.thresholds["mixed"]) == (60.0, 60, 58.0)
    assert DEFAULT.weights["relationship"] == RELATIONSHIP.weights


def test_what_is_set_replaces_its_default_alone():
    flat = ((1, 2),) * 5
    found = rules(
        weights={"relationship": {"trust": 3, "commitments": 1, "joint_work": 0, "contact": 0, "reciprocity": 0}},
        bands={"ownership": flat}, thresholds={"ownership": 40, "mixed": 55}, cadence={"mixed": 45}, half_life=30.0,
    )  # fmt: skip
    assert found.weights == {**DEFAULT.weights, "relationship": (0.75, 0.25, 0.0, 0.0, 0.0)}
    assert found.bands == {**DEFAULT.bands, "ownership": flat}
    assert found.thresholds == {**DEFAULT.thresholds, "ownership": 40, "mixed": 55}
    assert found.cadence == {**DEFAULT.cadence, "mixed": 45}
    assert found.half_life == 30.0


def test_a_section_of_readiness_shares_its_weight_among_its_items():
    found = rules(weights={"readiness": {"A": 1, "B": 0, "C": 0, "D": 0}}).weights["readiness"]
    assert found == (0.25,) * 4 + (0.0,) * 15
    halves = rules(weights={"readiness": {"A": 0, "B": 3, "C": 0, "D": 3}}).weights["readiness"]
    assert halves == pytest.approx((0.0,) * 4 + (0.5 / 3,) * 3 + (0.0,) * 7 + (0.1,) * 5)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"bands": {"happiness": ((0, 1),) * 5}}, "happiness"), ({"thresholds": {"luck": 50}}, "luck"),
        ({"cadence": {"weekly": 7}}, "weekly"), ({"weights": {"beauty": {"eyes": 1}}}, "beauty"),
    ],
)  # fmt: skip
def test_keys_that_nobody_knows_are_refused(given: dict, key: str):
    with pytest.raises(KeyError, match=key):
        rules(**given)


@pytest.mark.parametrize("metric", WEIGHED)
def test_weights_in_the_form_of_people_make_the_same_rules(metric: str):
    given = weighed(metric, DEFAULT.weights[metric])
    assert tuple(given) == weighed_keys(metric)
    assert sum(given.values()) == pytest.approx(1)
    assert rules(weights={metric: given}).weights[metric] == pytest.approx(DEFAULT.weights[metric])


def test_people_weigh_components_and_readiness_by_section():
    assert weighed_keys("ownership") == OWNERSHIP.keys
    assert weighed_keys("readiness") == ("A", "B", "C", "D")
    assert weighed("readiness", READINESS.weights) == pytest.approx({"A": 0.15, "B": 0.35, "C": 0.30, "D": 0.20})
    assert weighed("relationship", RELATIONSHIP.weights)["trust"] == 0.30
