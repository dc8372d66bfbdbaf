"""The list of meetings: exact filters, patient with nonsense, as many queries for one row as for thirty."""

from datetime import UTC, datetime, timedelta

import pytest

from collab.models import Meeting
from tests import factories
from tests.collab.meeting_story import Here


@pytest.fixture
def here(facilitator, sign_in):
    """Five meetings of two partners."""
    here = Here(facilitator, sign_in(facilitator))
    for topics, who, held_at, values in (
        ("Alpha", here.viva, datetime(2025, 3, 1, 15, tzinfo=UTC), {"mode": "call"}),
        ("Beta", here.estero, datetime(2025, 3, 2, 0, 0, tzinfo=UTC), {"mode": "video", "kind": "steering"}),
        ("Gamma", here.viva, datetime(2025, 3, 2, 23, 59, tzinfo=UTC), {"summary": "About 100% of boats_a"}),
        ("Delta", here.estero, datetime(2025, 3, 3, 0, 0, tzinfo=UTC), {"summary": "O'Neill \\ x"}),
        ("Epsilon", here.viva, datetime(2030, 1, 1, tzinfo=UTC), {"is_held": False, "kind": "event"}),
    ):
        factories.meeting(who, topics=topics, held_at=held_at, note="Zeta note", **values)
    return here


def names(here, query=""):
    """The topics of the rows in their order."""
    answer = here.client.get(f"{here.list}{query}")
    assert answer.status_code == 200
    return [one.topics for one in answer.context["meetings"]]


def test_newest_first_by_default(here):
    assert names(here) == ["Epsilon", "Delta", "Gamma", "Beta", "Alpha"]


def test_filters_are_exact(here):
    for query, expected in {
        "?q=gam": ["Gamma"],
        "?q=ABOUT": ["Gamma"],
        "?q=%25": ["Gamma"],
        "?q=_": ["Gamma"],
        "?q='": ["Delta"],
        "?q=%5C": ["Delta"],
        "?q=zeta": [],
        "?mode=call": ["Alpha"],
        "?kind=steering": ["Beta"],
        "?state=planned": ["Epsilon"],
        "?state=held": ["Delta", "Gamma", "Beta", "Alpha"],
        f"?organization={here.estero.pk}": ["Delta", "Beta"],
        "?since=2025-03-02": ["Epsilon", "Delta", "Gamma", "Beta"],
        "?until=2025-03-02": ["Gamma", "Beta", "Alpha"],
        "?since=2025-03-02&until=2025-03-02": ["Gamma", "Beta"],
        "?until=2099-12-31&mode=call": ["Alpha"],
        "?sort=oldest&state=held": ["Alpha", "Beta", "Gamma", "Delta"],
        "?sort=mode": ["Alpha", "Epsilon", "Delta", "Gamma", "Beta"],
    }.items():
        assert names(here, query) == expected, query


def test_days_are_those_of_the_collaboration(here):
    here.collaboration.time_zone = "America/Mexico_City"
    here.collaboration.save()
    assert names(here, "?since=2025-03-02&until=2025-03-02") == ["Delta", "Gamma"]
    assert "1 Mar 2025" in here.client.get(f"{here.list}?q=beta").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "?_connector=OR 1=1", "?_negated=1", "?logged_by__password__startswith=a", "?collaboration__id=2",
        "?sort=password",
        "?sort=-1;--", "?page=-1", "?page=9e9", "?page=0", "?page=x", "?page=99999999999999999999", "?per=1000000",
        "?q[]=a", "?nothing=known", "?cursor=tampered", "?mode=nothing", "?organization=0", "?organization=x",
        "?organization=99999999999999999999", "?since=0001-01-01", "?until=9999-12-31", "?since=2023-02-29",
        "?since=-1",
        "?since=20260-01-01", "?until=NaN", "?state=1 OR 1=1", "?q=%00", "?organization=%00", "?q=" + "a" * 10_000,
        "?mode=call%00",
    ],
)  # fmt: skip
def test_nonsense_is_passed_over(here, query):
    for headers in ({}, {"HX-Request": "true"}):
        answer = here.client.get(f"{here.list}{query}", headers=headers)
        assert answer.status_code == 200
        assert answer.content.decode().count('<th scope="row">') == 5


def test_filter_by_an_organization_elsewhere_shows_all_and_not_its_name(here):
    other = factories.organization(name="Far away")
    page = here.client.get(f"{here.list}?organization={other.pk}").content.decode()
    assert "Far away" not in page


def test_rows_alone_for_htmx_and_the_answer_varies(here):
    whole, part = here.client.get(here.list), here.client.get(here.list, headers={"HX-Request": "true"})
    assert "HX-Request" in whole.headers["Vary"]
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert part.content.decode().lstrip().startswith('<div id="rows"')


def test_empty_list_says_what_to_do(here, sign_in):
    Meeting.objects.all().delete()
    assert "No meetings yet" in here.client.get(here.list).content.decode()
    assert "No meeting fits" in here.client.get(f"{here.list}?q=x").content.decode()
    funder = sign_in(factories.seat(collaboration=here.collaboration, role="funder"))
    page = funder.get(here.list).content.decode()
    assert "No meetings yet" in page
    assert here.log not in page


def test_pages(here):
    for number in range(60):
        factories.meeting(
            here.viva, topics=f"More {number}", held_at=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(number)
        )
    assert len(names(here)) == 30
    assert names(here, "?page=3") == ["More 4", "More 3", "More 2", "More 1", "More 0"]
    assert names(here, "?page=99") == names(here, "?page=3")


@pytest.mark.parametrize("more", [1, 28])
def test_query_count_is_constant(here, more, django_assert_num_queries):
    for number in range(more):
        factories.meeting(here.viva, here.estero, people=(here.lidia, here.chuy), topics=f"More {number}")
    here.client.get(here.list)
    with django_assert_num_queries(7):
        here.client.get(here.list)


@pytest.mark.parametrize("more", [1, 30])
def test_query_count_of_a_meeting_and_of_the_log_is_constant(here, more, django_assert_num_queries):
    people = tuple(factories.person(organization=here.viva) for _ in range(more))
    meeting = factories.meeting(here.viva, people=people, note="n")
    for _ in range(more):
        factories.commitment(here.viva, here.estero, meeting=meeting, person=here.lidia)
        factories.decision(proposed=(here.viva,), meeting=meeting)
    with django_assert_num_queries(11):
        here.client.get(meeting.get_absolute_url())
    with django_assert_num_queries(10):
        here.client.get(here.log)
    with django_assert_num_queries(8):
        here.client.get(here.url("edit", meeting.pk))
