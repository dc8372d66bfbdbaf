"""The network of one relation: who works with whom, and who does not yet?"""

from operator import itemgetter
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.exports import Sheet, sheet_file
from collab.http import Request, page, wants_part
from collab.models import AuditEvent, Collaboration
from collab.permissions import Action, collaboration_for
from collab.strips import plain
from collab.tables import attachment
from metrics import network
from metrics.exchange.outgoing.network import sent
from metrics.exchange.outgoing.network_formats import FORMATS
from metrics.forms.network import NetworkFilter
from metrics.views.network_body import Asked, body, table
from metrics.views.network_map import standing_out
from metrics.views.network_words import name_of


@require_safe
def network_detail(request: Request, slug: str) -> HttpResponse:
    """Map, matrix, ties and measures of one relation at a month; htmx asks for another map, or for a long table."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE, whole=True)
    asked = _asked(collaboration, request)
    context: dict[str, Any] = {"collaboration": collaboration, "as_of": asked.on}
    if asked.items and asked.is_table and wants_part(request):
        return page(request, "metrics/network_detail.html", context | {"table": table(asked)}, partial="ties")
    return page(request, "metrics/network_detail.html", context | {"body": body(asked)}, partial="network")


@require_safe
def network_csv(request: Request, slug: str) -> HttpResponseBase:
    """The ties of one relation as a list of edges, in the form that the import reads; `as=xlsx` gives a workbook."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE, whole=True)
    asked = _asked(collaboration, request)
    rows: list[list[Any]] = []
    if asked.items:
        view = asked.view()
        names = {node.id: node.name for node in view.nodes}
        rows = [[names[link.source], names[link.target], plain(link.level)] for link in view.links]
    columns = [(name, itemgetter(place)) for place, name in enumerate(("from", "to", "level"))]
    return sheet_file(request, Sheet("network", _("Network"), columns, rows), collaboration)


@require_safe
def network_file(request: Request, slug: str, wanted: str) -> HttpResponse:
    """The network as the reader sees it, as a file for another program."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE, whole=True)
    if wanted not in FORMATS:
        raise Http404
    asked = _asked(collaboration, request)
    view, form = asked.view(), asked.form
    title = f"{collaboration.name}, {name_of(view.item)}"
    level = float(form.number("level") or 0)
    found = sent(collaboration, view, standing_out(view, form), title=title, least=level)
    AuditEvent.record(
        AuditEvent.Act.EXPORTED, user=request.user, collaboration=collaboration, subject=f"network {view.item} {wanted}"
    )
    kind = FORMATS[wanted]
    return attachment(kind.write(found), name=f"{collaboration.slug}-{asked.on:%Y-%m-%d}.{wanted}", kind=kind.kind)


def _asked(collaboration: Collaboration, request: Request) -> Asked:
    """The relations there are, what was asked of them, and the day that is shown."""
    today = collaboration.today()
    days = collaboration.snapshots(on=today)
    items = network.items(collaboration, on=today)
    form = NetworkFilter(
        request.GET, items=[(item, name_of(item)) for item in items], months=range(len(days)),
        organizations=collaboration.organizations.order_by("name").values_list("pk", "name"),
        sees_readiness=request.seat.may_for_all(Action.SEE_READINESS),
    )  # fmt: skip
    month = form.number("month")
    return Asked(collaboration, items, form, today if month is None else days[month], request.GET.get("table") == "all")
