"""Organisations: who they are and to what they belong."""

from copy import copy
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from collab.forms.directory import OrganizationFilter, OrganizationForm
from collab.models import Organization
from collab.permissions import Action
from metrics.api.columns import Number, column
from metrics.api.door import HERE, door, door_to_write
from metrics.api.paging import Placed, paged
from metrics.api.writing import Written, creates, edits, etag, sent

router = Router(tags=["Organisations"])
Sector = Organization.Sector


class OrganizationOut(Schema):
    """An organisation or public body."""

    id: int
    name: str
    short_label: str
    sector: Sector
    is_local: bool
    parent: int | None = Field(description="The organisation it is part of.")
    place: str
    website: str
    version: int


class OrganizationChange(Written):
    """What changes."""

    name: str = column(Organization, "name", examples=["Mill Valley Trust"])
    short_label: str = column(Organization, "short_label")
    sector: Sector = column(Organization, "sector", max_length=None)
    is_local: bool = column(Organization, "is_local")
    parent: Number | None = column(Organization, "parent")
    place: str = column(Organization, "place")
    website: str = column(Organization, "website")


class OrganizationNew(OrganizationChange):
    """A new organisation."""

    name: str = column(Organization, "name", is_needed=True, examples=["Mill Valley Trust"])


class OrganizationPage(Schema):
    """A page of organisations."""

    items: list[OrganizationOut]
    next: str | None


class Asked(Schema):
    """Which organisations."""

    q: str = Field("", max_length=200, description="Words of the name, label or place.")
    sector: Sector | None = None


@router.get(HERE + "/organizations", response=OrganizationPage, summary="Organisations")
def organization_list(request: HttpRequest, slug: str, place: Placed, asked: Annotated[Asked, Query()]) -> Any:
    """Every organisation of the collaboration that you may see, in the order of entry."""
    door(request, slug, Action.SEE_EVIDENCE)
    wanted = OrganizationFilter({"q": asked.q, "sector": asked.sector or ""}).apply(_visible(request).order_by())
    return paged(wanted, place, shown)


@router.get(HERE + "/organizations/{int:pk}", response=OrganizationOut, summary="One organisation")
def organization_detail(request: HttpRequest, response: HttpResponse, slug: str, pk: int) -> Any:
    """One organisation; its ETag is what a change of it needs."""
    door(request, slug, Action.SEE_EVIDENCE)
    row = _one(request, pk)
    response["ETag"] = etag(row.version)
    return shown(row)


@router.post(HERE + "/organizations", response={201: OrganizationOut}, summary="Add an organisation")
def organization_create(request: HttpRequest, slug: str, data: OrganizationNew) -> HttpResponse:
    """Add an organisation; a name that is listed already is refused."""
    collaboration = door_to_write(request, slug, Action.LOG)
    return creates(
        request, lambda typed: OrganizationForm(typed, collaboration=collaboration), sent(data),
        show=lambda pk: shown(_one(request, pk)), at=lambda pk: reverse("api:organization_detail", args=[slug, pk]),
    )  # fmt: skip


@router.patch(HERE + "/organizations/{int:pk}", response=OrganizationOut, summary="Change an organisation")
def organization_edit(request: HttpRequest, slug: str, pk: int, data: OrganizationChange) -> HttpResponse:
    """Change what is sent; the rest stays. `If-Match` says which version you have read."""
    collaboration = door_to_write(request, slug, Action.LOG)
    row = _one(request, pk)
    return edits(
        request, lambda typed: OrganizationForm(typed, instance=copy(row), collaboration=collaboration), sent(data),
        show=lambda pk: shown(_one(request, pk)),
    )  # fmt: skip


def shown(row: Organization) -> dict[str, Any]:
    """An organisation as it is read and written here."""
    names = ("id", "name", "short_label", "sector", "is_local", "place", "website", "version")
    return {name: getattr(row, name) for name in names} | {"parent": row.parent_id}


def _visible(request: Any) -> Any:
    return Organization.objects.visible_to(request.seat)


def _one(request: Any, pk: int) -> Organization:
    """The organisation, when the reader may see it."""
    return get_object_or_404(_visible(request), pk=pk)
