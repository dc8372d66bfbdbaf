"""Meetings and who was there. The private note is not here: it is opened by hand, on its page, and that is logged."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from collab.forms.log import LogForm
from collab.forms.meetings import MeetingFilter, MeetingForm
from collab.forms.outcomes import OTHER
from collab.forms.roster import attendee_key
from collab.models import Attendance, Meeting, Organization, Person
from collab.permissions import Action
from metrics.api.columns import Number, column, plain
from metrics.api.door import HERE, door, door_to_write
from metrics.api.paging import Placed, paged
from metrics.api.writing import Written, creates, edits, etag, sent

router = Router(tags=["Meetings"])
NAMES = {"who": "attendance", "when": "day", "newcomers": "attendance"}
MOST_PRESENT = 500
CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"


class Present(Schema):
    """Somebody who was there, or an organisation alone where no name is known."""

    organization: Number
    person: Number | None = Field(None, description="Null where no name is known, or where you may not see the person.")


class MeetingOut(Schema):
    """A meeting, call or message. Times of day are those of the collaboration's time zone."""

    id: UUID
    held_at: datetime = Field(description="The instant, in UTC.")
    day: date
    clock: str = Field(examples=["14:30"])
    is_planned: bool
    mode: Meeting.Mode
    kind: Meeting.Kind
    called_by: int | None
    chaired_by: int | None
    topics: str
    summary: str
    attendance: list[Present]
    version: int


class MeetingChange(Written):
    """What changes. `attendance` is the whole list of who was there."""

    day: date = plain("The day, in the collaboration's time zone.", examples=["2026-03-31"])
    clock: str | None = plain(
        "The time of day; midday stands for one that nobody noted.", examples=["14:30"], pattern=CLOCK
    )
    is_planned: bool = plain("It is still to come.")
    mode: Meeting.Mode = column(Meeting, "mode", max_length=None)
    kind: Meeting.Kind = column(Meeting, "kind", max_length=None)
    called_by: Number | None = column(Meeting, "called_by")
    chaired_by: Number | None = column(Meeting, "chaired_by")
    topics: str = column(Meeting, "topics")
    summary: str = column(Meeting, "summary")
    attendance: list[Present] = plain("Who was there.", max_length=MOST_PRESENT)


class MeetingNew(MeetingChange):
    """A new meeting. With an `id` of your own it is written once, however often it is sent."""

    id: UUID = plain("An id made by you.")
    day: date = plain("The day, in the collaboration's time zone.", is_needed=True, examples=["2026-03-31"])
    attendance: list[Present] = plain(
        "Who was there.", is_needed=True, max_length=MOST_PRESENT, examples=[[{"organization": 1, "person": None}]]
    )


class MeetingPage(Schema):
    """A page of meetings."""

    items: list[MeetingOut]
    next: str | None


class Asked(Schema):
    """Which meetings."""

    q: str = Field("", max_length=200, description="Words of the topics or of what happened.")
    organization: Number | None = Field(None, description="Those where it was present.")
    state: str = Field("", pattern="^(held|planned)?$")
    since: date | None = None
    until: date | None = None


@router.get(HERE + "/meetings", response=MeetingPage, summary="Meetings")
def meeting_list(request: HttpRequest, slug: str, place: Placed, asked: Annotated[Asked, Query()]) -> Any:
    """The meetings that you may see, in the order of entry."""
    collaboration = door(request, slug, Action.SEE_EVIDENCE)
    seat: Any = request.seat  # type: ignore[attr-defined]  # set by the door
    organizations = list(Organization.objects.visible_to(seat).filter(pk=asked.organization or 0))
    if asked.organization and not organizations:
        return {"items": [], "next": None}
    typed = {name: value for name, value in asked.dict().items() if value}
    wanted = MeetingFilter(typed, organizations=organizations).apply(_visible(request), collaboration=collaboration)
    return paged(wanted, place, shown)


@router.get(HERE + "/meetings/{uuid:pk}", response=MeetingOut, summary="One meeting")
def meeting_detail(request: HttpRequest, response: HttpResponse, slug: str, pk: UUID) -> Any:
    """One meeting with who was there; its ETag is what a change of it needs."""
    door(request, slug, Action.SEE_EVIDENCE)
    row = _one(request, pk)
    response["ETag"] = etag(row.version)
    return shown(row)


@router.post(HERE + "/meetings", response={201: MeetingOut, 200: MeetingOut}, summary="Log a meeting")
def meeting_create(request: HttpRequest, slug: str, data: MeetingNew) -> HttpResponse:
    """Log a meeting. The same content under the same `id` is answered by 200 and written once."""
    collaboration = door_to_write(request, slug, Action.LOG)
    seat: Any = request.seat  # type: ignore[attr-defined]  # set by the door
    return creates(
        request, lambda typed: LogForm(typed, collaboration=collaboration, seat=seat), typed_as(data) | {"when": OTHER},
        show=lambda pk: shown(_one(request, pk)), at=lambda pk: reverse("api:meeting_detail", args=[slug, pk]),
        names=NAMES,
    )  # fmt: skip


@router.patch(HERE + "/meetings/{uuid:pk}", response=MeetingOut, summary="Change a meeting")
def meeting_edit(request: HttpRequest, slug: str, pk: UUID, data: MeetingChange) -> HttpResponse:
    """Change what is sent; the rest stays. `If-Match` says which version you have read."""
    collaboration = door_to_write(request, slug, Action.LOG)
    _one(request, pk)

    def make(typed: Any) -> MeetingForm:
        return MeetingForm(typed, instance=Meeting.objects.get(pk=pk), collaboration=collaboration)

    return edits(request, make, typed_as(data), show=lambda pk: shown(_one(request, pk)), names=NAMES)


def typed_as(data: MeetingChange) -> dict[str, Any]:
    """The fields as the form calls them."""
    values = sent(data)
    if "attendance" in values:
        pairs = values.pop("attendance") or []
        values["who"] = [attendee_key(one.get("person"), one["organization"]) for one in pairs]
    return values


def shown(row: Meeting) -> dict[str, Any]:
    """A meeting as it is read and written here."""
    local = row.held_at.astimezone(row.collaboration.zone)
    names = ("id", "held_at", "mode", "kind", "topics", "summary", "version")
    return {name: getattr(row, name) for name in names} | {
        "day": local.date(), "clock": f"{local:%H:%M}", "is_planned": not row.is_held,
        "called_by": row.called_by_id, "chaired_by": row.chaired_by_id,
        "attendance": [
            {"organization": one.organization_id, "person": one.person and one.person.pk}
            for one in row.attendances.all()
        ],
    }  # fmt: skip


def _visible(request: Any) -> Any:
    """Meetings that the reader may see; people whom they may not see stand as their organisation."""
    people = Prefetch("person", Person.objects.visible_to(request.seat).order_by().only("pk"))
    present = Prefetch("attendances", Attendance.objects.order_by("pk").prefetch_related(people))
    rows = Meeting.objects.visible_to(request.seat).defer("private_note_sealed")
    return rows.select_related("collaboration").prefetch_related(present)


def _one(request: Any, pk: UUID) -> Meeting:
    """The meeting, when the reader may see it."""
    return get_object_or_404(_visible(request), pk=pk)
