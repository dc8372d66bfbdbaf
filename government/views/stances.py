"""The stance of an office, observed over time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.http import Request, page
from collab.models import Meeting
from collab.permissions import Action, collaboration_for
from government.forms.stances import StanceForm
from government.views.mandates import visible_mandate


@require_http_methods(["GET", "POST"])
def stance_create(request: Request, slug: str, mandate: int) -> HttpResponse:
    """Write down how the office deals with the collaboration."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_mandate(request, mandate)
    data = request.POST if request.method == "POST" else None
    meeting = asked_meeting(request)
    form = StanceForm(data, mandate=row, meeting=meeting, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The stance is saved."))
        return redirect("government:mandate_detail", slug, mandate)
    context = {"collaboration": collaboration, "form": form, "mandate": row}
    return page(request, "government/stance_create.html", context, status=422 if form.is_bound else 200)


def asked_meeting(request: Request) -> Meeting | None:
    """The meeting that the address, or the form sent, names; None for what names none that the reader may see."""
    try:
        pk = UUID(request.POST.get("meeting") or request.GET.get("meeting", ""))
    except ValueError:
        return None
    return Meeting.objects.visible_to(request.seat).filter(pk=pk).first()
