"""Comments: the thread beside a record, and adding to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collab.forms.comments import CommentedForm, CommentForm, Record
from collab.http import Request, page, wants_part
from collab.models import Collaboration
from collab.permissions import Action, collaboration_for


@require_safe
def comment_list(request: Request, slug: str) -> HttpResponse:
    """What colleagues say about one record."""
    collaboration = collaboration_for(request, slug, Action.COMMENT)
    kind, record = _commented(request, request.GET)
    context = {"collaboration": collaboration, "thread": thread(request, collaboration, kind, record)}
    return page(request, "collab/comment_list.html", context, partial="thread")


@require_POST
def comment_create(request: Request, slug: str) -> HttpResponse:
    """Say something about a record."""
    collaboration = collaboration_for(request, slug, Action.COMMENT)
    kind, record = _commented(request, request.POST)
    form = CommentForm(request.POST, collaboration=collaboration, seat=request.seat, kind=kind, record=record)
    is_saved = form.store()
    if is_saved and not wants_part(request):
        messages.success(request, _("The comment is saved."))
        return redirect(f"{record.get_absolute_url()}#comments")
    shown = thread(request, collaboration, kind, record, None if is_saved else form)
    context = {"collaboration": collaboration, "thread": shown}
    return page(request, "collab/comment_list.html", context, partial="thread", status=200 if is_saved else 422)


def thread(
    request: Request, collaboration: Collaboration, kind: str, record: Record, form: CommentForm | None = None
) -> dict[str, Any] | None:
    """What the thread beside a record shows; nothing for those who may not comment."""
    if request.seat is None or not request.seat.may(Action.COMMENT):
        return None
    return {
        "kind": kind,
        "record": record,
        "comments": record.comments.select_related("author"),
        "just_saved": form is None and request.method == "POST",
        "form": form or CommentForm(collaboration=collaboration, seat=request.seat, kind=kind, record=record),
    }


def _commented(request: Request, data: Any) -> tuple[str, Record]:
    """The record that is meant; one that the reader may not see does not exist."""
    found = request.seat and CommentedForm(data).find(request.seat)
    if not found:
        raise Http404
    return found
