"""What the frame of every page shows: where one can go from here, and who is signed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from collab.models import Seat
from collab.roles import Action


@dataclass(frozen=True)
class Place:
    """A page of the navigation: its URL name, its label, the right it needs, the nouns that belong to it."""

    name: str
    label: Any  # a lazy translation
    action: Action | None = None
    nouns: tuple[str, ...] = ()
    is_whole: bool = False  # whether the right must reach every record, as on pages that cannot be cut down


@dataclass(frozen=True)
class Link:
    """A place as this reader sees it now; `current` is the value of aria-current."""

    url: str
    label: str
    current: str = ""


@dataclass(frozen=True)
class Frame:
    """Everything around the page itself."""

    home: str
    everywhere: list[Link]
    here: list[Link]
    place: str
    about: list[Link]
    sign_out: str


EVERYWHERE = (Place("metrics:portfolio", _("Portfolio")),)
ADMINISTRATION = (Place("collab:collaboration_list", _("Collaborations"), nouns=("collab:collaboration",)),)
GOVERNMENT = tuple(
    f"government:{noun}"
    for noun in (
        "mandate",
        "official",
        "liaison",
        "rating",
        "stance",
        "consultation",
        "influence",
        "state_role",
        "none_found",
    )
)
HERE = (
    Place(
        "metrics:collaboration_detail",
        _("Overview"),
        Action.SEE_SCORES,
        ("metrics:collaboration", "metrics:score", "metrics:pair"),
        is_whole=True,
    ),
    Place("metrics:network_detail", _("Network"), Action.SEE_EVIDENCE, ("metrics:network",), is_whole=True),
    Place("government:mandate_list", _("Government"), Action.SEE_EVIDENCE, GOVERNMENT),
    Place("collab:meeting_list", _("Meetings"), Action.SEE_EVIDENCE, ("collab:meeting",)),
    Place("collab:commitment_list", _("Commitments"), Action.SEE_OWN_COMMITMENTS, ("collab:commitment",)),
    Place("collab:decision_list", _("Decisions"), Action.SEE_EVIDENCE, ("collab:decision",)),
    Place("collab:organization_list", _("Organisations"), Action.SEE_EVIDENCE, ("collab:organization",)),
    Place("collab:person_list", _("People"), Action.SEE_EVIDENCE, ("collab:person",)),
    Place("collab:seat_list", _("Seats"), Action.MANAGE_PEOPLE, ("collab:seat",)),
    Place("collab:collaboration_edit", _("Settings"), Action.CHANGE_SETTINGS, ("collab:collaboration",)),
    Place("collab:audit_list", _("Audit log"), Action.READ_AUDIT, ("collab:audit",)),
)
ABOUT = (Place("metrics:definition_list", _("Definitions")),)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame, made only when a template asks for it, so that bare pages cost nothing."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


def frame_of(request: HttpRequest) -> Frame:
    """The frame for the reader of this request; nobody signed in sees only the way home."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame(home="/", everywhere=[], here=[], place="", about=[], sign_out="")
    seat = getattr(request, "seat", None)
    allowed = [place for place in HERE if seat and is_allowed(seat, place)]
    return Frame(
        home=address("metrics:portfolio") or "/",
        everywhere=[
            *links(request, EVERYWHERE),
            *links(request, ADMINISTRATION if user.is_administrator else ()),
            *account(request),
        ],
        here=links(request, allowed, seat.collaboration.slug) if seat else [],
        place=str(seat.collaboration) if seat else "",
        about=links(request, ABOUT),
        sign_out=address("account_logout"),
    )


def is_allowed(seat: Seat, place: Place) -> bool:
    """Whether a seat opens a place of the navigation."""
    if place.action is None:
        return True
    return seat.may_for_all(place.action) if place.is_whole else seat.may(place.action)


def account(request: HttpRequest) -> list[Link]:
    """The reader's own page: who one is, and how one signs in."""
    seat = getattr(request, "seat", None)
    label = f"{request.user}, {seat.get_role_display()}" if seat else str(request.user)
    url = address("collab:profile_edit")
    return [Link(url, label, current(request, "collab:profile_edit", ()))] if url else []


def links(request: HttpRequest, places: Iterable[Place], *args: str) -> list[Link]:
    """Links to those places that exist."""
    found = ((place, address(place.name, *args)) for place in places)
    return [Link(url, str(place.label), current(request, place.name, place.nouns)) for place, url in found if url]


def address(name: str, *args: str) -> str:
    """The address of a URL name; empty while no such page exists."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def current(request: HttpRequest, name: str, nouns: tuple[str, ...]) -> str:
    """`page` on the very page, `true` on another page of the same noun, else nothing."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return ""
    if match.view_name == name:
        return "page"
    return "true" if match.view_name.rpartition("_")[0] in nouns else ""
