"""Waves, for the facilitation team: make one, ask, follow, remind, print, close."""

from typing import Any

import segno
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.exports import file_asked, sheet_file
from collab.http import Request, page
from collab.invitations import origin_of
from collab.permissions import Action, collaboration_for
from partners import sheets
from partners.forms.surveys import RespondentForm, SurveyForm
from partners.inviting import invite, progress, remind
from partners.mailing import new_link, send
from partners.models import Invitation, Survey


@require_safe
def survey_list(request: Request, slug: str) -> HttpResponseBase:
    """All waves; organisations that were asked find their own half of the closed ones."""
    collaboration = collaboration_for(request, slug, Action.SEE_PAIR_TRUST)
    may_run = request.seat.may(Action.RUN_SURVEYS)
    rows = Survey.objects.filter(collaboration=collaboration) if may_run else collaboration.surveys.closed()
    done = Count("invitations", filter=Q(invitations__finished_at__isnull=False))
    counted = rows.select_related("instrument").annotate(asked=Count("invitations"), finished=done)
    surveys = counted.order_by("-opens_on", "-id")
    today = collaboration.today()
    stated = [(one, one.state(on=today)) for one in surveys]
    if file_asked(request):
        return sheet_file(request, sheets.surveys(stated, may_run=may_run), collaboration)
    context = {
        "collaboration": collaboration, "may_run": may_run, "surveys": stated,
    }  # fmt: skip
    return page(request, "partners/survey_list.html", context)


@require_http_methods(["GET", "POST"])
def survey_create(request: Request, slug: str) -> HttpResponse:
    """A new wave; whom to ask comes next."""
    collaboration = collaboration_for(request, slug, Action.RUN_SURVEYS)
    form = SurveyForm(request.POST if request.method == "POST" else None, collaboration=collaboration)
    if form.store():
        return redirect("partners:survey_respondents", slug, form.instance.pk)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "partners/survey_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def survey_edit(request: Request, slug: str, survey: int) -> HttpResponse:
    """Name, last day and consent, while the wave is not closed."""
    row = survey_for(request, slug, survey)
    data = request.POST if request.method == "POST" else None
    form = SurveyForm(data, instance=row, collaboration=row.collaboration)
    if row.closed_at:
        messages.warning(request, _("A closed wave is not changed any more."))
        return redirect("partners:survey_detail", slug, survey)
    if form.store():
        messages.success(request, _("The survey is saved."))
        return redirect("partners:survey_detail", slug, survey)
    context = {"collaboration": row.collaboration, "survey": row, "form": form}
    return page(request, "partners/survey_edit.html", context, status=422 if form.is_bound else 200)


@require_safe
def survey_detail(request: Request, slug: str, survey: int) -> HttpResponseBase:
    """How far everybody is; shows itself anew while mails are on their way."""
    row = survey_for(request, slug, survey)
    invitations = list(row.invitations.for_list())
    if file_asked(request):
        return sheet_file(request, sheets.tracking(invitations, zone=row.collaboration.zone), row.collaboration)
    context = {
        "collaboration": row.collaboration, "survey": row, "state": row.state(on=row.collaboration.today()),
        "invitations": invitations, "progress": progress(invitations), "roster": row.roster.count(),
        "prints": any(not one.address for one in invitations),
    }  # fmt: skip
    return page(request, "partners/survey_detail.html", context, partial="tracking")


@require_http_methods(["GET", "POST"])
def survey_respondents(request: Request, slug: str, survey: int) -> HttpResponse:
    """Choose people; each gets a mail with a link of their own."""
    row = survey_for(request, slug, survey)
    form = RespondentForm(request.POST if request.method == "POST" else None, survey=row)
    if form.is_bound and form.is_valid() and not row.closed_at:
        count = invite(row, form.chosen(), origin=origin_of(request))
        mails = ngettext("%(n)s mail is on its way.", "%(n)s mails are on their way.", count) % {"n": count}
        messages.success(request, mails)
        return redirect("partners:survey_detail", slug, survey)
    context = {"collaboration": row.collaboration, "survey": row, "form": form}
    return page(request, "partners/survey_respondents.html", context, status=422 if form.is_bound else 200)


@require_POST
def survey_remind(request: Request, slug: str, survey: int) -> HttpResponse:
    """Mail those who have not finished."""
    row = survey_for(request, slug, survey)
    if row.state(on=row.collaboration.today()) == Survey.State.OPEN:
        count = remind(row, origin=origin_of(request))
        words = ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", count) % {"n": count}
        twice = _("Who was reminded within the last hour is not reminded again.")
        messages.success(request, words if count else twice)
    return redirect("partners:survey_detail", slug, survey)


@require_http_methods(["GET", "POST"])
def survey_close(request: Request, slug: str, survey: int) -> HttpResponse:
    """Let all answers count at once; nobody answers afterwards."""
    row = survey_for(request, slug, survey)
    if request.method == "POST":
        today = row.collaboration.today()
        row.close(at=timezone.now(), counted_on=min(today, row.closes_on) if today >= row.opens_on else today)
        messages.success(request, _("The survey is closed; its answers count now."))
        return redirect("partners:survey_detail", slug, survey)
    context = {
        "collaboration": row.collaboration, "survey": row, "progress": progress(list(row.invitations.for_list())),
    }  # fmt: skip
    return page(request, "partners/survey_close.html", context)


@require_POST
def invitation_send(request: Request, slug: str, invitation: int) -> HttpResponse:
    """A new link by mail; the one before, and browsers it opened, are shut."""
    row = invitation_for(request, slug, invitation)
    if row.survey.closed_at is None and row.address:
        Invitation.objects.filter(pk=row.pk).update(cut_at=timezone.now())
        send([row], survey=row.survey, origin=origin_of(request))
        messages.success(request, _("A new link is on its way; the one before opens nothing any more."))
    return redirect("partners:survey_detail", slug, row.survey_id)


@require_POST
def invitation_revoke(request: Request, slug: str, invitation: int) -> HttpResponse:
    """Shut a link, such as one that went astray. What was answered stays."""
    row = invitation_for(request, slug, invitation)
    row.revoke(at=timezone.now())
    messages.success(request, _("The link opens nothing any more."))
    return redirect("partners:survey_detail", slug, row.survey_id)


@require_POST
def survey_sheet(request: Request, slug: str, survey: int) -> HttpResponse:
    """A page to print for those without an address: each with a new link as words and as a QR code.

    Shown once: only hashes of links are stored. Printing again makes new links, and the printed ones open no more.
    """
    row = survey_for(request, slug, survey)
    people = row.invitations.unfinished().filter(address="").for_list()
    sheets = [(one, origin_of(request) + new_link(one, survey=row)) for one in people]
    context = {"collaboration": row.collaboration, "survey": row, "sheets": [(*one, qr(one[1])) for one in sheets]}
    return page(request, "partners/survey_sheet.html", context)


def qr(link: str) -> Any:
    """The QR code of a link as a drawing, dark on white whatever the page."""
    drawing = segno.make(link, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff", omitsize=True)
    return mark_safe(drawing)  # noqa: S308  segno draws modules only


def survey_for(request: Request, slug: str, pk: int) -> Survey:
    """A wave that this reader may run."""
    collaboration = collaboration_for(request, slug, Action.RUN_SURVEYS)
    rows = Survey.objects.select_related("collaboration", "instrument")
    return get_object_or_404(rows, pk=pk, collaboration=collaboration)


def invitation_for(request: Request, slug: str, pk: int) -> Invitation:
    """An invitation of a wave that this reader may run."""
    collaboration = collaboration_for(request, slug, Action.RUN_SURVEYS)
    rows = Invitation.objects.select_related("survey__collaboration", "person", "organization", "collaboration")
    return get_object_or_404(rows, pk=pk, collaboration=collaboration)
