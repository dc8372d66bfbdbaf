"""Reports: the list, one report as it reads, its way from draft to lock, what changed between two versions."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collab.exports import file_asked, sheet_file
from collab.http import Request, page
from collab.models import AuditEvent
from collab.permissions import Action, collaboration_for, require
from collab.tables import attachment
from metrics import sheets
from metrics.forms.reports import RemarkForm
from metrics.models import Report, ReportSchedule, ReportSection
from metrics.reports.assemble import assemble
from metrics.reports.comparing import compare
from metrics.reports.files import FORMATS, made, pages_of_file
from metrics.reports.frozen import digest
from metrics.reports.lock import lock, may_lock
from metrics.reports.pdf import PAPERS
from metrics.reports.preview import shown


@require_safe
def report_list(request: Request, slug: str) -> HttpResponseBase:
    """What was told, what is being written, what is due."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    may_draft = request.seat.may(Action.DRAFT_REPORT)
    rows = Report.objects.visible_to(request.seat).select_related("owner", "locked_by").defer("frozen")
    if file_asked(request):
        return sheet_file(request, sheets.reports(rows), collaboration)
    schedules = ReportSchedule.objects.filter(collaboration=collaboration).select_related("owner")
    context = {
        "collaboration": collaboration,
        "reports": rows,
        "schedules": schedules if may_draft else [],
        "may_draft": may_draft,
    }
    return page(request, "metrics/report_list.html", context)


@require_safe
def report_detail(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """The report as it reads, and before it leaves: which names were left out."""
    collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    return _detail(request, report_of(request, pk), RemarkForm())


def _detail(request: Request, report: Report, remark: RemarkForm) -> HttpResponse:
    made_up = assemble(report)
    is_limited = bool(report.most_pages) and not report.is_locked
    context = {
        "collaboration": report.collaboration,
        "report": report,
        "document": made_up.document,
        "sections": shown(made_up.document),
        "left_out": made_up.left_out,
        "is_intact": not report.is_locked or digest(report.frozen) == report.digest,
        "may_draft": request.seat.may(Action.DRAFT_REPORT),
        "may_lock": request.seat.may(Action.LOCK_REPORT) and may_lock(report, request.user),
        "may_export": may_export(request, report),
        "formats": FORMATS,
        "pages": pages_of_file(report, made_up.document) if is_limited else None,
        "remark": remark,
    }
    return page(request, "metrics/report_detail.html", context, status=422 if remark.is_bound else 200)


@require_safe
def report_file(request: Request, slug: str, pk: UUID, kind: str) -> HttpResponse:
    """The report as a file. A draft leaves only by who may export everything, and says that it is one."""
    collaboration = collaboration_for(request, slug, Action.EXPORT_REPORT, whole=True)
    report = report_of(request, pk)
    if not report.is_locked:
        require(request, Action.DRAFT_REPORT)
    paper = request.GET.get("paper", "")
    content, media = made(report, kind, paper=paper if paper in PAPERS else PAPERS[0])
    subject = f"report {report.pk} {kind} {report.record or 'draft'}"
    AuditEvent.record(AuditEvent.Act.EXPORTED, user=request.user, collaboration=collaboration, subject=subject)
    name = f"{collaboration.slug}-{report.until_on:%Y-%m-%d}{'' if report.is_locked else '-draft'}.{kind}"
    return attachment(content, name=name, kind=media)


@require_POST
def report_submit(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Ask a second person to read it."""
    collaboration_for(request, slug, Action.DRAFT_REPORT)
    report = report_of(request, pk)
    trouble = _too_long(report)
    if trouble:
        messages.error(request, trouble)
        return redirect("metrics:report_write", slug, pk)
    report.submit()
    messages.success(request, _("The report waits for a second person now."))
    return redirect("metrics:report_detail", slug, pk)


@require_POST
def report_return(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """It needs more work."""
    collaboration_for(request, slug, Action.LOCK_REPORT)
    report, form = report_of(request, pk), RemarkForm(request.POST)
    if not form.is_valid():
        return _detail(request, report_of(request, pk), form)
    report.give_back(form.cleaned_data["remark"])
    messages.success(request, _("The report is a draft again."))
    return redirect("metrics:report_list", slug)


@require_POST
def report_lock(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Freeze it for ever."""
    collaboration_for(request, slug, Action.LOCK_REPORT)
    report = report_of(request, pk)
    if report.state == Report.State.REVIEW and lock(report, by=request.user, at=timezone.now()):
        messages.success(request, _("The report is locked. Its numbers will not change any more."))
    elif report.is_locked:
        messages.info(request, _("The report is locked already."))
    else:
        messages.error(request, _("A second person must lock this report, after it was handed in for reading."))
    return redirect("metrics:report_detail", slug, pk)


@require_POST
def report_revise(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """A new version that follows a locked one."""
    collaboration_for(request, slug, Action.DRAFT_REPORT)
    report = report_of(request, pk)
    if not report.is_locked:
        messages.info(request, _("This version can still be written."))
        return redirect("metrics:report_write", slug, pk)
    made_new = report.revise(by=request.user)
    return redirect("metrics:report_write", slug, made_new.pk)


@require_safe
def report_compare(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """What differs from the version before."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    report = report_of(request, pk)
    before = report_of(request, report.follows_id) if report.follows_id else None
    found = compare(assemble(before).document, assemble(report).document) if before else []
    context = {"collaboration": collaboration, "report": report, "before": before, "differences": found}
    return page(request, "metrics/report_compare.html", context)


def report_of(request: Request, pk: UUID) -> Report:
    """The report with its sections, when the reader may see it."""
    sections = Prefetch("sections", ReportSection.objects.order_by("position"))
    rows = Report.objects.visible_to(request.seat).select_related("collaboration", "owner", "locked_by", "follows")
    return get_object_or_404(rows.prefetch_related(sections), pk=pk)


def _too_long(report: Report) -> str:
    """What must be shortened before anybody reads it; empty where nothing must."""
    sections = [one.title for one in report.sections.all() if one.words_over]
    if sections:
        return _("Shorten these sections first: %(names)s.") % {"names": ", ".join(sections)}
    pages = pages_of_file(report, assemble(report).document) if report.most_pages else 0
    if report.most_pages and pages > report.most_pages:
        return _("The report takes %(pages)s pages of A4; %(most)s are allowed. Shorten it first.") % {
            "pages": pages, "most": report.most_pages,
        }  # fmt: skip
    return ""


def may_export(request: Request, report: Report) -> bool:
    """Whether the reader may take it away as a file."""
    may = request.seat.may_for_all(Action.EXPORT_REPORT)
    return may and (report.is_locked or request.seat.may(Action.DRAFT_REPORT))
