"""A collaboration: where do we stand on the way from month 0 to month 24, and why?"""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from collab.http import Request, page, wants_part
from collab.kept import Kept
from collab.models import Collaboration, Seat
from collab.permissions import Action, collaboration_for
from metrics.forms.moment import Moment
from metrics.state import State, state_of
from metrics.views.overview import overview

NO_CONTENT = 204
KEPT: Kept[SafeString] = Kept(most=200)


@require_safe
def collaboration_detail(request: Request, slug: str) -> HttpResponse:
    """The overview; htmx asks for its figures again while newer ones are being computed."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    state = state_of(collaboration)
    generation = str(state.standing.generation)
    if state.is_waiting and wants_part(request) and request.GET.get("seen") == generation:
        return HttpResponse(status=NO_CONTENT)
    moment = Moment(request.GET, months=state.standing.months)
    context: dict[str, Any] = {
        "collaboration": collaboration,
        "body": _body(collaboration, request.seat, state, moment),
        "is_waiting": state.is_waiting and not moment.is_past,
        "is_parked": state.is_parked,
        "generation": generation,
        "moment": moment,
        "as_of": None if moment.is_past else state.standing.as_of,
    }
    return page(request, "metrics/collaboration_detail.html", context, partial="scores")


def _body(collaboration: Collaboration, seat: Seat, state: State, moment: Moment) -> SafeString:
    """The sections of the page, drawn once for each state of the evidence and each kind of reader."""
    who, shown = (seat.role, seat.organization_id), (moment.chosen, moment.is_published)
    key = (collaboration.pk, collaboration.version, collaboration.today(), state.mark, who, shown)

    def draw() -> SafeString:
        context = overview(collaboration, seat, state.standing, moment)
        return render_to_string("metrics/overview.html", context | {"collaboration": collaboration, "moment": moment})

    return KEPT.get(key, draw) if not state.is_waiting else draw()
