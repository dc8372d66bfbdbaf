"""Weights and bands of a collaboration, and milestones set by hand."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from collab.models import Collaboration, Seat
from metrics.formulas.rules import DEFAULT
from metrics.models import Milestone, WeightSet
from metrics.rules import rules_for


def address(collaboration: Collaboration) -> str:
    return reverse("metrics:weight_set_create", args=[collaboration.slug])


def filled(client: Any, collaboration: Collaboration, **changed: Any) -> dict[str, Any]:
    """What the page offers, with some of it typed anew."""
    form = client.get(address(collaboration)).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"why": "Agreed in the steering group"} | changed


def test_what_is_left_as_it_is_is_not_kept_in_the_set(coordinator: Seat, sign_in: Any):
    here, client = coordinator.collaboration, sign_in(coordinator)
    typed = filled(client, here, **{
        "from_month": 6, "relationship-trust": 20, "relationship-contact": 25,
        "bands-ownership": "0-5, 5-20, 20-40, 30-55, 45-70",
        "thresholds-readiness": 60, "cadence-mixed": 45, "half_life": 30,
    })  # fmt: skip
    assert client.post(address(here), typed).status_code == 302
    made = WeightSet.objects.get()
    assert made.weights == {
        "relationship": {"trust": 0.2, "commitments": 0.25, "joint_work": 0.2, "contact": 0.25, "reciprocity": 0.1}
    }
    assert made.bands == {"ownership": [[0, 5], [5, 20], [20, 40], [30, 55], [45, 70]]}
    assert (made.thresholds, made.cadence, made.half_life) == ({"readiness": 60}, {"mixed": 45}, 30.0)
    assert (made.from_month, made.why, made.set_by) == (6, "Agreed in the steering group", coordinator.user)
    before, after = rules_for(here, [5, 6])
    assert before == DEFAULT
    assert after.weights["relationship"] == (0.2, 0.25, 0.2, 0.25, 0.1)
    assert after.thresholds["readiness"] == 60
    assert "Agreed in the steering group" in client.get(address(here)).content.decode()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"relationship-trust": 29}, "The weights of Relationship strength add up to 99, not to 100."),
        ({"why": ""}, "This field is required."),
        ({"bands-government": "0-20, 25-50"}, "Give five pairs of low and high"),
        ({"bands-government": "20-10, 25-50, 40-65, 45-70, 50-75"}, "Give five pairs of low and high"),
        ({"half_life": 0}, "greater than or equal to 1"),
        ({"thresholds-mixed": 101}, "less than or equal to 100"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(coordinator: Seat, sign_in: Any, changed: dict[str, Any], says: str):
    here, client = coordinator.collaboration, sign_in(coordinator)
    answer = client.post(address(here), filled(client, here, **changed))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not WeightSet.objects.exists()
    ((name, value),) = changed.items()
    assert str(answer.context["form"][name].value()) == str(value)


def test_a_milestone_is_set_and_taken_back(facilitator: Seat, sign_in: Any):
    here, client = facilitator.collaboration, sign_in(facilitator)
    page, day = reverse("metrics:milestone_edit", args=[here.slug, "reviewed"]), here.today() - timedelta(days=3)
    assert client.post(page, {"reached_on": day.isoformat(), "note": "Minutes"}).status_code == 302
    made = Milestone.objects.get()
    assert (made.key, made.reached_on, made.note, made.set_by) == ("reviewed", day, "Minutes", facilitator.user)
    assert "Minutes" in client.get(page).content.decode()
    late = client.post(page, {"reached_on": (here.today() + timedelta(days=1)).isoformat(), "note": ""})
    assert late.status_code == 422
    assert client.post(page, {"reached_on": "", "note": ""}).status_code == 302
    assert not Milestone.objects.exists()
    assert client.get(reverse("metrics:milestone_edit", args=[here.slug, "none"])).status_code == 404
