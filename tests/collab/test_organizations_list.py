"""The list of organisations and who sees what: exact filters, patient with nonsense, constant queries."""

from datetime import UTC, datetime

import pytest

from collab.models import Organization
from tests import factories
from tests.collab.hostile import EVIL, QUERIES
from tests.collab.test_organizations import typed, url


def rows(client, collaboration, query=""):
    """The names in the order of the list."""
    answer = client.get(url(collaboration, "list") + query)
    assert answer.status_code == 200
    return [one.name for one in answer.context["organizations"]]


def test_filters_and_orders_are_exact(team, collaboration):
    Organization.objects.exclude(pk=collaboration.backbone_id).filter(seats=None).delete()
    for name, sector, place, local in (
        ("Alpha 100%", "media", "Zeta", True), ("Beta_x", "business", "Yard", False), ("Gamma", "media", "Ash", True),
    ):  # fmt: skip
        factories.organization(
            collaboration=collaboration, name=name, short_label=name[0], sector=sector, place=place, is_local=local
        )
    here = {one.name: one for one in collaboration.organizations.all()}
    factories.meeting(here["Gamma"], here["Beta_x"], held_at=datetime(2025, 3, 1, tzinfo=UTC))
    factories.meeting(here["Gamma"], held_at=datetime(2025, 4, 1, tzinfo=UTC))
    factories.meeting(here["Alpha 100%"], held_at=datetime(2026, 4, 1, tzinfo=UTC), is_held=False)
    ours = ("Alpha 100%", "Beta_x", "Gamma")
    for query, expected in {
        "": ["Alpha 100%", "Beta_x", "Gamma"],
        "?q=%25": ["Alpha 100%"],
        "?q=_": ["Beta_x"],
        "?q=ash": ["Gamma"],
        "?sector=media": ["Alpha 100%", "Gamma"],
        "?local=no": ["Beta_x"],
        "?sector=media&local=yes&q=gam": ["Gamma"],
        "?sort=place": ["Gamma", "Beta_x", "Alpha 100%"],
        "?sort=met": ["Gamma", "Beta_x", "Alpha 100%"],
        "?sort=silent": ["Alpha 100%", "Beta_x", "Gamma"],
    }.items():
        assert [name for name in rows(team, collaboration, query) if name in ours] == expected, query


def test_nonsense_is_passed_over(team, collaboration, viva):
    for number, query in enumerate(QUERIES):
        headers = {"HX-Request": "true"} if number % 2 else {}
        answer = team.get(url(collaboration, "list") + query, headers=headers)
        assert (answer.status_code, "Marea Viva" in answer.content.decode()) == (200, True), query


def test_rows_alone_for_htmx(team, collaboration, viva):
    part = team.get(url(collaboration, "list"), headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="rows"')
    assert "HX-Request" in part.headers["Vary"]


def test_empty_lists_say_what_to_do(team, collaboration, funder, sign_in):
    assert "No organisation fits" in team.get(url(collaboration, "list") + "?q=zzz").content.decode()
    new = url(collaboration, "create")
    assert new in team.get(url(collaboration, "list")).content.decode()
    assert new not in sign_in(funder).get(url(collaboration, "list")).content.decode()


@pytest.mark.parametrize("more", [1, 29])
def test_query_count_of_the_list_is_constant(team, collaboration, more, django_assert_num_queries):
    for _number in range(more):
        factories.meeting(factories.organization(collaboration=collaboration))
    team.get(url(collaboration, "list"))
    with django_assert_num_queries(7):
        team.get(url(collaboration, "list"))


@pytest.mark.parametrize("more", [1, 30])
def test_query_count_of_a_page_is_constant(team, collaboration, viva, more, django_assert_num_queries):
    other = factories.organization(collaboration=collaboration, name="Other")
    team.get(url(collaboration, "detail", other.pk))
    for _number in range(more):
        person = factories.person(organization=viva)
        meeting = factories.meeting(viva, people=(person,))
        factories.commitment(viva, other, person=person, meeting=meeting)
        factories.commitment(other, viva, meeting=meeting)
        factories.organization(collaboration=collaboration, parent=viva)
        factories.comment(viva)
    with django_assert_num_queries(17):
        team.get(url(collaboration, "detail", viva.pk))


def test_page_shows_people_meetings_and_promises(team, collaboration, viva):
    other = factories.organization(collaboration=collaboration, name="Other Body", parent=viva)
    person = factories.person(organization=viva, name="Lidia Armenta")
    factories.meeting(viva, people=(person,), topics="Catch records")
    factories.meeting(viva, topics="Only planned", is_held=False)
    factories.commitment(viva, text="Sends the form")
    factories.commitment(other, viva, text="Lends the boat", outcome="kept")
    page = team.get(url(collaboration, "detail", viva.pk)).content.decode()
    for words in (
        "Lidia Armenta",
        "Catch records",
        "Sends the form",
        "Lends the boat",
        "Other Body",
        "days overdue",
        "Kept",
    ):
        assert words in page
    assert "Only planned" not in page
    assert f"?organization={viva.pk}&amp;state=held" in page


def test_days_are_those_of_the_collaboration(team, collaboration, viva):
    collaboration.time_zone = "America/Mexico_City"
    collaboration.save()
    factories.meeting(viva, held_at=datetime(2025, 3, 2, 0, 30, tzinfo=UTC))
    for page in (url(collaboration, "list"), url(collaboration, "detail", viva.pk)):
        assert "1 Mar 2025" in team.get(page).content.decode()


def test_partner_sees_every_organization_but_only_its_own_evidence(collaboration, viva, sign_in):
    other = factories.organization(collaboration=collaboration, name="Other")
    secret = factories.person(organization=other, name="Hidden Person")
    factories.meeting(other, people=(secret,), topics="Hidden talk", held_at=datetime(2026, 1, 5, tzinfo=UTC))
    factories.commitment(other, collaboration.backbone, text="Hidden promise")
    factories.commitment(other, viva, text="Shown promise", person=secret)
    partner = sign_in(factories.seat(collaboration=collaboration, role="partner", organization=viva))
    page = partner.get(url(collaboration, "detail", other.pk)).content.decode()
    assert "Shown promise" in page
    for words in ("Hidden Person", "Hidden talk", "Hidden promise"):
        assert words not in page
    assert "5 Jan 2026" not in partner.get(url(collaboration, "list")).content.decode()


def test_liaison_sees_no_commitments(collaboration, viva, sign_in):
    factories.commitment(viva, text="Sends the form")
    liaison = sign_in(factories.seat(collaboration=collaboration, role="liaison", organization=viva))
    assert "Sends the form" not in liaison.get(url(collaboration, "detail", viva.pk)).content.decode()


@pytest.mark.parametrize(("role", "reading", "writing"), [
    ("coordinator", 200, 200), ("facilitator", 200, 200), ("funder", 200, 403), ("partner", 200, 403),
    ("liaison", 200, 403), ("viewer", 403, 403),
])  # fmt: skip
def test_roles(collaboration, viva, sign_in, role, reading, writing):
    client = sign_in(factories.seat(collaboration=collaboration, role=role))
    for what, args, expected in (
        ("list", (), reading), ("detail", (viva.pk,), reading), ("create", (), writing), ("edit", (viva.pk,), writing),
    ):  # fmt: skip
        assert client.get(url(collaboration, what, *args)).status_code == expected
    if writing != 200:
        assert client.post(url(collaboration, "create"), typed()).status_code == 403
        assert client.post(url(collaboration, "edit", viva.pk), typed(version=1)).status_code == 403


def test_ids_of_others_do_not_exist(team, collaboration, stranger, viva, sign_in):
    foreign = factories.organization()
    for pk in (foreign.pk, 0, 999_999_999, 2**31, 2**63, 10**30):
        for what in ("detail", "edit"):
            for headers in ({}, {"HX-Request": "true"}):
                assert team.get(url(collaboration, what, pk), headers=headers).status_code == 404
    assert team.post(url(collaboration, "edit", foreign.pk), typed(version=1)).status_code == 404
    base = url(collaboration, "list")
    assert [team.get(f"{base}{pk}/").status_code for pk in ("1.0", "1%00", "-1", "x")] == [404] * 4
    assert sign_in(stranger).get(url(collaboration, "detail", viva.pk)).status_code == 404


def test_text_is_escaped_wherever_it_stands(team, collaboration):
    evil = factories.organization(collaboration=collaboration, name=EVIL, short_label="<b>", place=EVIL)
    part = factories.organization(collaboration=collaboration, name=f"{EVIL}2", parent=evil)
    for page in (url(collaboration, "list"), *(url(collaboration, what, part.pk) for what in ("detail", "edit")),
                 url(collaboration, "detail", evil.pk), url(collaboration, "create")):  # fmt: skip
        text = team.get(page).content.decode()
        assert "<img" not in text
        assert "&lt;img src=x" in text


def test_pages(team, collaboration):
    for number in range(35):
        factories.organization(collaboration=collaboration, name=f"More {number:02}")
    assert len(rows(team, collaboration)) == 30
    assert rows(team, collaboration, "?page=99&q=more") == [f"More {n}" for n in range(30, 35)]
