"""Since we last met: one page to take into a meeting, for a planned one or for some organisations."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from collab.forms.inputs import RowField
from collab.http import Request, page
from collab.models import Attendance, Collaboration, Commitment, Decision, Invited, Meeting, Organization
from collab.permissions import Action, collaboration_for
from government import shown
from government.ladder import rungs_for
from government.models import Mandate

SHOWN = 8  # rows of one part; it is one page
BESIDE = 5  # of what one need not speak of
CHOICES = 30  # planned meetings to choose from


@dataclass
class Group:
    """Whom we meet: organisations, who is expected for them, and the instant before which things count as past."""

    organizations: list[Organization]
    until: datetime
    meeting: Meeting | None = None
    attendances: list[Attendance | Invited] = field(default_factory=list)

    @property
    def ids(self) -> set[int]:
        """Of the organisations."""
        return {one.pk for one in self.organizations}


class SheetForm(forms.Form):
    """A planned meeting, or organisations."""

    def __init__(self, data: Any, *, collaboration: Collaboration, now: datetime) -> None:
        super().__init__(data, auto_id="sheet_%s")
        planned = list(collaboration.meetings.planned().filter(held_at__gte=now).order_by("held_at")[:CHOICES])
        sent = data.get("meeting")
        chosen = list(collaboration.meetings.filter(pk=sent)) if is_uuid(sent) else []
        self.fields["meeting"] = RowField(
            {one.pk: one for one in [*planned, *chosen]}.values(), label=_("Planned meeting"), required=False,
            empty_label=_("None, choose organisations"),
        )  # fmt: skip
        self.fields["organization"] = forms.ModelMultipleChoiceField(
            collaboration.organizations.order_by("name"), label=_("Organisations"), required=False,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip


def is_uuid(sent: str | None) -> bool:
    """Whether it can be the id of a meeting."""
    try:
        return bool(sent and forms.UUIDField().to_python(sent))
    except forms.ValidationError:
        return False


@require_safe
def sheet_detail(request: Request, slug: str) -> HttpResponse:
    """Who is coming, what was promised, what changed, what is open, and where the offices stand."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    now = timezone.now()
    form = SheetForm(request.GET, collaboration=collaboration, now=now)
    if request.GET.get("meeting") and "meeting" in form.errors:
        raise Http404
    group = group_of(form, now=now) if form.is_valid() else None
    context = {"collaboration": collaboration, "form": form, "group": group}
    if group is not None:
        context |= facts(group, request, collaboration)
    return page(request, "metrics/sheet_detail.html", context)


def group_of(form: SheetForm, *, now: datetime) -> Group | None:
    """Whom the reader chose; None before anything was chosen."""
    meeting = form.cleaned_data["meeting"]
    if meeting is None:
        chosen = list(form.cleaned_data["organization"])
        return Group(chosen, now) if chosen else None
    rows = meeting.attendances.select_related("person", "organization").order_by("organization__name", "pk")
    invited = meeting.invited.select_related("person", "organization").order_by("organization__name", "pk")
    attendances = list(rows) or list(invited)
    organizations = list({one.organization_id: one.organization for one in attendances}.values())
    return Group(organizations, min(meeting.held_at, now), meeting, attendances)


def facts(group: Group, request: Request, collaboration: Collaboration) -> dict[str, Any]:
    """Everything on the sheet, each part bounded."""
    seat, today = request.seat, collaboration.today()
    last = last_meeting(group, collaboration)
    since = last.held_at.astimezone(collaboration.zone).date() if last else collaboration.started_on
    rows = Commitment.objects.visible_to(seat).filter(among(group.ids)).told_to(seat, on=today)
    decisions = Decision.objects.visible_to(seat).filter(parts__organization__in=group.ids).distinct()
    mandates = Mandate.objects.in_force(on=today).filter(body__in=group.ids)
    return {
        "last": last,
        "since": since,
        "open": list(rows.open()[:SHOWN]),
        "closed": list(rows.filter(closed_on__gte=since).order_by("-closed_on", "pk")[:SHOWN]),
        "decided": list(
            decisions.filter(decided_on__gte=since, is_carried=True).order_by("-decided_on", "pk")[:BESIDE]
        ),
        "undecided": list(decisions.filter(is_carried=False).order_by("-decided_on")[:BESIDE]),
        "between": list(between(group, last, collaboration)[:BESIDE]),
        "rungs": [shown.shown(one) for one in rungs_for(seat, mandates, on=today)],
        "today": today,
    }


def among(ids: set[int]) -> Q:
    """Promises that these organisations made or were given."""
    return Q(promiser__in=ids) | Q(promisee__in=ids)


def last_meeting(group: Group, collaboration: Collaboration) -> Meeting | None:
    """The last one held before in which the most of these organisations were together; at least two of them, if two."""
    together = Count("attendances__organization", filter=Q(attendances__organization__in=group.ids), distinct=True)
    rows = _held(group, collaboration).annotate(together=together)
    least = min(2, len(group.organizations))
    return rows.filter(together__gte=least).order_by("-together", "-held_at").first() if least else None


def between(group: Group, last: Meeting | None, collaboration: Collaboration) -> Any:
    """What some of them met for since then."""
    rows = _held(group, collaboration).filter(attendances__organization__in=group.ids).distinct().order_by("-held_at")
    rows = rows.filter(held_at__gt=last.held_at) if last else rows
    return rows.prefetch_related(Prefetch("attendances", Attendance.objects.select_related("organization")))


def _held(group: Group, collaboration: Collaboration) -> Any:
    rows = Meeting.objects.filter(collaboration=collaboration).held().filter(held_at__lt=group.until)
    return rows.defer("private_note_sealed")
