"""Consultations: a meeting marked as substantive for a mandate, and the panel that a meeting's page takes in."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.http import Request, page
from collab.models import Meeting
from collab.permissions import Action, collaboration_for
from government.forms.stances import ConsultationForm
from government.models import Consultation, Mandate
from government.models.mandates import MandateQuerySet
from government.views.stances import asked_meeting


@require_safe
def stance_panel(request: Request, slug: str) -> HttpResponse:
    """What a meeting says about government: consultations, stances seen in it, ways to add one."""
    collaboration = collaboration_for(request, slug, Action.SEE_PAIR_TRUST, whole=True)
    meeting = asked_meeting(request)
    if meeting is None:
        raise Http404
    present = meeting.attendances.values("organization")
    asked = meeting.consultations.select_related("mandate__body").order_by("mandate__body__name", "pk")
    context = {
        "collaboration": collaboration,
        "meeting": meeting,
        "consultations": asked,
        "stances": meeting.stances.select_related("mandate__body").order_by("mandate__body__name", "pk"),
        "mandates": _mandates(request).filter(body__in=present),
        "may_log": request.seat.may(Action.LOG),
    }
    return page(request, "government/stance_panel.html", context, partial="panel")


@require_http_methods(["GET", "POST"])
def consultation_create(request: Request, slug: str, meeting: UUID) -> HttpResponse:
    """Mark a meeting as one in which an office was asked about substance."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = get_object_or_404(Meeting.objects.visible_to(request.seat).select_related("collaboration"), pk=meeting)
    data = request.POST if request.method == "POST" else None
    mandates = list(_mandates(request))
    form = ConsultationForm(data, meeting=row, mandates=mandates, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The consultation is saved."))
        return redirect(row.get_absolute_url())
    context = {
        "collaboration": collaboration, "form": form, "meeting": row,
        "known": Consultation.objects.filter(meeting=row).select_related("mandate__body"),
        "has_mandates": bool(mandates),
    }  # fmt: skip
    return page(request, "government/consultation_create.html", context, status=422 if form.is_bound else 200)


def _mandates(request: Request) -> MandateQuerySet:
    return Mandate.objects.visible_to(request.seat).select_related("body").order_by("body__name", "topic", "pk")
