"""Decisions: what the group decided, who proposed it and who approved it."""

from copy import copy
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from collab.forms.decisions import DecisionFilter, DecisionForm
from collab.models import Decision, DecisionPart, Meeting, Organization
from collab.permissions import Action
from metrics.api.columns import Number, column, plain
from metrics.api.door import HERE, door, door_to_write
from metrics.api.paging import Placed, paged
from metrics.api.writing import Written, creates, edits, etag, sent

router = Router(tags=["Decisions"])
Part = DecisionPart.Part
MOST_PARTS = 500


class DecisionOut(Schema):
    """Something the group decided, or decided against."""

    id: UUID
    text: str
    subject: Decision.Subject
    how: Decision.How
    is_carried: bool
    decided_on: date
    meeting: UUID | None = Field(description="Null also where you may not see the meeting.")
    proposed_by: list[int]
    approved_by: list[int]
    version: int


class DecisionChange(Written):
    """What changes. The lists of organisations are whole lists."""

    text: str = column(Decision, "text")
    subject: Decision.Subject = column(Decision, "subject", max_length=None)
    how: Decision.How = column(Decision, "how", max_length=None)
    is_carried: bool = column(Decision, "is_carried")
    decided_on: date = column(Decision, "decided_on")
    meeting: UUID | None = column(Decision, "meeting")
    proposed_by: list[Number] = plain("Organisations that proposed it.", max_length=MOST_PARTS)
    approved_by: list[Number] = plain("Organisations that approved it.", max_length=MOST_PARTS)


class DecisionNew(DecisionChange):
    """A new decision. With an `id` of your own it is written once, however often it is sent."""

    id: UUID = plain("An id made by you.")
    text: str = column(Decision, "text", is_needed=True, examples=["We test two villages first"])
    decided_on: date = column(Decision, "decided_on", is_needed=True, examples=["2026-03-31"])


class DecisionPage(Schema):
    """A page of decisions."""

    items: list[DecisionOut]
    next: str | None


class Asked(Schema):
    """Which decisions."""

    q: str = Field("", max_length=200, description="Words of what was decided.")
    subject: Decision.Subject | None = None
    organization: Number | None = Field(None, description="Those it had a part in.")
    since: date | None = None
    until: date | None = None


@router.get(HERE + "/decisions", response=DecisionPage, summary="Decisions")
def decision_list(request: HttpRequest, slug: str, place: Placed, asked: Annotated[Asked, Query()]) -> Any:
    """The decisions that you may see, in the order of entry."""
    door(request, slug, Action.SEE_EVIDENCE)
    seat: Any = request.seat  # type: ignore[attr-defined]  # set by the door
    organizations = Organization.objects.visible_to(seat).filter(pk=asked.organization or 0)
    if asked.organization and not organizations:
        return {"items": [], "next": None}
    typed = {name: value for name, value in asked.dict().items() if value}
    return paged(DecisionFilter(typed, organizations=organizations).apply(_visible(request)), place, shown)


@router.get(HERE + "/decisions/{uuid:pk}", response=DecisionOut, summary="One decision")
def decision_detail(request: HttpRequest, response: HttpResponse, slug: str, pk: UUID) -> Any:
    """One decision; its ETag is what a change of it needs."""
    door(request, slug, Action.SEE_EVIDENCE)
    row = _one(request, pk)
    response["ETag"] = etag(row.version)
    return shown(row)


@router.post(HERE + "/decisions", response={201: DecisionOut, 200: DecisionOut}, summary="Note a decision")
def decision_create(request: HttpRequest, slug: str, data: DecisionNew) -> HttpResponse:
    """Note a decision. The same content under the same `id` is answered by 200 and written once."""
    collaboration = door_to_write(request, slug, Action.LOG)
    return creates(
        request, lambda typed: DecisionForm(typed, collaboration=collaboration), sent(data),
        show=lambda pk: shown(_one(request, pk)), at=lambda pk: reverse("api:decision_detail", args=[slug, pk]),
    )  # fmt: skip


@router.patch(HERE + "/decisions/{uuid:pk}", response=DecisionOut, summary="Change a decision")
def decision_edit(request: HttpRequest, slug: str, pk: UUID, data: DecisionChange) -> HttpResponse:
    """Change what is sent; the rest stays. `If-Match` says which version you have read."""
    collaboration = door_to_write(request, slug, Action.LOG)
    row = _one(request, pk)
    return edits(
        request, lambda typed: DecisionForm(typed, instance=copy(row), collaboration=collaboration), sent(data),
        show=lambda pk: shown(_one(request, pk)),
    )  # fmt: skip


def shown(row: Decision) -> dict[str, Any]:
    """A decision as it is read and written here."""
    names = ("id", "text", "subject", "how", "is_carried", "decided_on", "version")
    parts = {
        name: [one.organization_id for one in row.parts.all() if one.part == part]
        for name, part in (("proposed_by", Part.PROPOSED), ("approved_by", Part.APPROVED))
    }
    return {name: getattr(row, name) for name in names} | parts | {"meeting": row.meeting and row.meeting.pk}


def _visible(request: Any) -> Any:
    """Decisions that the reader may see; the meeting of each only where it may be seen, too."""
    meetings = Meeting.objects.visible_to(request.seat).defer("summary", "private_note_sealed").order_by()
    return Decision.objects.visible_to(request.seat).prefetch_related(
        Prefetch("meeting", meetings), Prefetch("parts", DecisionPart.objects.order_by("pk"))
    )


def _one(request: Any, pk: UUID) -> Decision:
    """The decision, when the reader may see it."""
    return get_object_or_404(_visible(request), pk=pk)
