"""People: who acts for whom. Contact data only for those whose page of the person shows it."""

from copy import copy
from datetime import date
from typing import Annotated, Any

from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from collab.forms.directory import NewPersonForm, PersonFilter, PersonForm
from collab.models import Affiliation, Person
from collab.permissions import Action
from metrics.api.columns import Number, column, plain
from metrics.api.door import HERE, door, door_to_write
from metrics.api.paging import Placed, paged
from metrics.api.writing import Written, creates, edits, etag, sent

router = Router(tags=["People"])


class ActsFor(Schema):
    """For whom somebody acts, from when to when."""

    organization: int
    from_on: date | None
    to_on: date | None


class PersonOut(Schema):
    """Somebody who meets, promises or answers for an organisation."""

    id: int
    name: str
    job_title: str
    email: str | None = Field(description="Null where you may not see contact data.")
    phone: str | None = Field(description="Null where you may not see contact data.")
    language: str
    informed_on: date | None
    agreed_on: date | None
    acts_for: list[ActsFor]
    version: int


class PersonChange(Written):
    """What changes. Contact data is taken from those only who may see it."""

    name: str = column(Person, "name", examples=["Ana Silva"])
    job_title: str = column(Person, "job_title")
    email: str = column(Person, "email")
    phone: str = column(Person, "phone")
    language: str = column(Person, "language")
    informed_on: date | None = column(Person, "informed_on")
    agreed_on: date | None = column(Person, "agreed_on")


class PersonNew(PersonChange):
    """Somebody new, and for whom they act."""

    name: str = column(Person, "name", is_needed=True, examples=["Ana Silva"])
    organization: Number | None = plain("The organisation this person acts for.")
    from_on: date | None = plain("Acts for it since that day.")
    is_namesake: bool = plain("This is another person of a name that is listed already.")


class PersonPage(Schema):
    """A page of people."""

    items: list[PersonOut]
    next: str | None


class Asked(Schema):
    """Which people."""

    q: str = Field("", max_length=200, description="Words of the name or job title.")
    organization: Number | None = Field(None, description="Those who act or acted for it.")


@router.get(HERE + "/people", response=PersonPage, summary="People")
def person_list(request: HttpRequest, slug: str, place: Placed, asked: Annotated[Asked, Query()]) -> Any:
    """The people whom you may see; names of officials and liaisons are for the facilitation team only."""
    collaboration = door(request, slug, Action.SEE_EVIDENCE)
    organizations = collaboration.organizations.filter(pk=asked.organization or 0)
    if asked.organization and not organizations:
        return {"items": [], "next": None}
    typed = {"q": asked.q, "organization": asked.organization or ""}
    wanted = PersonFilter(typed, organizations=organizations, today=collaboration.today()).apply(_visible(request))
    return paged(wanted, place, shown)


@router.get(HERE + "/people/{int:pk}", response=PersonOut, summary="One person")
def person_detail(request: HttpRequest, response: HttpResponse, slug: str, pk: int) -> Any:
    """One person; its ETag is what a change of it needs."""
    door(request, slug, Action.SEE_EVIDENCE)
    row = _one(request, pk)
    response["ETag"] = etag(row.version)
    return shown(row)


@router.post(HERE + "/people", response={201: PersonOut}, summary="Add a person")
def person_create(request: HttpRequest, slug: str, data: PersonNew) -> HttpResponse:
    """Add somebody; a name that is listed already is refused unless `is_namesake` says that it is another person."""
    collaboration = door_to_write(request, slug, Action.LOG)
    seat: Any = request.seat  # type: ignore[attr-defined]  # set by the door
    contacts = seat.may(Action.SEE_CONTACTS)
    return creates(
        request, lambda typed: NewPersonForm(typed, collaboration=collaboration, shows_contacts=contacts), sent(data),
        show=lambda pk: shown(_one(request, pk)), at=lambda pk: reverse("api:person_detail", args=[slug, pk]),
    )  # fmt: skip


@router.patch(HERE + "/people/{int:pk}", response=PersonOut, summary="Change a person")
def person_edit(request: HttpRequest, slug: str, pk: int, data: PersonChange) -> HttpResponse:
    """Change what is sent; the rest stays. `If-Match` says which version you have read."""
    collaboration = door_to_write(request, slug, Action.LOG)
    row = _one(request, pk)
    return edits(
        request,
        lambda typed: PersonForm(
            typed, instance=copy(row), collaboration=collaboration, shows_contacts=row.shows_contacts
        ),
        sent(data), show=lambda pk: shown(_one(request, pk)),
    )  # fmt: skip


def shown(row: Any) -> dict[str, Any]:
    """A person as they are read and written here."""
    names = ("id", "name", "job_title", "language", "informed_on", "agreed_on", "version")
    contacts = {name: getattr(row, name) if row.shows_contacts else None for name in ("email", "phone")}
    acts = [
        {"organization": one.organization_id, "from_on": one.from_on, "to_on": one.to_on}
        for one in row.affiliations.all()
    ]
    return {name: getattr(row, name) for name in names} | contacts | {"acts_for": acts}


def _visible(request: Any) -> Any:
    """The people whom the reader may see, each once, and whether with contact data."""
    seat = request.seat
    contacts = Person.objects.with_contacts_for(seat, on=seat.collaboration.today()).order_by()
    rows = Person.objects.filter(pk__in=Person.objects.visible_to(seat).order_by().values("pk"))
    return rows.annotate(shows_contacts=Exists(contacts.filter(pk=OuterRef("pk")))).prefetch_related(
        Prefetch("affiliations", Affiliation.objects.order_by("pk"))
    )


def _one(request: Any, pk: int) -> Any:
    """The person, when the reader may see them."""
    return get_object_or_404(_visible(request), pk=pk)
