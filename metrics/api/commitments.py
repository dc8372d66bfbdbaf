"""Commitments: who promised what to whom, and what became of it."""

from copy import copy
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from collab.forms.commitments import CommitmentFilter, CommitmentForm
from collab.forms.roster import attendee_key
from collab.models import Commitment, Organization
from collab.permissions import Action
from metrics.api.columns import Number, column, plain
from metrics.api.door import HERE, door, door_to_write
from metrics.api.paging import Placed, paged
from metrics.api.writing import Written, creates, edits, etag, sent

router = Router(tags=["Commitments"])
Outcome = Commitment.Outcome
NAMES = {"who": "promiser"}


class CommitmentOut(Schema):
    """A promise with a date."""

    id: UUID
    promiser: int
    person: int | None = Field(description="Who promised; null where nobody is named, or you may not see the person.")
    promisee: int | None = Field(description="Null is the whole group.")
    text: str
    made_on: date
    due_on: date
    meeting: UUID | None = Field(description="Null also where you may not see the meeting.")
    outcome: Outcome
    closed_on: date | None
    reason: str
    version: int


class CommitmentChange(Written):
    """What changes. To close a promise send `outcome` and `closed_on`; to open it again, `open` and null."""

    promiser: Number = column(Commitment, "promiser")
    person: Number | None = column(Commitment, "person")
    promisee: Number | None = column(Commitment, "promisee")
    text: str = column(Commitment, "text")
    made_on: date = column(Commitment, "made_on")
    due_on: date = column(Commitment, "due_on")
    meeting: UUID | None = column(Commitment, "meeting")
    outcome: Outcome = column(Commitment, "outcome", max_length=None)
    closed_on: date | None = column(Commitment, "closed_on")
    reason: str = column(Commitment, "reason")


class CommitmentNew(Written):
    """A new promise. With an `id` of your own it is written once, however often it is sent."""

    id: UUID = plain("An id made by you.")
    promiser: Number = column(Commitment, "promiser", is_needed=True, examples=[1])
    person: Number | None = column(Commitment, "person")
    promisee: Number | None = column(Commitment, "promisee")
    text: str = column(Commitment, "text", is_needed=True, examples=["Send the list of wells"])
    made_on: date = column(Commitment, "made_on", is_needed=True, examples=["2026-03-31"])
    due_on: date = column(Commitment, "due_on", is_needed=True, examples=["2026-04-30"])
    meeting: UUID | None = column(Commitment, "meeting")


class CommitmentPage(Schema):
    """A page of promises."""

    items: list[CommitmentOut]
    next: str | None


class Asked(Schema):
    """Which promises."""

    q: str = Field("", max_length=200, description="Words of the promise, or the name of who promised.")
    state: str = Field("", pattern="^(open|overdue|soon|kept|partly|broken|renegotiated)?$")
    organization: Number | None = Field(None, description="Those it made or was promised.")
    since: date | None = Field(None, description="Due from that day.")
    until: date | None = Field(None, description="Due until that day.")


@router.get(HERE + "/commitments", response=CommitmentPage, summary="Commitments")
def commitment_list(request: HttpRequest, slug: str, place: Placed, asked: Annotated[Asked, Query()]) -> Any:
    """The promises that you may see, in the order of entry."""
    collaboration = door(request, slug, Action.SEE_OWN_COMMITMENTS)
    seat: Any = request.seat  # type: ignore[attr-defined]  # set by the door
    organizations = Organization.objects.visible_to(seat).filter(pk=asked.organization or 0)
    if asked.organization and not organizations:
        return {"items": [], "next": None}
    typed = {name: value for name, value in asked.dict().items() if value}
    form = CommitmentFilter(typed, organizations=organizations, seat=seat, today=collaboration.today())
    return paged(form.apply(_visible(request)), place, shown)


@router.get(HERE + "/commitments/{uuid:pk}", response=CommitmentOut, summary="One commitment")
def commitment_detail(request: HttpRequest, response: HttpResponse, slug: str, pk: UUID) -> Any:
    """One promise; its ETag is what a change of it needs."""
    door(request, slug, Action.SEE_OWN_COMMITMENTS)
    row = _one(request, pk)
    response["ETag"] = etag(row.version)
    return shown(row)


@router.post(HERE + "/commitments", response={201: CommitmentOut, 200: CommitmentOut}, summary="Note a commitment")
def commitment_create(request: HttpRequest, slug: str, data: CommitmentNew) -> HttpResponse:
    """Note a promise. The same content under the same `id` is answered by 200 and written once."""
    collaboration = door_to_write(request, slug, Action.LOG)
    return creates(
        request, lambda typed: CommitmentForm(typed, collaboration=collaboration), typed_as(sent(data), None),
        show=lambda pk: shown(_one(request, pk)), at=lambda pk: reverse("api:commitment_detail", args=[slug, pk]),
        names=NAMES,
    )  # fmt: skip


@router.patch(HERE + "/commitments/{uuid:pk}", response=CommitmentOut, summary="Change or close a commitment")
def commitment_edit(request: HttpRequest, slug: str, pk: UUID, data: CommitmentChange) -> HttpResponse:
    """Change what is sent; the rest stays. `If-Match` says which version you have read."""
    collaboration = door_to_write(request, slug, Action.LOG)
    row = _one(request, pk)
    return edits(
        request, lambda typed: CommitmentForm(typed, instance=copy(row), collaboration=collaboration),
        typed_as(sent(data), row), show=lambda pk: shown(_one(request, pk)), names=NAMES,
    )  # fmt: skip


def typed_as(values: dict[str, Any], row: Commitment | None) -> dict[str, Any]:
    """The fields as the form calls them: who promised is one choice of a person or an organisation."""
    if {"promiser", "person"} & set(values):
        promiser = values.pop("promiser", row and row.promiser_id)
        person = values.pop("person", None)
        values["who"] = attendee_key(person, promiser or 0)
    return values


def shown(row: Commitment) -> dict[str, Any]:
    """A promise as it is read and written here."""
    names = ("id", "text", "made_on", "due_on", "outcome", "closed_on", "reason", "version")
    return {name: getattr(row, name) for name in names} | {
        "promiser": row.promiser_id, "promisee": row.promisee_id, "person": row.person and row.person.pk,
        "meeting": row.meeting and row.meeting.pk,
    }  # fmt: skip


def _visible(request: Any) -> Any:
    """Promises as pages show them: only those people and meetings beside them that the reader may see."""
    seat = request.seat
    return Commitment.objects.visible_to(seat).told_to(seat, on=seat.collaboration.today())


def _one(request: Any, pk: UUID) -> Any:
    """The promise, when the reader may see it."""
    return get_object_or_404(_visible(request), pk=pk)
