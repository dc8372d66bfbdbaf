"""The audit log: who did what, and what changed."""

from datetime import date, datetime, time, timedelta

from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from collab import list_sheets
from collab.audit import Asked, cursor_of, entries, every_entry
from collab.audit_words import every_line, kind_choices, lines
from collab.exports import file_asked, sheet_file
from collab.forms.audit import AuditFilterForm
from collab.http import Request, page
from collab.models import Collaboration
from collab.permissions import Action, collaboration_for

ON_A_PAGE = 50


@require_safe
def audit_list(request: Request, slug: str) -> HttpResponseBase:
    """One page of the log, newest first."""
    collaboration = collaboration_for(request, slug, Action.READ_AUDIT)
    form = AuditFilterForm(request.GET, collaboration=collaboration, kinds=kind_choices())
    if file_asked(request) and form.is_valid():
        found_all = every_entry(request.seat, asked(form, request.GET, collaboration))
        return sheet_file(request, list_sheets.audit(every_line(found_all, request.seat)), collaboration)
    found = (
        entries(request.seat, asked(form, request.GET, collaboration), most=ON_A_PAGE + 1) if form.is_valid() else []
    )
    context = {
        "collaboration": collaboration,
        "form": form,
        "lines": lines(found[:ON_A_PAGE], request.seat),
        "older": found[ON_A_PAGE - 1].cursor if len(found) > ON_A_PAGE else "",
        "is_filtered": bool(
            {"kind", "person", "first", "last", "after"} & {key for key, value in request.GET.items() if value}
        ),
    }
    return page(request, "collab/audit_list.html", context, status=200 if form.is_valid() else 422)


def asked(form: AuditFilterForm, query: QueryDict, collaboration: Collaboration) -> Asked:
    """The filters, with days as they begin and end where the collaboration is."""

    def begin(day: date | None, more: int) -> datetime | None:
        return datetime.combine(day, time(), tzinfo=collaboration.zone) + timedelta(days=more) if day else None

    data = form.cleaned_data
    person = data["person"]
    return Asked(
        kind=data["kind"],
        person=person.pk if person else None,
        first=begin(data["first"], 0),
        last=begin(data["last"], 1),
        after=cursor_of(query.get("after", "")),
    )
