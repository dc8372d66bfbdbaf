"""What the frame of every page shows: where one can go from here, and who is signed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from collab.kept import Kept
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
    group: Any = ""  # the label it stands under, a lazy translation; without one it stands by itself


@dataclass(frozen=True)
class Link:
    """A place as this reader sees it now; `current` is the value of aria-current."""

    url: str
    label: str
    current: str = ""


@dataclass(frozen=True)
class Group:
    """Places that belong together, under one label; a group of one place is that place."""

    label: str
    links: list[Link]

    @property
    def url(self) -> str:
        """Where its label leads: the first place."""
        return self.links[0].url

    @property
    def current(self) -> str:
        """Whether the reader is at one of its places; `page` where the label itself is the page."""
        found = next((link.current for link in self.links if link.current), "")
        return found if len(self.links) == 1 else "true" if found else ""

    @property
    def more(self) -> list[Link]:
        """What unfolds below the label; nothing where the label says it all."""
        return self.links if len(self.links) > 1 else []


@dataclass(frozen=True)
class Frame:
    """Everything around the page itself."""

    home: str
    everywhere: list[Link]
    here: list[Group]
    place: str
    about: list[Link]
    sign_out: str
    search: str = ""  # where words of this collaboration are looked for
    keep: str = ""  # the form that a device keeps for days without signal; only for who may log

    def navigation(self, token: str) -> SafeString:
        """The navigation of this frame, drawn once, with the token of its forms."""
        return mark_safe(self._drawn.replace(TOKEN, token))  # noqa: S308  a template of ours, a token of letters

    @cached_property
    def _drawn(self) -> str:
        return render_to_string("components/navigation.html", {"frame": self, "csrf_token": TOKEN})


TOKEN = "TOKEN-OF-THE-FORM"  # noqa: S105  stands where the token of a form comes
FRAMES: Kept[Frame] = Kept(most=500)
EVERYWHERE = (Place("metrics:portfolio", _("Portfolio")),)
ADMINISTRATION = (Place("collab:collaboration_list", _("Collaborations"), nouns=("collab:collaboration",)),)
GOVERNMENT = (
    *(f"government:{noun}" for noun in (
        "mandate", "official", "liaison", "rating", "stance", "consultation", "influence", "state_role", "none_found",
        "entry", "privacy_notice", "entry_review", "own_statement", "own_entry", "own_entry_link", "contact", "erasure",
    )),
    "metrics:mandate_score",
)  # fmt: skip
PARTNERS, WORK, STRATEGY, REVIEWS, SETTINGS = _("Partners"), _("Work"), _("Strategy"), _("Reviews"), _("Settings")
# A new page is one line here, beside its kin; groups stand in the order in which they first appear.
HERE = (
    Place(
        "metrics:collaboration_detail", _("Overview"), Action.SEE_SCORES, is_whole=True,
        nouns=("metrics:collaboration", "metrics:score", "metrics:gate", "metrics:milestone", "metrics:rule"),
    ),
    Place(
        "partners:partner_list", _("Readiness of partners"), Action.SEE_READINESS, group=PARTNERS,
        nouns=(
            "partners:partner", "partners:field", "partners:statement", "partners:stage", "partners:readiness_rating",
            "partners:rating_reply", "metrics:partner_score",
        ),
    ),
    Place(
        "collab:organization_list", _("Organisations"), Action.SEE_EVIDENCE, ("collab:organization",), group=PARTNERS
    ),
    Place(
        "collab:person_list", _("People"), Action.SEE_EVIDENCE, ("collab:person", "collab:affiliation"), group=PARTNERS
    ),
    Place("metrics:pair_list", _("Pairs"), Action.SEE_EVIDENCE, ("metrics:pair",), group=PARTNERS),
    Place("partners:tie_list", _("Ties"), Action.LOG, ("partners:tie",), group=PARTNERS),
    Place(
        "partners:survey_list", _("Surveys"), Action.SEE_PAIR_TRUST, group=PARTNERS,
        nouns=("partners:survey", "partners:instrument", "partners:invitation"),
    ),
    Place(
        "metrics:network_detail", _("Network"), Action.SEE_EVIDENCE, ("metrics:network",), is_whole=True, group=PARTNERS
    ),
    Place("government:mandate_list", _("Government"), Action.SEE_EVIDENCE, GOVERNMENT),
    Place("metrics:week_detail", _("My week"), Action.LOG, group=WORK),
    Place("collab:calendar_detail", _("Calendar"), Action.SEE_EVIDENCE, ("collab:calendar",), group=WORK),
    Place("metrics:sheet_detail", _("Since we last met"), Action.LOG, group=WORK),
    Place(
        "collab:meeting_list", _("Meetings"), Action.SEE_EVIDENCE, group=WORK,
        nouns=("collab:meeting", "collab:meeting_note", "collab:outline", "collab:comment"),
    ),
    Place(
        "collab:commitment_list", _("Commitments"), Action.SEE_OWN_COMMITMENTS, group=WORK,
        nouns=("collab:commitment", "collab:closing"),
    ),
    Place(
        "collab:strategy_list", _("Strategy"), Action.SEE_EVIDENCE, group=STRATEGY,
        nouns=(
            "collab:strategy", "collab:contribution", "collab:endorsement", "collab:endorsement_link",
            "collab:leadership", "collab:resource", "metrics:ownership",
        ),
    ),
    Place("collab:decision_list", _("Decisions"), Action.SEE_EVIDENCE, ("collab:decision",), group=STRATEGY),
    Place(
        "metrics:report_list", _("Reports"), Action.SEE_SCORES, is_whole=True,
        nouns=("metrics:report", "metrics:report_schedule", "metrics:activity"),
    ),
    Place(
        "partners:review_list", _("Decisions at gates"), Action.SEE_REVIEWS, group=REVIEWS,
        nouns=("partners:review", "partners:review_reply", "partners:review_closing", "partners:investment"),
    ),
    Place(
        "partners:readiness_detail", _("Conditions of the whole"), Action.RATE_PARTNERS, group=REVIEWS,
        nouns=("partners:readiness", "partners:collaboration_rating"),
    ),
    Place(
        "metrics:indicator_list", _("Indicators"), Action.SEE_SCORES, is_whole=True, group=STRATEGY,
        nouns=("metrics:indicator", "metrics:period"),
    ),
    Place("collab:seat_list", _("Seats"), Action.MANAGE_PEOPLE, ("collab:seat",), group=SETTINGS),
    Place(
        "collab:collaboration_edit", _("Collaboration"), Action.CHANGE_SETTINGS, ("collab:collaboration",),
        group=SETTINGS,
    ),
    Place("metrics:import_list", _("Import"), Action.IMPORT, ("metrics:import",), group=SETTINGS),
    Place("metrics:export_list", _("Take everything away"), Action.EXPORT_ALL, ("metrics:export",), group=SETTINGS),
    Place("metrics:share_list", _("Share"), Action.CHANGE_SETTINGS, ("metrics:share",), group=SETTINGS),
    Place(
        "metrics:weight_set_create", _("Weights and bands"), Action.CHANGE_SETTINGS, ("metrics:weight_set",),
        group=SETTINGS,
    ),
    Place("collab:audit_list", _("Audit log"), Action.READ_AUDIT, ("collab:audit",), group=SETTINGS),
)  # fmt: skip
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
    match = getattr(request, "resolver_match", None)
    where = (seat.role, seat.collaboration.slug, str(seat.collaboration)) if seat else None
    key = (user.pk, str(user), user.is_administrator, where, match and match.view_name)
    return FRAMES.get(key, lambda: _frame_of(request, user, seat))


def _frame_of(request: HttpRequest, user: Any, seat: Seat | None) -> Frame:
    allowed = [place for place in HERE if seat and is_allowed(seat, place)]
    return Frame(
        home=address("metrics:portfolio") or "/",
        everywhere=[
            *links(request, EVERYWHERE),
            *links(request, ADMINISTRATION if user.is_administrator else ()),
            *account(request),
        ],
        here=groups(request, allowed, seat.collaboration.slug) if seat else [],
        place=str(seat.collaboration) if seat else "",
        about=links(request, ABOUT),
        sign_out=address("account_logout"),
        search=address("collab:search_list", seat.collaboration.slug) if seat and seat.may(Action.SEE_EVIDENCE) else "",
        keep=address("collab:meeting_kept", seat.collaboration.slug) if seat and seat.may(Action.LOG) else "",
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


def groups(request: HttpRequest, places: Iterable[Place], *args: str) -> list[Group]:
    """Places under their labels, in the order of the places; those that stand by themselves as groups of one."""
    found: dict[str, list[Link]] = {}
    for place in places:
        for link in links(request, [place], *args):
            found.setdefault(str(place.group or place.label), []).append(link)
    return [Group(label if len(own) > 1 else own[0].label, own) for label, own in found.items()]


def address(name: str, *args: str) -> str:
    """The address of a URL name; empty while no such page exists."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def current(request: HttpRequest, name: str, nouns: tuple[str, ...]) -> str:
    """`page` on the very page, `true` on another page of the same noun, else nothing."""
    match = getattr(request, "resolver_match", None)
    if match and match.view_name == name:
        return "page"
    return "true" if match and match.view_name.rpartition("_")[0] in nouns else ""
