"""Meetings: the list, one meeting, the quick log, editing, taking out what was logged by mistake."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Prefetch, ProtectedError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab import list_sheets
from collab.exports import file_asked, sheet_file
from collab.forms.groups import start_from
from collab.forms.inputs import one_more
from collab.forms.log import LogForm
from collab.forms.meetings import MeetingFilter, MeetingForm
from collab.forms.outcomes import MOST_PARTS
from collab.http import Request, page
from collab.models import Attendance, Collaboration, Commitment, Decision, Invited, Meeting, Organization, Person
from collab.permissions import Action, collaboration_for

PER_PAGE = 30
MORE = ("newcomers", "promises", "decisions")  # repeated parts that a form can be asked to show one more of


@require_safe
def meeting_list(request: Request, slug: str) -> HttpResponseBase:
    """What happened lately."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    organizations = list(Organization.objects.visible_to(request.seat))
    asked = MeetingFilter(request.GET, organizations=organizations)
    visible = Meeting.objects.visible_to(request.seat)
    present = Attendance.objects.select_related("organization").order_by("organization__name")
    found = asked.apply(visible, collaboration=collaboration).prefetch_related(Prefetch("attendances", present))
    if file_asked(request):
        return sheet_file(request, list_sheets.meetings(found, collaboration), collaboration)
    context = {
        "collaboration": collaboration,
        "form": asked,
        "meetings": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "may_log": request.seat.may(Action.LOG),
    }
    return page(request, "collab/meeting_list.html", context, partial="rows")


@require_safe
def meeting_detail(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """What happened, what was promised and decided."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    meeting = _meeting(request, pk)
    seat = request.seat
    context = {
        "collaboration": collaboration,
        "meeting": meeting,
        "present": _present(request, meeting),
        "invited": _invited(request, meeting),
        "commitments": Commitment.objects.visible_to(seat)
        .filter(meeting=meeting)
        .select_related("promiser", "promisee", "person"),
        "decisions": Decision.objects.visible_to(seat).filter(meeting=meeting),
        "today": collaboration.today(),
        "may_log": seat.may(Action.LOG),
        "may_open_note": seat.may(Action.OPEN_NOTE),
        "may_comment": seat.may(Action.COMMENT),
    }
    return page(request, "collab/meeting_detail.html", context)


def _invited(request: Request, meeting: Meeting) -> list[Invited]:
    """Whom a calendar names for a planned meeting; for the team, which says later who came."""
    if meeting.is_held or not request.seat.may(Action.LOG):
        return []
    return list(meeting.invited.select_related("person", "organization").order_by("organization__name", "pk"))


@require_http_methods(["GET", "POST"])
def meeting_create(request: Request, slug: str) -> HttpResponse:
    """The quick log."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    if request.POST.get("more") in MORE:
        return _with_one_more(request, collaboration)
    data = request.POST if request.method == "POST" else None
    form = LogForm(
        data,
        collaboration=collaboration,
        seat=request.seat,
        initial=_start(request),
        like=_named(request, "like", Meeting.objects.visible_to(request.seat)),
    )
    if form.store():
        if "kept" not in request.POST:  # what a device sends by itself needs no word on the next page
            messages.success(request, _("The meeting is saved."))
        return redirect("collab:meeting_detail", slug, form.instance.pk)
    return _log_page(request, form, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def meeting_edit(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Change a meeting: what it was, when, who was there; a planned one took place."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    meeting = _meeting(request, pk)
    more = request.POST.get("more") == "newcomers"
    data = request.POST if request.method == "POST" else None
    if more:
        data = one_more(data, "newcomers", at_most=MOST_PARTS)
    form = MeetingForm(data, instance=meeting, collaboration=collaboration)
    if more:
        form.hush("newcomers")
    elif form.store():
        messages.success(request, _("The meeting is saved."))
        return redirect("collab:meeting_detail", slug, pk)
    if "held" in request.GET and not form.is_bound:
        form.initial["is_planned"] = False
    context = {"collaboration": collaboration, "form": form, "meeting": meeting}
    return page(request, "collab/meeting_edit.html", context, status=422 if form.is_bound and not more else 200)


@require_http_methods(["GET", "POST"])
def meeting_delete(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Take out what was logged by mistake; its history stays."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    meeting = _meeting(request, pk)
    is_bound = meeting.commitments.exists() or meeting.decisions.exists()
    if request.method == "POST" and not is_bound:
        try:
            meeting.delete()
        except (ProtectedError, IntegrityError):  # something came to rest on it, perhaps at this moment
            is_bound = True
        else:
            messages.success(request, _("The meeting is deleted."))
            return redirect("collab:meeting_list", slug)
    context = {"collaboration": collaboration, "meeting": meeting, "is_bound": is_bound}
    return page(request, "collab/meeting_delete.html", context, status=422 if request.method == "POST" else 200)


def _meeting(request: Request, pk: UUID) -> Meeting:
    """The meeting, when the reader may see it."""
    if request.seat is None:
        raise PermissionDenied
    rows = Meeting.objects.visible_to(request.seat).select_related("collaboration", "called_by", "chaired_by")
    return get_object_or_404(rows, pk=pk)


def _start(request: Request) -> dict[str, Any]:
    """What a new meeting starts from: a call, or a template."""
    outline = _named(request, "outline", request.seat.collaboration.outlines.all())
    if outline:
        return start_from(outline)
    return {"mode": Meeting.Mode.CALL} if "short" in request.GET else {}


def _named(request: Request, name: str, rows: Any) -> Any:
    """The row that the address names; None for what names none that the reader may see."""
    try:
        pk = UUID(request.GET.get(name, ""))
    except ValueError:
        return None
    return rows.filter(pk=pk).first()


def _present(request: Request, meeting: Meeting) -> list[Attendance]:
    """Who was there; people whom the reader may not see stand as their organisation."""
    people = Prefetch("person", Person.objects.visible_to(request.seat))
    rows = meeting.attendances.select_related("organization").prefetch_related(people)
    return list(rows.order_by("organization__name", "person__name"))


def _with_one_more(request: Request, collaboration: Collaboration) -> HttpResponse:
    """The same form, nothing judged, with one more row for a promise, a decision or somebody new."""
    more = request.POST["more"]
    data = one_more(request.POST, more, at_most=MOST_PARTS)
    form = LogForm(data, collaboration=collaboration, seat=request.seat)
    form.hush(more)
    return _log_page(request, form)


def _log_page(request: Request, form: LogForm, *, status: int = 200) -> HttpResponse:
    context = {
        "collaboration": form.collaboration, "form": form, "is_short": "short" in request.GET,
        "outlines": form.collaboration.outlines.only("collaboration", "name"),
    }  # fmt: skip
    return page(request, "collab/meeting_create.html", context, status=status)
