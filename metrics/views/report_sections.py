"""The order of a report: sections added, moved and taken out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collab.http import Request
from collab.permissions import Action, collaboration_for
from metrics.models import Report, ReportSection
from metrics.views.reports import report_of


@require_POST
def report_section_create(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """One more section at the end."""
    collaboration_for(request, slug, Action.DRAFT_REPORT)
    report = report_of(request, pk)
    made = None if report.is_locked else report.add_section(_("New section"))
    return _back(request, report, made.pk if made else None)


@require_POST
def report_section_delete(request: Request, slug: str, pk: UUID, section: int) -> HttpResponse:
    """It is not told; its words stay in the history."""
    collaboration_for(request, slug, Action.DRAFT_REPORT)
    report = report_of(request, pk)
    if not report.is_locked:
        get_object_or_404(ReportSection, report=report, pk=section).delete()
        messages.success(request, _("The section is taken out."))
    return _back(request, report, None)


@require_POST
def report_section_move(request: Request, slug: str, pk: UUID, section: int) -> HttpResponse:
    """One place up."""
    collaboration_for(request, slug, Action.DRAFT_REPORT)
    report = report_of(request, pk)
    if not report.is_locked:
        get_object_or_404(ReportSection, report=report, pk=section).move_up()
    return _back(request, report, section)


def _back(request: Request, report: Report, section: int | None) -> HttpResponse:
    if report.is_locked:
        messages.error(request, _("This report is locked and changes no more. Write a new version of it."))
        return redirect(report)
    to = redirect("metrics:report_write", report.collaboration.slug, report.pk)
    if section:
        to["Location"] += f"#s{section}"
    return to
