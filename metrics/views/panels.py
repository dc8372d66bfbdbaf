"""Parts of pages of lower floors, each a page of its own too: what stands in the way of the gates, shared ownership."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from collab.context import address
from collab.http import Request, page
from collab.models import Gate, Metric
from collab.permissions import Action, collaboration_for
from metrics.blockers import hindrances
from metrics.series import all_series
from metrics.state import state_of
from metrics.views.score import parts_of
from metrics.views.strips import strip


@require_safe
def gate_list(request: Request, slug: str) -> HttpResponse:
    """Each gate today, with everything that stands in its way; beside the form in which a funder decides."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    states = {one.gate: one for one in collaboration.gate_states.known_on(collaboration.today())}
    blocked = hindrances(collaboration, states.values(), request.seat)
    gates = [(gate, states.get(gate), blocked.get(gate, [])) for gate in Gate]
    return page(request, "metrics/gate_list.html", {"collaboration": collaboration, "gates": gates}, partial="gates")


@require_safe
def ownership_panel(request: Request, slug: str) -> HttpResponse:
    """Shared ownership as it stands, with its parts; beside the story of the strategy."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    series = all_series(state_of(collaboration).standing)[Metric.OWNERSHIP]
    row = collaboration.scores.series(Metric.OWNERSHIP).last()
    sees_parts = row is not None and request.seat.may_for_all(Action.SEE_EVIDENCE)
    more = address("metrics:score_detail", collaboration.slug, Metric.OWNERSHIP)
    context = {
        "collaboration": collaboration, "name": series.name, "strip": strip(series.name, series.latest, href=more),
        **(parts_of(row, request.seat, series) if row and sees_parts else {}),
        "owners": row.parts.get("_owners") if row and sees_parts else None,
        "eligible": row.parts.get("_eligible") if row and sees_parts else None,
    }  # fmt: skip
    return page(request, "metrics/ownership_panel.html", context, partial="panel")
