"""The choice of the meeting in which something was promised or decided."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab.forms.inputs import RowField
from collab.models import Collaboration, Meeting
from collab.templatetags.ui import day

MOST_MEETINGS = 100  # what a person still scrolls through; an older meeting is offered where it is meant already


def meeting_field(collaboration: Collaboration, *, label: str | Promise, meant: Iterable[Any] = ()) -> RowField:
    """The latest meetings that took place, and those that `meant` names by their ids."""
    rows = collaboration.meetings.only("collaboration", "topics", "kind", "held_at").order_by("-held_at", "id")
    meetings = {one.pk: one for one in rows.held()[:MOST_MEETINGS]}
    older = {pk for pk in map(_as_id, meant) if pk} - set(meetings)
    if older:
        meetings |= {one.pk: one for one in rows.filter(pk__in=older)}
    nothing = _("No meeting, or not noted")
    field = RowField(meetings.values(), label=label, required=False, empty_label=nothing)
    field.choices = [("", nothing), *((str(one.pk), _name(one, collaboration)) for one in meetings.values())]
    return field


def _name(meeting: Meeting, collaboration: Collaboration) -> str:
    return f"{day(meeting.held_at.astimezone(collaboration.zone).date(), 'short')}: {meeting}"


def _as_id(sent: Any) -> UUID | None:
    try:
        return sent if isinstance(sent, UUID) else UUID(str(sent or ""))
    except ValueError:
        return None
