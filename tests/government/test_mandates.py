"""The government page and the page of one mandate: gaps first, worst-case labels, filters, constant cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collab.models import Organization
from government.models import Mandate, NoneFound
from tests import factories
from tests.government import story


@pytest.fixture
def three(desk):
    """A covered, a thin and a lost mandate, as in the worked example of the city."""
    c = desk.collaboration
    story.state_led(c)
    ministry = story.mandate(body=_body(c, "Ministry of Labour"), level="national", topic="Inspection", weight=3)
    state = story.mandate(body=_body(c, "State office"), level="regional", topic="Complaints")
    city = story.mandate(body=_body(c, "City of Palm"), level="municipal", topic="Shelter", weight=3)
    for one, levels, name in ((ministry, (3, 3, 2, 2, 3), "Paulo Dias"), (state, (4, 4, 4, 0, 3), "Helena Moura")):
        who = story.liaison(one, person=factories.person(organization=one.body, name=name))
        story.rating(who, levels)
        story.official(one)
        story.stance(one, 1)
    NoneFound.objects.create(collaboration=c, mandate=city, confirmed_on=c.today() - timedelta(days=9))
    return ministry, state, city


def _body(collaboration, name, **values):
    return factories.organization(collaboration=collaboration, name=name, sector="government", **values)


def test_page_names_the_gaps_first_and_the_levels_from_the_top(desk, three):
    page = desk.page("mandate_list")
    assert "2 of 3 mandates have nobody" in page
    assert (
        page.index("Gaps first") < page.index("City of Palm</bdi></a>: <bdi>Shelter") < page.index("Ladder of mandates")
    )
    assert page.index('id="level-national"') < page.index('id="level-regional"') < page.index('id="level-municipal"')
    assert "Somebody looked and found nobody." in page
    assert "one criterion is at zero, so nothing gets through" in page


def test_worst_case_labels_name_the_criterion(desk, three):
    page = desk.page("mandate_list")
    assert "<b>Bandwidth 0</b>weakest" in page
    assert "<b>Authority 2</b>weakest" in page
    assert "<b>Ability 3</b>of 4" in page
    assert "liaison fitness 61" in page
    assert "liaison fitness 0" in page


def test_unanswered_is_a_dashed_question_mark_and_not_average(desk):
    one = story.liaison(story.mandate(desk.collaboration))
    story.rating(one, (4, 4, 4, None, 4))
    page = desk.page("mandate_list")
    assert "<b>Bandwidth ?</b>not answered" in page
    assert '<rect class="unknown"' in page
    assert "liaison fitness not known" in page
    assert "Not known" in page


def test_always_in_the_same_order(desk, three):
    page = desk.page("mandate_list")
    found = [page.index(f"<b>{word} 3") for word in ("Ability", "Willing")] + [page.index("<b>Authority 2")]
    assert found == sorted(found)


def test_rating_older_than_180_days_asks_for_another_look(desk):
    one = story.liaison(story.mandate(desk.collaboration))
    story.rating(one, rated_on=desk.collaboration.today() - timedelta(days=181))
    assert "more than 180 days ago: look again" in desk.page("mandate_list")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (180, ["Somebody looked and found nobody."]), (365, ["found nobody.", "more than 180 days ago: look again"]),
        (366, ["Not known", "more than a year ago, so it counts as not known", "Confirm that there is none"]),
    ],
)  # fmt: skip
def test_what_was_confirmed_long_ago_is_to_be_looked_at_again(desk, days, said):
    c, mandate = desk.collaboration, story.mandate(desk.collaboration)
    NoneFound.objects.create(collaboration=c, mandate=mandate, confirmed_on=c.today() - timedelta(days=days))
    page = desk.page("mandate_detail", mandate.pk)
    assert [one for one in said if one not in page] == []
    assert "Gaps first" in desk.page("mandate_list")


def test_empty_page_says_what_to_do(desk):
    page = desk.page("mandate_list")
    assert "Which offices decide about this?" in page
    assert desk.url("mandate_create") in page
    assert "Nobody has said how far the state leads" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"level": "national"}, ["Inspection"]), ({"q": "shel"}, ["Shelter"]), ({"q": "palm"}, ["Shelter"]),
        ({"show": "gaps"}, ["Complaints", "Shelter"]), ({"level": "regional", "show": "gaps"}, ["Complaints"]),
        ({"q": "nothing like it"}, []), ({"level": "galactic"}, ["Inspection", "Complaints", "Shelter"]),
        ({"q": "%"}, []), ({"q": "'"}, []), ({"q": "\\"}, []), ({"_connector": "OR 1=1", "order": "-1;--"}, None),
        ({"q": "x" * 10_000}, None), ({"q[]": "x", "page": "-1"}, None),
    ],
)  # fmt: skip
def test_filters_always_answer(desk, three, query, shown):
    answer = desk.client.get(desk.url("mandate_list"), query)
    assert answer.status_code == 200
    topics = [one.mandate.topic for level in answer.context["levels"] for one in level.rungs]
    assert topics == (["Inspection", "Complaints", "Shelter"] if shown is None else shown)


def test_filter_swaps_only_the_rungs(desk, three):
    answer = desk.client.get(desk.url("mandate_list"), {"level": "national"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert text.strip().startswith('<div id="rungs"')
    assert "<html" not in text
    assert "HX-Request" in answer.headers["Vary"]


def test_last_contact_and_next_due_follow_the_role_of_the_state(desk, three):
    ministry = three[0]
    held = story.consultation(ministry).meeting.held_at.date()
    (one,) = [
        one for level in desk.client.get(desk.url("mandate_list")).context["levels"] for one in level.rungs
        if one.mandate == ministry
    ]  # fmt: skip
    assert (one.rung.last_on, one.rung.due_on, one.rung.is_late) == (held, held + timedelta(days=30), True)


def test_contact_through_a_liaison_counts_only_while_serving(desk):
    c = desk.collaboration
    mandate, person = story.mandate(c), factories.person(organization=c.backbone)
    story.liaison(mandate, person=person, from_on=story.FROM, to_on=story.FROM + timedelta(days=60))
    inside = factories.meeting(people=(person,), collaboration=c)
    factories.meeting(people=(person,), collaboration=c, held_at=inside.held_at + timedelta(days=90))
    planned = inside.held_at + timedelta(days=5)
    factories.meeting(people=(person,), collaboration=c, held_at=planned, is_held=False)
    (level,) = desk.client.get(desk.url("mandate_list")).context["levels"]
    assert [one.on for one in level.rungs[0].rung.contacts] == [inside.held_at.date()]


def test_timeline_shows_what_came_too_late(desk, three):
    desk.collaboration.framed_on = story.FROM
    desk.collaboration.save()
    story.consultation(three[0], "later")
    page = desk.page("mandate_list")
    assert "Government was asked too late" in page
    assert "Problem framed" in page
    assert page.count('class="late"') == 2  # the key and the mark


def test_bodies_are_nested_by_what_they_are_part_of(desk, three):
    top = three[0].body
    Organization.objects.filter(pk=three[1].body_id).update(parent=top)
    page = desk.page("mandate_list")
    tree = page[page.index('<ul class="tree">') :]
    assert tree.index("Ministry of Labour") < tree.index("<ul>") < tree.index("State office")
    assert tree.count("<ul") == tree[: tree.index("</section>")].count("</ul>")
    assert tree.count("<li") == tree.count("</li>")


@pytest.mark.parametrize("role", ["facilitator", "funder", "partner"])
def test_number_of_queries_does_not_grow(collaboration, sign_in, role):
    client = sign_in(factories.seat(collaboration=collaboration, role=role))
    url = f"/c/{collaboration.slug}/government/"
    client.get(url)  # the first request of a session writes it down
    counts = []
    for upto in (1, 30):
        while Mandate.objects.filter(collaboration=collaboration).count() < upto:
            mandate = story.mandate(collaboration, level="municipal")
            story.official(mandate)
            story.rating(story.liaison(mandate))
            story.stance(mandate)
            story.consultation(mandate)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24
