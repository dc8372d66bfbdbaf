"""The list of people and who sees whom: exact filters, patient with nonsense, constant queries."""

from datetime import date

import pytest

from collab.models import Affiliation
from tests import factories
from tests.collab.hostile import EVIL, QUERIES
from tests.collab.test_people import url


def rows(client, collaboration, query=""):
    """The names in the order of the list."""
    answer = client.get(url(collaboration, "list") + query)
    assert answer.status_code == 200
    return [one.name for one in answer.context["people"]]


def test_filters_and_orders_are_exact(team, collaboration, viva):
    other = factories.organization(collaboration=collaboration)
    ana = factories.person(organization=viva, name="Ana", job_title="100% boats", informed_on=date(2025, 3, 2))
    ben = factories.person(organization=other, name="Ben", informed_on=date(2025, 3, 1))
    ben.affiliations.update(to_on=date(2025, 3, 3))
    factories.person(collaboration=collaboration, name="Cy")
    Affiliation.objects.create(collaboration=collaboration, person=ana, organization=other)
    for query, expected in {
        "": ["Ana", "Ben", "Cy"],
        "?q=%25": ["Ana"],
        "?q=BEN": ["Ben"],
        "?acting=now": ["Ana"],
        "?acting=past": ["Ben", "Cy"],
        f"?organization={other.pk}": ["Ana", "Ben"],
        f"?organization={other.pk}&acting=past": ["Ben"],
        f"?organization={other.pk}&acting=now": ["Ana"],
        "?informed=no": ["Cy"],
        "?informed=yes&sort=informed": ["Ben", "Ana"],
        "?sort=newest": ["Cy", "Ben", "Ana"],
    }.items():
        assert sorted(rows(team, collaboration, query)) == sorted(expected), query
        if query != "?sort=newest":  # made in one transaction, at one instant
            assert rows(team, collaboration, query) == expected, query


def test_nonsense_is_passed_over(team, collaboration, lidia):
    for number, query in enumerate(QUERIES):
        headers = {"HX-Request": "true"} if number % 2 else {}
        answer = team.get(url(collaboration, "list") + query, headers=headers)
        assert (answer.status_code, "Lidia Armenta" in answer.content.decode()) == (200, True), query
    part = team.get(url(collaboration, "list"), headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="rows"')


def test_empty_lists_say_what_to_do(team, collaboration, funder, sign_in):
    assert "Nobody is listed yet" in team.get(url(collaboration, "list")).content.decode()
    assert url(collaboration, "create") not in sign_in(funder).get(url(collaboration, "list")).content.decode()
    assert "Nobody fits" in team.get(url(collaboration, "list") + "?q=x").content.decode()


@pytest.mark.parametrize("more", [1, 29])
def test_query_counts_are_constant(team, collaboration, viva, lidia, more, django_assert_num_queries):
    for _number in range(more):
        factories.person(organization=viva)
        other = factories.organization(collaboration=collaboration)
        Affiliation.objects.create(collaboration=collaboration, person=lidia, organization=other)
        factories.meeting(viva, people=(lidia,))
    team.get(url(collaboration, "list"))
    with django_assert_num_queries(9):
        team.get(url(collaboration, "list"))
    with django_assert_num_queries(9):
        team.get(url(collaboration, "detail", lidia.pk))


@pytest.mark.parametrize(("role", "reading", "writing"), [
    ("coordinator", 200, 200), ("facilitator", 200, 200), ("funder", 200, 403), ("partner", 200, 403),
    ("liaison", 200, 403), ("viewer", 403, 403),
])  # fmt: skip
def test_roles(collaboration, lidia, viva, sign_in, role, reading, writing):
    client = sign_in(factories.seat(collaboration=collaboration, role=role, organization=viva))
    for what, args, expected in (
        ("list", (), reading), ("create", (), writing),
        ("detail", (lidia.pk,), reading), ("edit", (lidia.pk,), writing),
    ):  # fmt: skip
        assert client.get(url(collaboration, what, *args)).status_code == expected
    row = lidia.affiliations.get()
    acts = (url(collaboration, "affiliation_create", lidia.pk), url(collaboration, "affiliation_end", lidia.pk, row.pk))
    for path in acts:
        assert client.post(path, {}).status_code == (422 if writing == 200 else 403)


def test_ids_of_others_do_not_exist(team, collaboration, stranger, lidia, sign_in):
    foreign = factories.person(organization=factories.organization())
    for pk in (foreign.pk, 0, 999_999_999, 2**31, 2**63, 10**30):
        for what in ("detail", "edit", "affiliation_create"):
            send = team.post if what == "affiliation_create" else team.get
            for headers in ({}, {"HX-Request": "true"}):
                assert send(url(collaboration, what, pk), headers=headers).status_code == 404
    assert sign_in(stranger).get(url(collaboration, "detail", lidia.pk)).status_code == 404


def test_text_is_escaped_wherever_it_stands(team, collaboration, viva):
    evil = factories.person(organization=viva, name=EVIL, job_title=EVIL, phone="<b>")
    for page in (
        url(collaboration, "list"),
        url(collaboration, "detail", evil.pk),
        url(collaboration, "edit", evil.pk),
    ):
        text = team.get(page).content.decode()
        assert "<img" not in text
        assert "&lt;img src=x" in text
