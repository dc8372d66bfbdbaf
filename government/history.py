"""One mandate with its history: who held it, who carried it, how it dealt with us; as far as the reader may see."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from collab.models import Meeting, Person, Seat
from collab.roles import Action
from government.ladder import Rung, rungs_for, sees_contacts
from government.models import Consultation, Liaison, LiaisonRating, Mandate, sees_people
from government.shown import Shown, shown
from government.words import ANCHORS, CRITERION, QUESTION

MOST_CONTACTS = 20
MOST_CANDIDATES = 12


def mandate_page(seat: Seat, mandate: Mandate, *, on: date) -> dict[str, Any]:
    """What the page of a mandate holds. People come only for those who may see them."""
    (rung,) = rungs_for(seat, Mandate.objects.filter(pk=mandate.pk), on=on)
    here = shown(rung)
    context = {
        "collaboration": seat.collaboration,
        "mandate": mandate,
        "row": here,
        "state": seat.collaboration.state_roles.in_force(on=on).first(),
        "today": on,
        "sees_people": sees_people(seat),
        "sees_contacts": sees_contacts(seat),
        "may_log": seat.may(Action.LOG),
        "own": [] if sees_people(seat) else mandate.liaisons.own_of(seat),
        "contacts": _contacts(seat, rung),
        "asked": [(name, CRITERION[name], QUESTION[name], ANCHORS[name]) for name in CRITERION],
    }
    return context | _people(seat, mandate, here, on) if sees_people(seat) else context


def _people(seat: Seat, mandate: Mandate, here: Shown, on: date) -> dict[str, Any]:
    liaisons = list(mandate.liaisons.select_related("person", "successor__person"))
    ratings = LiaisonRating.objects.filter(liaison__in=liaisons).select_related("assessor", "liaison__person")
    return {
        "officials": mandate.officials.select_related("person"),
        "past": [one for one in liaisons if one.to_on and one.to_on <= on],
        "ratings": [(one, _lines(one)) for one in ratings],
        "stances": mandate.stances.select_related("meeting"),
        "none_found": mandate.none_found.order_by("-confirmed_on"),
        "candidates": _candidates(seat, mandate, here, on),
        "others": _other_liaisons(mandate, on) if here.gap_steps else [],
        "compared": [(name, CRITERION[name], _column(here, name)) for name in CRITERION],
    }


def _lines(rating: LiaisonRating) -> list[tuple[Any, int | None, str]]:
    """Criterion, level and its evidence."""
    return [(CRITERION[name], getattr(rating, name), getattr(rating, f"{name}_evidence")) for name in CRITERION]


def _column(here: Shown, name: str) -> list[tuple[Person, str, Any, bool]]:
    """Person, level, words and whether it is the weakest, for each liaison."""
    if name == "trust":
        return [(one.liaison.person, one.trust, one.trust_words, False) for one in here.carriers]
    found = [(one, next(each for each in one.criteria if each.key == name)) for one in here.carriers]
    return [(one.liaison.person, each.level, each.anchor, each.is_weak) for one, each in found]


def _candidates(seat: Seat, mandate: Mandate, here: Shown, on: date) -> Iterable[Person]:
    """Who acts for the body today and is neither in the office nor a liaison here: they could follow."""
    taken = [one.liaison.person_id for one in here.carriers]
    taken += [one.person_id for one in (here.rung.official, here.rung.former) if one]
    now = Q(affiliations__from_on=None) | Q(affiliations__from_on__lte=on)
    open_ = Q(affiliations__to_on=None) | Q(affiliations__to_on__gte=on)
    rows = Person.objects.visible_to(seat).filter(now & open_, affiliations__organization=mandate.body_id)
    gone = mandate.liaisons.filter(to_on__lte=on).values("person")
    return rows.exclude(pk__in=taken).exclude(pk__in=gone).distinct().order_by("name", "pk")[:MOST_CANDIDATES]


def _other_liaisons(mandate: Mandate, on: date) -> Iterable[Liaison]:
    """Liaisons of other mandates, who could open a door."""
    rows = Liaison.objects.filter(collaboration=mandate.collaboration_id).serving(on=on).exclude(mandate=mandate)
    return rows.select_related("person", "mandate__body").order_by("mandate__body__name", "pk")[:MOST_CANDIDATES]


def _contacts(seat: Seat, rung: Rung) -> list[tuple[Any, Any, Any]]:
    """The newest contacts: meeting, day, how early where it was a consultation."""
    latest = list(reversed(rung.contacts))[:MOST_CONTACTS]
    visible = Meeting.objects.visible_to(seat).defer("summary").in_bulk([one.meeting for one in latest])
    timings = dict(Consultation.Timing.choices)
    return [(visible.get(one.meeting), one.on, timings.get(one.timing, "")) for one in latest]
