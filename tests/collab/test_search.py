"""Search: folded words, exact hits, the rights of the reader, private notes never, and a bounded number of looks."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collab.roles import Role
from collab.search import MANY, fold, found_in, marked, search, terms
from tests import factories
from tests.collab.hostile import QUERIES, TEXTS
from tests.government import story as government


def url(collaboration, query=""):
    """The address of the search page."""
    return reverse("collab:search_list", args=[collaboration.slug]) + query


def found(client, collaboration, words, **more):
    """Titles by kind."""
    answer = client.get(url(collaboration), {"q": words, **more})
    assert answer.status_code == 200
    return {group.key: [hit.title for hit in group.hits] for group in answer.context["groups"]}


@pytest.fixture
def team(facilitator, sign_in):
    """A facilitator's browser."""
    return sign_in(facilitator)


@pytest.mark.parametrize(("written", "asked"), [
    ("Reunión en São Paulo", "reunion sao"), ("Reunión", "REUNIONES"), ("the meetings of May", "meeting"),
    ("one meeting", "meetings"), ("Verwaltung", "Verwaltungen"), ("Straße nach Łódź", "strasse lodz"),
    ("SEMARNAT/2024-17", "semarnat 2024 17"), ("Ångström", "angstrom"), ("ﬁsh ﬁnance", "fish"), ("Ελλάδα", "ελλαδα"),
    ("ДОГОВОР", "договор"), ("river_boat c", "boat"), ("O'Brien", "brien"),
])  # fmt: skip
def test_words_are_found_whatever_case_accent_and_plural(team, collaboration, written, asked):
    factories.meeting(collaboration.backbone, topics="Talk", summary=written)
    assert found(team, collaboration, asked) == {"meetings": ["Talk"]}
    assert found(team, collaboration, f"{asked} zebra") == {}


# signs that this Python knows: PostgreSQL knows a younger Unicode, and folds letters that came with it
@given(st.text(st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\0"), max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_database_and_page_fold_alike(db, text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT collab_fold(%s)", [text])
        [folded] = cursor.fetchone()
    plain = re.sub(r"[^\w]|_", " ", fold(text))
    assert re.sub(r"[^\w]|_", " ", folded) == plain


def test_every_kind_is_found_by_its_texts(team, collaboration):
    place = factories.organization(collaboration=collaboration, name="Heron Trust", place="Delta")
    factories.person(organization=place, name="Ana Heron", job_title="Warden")
    talk = factories.meeting(place, topics="Heron talk", held_at=datetime(2025, 3, 2, tzinfo=UTC))
    factories.meeting(place, topics="Older heron talk", held_at=datetime(2025, 3, 1, tzinfo=UTC))
    factories.commitment(place, text="Count herons", meeting=talk)
    factories.decision(proposed=(place,), text="Protect the heron")
    assert found(team, collaboration, "heron") == {
        "meetings": ["Heron talk", "Older heron talk"], "commitments": ["Count herons"],
        "decisions": ["Protect the heron"], "organizations": ["Heron Trust"], "people": ["Ana Heron"],
    }  # fmt: skip
    assert found(team, collaboration, "heron", kind="people") == {"people": ["Ana Heron"]}
    for group in team.get(url(collaboration), {"q": "heron"}).context["groups"]:
        for hit in group.hits:
            assert team.get(hit.href).status_code == 200


def test_changed_text_is_found_anew_and_no_longer_by_the_old(team, collaboration):
    talk = factories.meeting(collaboration.backbone, topics="Sardine")
    talk.topics = "Herring"
    talk.save()
    assert (found(team, collaboration, "sardine"), found(team, collaboration, "herring")) == (
        {}, {"meetings": ["Herring"]},
    )  # fmt: skip


def test_private_notes_and_other_collaborations_are_never_searched(team, collaboration):
    factories.meeting(collaboration.backbone, topics="Talk", note="Weasel words of a minister")
    elsewhere = factories.organization(name="Weasel House")
    factories.meeting(elsewhere, topics="Weasel")
    assert found(team, collaboration, "weasel") == {}
    assert found(team, collaboration, f"in{elsewhere.collaboration_id}collaboration") == {}


def test_canary_every_role_finds_exactly_what_it_may_open(collaboration, sign_in):
    own, other = (factories.organization(collaboration=collaboration, name=name) for name in ("Own", "Canary House"))
    official = government.official(government.mandate(body=other)).person
    official.name = "Canary Minister"
    official.save()
    for near, far in ((own, other), (other, collaboration.backbone)):
        talk = factories.meeting(near, topics=f"Canary talk of {near.name}")
        factories.commitment(near, far, text=f"Canary promise of {near.name}", meeting=talk)
        factories.decision(proposed=(near,), text=f"Canary decision of {near.name}")
        factories.person(organization=near, name=f"Canary person of {near.name}")
    pages = {
        one.get_absolute_url(): str(one)
        for name in ("meetings", "commitments", "decisions", "people", "organizations")
        for one in getattr(collaboration, name).all() if "Canary" in str(one)
    }  # fmt: skip
    assert len(pages) == 10
    seen = {}
    for role in Role.values:
        client = sign_in(factories.seat(collaboration=collaboration, role=role, organization=own))
        may_open = {page for page in pages if client.get(page).status_code == 200}
        answer = client.get(url(collaboration), {"q": "canary"})
        if answer.status_code == 403:
            seen[role] = "refused"
            continue
        hits = {hit.href for group in answer.context["groups"] for hit in group.hits}
        assert hits == may_open, role
        text = answer.content.decode()
        assert all(pages[page] not in re.sub("</?mark>", "", text) for page in pages.keys() - may_open), role
        seen[role] = len(hits)
    assert seen == {"coordinator": 10, "facilitator": 10, "funder": 9, "partner": 5, "liaison": 4, "viewer": "refused"}


def test_what_is_found_often_comes_in_order_and_within_rights(collaboration, facilitator, monkeypatch):
    monkeypatch.setattr("collab.search.MANY", 3)
    own = factories.organization(collaboration=collaboration)
    start = datetime(2025, 3, 1, tzinfo=UTC)
    for number in range(8):
        where = own if number % 2 else collaboration.backbone
        factories.meeting(where, topics=f"Common {number}", held_at=start + timedelta(days=number))
    partner = factories.seat(collaboration=collaboration, role="partner", organization=own)
    for seat, expected in ((facilitator, [7, 6, 5, 4]), (partner, [7, 5, 3, 1])):
        rows = search(seat, "common", last=4)["meetings"]
        assert [one.topics for one in rows] == [f"Common {number}" for number in expected]
    assert MANY == 500


def test_pages_of_one_kind(team, collaboration):
    for number in range(23):
        factories.organization(collaboration=collaboration, name=f"Reed {number:02d}")
    few = team.get(url(collaboration), {"q": "reed"})
    assert [len(group.hits) for group in few.context["groups"]] == [5]
    assert few.context["groups"][0].has_more
    second = team.get(url(collaboration), {"q": "reed", "kind": "organizations", "page": "2"})
    assert [hit.title for hit in second.context["groups"][0].hits] == ["Reed 20", "Reed 21", "Reed 22"]
    assert not second.context["has_next"]


def test_nonsense_is_passed_over(team, collaboration):
    factories.meeting(collaboration.backbone, topics="<b>Talk</b> & 'quotes'")
    for query in QUERIES:
        assert team.get(url(collaboration) + query).status_code == 200, query
    for text in (*TEXTS, "'", "a & b", "!x", "x:*", "(((", "\\", "%", "<b>"):
        assert team.get(url(collaboration), {"q": text}).status_code == 200, text
    assert "<b>Talk" not in team.get(url(collaboration), {"q": "talk"}).content.decode()
    part = team.get(url(collaboration), {"q": "talk"}, headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="rows"')


def test_snippet_marks_the_word_where_it_stands():
    text = "x" * 100 + " Junto al Río Grande"
    spans = found_in(text, terms("rio"))
    assert [text[low:high] for low, high in spans] == ["Río"]
    assert str(marked(text, spans)).startswith("…x")
    assert "<mark>Río</mark> Grande" in str(marked(text, spans))
    assert str(marked("a <i> b", found_in("a <i> b", ["b"]))) == "a &lt;i&gt; <mark>b</mark>"
    assert found_in("Straßen", terms("strasse")) == [(0, 7)]


@pytest.mark.parametrize("more", [1, 30])
def test_query_count_is_constant(team, collaboration, more, django_assert_num_queries):
    for _n in range(more):
        place = factories.organization(collaboration=collaboration, name=f"Otter {_n}")
        factories.person(organization=place, name="Otter")
        talk = factories.meeting(place, topics="Otter")
        factories.commitment(place, text="Otter", meeting=talk)
        factories.decision(proposed=(place,), text="Otter")
    team.get(url(collaboration), {"q": "otter"})
    with django_assert_num_queries(10):
        team.get(url(collaboration), {"q": "otter"})
