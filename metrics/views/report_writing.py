"""Writing a report: starting one, its head, its sections saved while one writes, templates and due dates."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from metrics.forms.reports import ReportForm, ScheduleForm, SectionForm, TemplateForm
from metrics.models import Report, ReportSchedule, ReportSection
from metrics.reports.facts import facts_of
from metrics.reports.scheduling import lacking
from metrics.reports.templates import SHIPPED
from metrics.views.reports import report_of


@require_http_methods(["GET", "POST"])
def report_create(request: Request, slug: str) -> HttpResponse:
    """Begin a report."""
    collaboration = collaboration_for(request, slug, Action.DRAFT_REPORT)
    form = ReportForm(request.POST or None, collaboration=collaboration, user=request.user)
    if form.store():
        return redirect("metrics:report_write", slug, form.instance.pk)
    context = {"collaboration": collaboration, "form": form, "plans": SHIPPED.values()}
    return page(request, "metrics/report_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def report_edit(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Change title, period, reader."""
    collaboration = collaboration_for(request, slug, Action.DRAFT_REPORT)
    report = report_of(request, pk)
    if report.is_locked:
        return _locked(request, report)
    form = ReportForm(request.POST or None, instance=report, collaboration=collaboration, user=request.user)
    if form.store():
        messages.success(request, _("The report is saved."))
        return redirect("metrics:report_write", slug, pk)
    context = {"collaboration": collaboration, "form": form, "report": Report.objects.get(pk=pk)}
    return page(request, "metrics/report_edit.html", context, status=422 if form.is_bound else 200)


@require_safe
def report_write(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """All sections, each with its words and its evidence."""
    collaboration = collaboration_for(request, slug, Action.DRAFT_REPORT)
    report = report_of(request, pk)
    if report.is_locked:
        return _locked(request, report)
    forms = [SectionForm(instance=one, collaboration=collaboration) for one in report.sections.all()]
    context = {
        "collaboration": collaboration,
        "report": report,
        "forms": forms,
        "template": TemplateForm(report=report),
        "lacking": lacking(facts_of(collaboration, since=report.from_on, until=report.until_on)),
    }
    return page(request, "metrics/report_write.html", context)


@require_POST
def report_section_edit(request: Request, slug: str, pk: UUID, section: int) -> HttpResponse:
    """Save one section; htmx gets the section back with its new version."""
    collaboration = collaboration_for(request, slug, Action.DRAFT_REPORT)
    report = report_of(request, pk)
    if report.is_locked:
        return _locked(request, report)
    row = get_object_or_404(ReportSection, report=report, pk=section)
    form = SectionForm(request.POST, instance=row, collaboration=collaboration)
    if form.store():
        saved = SectionForm(instance=ReportSection.objects.get(pk=section), collaboration=collaboration)
        context = {"collaboration": collaboration, "report": report, "form": saved, "is_saved": True}
        answer = page(request, "metrics/report_section.html", context, partial="section")
        return answer if request.htmx else redirect(f"{request.path.rsplit('/sections/', 1)[0]}/write/#s{section}")
    context = {"collaboration": collaboration, "report": report, "form": form}
    return page(request, "metrics/report_section.html", context, partial="section", status=422)


@require_POST
def report_template_create(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Keep the sections as a template of the collaboration."""
    collaboration = collaboration_for(request, slug, Action.DRAFT_REPORT)
    report = report_of(request, pk)
    if report.is_locked:
        return _locked(request, report)
    form = TemplateForm(request.POST, report=report)
    if form.is_valid():
        form.save()
        messages.success(request, _("The sections are kept as a template."))
        return redirect("metrics:report_write", slug, pk)
    forms = [SectionForm(instance=one, collaboration=collaboration) for one in report.sections.all()]
    context = {"collaboration": collaboration, "report": report, "forms": forms, "template": form}
    return page(request, "metrics/report_write.html", context, status=422)


@require_http_methods(["GET", "POST"])
def report_schedule_create(request: Request, slug: str) -> HttpResponse:
    """Say when a report is due again."""
    collaboration = collaboration_for(request, slug, Action.DRAFT_REPORT)
    form = ScheduleForm(request.POST or None, collaboration=collaboration, initial={"owner": request.user})
    if form.store():
        messages.success(request, _("The report will be drafted on its day, and its writer told."))
        return redirect("metrics:report_list", slug)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "metrics/report_schedule_create.html", context, status=422 if form.is_bound else 200)


@require_POST
def report_schedule_delete(request: Request, slug: str, schedule: int) -> HttpResponse:
    """It is due no more; what was drafted stays."""
    collaboration = collaboration_for(request, slug, Action.DRAFT_REPORT)
    get_object_or_404(ReportSchedule, collaboration=collaboration, pk=schedule).delete()
    messages.success(request, _("The report is no longer drafted by itself."))
    return redirect("metrics:report_list", slug)


def _locked(request: Request, report: Report) -> HttpResponse:
    """Somebody locked it, perhaps while this page stood open; what was typed cannot be saved into it any more."""
    messages.error(request, _("This report is locked and changes no more. Write a new version of it."))
    return redirect(report)
