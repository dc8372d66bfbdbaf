"""The government side as tables; people, criteria and stances only for those whose pages show them."""

from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from collab.models import Seat
from government.ladder import rungs_for, sees_contacts
from government.models import Consultation, Influence, Liaison, LiaisonRating, Mandate, Official, Stance, sees_people
from government.timeline import contact_rows
from metrics.exchange.takeaway.table import Column, Names, Table, columns_of

CRITERIA = ("ability", "willingness", "authority", "bandwidth", "trust")
RATED = ("id", "liaison", "assessor", "rated_on", *CRITERIA, *(f"{one}_evidence" for one in CRITERIA))
CONTACT = ("day", "level", "body", "topic", "kind", "timing")


def officials(seat: Seat, names: Names) -> Table:
    """Who holds which office, and who held it."""
    columns = columns_of(Official, names, "id", "mandate", "person", "office", "from_on", "to_on")
    return Table("officials", _("Officials"), columns, _for_the_team(Official, seat))


def liaisons(seat: Seat, names: Names) -> Table:
    """Through whom we reach them."""
    columns = columns_of(Liaison, names, "id", "mandate", "person", "steps", "from_on", "to_on", "successor")
    return Table("liaisons", _("Liaisons"), columns, _for_the_team(Liaison, seat))


def liaison_ratings(seat: Seat, names: Names) -> Table:
    """How each liaison was judged, with the evidence."""
    columns = columns_of(LiaisonRating, names, *RATED)
    return Table("liaison_ratings", _("Ratings of liaisons"), columns, _for_the_team(LiaisonRating, seat))


def stances(seat: Seat, names: Names) -> Table:
    """How each office dealt with the group."""
    columns = columns_of(Stance, names, "id", "mandate", "level", "seen_on", "evidence", "meeting")
    return Table("stances", _("How each office deals with us"), columns, _for_the_team(Stance, seat))


def consultations(seat: Seat, names: Names) -> Table:
    """Meetings in which an office was asked on substance."""
    columns = columns_of(Consultation, names, "id", "meeting", "mandate", "timing")
    return Table("consultations", _("Consultations"), columns, _for_the_team(Consultation, seat))


def influence(seat: Seat, names: Names) -> Table:
    """Who can move the issue, and who deals with it."""
    columns = columns_of(Influence, names, "id", "organization", "influence", "interest", "judged_on")
    return Table("influence", _("Influence and interest"), columns, _for_the_team(Influence, seat))


def contacts(seat: Seat, names: Names) -> Table:
    """Each contact and the office that it touched, by day; offices, never persons."""
    today = seat.collaboration.today()
    sees = sees_contacts(seat)
    rungs = rungs_for(seat, Mandate.objects.in_force(on=today), on=today) if sees else []
    meanings = (_("Day"), _("Level"), _("Public body"), _("Topic"), _("Kind"), _("How early"))
    columns = tuple(
        Column(name, meaning, itemgetter(place))
        for place, (name, meaning) in enumerate(zip(CONTACT, meanings, strict=True))
    )
    return Table("government_contacts", _("Contacts with government"), columns, contact_rows(rungs))


def _for_the_team(model: Any, seat: Seat) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(collaboration=seat.collaboration).order_by("pk")
    return rows if sees_people(seat) else rows.none()
