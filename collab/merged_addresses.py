"""An address that names a merged record leads to the one that stands for it, where the reader may see that one.

Asked only when a page was not found, so that it costs nothing elsewhere. A higher floor adds its own addresses to
ADDRESSES when it starts.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from collab.http import GetResponse
from collab.models import MovedRow, Organization, Person, Seat

# Who stands now for a number in an address; None where nobody does.
Standing = Callable[[Seat, int], int | None]


def organization(seat: Seat, pk: int) -> int | None:
    """The organisation that stands for a merged one."""
    return _survivor(Organization, seat, pk)


def person(seat: Seat, pk: int) -> int | None:
    """The person that stands for a merged one."""
    return _survivor(Person, seat, pk)


def row_of(model: Any) -> Standing:
    """For a row that was put away because its organisation's survivor has one of its own: that one."""

    def standing(seat: Seat, pk: int) -> int | None:
        away = MovedRow.objects.filter(
            collaboration_id=seat.collaboration_id, of_table=model._meta.db_table, of_row=str(pk), became__isnull=True
        )
        rows = model.objects.visible_to(seat).filter(organization__in=away.values("organization__survivor"))
        found: int | None = rows.values_list("pk", flat=True).first()
        return found

    return standing


ADDRESSES: dict[str, dict[str, Standing]] = {
    "collab:organization_detail": {"pk": organization}, "collab:organization_edit": {"pk": organization},
    "collab:organization_merge": {"pk": organization},
    "collab:person_detail": {"pk": person}, "collab:person_edit": {"pk": person}, "collab:person_merge": {"pk": person},
}  # fmt: skip


class MergedAddressMiddleware:
    """Turns "not found" into the way to the survivor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer as it is."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The address of the survivor; None leaves the answer as it was."""
        seat, match = getattr(request, "seat", None), request.resolver_match
        if not isinstance(exception, Http404) or request.method not in ("GET", "HEAD") or seat is None or match is None:
            return None
        named = {key: standing(seat, match.kwargs[key]) for key, standing in ADDRESSES.get(match.view_name, {}).items()}
        found = {key: pk for key, pk in named.items() if pk is not None}
        return redirect(match.view_name, **{**match.kwargs, **found}) if found else None


def _survivor(model: Any, seat: Seat, pk: int) -> int | None:
    merged = model.everyone.filter(pk=pk, collaboration_id=seat.collaboration_id).exclude(survivor=None)
    found: int | None = (
        model.objects.visible_to(seat).filter(pk__in=merged.values("survivor")).values_list("pk", flat=True).first()
    )
    return found
