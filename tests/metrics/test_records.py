"""The records behind each component of a score of the whole: what counts, for whom, and never a name of an official."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from collab.models import Collaboration, Seat
from metrics import explain
from metrics.formulas.catalogue import METRICS
from tests import factories
from tests.government import story

ON, DAY, LONG_AGO = date(2025, 6, 1), date(2025, 5, 1), date(2024, 5, 1)


@pytest.fixture
def here(collaboration: Collaboration) -> Collaboration:
    """One record of every kind that counts, and some that do not."""
    a = factories.organization(collaboration=collaboration, name="Alder")
    factories.partner(a)
    factories.decision(proposed=(a,), text="Share the data", decided_on=DAY)
    factories.decision(proposed=(a,), text="Not carried", decided_on=DAY, is_carried=False)
    factories.decision(proposed=(a,), text="Too old", decided_on=LONG_AGO)
    text = factories.strategy(collaboration, title="Strategy one", approved_on=date(2025, 4, 1))
    factories.contribution(text, a, text="The second goal")
    factories.endorsement(text, a, given_on=DAY)
    factories.leadership(a)
    factories.resource(a, text="Seed grant", given_on=DAY)
    factories.collaboration_rating(collaboration, "B1", 1, rated_on=date(2025, 4, 1))
    factories.collaboration_rating(collaboration, "B1", 3, rated_on=DAY, evidence="Met the mayor")
    mandate = story.mandate(collaboration, topic="Water")
    person = factories.person(collaboration=collaboration, name="Secret Person")
    story.rating(story.liaison(mandate, person=person), rated_on=DAY)
    story.official(mandate, person=factories.person(collaboration=collaboration, name="Secret Official"))
    story.stance(mandate, 2, seen_on=DAY)
    story.consultation(mandate, held_at=datetime(2025, 5, 1, 12, tzinfo=UTC), topics="First talk")
    return collaboration


def told(here: Collaboration, metric: str, component: str, seat: Seat) -> list[str]:
    items = explain.score_evidence(here, metric, component, on=ON, seat=seat)
    return [f"{one.on:%d.%m.%Y} {one.text}: {one.kind}" for one in items]


def test_each_component_has_the_records_that_count(here: Collaboration):
    seat = factories.seat(collaboration=here, role="coordinator")
    of: dict[str, Any] = {key: told(here, "ownership", key, seat) for key in METRICS["ownership"].keys}
    assert of["decisions"] == of["local_share"] == ["01.05.2025 Share the data: decision"]
    assert [line.split(":")[0] for line in of["authorship"]] == ["08.03.2025 The second goal"]
    assert of["endorsement"][0].endswith(": Endorses it")
    assert of["endorsement"][1] == "01.04.2025 Strategy one: version in force"
    assert of["leadership"][0].startswith("15.01.2025 O")
    assert of["contributions"][0].startswith("01.05.2025 Seed grant")
    assert of["perceived"] == []
    assert told(here, "readiness", "B1", seat) == [f"01.05.2025 {here.backbone.label}: 3 of 4: Met the mayor"]
    assert [line.split(" ", 1)[1] for line in told(here, "readiness", "C6", seat)] == ["Relationship strength: score"]
    for component, kind in (("coverage", "liaison rated"), ("link", "liaison rated")):
        assert [line.split(": ")[-1] for line in told(here, "government", component, seat)] == [kind]
    assert len(told(here, "government", "frequency", seat)) == 1
    assert "First talk" in told(here, "government", "earliness", seat)[0]
    assert told(here, "relationship", "trust", seat) == told(here, "ownership", "nonsense", seat) == []


def test_every_record_leads_to_its_page(here: Collaboration, sign_in: Any):
    seat = factories.seat(collaboration=here, role="facilitator")
    reader = sign_in(seat)
    found = [
        one
        for metric in ("readiness", "ownership", "government")
        for key in METRICS[metric].keys
        for one in explain.score_evidence(here, metric, key, on=ON, seat=seat)
    ]
    assert len(found) > 12
    for one in found:
        assert one.href
        assert reader.get(one.href).status_code == 200, one


@pytest.mark.parametrize("role", ["coordinator", "facilitator", "funder", "partner", "viewer", "liaison"])
def test_no_record_names_an_official_or_a_liaison(here: Collaboration, role: str):
    seat = factories.seat(collaboration=here, role=role)
    lines = [line for metric in METRICS for key in METRICS[metric].keys for line in told(here, metric, key, seat)]
    assert "Secret" not in " ".join(lines)
    assert bool(lines) == (role in ("coordinator", "facilitator", "funder"))


def test_the_stance_of_a_mandate_is_for_those_who_may_see_it(here: Collaboration):
    team, funder = (factories.seat(collaboration=here, role=role) for role in ("facilitator", "funder"))
    assert told(here, "government", "stance", team)[0] != told(here, "government", "stance", funder)[0]
    assert told(here, "government", "stance", funder)[0].endswith("stance noted")
