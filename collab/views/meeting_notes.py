"""The private note of a meeting: opened by an audited act, by the facilitation team only."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from collab.forms.meetings import NoteForm
from collab.http import Request, page
from collab.models import AuditEvent, Meeting
from collab.permissions import Action, collaboration_for


@never_cache
@require_POST
def meeting_note(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Open the note. Who opened it, and when, is written down first."""
    collaboration = collaboration_for(request, slug, Action.OPEN_NOTE)
    meeting = get_object_or_404(Meeting.objects.visible_to(request.seat), pk=pk)
    _write_down(request, meeting)
    return _note_page(request, NoteForm(instance=meeting, collaboration=collaboration))


@never_cache
@require_POST
def meeting_note_edit(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Save the note."""
    collaboration = collaboration_for(request, slug, Action.OPEN_NOTE)
    meeting = get_object_or_404(Meeting.objects.visible_to(request.seat), pk=pk)
    form = NoteForm(request.POST, instance=meeting, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The private note is saved."))
        return redirect("collab:meeting_detail", slug, pk)
    if form.conflict:
        _write_down(request, meeting)  # the page shows the other's text
    return _note_page(request, form, status=422)


def _write_down(request: Request, meeting: Meeting) -> None:
    subject = f"meeting {meeting.pk}"
    AuditEvent.record(
        AuditEvent.Act.NOTE_OPENED, user=request.user, collaboration=meeting.collaboration, subject=subject
    )


def _note_page(request: Request, form: NoteForm, *, status: int = 200) -> HttpResponse:
    context = {"collaboration": form.collaboration, "meeting": form.instance, "form": form}
    return page(request, "collab/meeting_note.html", context, status=status)
