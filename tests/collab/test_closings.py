"""Closing several commitments at once, all or none; and the register of who promised what."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from collab.models import Commitment
from tests import factories


@pytest.fixture
def viva(collaboration):
    """An organisation."""
    return factories.organization(collaboration=collaboration, name="Viva")


@pytest.fixture
def team(facilitator, sign_in):
    """A facilitator's browser."""
    return sign_in(facilitator)


def closing(collaboration):
    """The address."""
    return reverse("collab:closing_create", args=[collaboration.slug])


def outcomes():
    """What became of all."""
    return sorted(Commitment.objects.values_list("outcome", flat=True))


def test_ticked_ones_are_closed_together(team, collaboration, viva):
    a, b, _c = (factories.commitment(viva, text=text) for text in "abc")
    ids = [str(a.pk), str(b.pk)]
    page = team.get(closing(collaboration), {"commitment": ids}).content.decode()
    assert "Close 2 commitments" in page
    data = {"commitment": ids, "outcome": "renegotiated", "closed_on": "2025-03-10", "reason": ""}
    assert team.post(closing(collaboration), data).status_code == 422
    assert outcomes() == ["open"] * 3
    assert team.post(closing(collaboration), data | {"reason": "New plan"}).status_code == 302
    a.refresh_from_db()
    assert (a.outcome, a.closed_on, a.reason, a.version) == ("renegotiated", date(2025, 3, 10), "New plan", 2)
    assert outcomes() == ["open", "renegotiated", "renegotiated"]


@pytest.mark.parametrize("changes", [
    {"outcome": "open"}, {"outcome": ""}, {"closed_on": "2025-02-01"}, {"closed_on": "2099-01-01"}, {"commitment": []},
    {"commitment": ["x"]}, {"outcome": "broken"}, {"reason": "\x00"},
])  # fmt: skip
def test_what_makes_no_sense_closes_none(team, collaboration, viva, changes):
    one = factories.commitment(viva)
    data = {"commitment": [str(one.pk)], "outcome": "kept", "closed_on": "2025-03-10"} | changes
    assert team.post(closing(collaboration), data).status_code == 422
    assert outcomes() == ["open"]


def test_one_that_somebody_closed_meanwhile_stops_all(team, collaboration, viva):
    a, b = factories.commitment(viva, text="a"), factories.commitment(viva, text="b", outcome="broken")
    data = {"commitment": [str(a.pk), str(b.pk)], "outcome": "kept", "closed_on": "2025-03-20"}
    answer = team.post(closing(collaboration), data)
    assert answer.status_code == 422
    assert "closed this meanwhile" in answer.content.decode()
    assert outcomes() == ["broken", "open"]


def test_ids_of_another_collaboration_are_not_closed(team, collaboration, viva):
    foreign = factories.commitment(factories.organization())
    data = {"commitment": [str(foreign.pk)], "outcome": "kept", "closed_on": "2025-03-20"}
    assert team.post(closing(collaboration), data).status_code == 422
    assert outcomes() == ["open"]


def register(client, collaboration):
    """Numbers of the register by name: open, overdue, kept, partly, broken, renegotiated."""
    answer = client.get(reverse("collab:commitment_register", args=[collaboration.slug]))
    assert answer.status_code == 200
    rows = {}
    for entry in answer.context["organizations"]:
        rows[str(entry["organization"])] = list(entry["sums"].values())
        rows |= {str(one["person"]): list(one["sums"].values()) for one in entry["people"]}
    return rows


def test_register_counts_by_organization_and_person(team, collaboration, viva):
    lidia = factories.person(organization=viva, name="Lidia")
    today = collaboration.today()
    factories.commitment(viva, person=lidia)
    factories.commitment(viva, made_on=today, due_on=today + timedelta(days=1))
    for outcome in ("kept", "kept", "partly", "broken", "renegotiated"):
        factories.commitment(viva, person=lidia, outcome=outcome)
    assert register(team, collaboration) == {"Viva": [2, 1, 2, 1, 1, 1], "Lidia": [1, 1, 2, 1, 1, 1]}
    page = reverse("collab:commitment_list", args=[collaboration.slug])
    query = {"organization": viva.pk, "side": "made", "person": lidia.pk, "state": "overdue"}
    assert len(team.get(page, query).context["commitments"]) == 1


def test_register_names_nobody_the_reader_may_not_see(collaboration, viva, sign_in):
    own, other = factories.organization(collaboration=collaboration, name="Own"), factories.person(organization=viva)
    factories.commitment(viva, own, person=other)
    factories.commitment(viva, collaboration.backbone)
    partner = sign_in(factories.seat(collaboration=collaboration, role="partner", organization=own))
    assert register(partner, collaboration) == {"Viva": [1, 1, 0, 0, 0, 0]}


@pytest.mark.parametrize("more", [1, 30])
def test_query_counts_are_constant(team, collaboration, viva, more, django_assert_num_queries):
    ids = []
    for _n in range(more):
        organization = factories.organization(collaboration=collaboration)
        ids.append(factories.commitment(organization, person=factories.person(organization=organization)).pk)
    address = reverse("collab:commitment_register", args=[collaboration.slug])
    team.get(address)
    with django_assert_num_queries(6):
        team.get(address)
    with django_assert_num_queries(7):
        team.get(closing(collaboration), {"commitment": ids})
