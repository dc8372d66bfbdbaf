"""Partners: how organisations take part, at which stage, and how ready they are as others judge it."""

from copy import copy
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from collab.models import Person, Seat
from collab.permissions import Action
from metrics.api.columns import Number, column, plain
from metrics.api.door import HERE, door, door_to_write
from metrics.api.paging import Placed, paged
from metrics.api.writing import Written, creates, edits, etag, sent
from metrics.formulas.shown import round_half_up
from partners.forms.participation import PartnerForm, StageForm
from partners.models import Partner, PartnerStage

router = Router(tags=["Partners"])
Stage = PartnerStage.Stage


class ReadinessOut(Schema):
    """A readiness as pages show it: 0 to 100 with its bounds; no number where evidence does not carry one."""

    number: int | None
    lowest: int | None
    highest: int | None


class PartnerOut(Schema):
    """How an organisation takes part."""

    id: int
    organization: int
    stage: Stage | None
    stage_from_on: date | None
    core_from_on: date | None
    core_to_on: date | None
    explained_on: date | None
    horizon_agreed_on: date | None
    activities: str
    resources: str
    contact: int | None = Field(description="Null also where you may not see the person.")
    owner: int | None = Field(description="Null also where you may not see the person.")
    tags: list[str]
    readiness: ReadinessOut
    version: int


class PartnerChange(Written):
    """What changes."""

    core_from_on: date | None = column(Partner, "core_from_on")
    core_to_on: date | None = column(Partner, "core_to_on")
    explained_on: date | None = column(Partner, "explained_on")
    horizon_agreed_on: date | None = column(Partner, "horizon_agreed_on")
    activities: str = column(Partner, "activities")
    resources: str = column(Partner, "resources")
    contact: Number | None = column(Partner, "contact")
    owner: Number | None = column(Partner, "owner")
    tags: list[str] = plain("Words of your own.", max_length=12)


class PartnerNew(Written):
    """An organisation takes part; it is listed as an organisation first."""

    organization: Number = column(Partner, "organization", is_needed=True, examples=[1])
    stage: Stage = plain("The stage today.")
    core_from_on: date | None = column(Partner, "core_from_on")
    explained_on: date | None = column(Partner, "explained_on")
    horizon_agreed_on: date | None = column(Partner, "horizon_agreed_on")
    activities: str = column(Partner, "activities")
    resources: str = column(Partner, "resources")
    tags: list[str] = plain("Words of your own.", max_length=12)


class StageNew(Written):
    """The stage from a day on."""

    stage: Stage = column(PartnerStage, "stage", is_needed=True, max_length=None, examples=["committed"])
    from_on: date = column(PartnerStage, "from_on", is_needed=True, examples=["2026-03-31"])
    note: str = column(PartnerStage, "note")


class PartnerPage(Schema):
    """A page of partners."""

    items: list[PartnerOut]
    next: str | None


@router.get(HERE + "/partners", response=PartnerPage, summary="Partners")
def partner_list(request: HttpRequest, slug: str, place: Placed) -> Any:
    """The partners whose readiness you may see: all, or your own."""
    door(request, slug, Action.SEE_READINESS)
    return paged(visible(request), place, lambda row: shown(row, _seat(request)))


@router.get(HERE + "/partners/{int:pk}", response=PartnerOut, summary="One partner")
def partner_detail(request: HttpRequest, response: HttpResponse, slug: str, pk: int) -> Any:
    """One partner; its ETag is what a change of it needs."""
    door(request, slug, Action.SEE_READINESS)
    row = one(request, pk)
    response["ETag"] = etag(row.version)
    return shown(row, _seat(request))


@router.post(HERE + "/partners", response={201: PartnerOut}, summary="Add a partner")
def partner_create(request: HttpRequest, slug: str, data: PartnerNew) -> HttpResponse:
    """An organisation takes part from today."""
    collaboration = door_to_write(request, slug, Action.LOG)
    return creates(
        request, lambda typed: PartnerForm(typed, collaboration=collaboration), typed_as(data),
        show=lambda pk: shown(one(request, pk), _seat(request)),
        at=lambda pk: reverse("api:partner_detail", args=[slug, pk]),
    )  # fmt: skip


@router.patch(HERE + "/partners/{int:pk}", response=PartnerOut, summary="Change a partner")
def partner_edit(request: HttpRequest, slug: str, pk: int, data: PartnerChange) -> HttpResponse:
    """Change what is sent; the rest stays. `If-Match` says which version you have read."""
    collaboration = door_to_write(request, slug, Action.LOG)
    one(request, pk)

    def make(typed: Any) -> PartnerForm:
        row = Partner.objects.select_related("organization", "contact", "owner").get(pk=pk)
        return PartnerForm(typed, instance=copy(row), collaboration=collaboration)

    return edits(request, make, typed_as(data), show=lambda pk: shown(one(request, pk), _seat(request)))


@router.post(HERE + "/partners/{int:partner}/stages", response={201: PartnerOut}, summary="Note a stage")
def stage_create(request: HttpRequest, slug: str, partner: int, data: StageNew) -> HttpResponse:
    """The stage of a partner from a day on."""
    collaboration = door_to_write(request, slug, Action.LOG)
    row = one(request, partner)
    return creates(
        request, lambda typed: StageForm(typed, partner=row, collaboration=collaboration), sent(data),
        show=lambda _stage: shown(one(request, partner), _seat(request)),
        at=lambda _stage: reverse("api:partner_detail", args=[slug, partner]),
    )  # fmt: skip


def typed_as(data: Written) -> dict[str, Any]:
    """The fields as the form has them: tags stand in one line."""
    values = sent(data)
    return values | {"tags": ", ".join(values["tags"] or [])} if "tags" in values else values


def shown(row: Any, seat: Seat) -> dict[str, Any]:
    """A partner as it is read and written here; people beside it as far as its page names them."""
    names = (
        "id", "stage", "stage_from_on", "core_from_on", "core_to_on", "explained_on", "horizon_agreed_on",
        "activities", "resources", "tags", "version",
    )  # fmt: skip
    sees_people = seat.may_for_all(Action.SEE_EVIDENCE) or row.organization_id == seat.organization_id
    people = {
        name: person.pk if sees_people and (person := getattr(row, name)) else None for name in ("contact", "owner")
    }
    return {name: getattr(row, name) for name in names} | people | {
        "organization": row.organization_id, "readiness": readiness(row),
    }  # fmt: skip


def readiness(row: Any) -> dict[str, Any]:
    """The stored figure, rounded as on every page."""
    figure = row.readiness
    values = {"number": None, "lowest": figure and figure.low, "highest": figure and figure.high}
    if figure and figure.has_enough_evidence:
        values["number"] = figure.value
    return {name: None if value is None else int(round_half_up(value)) for name, value in values.items()}


def visible(request: Any) -> Any:
    """Partners that the reader may see, with stage and readiness of today, and people whom they may see."""
    seat: Seat = request.seat
    collaboration = seat.collaboration
    people = Person.objects.visible_to(seat).order_by().only("pk")
    rows = Partner.objects.visible_to(seat).with_stage(on=collaboration.today())
    return rows.with_readiness(collaboration.shown_month(on=collaboration.today())).prefetch_related(
        Prefetch("contact", people), Prefetch("owner", people)
    )


def one(request: Any, pk: int) -> Any:
    """The partner, when the reader may see it."""
    return get_object_or_404(visible(request), pk=pk)


def _seat(request: Any) -> Seat:
    seat: Seat = request.seat
    return seat
