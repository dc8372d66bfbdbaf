"""Ties: which pairs of organisations need each other, and how often they mean to meet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404
from ninja import Router, Schema
from pydantic import Field

from collab.models import Collaboration, Organization
from collab.permissions import Action
from metrics.api.columns import column, plain
from metrics.api.door import HERE, door, door_to_write
from metrics.api.paging import Placed, listed, paged_of
from metrics.api.writing import Written, filled, refusal, sent, writes
from partners.forms.ties import NEEDED, NOT_NEEDED, TieForm
from partners.models import Tie
from partners.tie_rows import TieRow, tie_rows

router = Router(tags=["Ties"])
PAIR = 2


class TieOut(Schema):
    """What is agreed about a pair today; the lower number stands first."""

    id: int
    first: int
    second: int
    is_needed: bool
    cadence_days: int
    from_on: date
    last_on: date | None = Field(description="The day of their last contact that is known.")
    due_on: date
    quiet_days: int = Field(description="Days over what they agreed; 0 while they are in time.")


class TieNew(Written):
    """What is agreed from a day on. What held before ends on that day and stays as history."""

    is_needed: bool = column(Tie, "is_needed", is_needed=True, examples=[True])
    cadence_days: int = column(Tie, "cadence_days", ge=1, le=730, examples=[60])
    from_on: date = plain("From that day; today if it is left out.", examples=["2026-03-31"])


class TiePage(Schema):
    """A page of ties."""

    items: list[TieOut]
    next: str | None


@router.get(HERE + "/ties", response=TiePage, summary="Ties")
def tie_list(request: HttpRequest, slug: str, place: Placed) -> Any:
    """The ties in force today."""
    collaboration = door(request, slug, Action.LOG)
    rows = tie_rows(collaboration, on=collaboration.today())
    return paged_of(_Numbered.all(listed(rows, place, lambda row: int(row.tie.pk))), place, lambda one: shown(one.row))


@router.put(HERE + "/ties/{int:a}/{int:b}", response=TieOut, summary="Agree on a tie")
def tie_edit(request: HttpRequest, slug: str, a: int, b: int, data: TieNew) -> HttpResponse:
    """Agree on one pair from a day on; sent twice it says the same."""
    collaboration = door_to_write(request, slug, Action.LOG)
    seat: Any = request.seat  # type: ignore[attr-defined]  # set by the door
    pair = get_list_or_404(Organization.objects.visible_to(seat).filter(pk__in={a, b}).order_by("pk"))
    if len(pair) != PAIR:
        raise Http404
    values = sent(data)
    values["need"] = NEEDED if values.pop("is_needed") else NOT_NEEDED

    def write() -> tuple[int, Mapping[str, Any], str]:
        before = Tie.objects.filter(collaboration=collaboration, first=pair[0], second=pair[1])
        newest = before.order_by("-from_on", "-id").first()
        form = TieForm(
            filled(lambda typed: TieForm(typed, collaboration=collaboration, tie=newest), values),
            collaboration=collaboration, tie=newest,
        )  # fmt: skip
        if not form.is_valid():
            raise refusal(form, {"need": "is_needed"})
        tie = form.agree(*pair)
        return 200, shown(_row(collaboration, pair[0], tie)), ""

    return writes(request, write)


class _Numbered:
    """A row of the list under the number of its tie."""

    def __init__(self, row: TieRow) -> None:
        self.row, self.pk = row, row.tie.pk

    @classmethod
    def all(cls, rows: list[TieRow]) -> list["_Numbered"]:
        """Each row of a page."""
        return [cls(row) for row in rows]


def _row(collaboration: Collaboration, organization: Organization, tie: Tie) -> TieRow:
    rows = tie_rows(collaboration, on=max(collaboration.today(), tie.from_on), organization=organization)
    return next(row for row in rows if row.tie.pk == tie.pk)


def shown(row: TieRow) -> dict[str, Any]:
    """A tie as it is read here."""
    names = ("id", "is_needed", "cadence_days", "from_on")
    return {name: getattr(row.tie, name) for name in names} | {
        "first": row.tie.first_id, "second": row.tie.second_id, "last_on": row.last_on, "due_on": row.due_on,
        "quiet_days": row.quiet_days if row.is_quiet else 0,
    }  # fmt: skip
