"""The list of commitments and who sees which: exact filters, patient with nonsense, constant queries."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import factories
from tests.collab.hostile import EVIL, QUERIES
from tests.collab.test_commitments import typed, url


def rows(client, collaboration, query=""):
    """The texts in the order of the list."""
    answer = client.get(url(collaboration, "list") + query)
    assert answer.status_code == 200
    return [one.text for one in answer.context["commitments"]]


@pytest.fixture
def five(collaboration, viva, estero):
    """One of each state that a list tells apart."""
    today = collaboration.today()
    made = today - timedelta(days=100)
    person = factories.person(organization=estero, name="Chuy Valdez")
    factories.commitment(viva, estero, text="Late 100%", made_on=made, due_on=today - timedelta(days=1))
    factories.commitment(estero, text="Today_", made_on=made, due_on=today, person=person)
    factories.commitment(viva, text="Later", made_on=today, due_on=today + timedelta(days=15))
    factories.commitment(viva, text="Kept", made_on=made, due_on=today - timedelta(days=50), outcome="kept")
    factories.commitment(estero, viva, text="Broken", made_on=made, due_on=today - timedelta(days=9), outcome="broken")


def test_filters_and_orders_are_exact(team, collaboration, viva, estero, five):
    today = collaboration.today()
    for query, expected in {
        "": ["Late 100%", "Today_", "Later", "Broken", "Kept"],
        "?state=open": ["Late 100%", "Today_", "Later"],
        "?state=overdue": ["Late 100%"],
        "?state=soon": ["Today_"],
        "?state=kept": ["Kept"],
        "?state=partly": [],
        "?q=%25": ["Late 100%"],
        "?q=_": ["Today_"],
        "?q=chuy": ["Today_"],
        f"?organization={estero.pk}": ["Late 100%", "Today_", "Broken"],
        f"?organization={estero.pk}&side=made": ["Today_", "Broken"],
        f"?organization={estero.pk}&side=received": ["Late 100%"],
        f"?since={today}": ["Today_", "Later"],
        f"?until={today}&state=open": ["Late 100%", "Today_"],
        f"?since={today}&until={today}": ["Today_"],
        "?sort=latest": ["Later", "Today_", "Late 100%", "Broken", "Kept"],
        "?sort=promiser": ["Kept", "Late 100%", "Later", "Broken", "Today_"],
    }.items():
        assert rows(team, collaboration, query) == expected, query


def test_overdue_is_said_in_words(team, collaboration, five):
    page = team.get(url(collaboration, "list")).content.decode()
    assert "1 of 3 open commitments are overdue" in page
    assert "1 day overdue" in page
    assert page.count("overdue</span>") == 1


def test_nonsense_is_passed_over(team, collaboration, five):
    for number, query in enumerate(QUERIES):
        headers = {"HX-Request": "true"} if number % 2 else {}
        answer = team.get(url(collaboration, "list") + query, headers=headers)
        assert (answer.status_code, "Later" in answer.content.decode()) == (200, True), query
    part = team.get(url(collaboration, "list"), headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="rows"')
    assert "HX-Request" in part.headers["Vary"]


def test_empty_lists_say_what_to_do(team, collaboration, funder, sign_in):
    assert "No commitments yet" in team.get(url(collaboration, "list")).content.decode()
    assert "No commitment fits" in team.get(url(collaboration, "list") + "?q=x").content.decode()
    assert url(collaboration, "create") not in sign_in(funder).get(url(collaboration, "list")).content.decode()


@pytest.mark.parametrize("more", [1, 30])
def test_query_counts_are_constant(team, collaboration, viva, estero, more, django_assert_num_queries):
    for _number in range(more):
        person = factories.person(organization=viva)
        one = factories.commitment(viva, estero, person=person, meeting=factories.meeting(viva))
        factories.comment(one)
    team.get(url(collaboration, "list"))
    with django_assert_num_queries(9):
        team.get(url(collaboration, "list"))
    with django_assert_num_queries(7):
        team.get(url(collaboration, "detail", one.pk))
    with django_assert_num_queries(10):
        team.get(url(collaboration, "edit", one.pk))


# -- rights -----------------------------------------------------------------------------------------------------------


def test_partner_sees_own_and_those_to_the_group(collaboration, viva, estero, sign_in):
    hidden = factories.person(organization=estero, name="Hidden Person")
    talk = factories.meeting(estero, topics="Hidden talk")
    factories.commitment(viva, estero, text="Made")
    got = factories.commitment(estero, viva, text="Received", person=hidden, meeting=talk)
    factories.commitment(estero, text="Group")
    other = factories.commitment(estero, collaboration.backbone, text="Other")
    partner = sign_in(factories.seat(collaboration=collaboration, role="partner", organization=viva))
    assert set(rows(partner, collaboration)) == {"Made", "Received", "Group"}
    assert rows(partner, collaboration, "?q=hidden") == []
    for page in (url(collaboration, "list"), url(collaboration, "detail", got.pk)):
        text = partner.get(page).content.decode()
        assert "Hidden" not in text
    assert partner.get(url(collaboration, "detail", other.pk)).status_code == 404


@pytest.mark.parametrize(("role", "reading", "writing"), [
    ("coordinator", 200, 200), ("facilitator", 200, 200), ("funder", 200, 403), ("partner", 200, 403),
    ("liaison", 403, 403), ("viewer", 403, 403),
])  # fmt: skip
def test_roles(collaboration, promise, viva, sign_in, role, reading, writing):
    client = sign_in(factories.seat(collaboration=collaboration, role=role, organization=viva))
    for what, args, expected in (
        ("list", (), reading), ("detail", (promise.pk,), reading), ("create", (), writing),
        ("edit", (promise.pk,), writing), ("close", (promise.pk,), writing),
    ):  # fmt: skip
        assert client.get(url(collaboration, what, *args)).status_code == expected
        if what in ("create", "edit", "close"):
            assert client.post(url(collaboration, what, *args), {}).status_code == (422 if writing == 200 else 403)


def test_ids_of_others_do_not_exist(team, collaboration, stranger, promise, sign_in):
    foreign = factories.commitment(factories.organization())
    for pk in (foreign.pk, uuid4()):
        for what in ("detail", "edit", "close"):
            for headers in ({}, {"HX-Request": "true"}):
                assert team.get(url(collaboration, what, pk), headers=headers).status_code == 404
                assert team.post(url(collaboration, what, pk), headers=headers).status_code in (404, 405)
    base = url(collaboration, "list")
    assert [team.get(f"{base}{pk}/").status_code for pk in (str(promise.pk).upper(), "1", "x")] == [404] * 3
    assert sign_in(stranger).get(url(collaboration, "detail", promise.pk)).status_code == 404
    data = typed(promise.promiser, id=str(foreign.pk))
    assert team.post(url(collaboration, "create"), data).status_code == 422
    foreign.refresh_from_db()
    assert foreign.text == "Send the records"


def test_text_is_escaped_wherever_it_stands(team, collaboration):
    evil = factories.organization(collaboration=collaboration, name=EVIL)
    person = factories.person(organization=evil, name=EVIL)
    meeting = factories.meeting(evil, topics=EVIL)
    one = factories.commitment(evil, text=EVIL, reason=EVIL, outcome="kept", person=person, meeting=meeting)
    two = factories.commitment(evil, text=EVIL)
    for page in (
        url(collaboration, "list"), url(collaboration, "create"), url(collaboration, "close", two.pk),
        *(url(collaboration, what, one.pk) for what in ("detail", "edit")),
    ):  # fmt: skip
        text = team.get(page).content.decode()
        assert "<img" not in text
        assert "&lt;img src=x" in text
