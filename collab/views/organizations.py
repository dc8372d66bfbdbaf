"""Organisations: the list, one organisation with its evidence, adding and changing one."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Subquery
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab import list_sheets
from collab.exports import file_asked, sheet_file
from collab.forms.directory import OrganizationFilter, OrganizationForm
from collab.http import Request, page
from collab.merging import absorbed, looking_alike
from collab.models import Attendance, Commitment, Meeting, Organization, Person, Seat
from collab.models.directory import OrganizationQuerySet
from collab.permissions import Action, collaboration_for
from collab.views.comments import thread

PER_PAGE = 30
SHOWN = 5  # latest records of a kind; the list holds them all
MOST_PEOPLE = 30


@require_safe
def organization_list(request: Request, slug: str) -> HttpResponseBase:
    """Who takes part."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    visible = Organization.objects.visible_to(request.seat)
    asked = OrganizationFilter(request.GET)
    found = asked.apply(_with_last_meeting(visible, request.seat))
    if file_asked(request):
        return sheet_file(request, list_sheets.organizations(found, collaboration), collaboration)
    context = {
        "collaboration": collaboration,
        "form": asked,
        "organizations": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "total": visible.count(),
        "sectors": visible.order_by().values("sector").distinct().count(),
        "may_log": request.seat.may(Action.LOG),
        "alike": looking_alike(visible, request.seat) if not asked.is_narrowing else [],
    }
    return page(request, "collab/organization_list.html", context, partial="rows")


@require_safe
def organization_detail(request: Request, slug: str, pk: int) -> HttpResponse:
    """One organisation: who acts for it, whom it met, what it promised and was promised."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    organization = _organization(request, pk)
    seat = request.seat
    meetings = Meeting.objects.visible_to(seat).held().with_organization(organization).defer("summary")
    context = {
        "collaboration": collaboration,
        "organization": organization,
        "parts": organization.parts.all(),
        "people": _people(organization, seat)[:MOST_PEOPLE],
        "today": collaboration.today(),
        "meetings": meetings[:SHOWN],
        "meeting_count": meetings.count(),
        "may_log": seat.may(Action.LOG),
        "may_merge": seat.may(Action.MERGE),
        "absorbed": absorbed(organization),
        "sees_promises": seat.may(Action.SEE_OWN_COMMITMENTS),
        "thread": thread(request, collaboration, "organization", organization),
    }
    return page(request, "collab/organization_detail.html", context | _promises(organization, seat))


@require_http_methods(["GET", "POST"])
def organization_create(request: Request, slug: str) -> HttpResponse:
    """Add an organisation."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    form = OrganizationForm(request.POST if request.method == "POST" else None, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The organisation is saved."))
        return redirect("collab:organization_detail", slug, form.instance.pk)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "collab/organization_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def organization_edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Change an organisation."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    organization = _organization(request, pk)
    data = request.POST if request.method == "POST" else None
    # a copy: what is typed must not change the name above the form
    form = OrganizationForm(data, instance=copy(organization), collaboration=collaboration)
    if form.store():
        messages.success(request, _("The organisation is saved."))
        return redirect("collab:organization_detail", slug, pk)
    context = {"collaboration": collaboration, "form": form, "organization": organization}
    return page(request, "collab/organization_edit.html", context, status=422 if form.is_bound else 200)


def _organization(request: Request, pk: int) -> Organization:
    """The organisation, when the reader may see it."""
    rows = Organization.objects.visible_to(request.seat).select_related("collaboration", "parent")
    return get_object_or_404(rows, pk=pk)


def _with_last_meeting(organizations: OrganizationQuerySet, seat: Seat) -> OrganizationQuerySet:
    """When each was last met, as far as the reader may know."""
    met = Attendance.objects.filter(
        organization=OuterRef("pk"), meeting__in=Meeting.objects.visible_to(seat).held().order_by()
    )
    latest = met.order_by("-meeting__held_at").values("meeting__held_at")[:1]
    return organizations.annotate(last_met_at=Subquery(latest))


def _people(organization: Organization, seat: Seat) -> Any:
    """Who acts or acted for it, those who still do first."""
    rows = organization.affiliations.filter(person__in=Person.objects.visible_to(seat)).select_related("person")
    return rows.order_by(F("to_on").desc(nulls_first=True), "person__name", "-pk")


def _promises(organization: Organization, seat: Seat) -> dict[str, Any]:
    today = organization.collaboration.today()
    visible = Commitment.objects.visible_to(seat)
    made, received = visible.filter(promiser=organization), visible.filter(promisee=organization)
    return {
        "made": made.told_to(seat, on=today)[:SHOWN],
        "made_count": made.count(),
        "received": received.told_to(seat, on=today)[:SHOWN],
        "received_count": received.count(),
    }
