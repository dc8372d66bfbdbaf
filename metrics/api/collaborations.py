"""Collaborations in which the person of the token has a seat."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from collab.models import Collaboration, Seat
from collab.roles import Role

router = Router(tags=["Collaborations"])


class CollaborationOut(Schema):
    """A collaboration as somebody with a seat sees it."""

    slug: str = Field(description="The name in all addresses of this collaboration.")
    name: str
    issue: str
    country: str
    started_on: date
    ended_on: date | None
    closed_as: str
    time_zone: str
    currency: str
    month: int | None = Field(description="The running month, or the last one; null before the start.")
    role: Role
    organization: int = Field(description="The organisation that your seat speaks for.")


class CollaborationsOut(Schema):
    """All of them: a person has few seats."""

    items: list[CollaborationOut]


@router.get("/collaborations", response=CollaborationsOut, summary="Your collaborations")
def collaboration_list(request: HttpRequest) -> Any:
    """Those in which you have a seat today, and which this token opens."""
    asked: Any = request
    seats = Seat.objects.held_by(asked.user, on=timezone.localdate()).select_related("collaboration")
    if asked.auth.collaboration_id:
        seats = seats.filter(collaboration=asked.auth.collaboration_id)
    return {"items": [shown(seat) for seat in seats.order_by("collaboration__name", "-from_on", "-pk")]}


def shown(seat: Seat) -> dict[str, Any]:
    """What the reader may know of the whole."""
    row: Collaboration = seat.collaboration
    names = ("slug", "name", "issue", "country", "started_on", "ended_on", "closed_as", "time_zone", "currency")
    today = row.today()
    month = row.month(on=min(today, row.ended_on or today))
    own = {"role": seat.role, "organization": seat.organization_id, "month": month}
    return {name: getattr(row, name) for name in names} | own
