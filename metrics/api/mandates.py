"""Mandates: whom we reach in government. Names, levels and contacts only for those whose page shows them."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from collab.permissions import Action
from government.coverage import Cover, Reason
from government.forms.mandates import MandateForm
from government.forms.officials import OfficialForm
from government.ladder import Carrier, Rung, rungs_for
from government.models import Mandate, Official
from metrics.api.columns import Number, column, plain
from metrics.api.door import HERE, door, door_to_write
from metrics.api.paging import Placed, page_rows, paged_of
from metrics.api.writing import Written, creates, edits, etag, sent

router = Router(tags=["Government"])


class OfficialOut(Schema):
    """Who holds the office. For the facilitation team only."""

    id: int
    person: int
    office: str
    from_on: date


class LiaisonOut(Schema):
    """A person through whom we reach the office. For the facilitation team only."""

    id: int
    person: int
    steps: int = Field(description="Steps to the senior official.")
    levels: list[int | None] = Field(description="Ability, willingness, authority, bandwidth: 0 to 4 each.")


class MandateOut(Schema):
    """What a public body may decide that matters here, and whether somebody reaches it."""

    id: int
    body: int
    level: Mandate.Level
    topic: str
    decides: str
    weight: int
    from_on: date
    to_on: date | None
    state: Cover
    reason: Reason
    official: OfficialOut | None = Field(description="Null also where you may not see people.")
    liaisons: list[LiaisonOut] = Field(description="Empty also where you may not see people.")
    last_on: date | None = Field(description="The last contact; null also where you may not see contacts.")
    due_on: date | None
    version: int


class MandateChange(Written):
    """What changes. A mandate that no longer matters is closed by `to_on`."""

    body: Number = column(Mandate, "body")
    level: Mandate.Level = column(Mandate, "level", max_length=None)
    topic: str = column(Mandate, "topic")
    decides: str = column(Mandate, "decides")
    weight: Mandate.Weight = column(Mandate, "weight")
    from_on: date = column(Mandate, "from_on")
    to_on: date | None = column(Mandate, "to_on")


class MandateNew(Written):
    """A new mandate: of a public body that is listed, or of a new one by its name."""

    body: Number | None = column(Mandate, "body", examples=[1])
    body_name: str = plain("The name of a new public body, in place of `body`.", max_length=160)
    level: Mandate.Level = column(Mandate, "level", is_needed=True, max_length=None, examples=["national"])
    topic: str = column(Mandate, "topic", is_needed=True, examples=["Water permits"])
    decides: str = column(Mandate, "decides")
    weight: Mandate.Weight = column(Mandate, "weight")
    from_on: date = column(Mandate, "from_on")


class OfficialNew(Written):
    """Who takes office: somebody who is listed, or somebody new by name."""

    office: str = column(Official, "office", is_needed=True, examples=["Secretary of Water"])
    person: Number | None = column(Official, "person", examples=[1])
    person_name: str = plain("The name of somebody new, in place of `person`.", max_length=120)
    person_title: str = plain("The job title of somebody new.", max_length=120)
    from_on: date = column(Official, "from_on", is_needed=True, examples=["2026-03-31"])


class MandatePage(Schema):
    """A page of mandates."""

    items: list[MandateOut]
    next: str | None


@router.get(HERE + "/mandates", response=MandatePage, summary="Mandates")
def mandate_list(request: HttpRequest, slug: str, place: Placed) -> Any:
    """The mandates in force today that you may see."""
    collaboration = door(request, slug, Action.SEE_EVIDENCE)
    seat, today = _seat(request), collaboration.today()
    rows = page_rows(Mandate.objects.visible_to(seat).in_force(on=today), place)
    rungs = {
        one.mandate.pk: one for one in rungs_for(seat, Mandate.objects.filter(pk__in=[r.pk for r in rows]), on=today)
    }
    return paged_of(rows, place, lambda row: shown(rungs[row.pk]))


@router.get(HERE + "/mandates/{int:pk}", response=MandateOut, summary="One mandate")
def mandate_detail(request: HttpRequest, response: HttpResponse, slug: str, pk: int) -> Any:
    """One mandate; its ETag is what a change of it needs."""
    door(request, slug, Action.SEE_EVIDENCE)
    response["ETag"] = etag(_one(request, pk).version)
    return _shown(request, pk)


@router.post(HERE + "/mandates", response={201: MandateOut}, summary="Add a mandate")
def mandate_create(request: HttpRequest, slug: str, data: MandateNew) -> HttpResponse:
    """Add a mandate that matters."""
    collaboration = door_to_write(request, slug, Action.LOG)
    return creates(
        request, lambda typed: MandateForm(typed, collaboration=collaboration), _plain(sent(data)),
        show=lambda pk: _shown(request, pk), at=lambda pk: reverse("api:mandate_detail", args=[slug, pk]),
    )  # fmt: skip


@router.patch(HERE + "/mandates/{int:pk}", response=MandateOut, summary="Change a mandate")
def mandate_edit(request: HttpRequest, slug: str, pk: int, data: MandateChange) -> HttpResponse:
    """Change what is sent; the rest stays. `If-Match` says which version you have read."""
    collaboration = door_to_write(request, slug, Action.LOG)
    _one(request, pk)

    def make(typed: Any) -> MandateForm:
        return MandateForm(typed, instance=_one(request, pk), collaboration=collaboration)

    return edits(request, make, _plain(sent(data)), show=lambda pk: _shown(request, pk))


@router.post(HERE + "/mandates/{int:mandate}/officials", response={201: MandateOut}, summary="Say who holds an office")
def official_create(request: HttpRequest, slug: str, mandate: int, data: OfficialNew) -> HttpResponse:
    """Say who holds the office; one who holds it still is closed on the page first."""
    collaboration = door_to_write(request, slug, Action.LOG)
    row = _one(request, mandate)
    return creates(
        request, lambda typed: OfficialForm(typed, mandate=row, collaboration=collaboration), sent(data),
        show=lambda _official: _shown(request, mandate),
        at=lambda _official: reverse("api:mandate_detail", args=[slug, mandate]),
    )  # fmt: skip


def shown(rung: Rung) -> dict[str, Any]:
    """A mandate with what the reader may see beside it."""
    row, official = rung.mandate, rung.official
    names = ("id", "level", "topic", "decides", "weight", "from_on", "to_on", "version")
    held = official and {
        "id": official.pk, "person": official.person_id, "office": official.office, "from_on": official.from_on,
    }  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "body": row.body_id, "state": rung.coverage.state, "reason": rung.coverage.reason, "official": held,
        "liaisons": [_liaison(one) for one in rung.carriers], "last_on": rung.last_on, "due_on": rung.due_on,
    }  # fmt: skip


def _liaison(one: Carrier) -> dict[str, Any]:
    levels = [None if level is None else int(level) for level in one.standing.levels]
    return {"id": one.liaison.pk, "person": one.liaison.person_id, "steps": one.liaison.steps, "levels": levels}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """A weight as the form has it."""
    return values | {"weight": int(values["weight"])} if values.get("weight") else values


def _shown(request: Any, pk: int) -> dict[str, Any]:
    (rung,) = rungs_for(_seat(request), Mandate.objects.filter(pk=pk), on=_seat(request).collaboration.today())
    return shown(rung)


def _one(request: Any, pk: int) -> Mandate:
    """The mandate, when the reader may see it."""
    rows = Mandate.objects.visible_to(_seat(request)).select_related("body", "collaboration")
    return get_object_or_404(rows, pk=pk)


def _seat(request: Any) -> Any:
    return request.seat
