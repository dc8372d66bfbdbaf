"""Whom one usually meets together: the groups of the last meetings, each to be marked with one tap."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from collab.forms.roster import Roster, attendee_key
from collab.models import Meeting, Outline

LOOKED_AT = 30  # meetings back
OFFERED = 3  # groups
FEWEST = 2  # somebody alone is one tap anyway


@dataclass(frozen=True)
class Group:
    """People who met, and the last meeting in which they did."""

    meeting: Meeting
    keys: tuple[str, ...]
    day: date

    @property
    def fill(self) -> str:
        """What app.js fills in without loading the page again."""
        who = [["who", key] for key in self.keys]
        return json.dumps([*who, ["mode", self.meeting.mode], ["kind", self.meeting.kind]])


def usual_groups(roster: Roster) -> list[Group]:
    """The groups of the last meetings, each once, the latest first; only those who can still be marked."""
    found: dict[frozenset[str], Group] = {}
    for group in _met(roster):
        found.setdefault(frozenset(group.keys), group)
        if len(found) == OFFERED:
            break
    return list(found.values())


def _met(roster: Roster) -> Iterator[Group]:
    meetings = roster.collaboration.meetings.held().defer("summary", "private_note_sealed")
    for meeting in meetings.order_by("-held_at", "id").prefetch_related("attendances")[:LOOKED_AT]:
        keys = present_keys(meeting, roster)
        if len(keys) >= FEWEST:
            yield Group(meeting, keys, meeting.held_at.astimezone(roster.collaboration.zone).date())


def present_keys(meeting: Meeting, roster: Roster) -> tuple[str, ...]:
    """Who was there, as a form names them; who has left for long is passed over."""
    keys = (attendee_key(one.person_id, one.organization_id) for one in meeting.attendances.all())
    return tuple(sorted(key for key in keys if key in roster.attendees))


def start_like(meeting: Meeting, roster: Roster) -> dict[str, Any]:
    """What a new meeting takes over from an earlier one: how, for what and with whom; never what was said."""
    return {
        "mode": meeting.mode, "kind": meeting.kind, "topics": meeting.topics, "called_by": meeting.called_by_id,
        "chaired_by": meeting.chaired_by_id, "who": list(present_keys(meeting, roster)),
    }  # fmt: skip


def start_from(outline: Outline) -> dict[str, Any]:
    """What a new meeting takes over from a template."""
    return {"mode": outline.mode, "kind": outline.kind, "topics": outline.topics, "summary": outline.text}
