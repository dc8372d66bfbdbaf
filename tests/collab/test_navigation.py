"""The frame of a page leads where its reader may go, and nowhere else."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from collab.context import HERE, Frame, Link, Place, current, frame_of, groups, links
from collab.models import Collaboration, Seat, User
from collab.roles import Reach, Role, reach
from tests.browser.pages import NO_PAGE, addresses


def frame_seen_by(role: str, path: str = "/c/river/") -> Frame:
    """The frame of a page inside a collaboration, for a seat of a role."""
    request = RequestFactory().get(path)
    request.user = User(email="maren@example.org", name="Maren")
    request.seat = Seat(user=request.user, role=role, collaboration=Collaboration(slug="river", name="River"))
    return frame_of(request)


def test_navigation_names_the_place_and_the_reader() -> None:
    frame = frame_seen_by("coordinator")
    assert frame.place == "River"
    assert "Maren, Coordinator" in [link.label for link in frame.everywhere]
    assert frame.sign_out == reverse("account_logout")


@pytest.mark.parametrize("role", list(Role))
def test_navigation_leads_only_where_the_role_may_go(role: Role) -> None:
    allowed = {str(place.label) for place in HERE if reach(role, place.action) is not Reach.NONE}
    shown = {link.label for group in frame_seen_by(role).here for link in group.links}
    assert shown <= allowed
    assert ("Audit log" in shown) == (role is Role.COORDINATOR)


def test_places_of_one_kind_stand_under_one_label() -> None:
    here = frame_seen_by("facilitator").here
    assert [group.label for group in here][:3] == ["Overview", "Partners", "Government"]
    partners = here[1]
    assert "Network" in [link.label for link in partners.more]
    assert partners.url == partners.links[0].url
    assert here[0].more == []


def test_a_group_of_one_place_carries_the_name_of_the_place() -> None:
    places = [Place("health", "Health", group="All kinds"), Place("metrics:portfolio", "Home", group="Others")]
    assert [group.label for group in groups(RequestFactory().get("/"), places)] == ["Health", "Home"]


def test_navigation_leaves_out_pages_that_do_not_exist() -> None:
    request = RequestFactory().get("/")
    assert links(request, [Place("collab:no_such_page", "Nowhere"), Place("health", "Health")]) == [
        Link(reverse("health"), "Health")
    ]


def test_navigation_marks_the_page_and_its_noun() -> None:
    request = RequestFactory().get("/")
    request.resolver_match = SimpleNamespace(view_name="collab:meeting_detail")
    assert current(request, "collab:meeting_detail", ()) == "page"
    assert current(request, "collab:meeting_list", ("collab:meeting",)) == "true"
    assert current(request, "collab:person_list", ("collab:person",)) == ""


# pages of a collaboration that belong to no place: the search is its own, on every page
NOWHERE = {"collab:search_list", "collab:coordinator_create"}


def test_every_page_of_a_collaboration_marks_its_place() -> None:
    nouns = {noun for place in HERE for noun in (*place.nouns, place.name.rpartition("_")[0])}
    pages = {name for name, parts in addresses() if "slug" in parts and name not in NO_PAGE}
    lost = {name for name in pages if name.rpartition("_")[0] not in nouns and not name.startswith("api:")}
    assert lost == NOWHERE


def test_nobody_signed_in_sees_no_navigation() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert frame_of(request) == Frame(home="/", everywhere=[], here=[], place="", about=[], sign_out="")
