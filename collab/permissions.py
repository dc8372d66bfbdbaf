"""The only answer to "may they?": one door into a collaboration."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from collab.http import Request
from collab.models import AuditEvent, Collaboration, Seat
from collab.models.doors import seats_at
from collab.roles import RIGHTS, Action, Reach, Role, reach

__all__ = ["RIGHTS", "Action", "Reach", "Role", "collaboration_for", "reach", "require"]


def collaboration_for(request: Request, slug: str, action: Action, *, whole: bool = False) -> Collaboration:
    """The collaboration, when the reader has a seat in it and the seat's role allows the action.

    `whole` asks for the right on every record, not only the reader's own: for pages that cannot be cut down.
    Raises Http404 without a seat (its existence is not told) and PermissionDenied when the role refuses.
    Sets `request.seat`.
    """
    seat = next((one for one in seats_at(slug, request.user) if _is_current(one)), None)
    if seat is None:
        raise Http404
    request.seat = seat
    require(request, action, whole=whole)
    return seat.collaboration


def require(request: Request, action: Action, *, whole: bool = False) -> None:
    """Refuse, and write the refusal down, unless the seat allows the action."""
    seat = request.seat
    if seat is None or not (seat.may_for_all(action) if whole else seat.may(action)):
        AuditEvent.record(
            AuditEvent.Act.REFUSED,
            user=request.user,
            collaboration=seat and seat.collaboration,
            subject=f"{request.method} {action}",
        )
        raise PermissionDenied


def _is_current(seat: Seat) -> bool:
    today = seat.collaboration.today()
    return seat.from_on <= today and (seat.to_on is None or seat.to_on > today)
