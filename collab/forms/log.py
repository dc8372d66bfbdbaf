"""The quick log: one meeting with the promises and decisions made in it, written in one go, harmless to send twice."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import first_written
from collab.forms.groups import Group, start_like, usual_groups
from collab.forms.inputs import DayField
from collab.forms.meetings import LONGEST_NOTE, MeetingForm
from collab.forms.outcomes import OTHER, DecisionRows, PromiseRows
from collab.models import Attendance, Commitment, Decision, DecisionPart, Meeting, Seat
from collab.roles import Action
from collab.sealed import unseal
from collab.templatetags.ui import day as day_in_words

# What higher floors ask in the quick log: each makes a form from what was sent, or nothing; see decision 34.
PARTS: list[Callable[..., Any]] = []


class LogForm(MeetingForm):
    """A meeting as it is first noted: within two minutes, on a phone, perhaps sent more than once."""

    when = forms.ChoiceField(label=_("When?"), widget=forms.RadioSelect)
    private_note = forms.CharField(
        label=_("Private note"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only the facilitation team reads this. It never leaves in an export."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, seat: Seat, like: Meeting | None = None, is_kept: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_kept:  # a device holds no more names than its owner needs on the way
            self.roster.narrow()
            self.fields["who"].choices = self.roster.groups()  # type: ignore[attr-defined]  # it is a choice
        self.instance.logged_by = seat.user
        if like:
            self.initial.update(start_like(like, self.roster))
        self.fields["day"].label = _("Other day")
        self.fields["day"].error_messages["required"] = _("Give the day.")
        self.fields["kind"].required = False  # a call is one line
        when: Any = self.fields["when"]
        when.choices = self._days()
        self.initial.setdefault("when", str(self.today))
        if is_kept or not seat.may(Action.OPEN_NOTE):
            del self.fields["private_note"]
        data, known = self.data if self.is_bound else None, {"roster": self.roster}
        self.promises = PromiseRows(data, prefix="promises", form_kwargs=known)
        self.decisions = DecisionRows(data, prefix="decisions", form_kwargs=known)
        asked = [] if is_kept else PARTS
        made = [make(data, collaboration=self.collaboration, seat=seat, today=self.today) for make in asked]
        self.parts = [part for part in made if part]

    def _days(self) -> list[tuple[str, str]]:
        """Each carries its date, so that a form left open over night, or sent again, says the same."""
        yesterday, now = self.today - timedelta(days=1), self.now.astimezone(self.collaboration.zone)
        days = {
            f"{now:%Y-%m-%dT%H:%M}": gettext("Now"), str(self.today): gettext("Earlier today"),
            str(yesterday): gettext("Yesterday"),
        }  # fmt: skip
        sent = str(self.data.get("when") or "")
        if sent not in (*days, OTHER) and self._as_day(sent):
            days[sent] = " ".join([day_in_words(self._as_day(sent), "month_day"), sent[11:]]).strip()
        return [*days.items(), (OTHER, gettext("Other day"))]

    @staticmethod
    def _as_day(sent: str) -> date | None:
        """The day of a choice; also of one that carries a time."""
        try:
            return DayField().to_python(sent[:10]) if sent == sent[:10] or _as_clock(sent) else None
        except ValidationError:
            return None

    @cached_property
    def groups(self) -> list[Group]:
        """Whom one usually meets together."""
        return usual_groups(self.roster)

    def row_sets(self) -> list[Any]:
        """The repeated parts of this form, and those of higher floors."""
        return [self.newcomers, self.promises, self.decisions, *self.parts]

    def clean_kind(self) -> str:
        """A talk between two, unless something else is said."""
        return self.cleaned_data["kind"] or Meeting.Kind.BILATERAL

    def clean(self) -> dict[str, Any]:
        """The day that was chosen, and what came out of the meeting."""
        when = self.cleaned_data.get("when")
        if when != OTHER:
            self.cleaned_data["day"] = self._as_day(when) if when else None
            if when and _as_clock(when):
                self.cleaned_data["clock"] = _as_clock(when)
                self._errors.pop("clock", None)
            self._errors.pop("day", None)  # what stands in an input that was not chosen does not count
        cleaned = super().clean()
        self._check_parts(cleaned)
        return cleaned

    def _check_parts(self, cleaned: dict[str, Any]) -> None:
        rows = [*self.promises.filled(), *self.decisions.filled()]
        if rows and cleaned.get("is_planned"):
            self.add_error("is_planned", _("What is still to come has no promises or decisions yet."))
        elif cleaned.get("day"):
            for row in rows:
                if row.is_valid():
                    row.check(row.row(0, self.instance, on=cleaned["day"]))
        for part in self.parts:
            if cleaned.get("day") and part.is_valid():
                part.check(cleaned.get("id"), cleaned["day"], is_held=self.instance.is_held)

    # -- writing ------------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Seal the note for this row."""
        self.instance.private_note = self.cleaned_data.get("private_note", "")

    def save_parts(self) -> None:
        """Write who was there, and what came out."""
        super().save_parts()
        for commitment in self._commitments():
            commitment.save(force_insert=True)
        for decision, proposer in self._decisions():
            decision.save(force_insert=True)
            if proposer:
                DecisionPart.objects.create(
                    collaboration=self.collaboration, decision=decision, organization=proposer,
                    part=DecisionPart.Part.PROPOSED,
                )  # fmt: skip
        for part in self.parts:
            part.save(self.instance, self.cleaned_data["day"])

    def _commitments(self) -> list[Commitment]:
        day = self.cleaned_data["day"]
        return [row.row(n, self.instance, on=day) for n, row in enumerate(self.promises.filled())]

    def _decisions(self) -> list[tuple[Decision, Any]]:
        day = self.cleaned_data["day"]
        filled = enumerate(self.decisions.filled())
        return [(row.row(n, self.instance, on=day), row.cleaned_data["proposed_by"]) for n, row in filled]

    # -- the same again? ----------------------------------------------------------------------------------------------

    def is_same_as_first(self, first: dict[str, Any]) -> bool:
        """Whether meeting, note, people, promises and decisions all equal what was first written."""
        if not self.cleaned_data.get("clock") and self._is_day_of(first["held_at"]):
            self.instance.held_at = first["held_at"]  # the time was not said, so it cannot differ
        if not super().is_same_as_first(first):
            return False
        at = {"pgh_created_at": first["pgh_created_at"]}  # what was written in the same transaction
        return (
            self._is_note_as_first(first)
            and self.known_pairs() == _pairs_then(first["id"], at)
            and [_promise(one.__dict__) for one in self._commitments()] == _promises_then(first["id"], at)
            and [(_decision(one.__dict__), who and who.pk) for one, who in self._decisions()]
            == _decisions_then(first["id"], at)
        )

    def _is_day_of(self, moment: datetime) -> bool:
        return moment.astimezone(self.collaboration.zone).date() == self.cleaned_data["day"]

    def _is_note_as_first(self, first: dict[str, Any]) -> bool:
        """A device that keeps a meeting until the signal returns never keeps its private note, and sends none."""
        sent = self.cleaned_data.get("private_note", "")
        return "private_note" not in self.data or unseal(first["private_note_sealed"], first["id"]) == sent


def _as_clock(sent: str) -> time | None:
    """The time of a choice that carries one."""
    try:
        return datetime.strptime(sent[10:], "T%H:%M").time()
    except ValueError:
        return None


def _pairs_then(meeting: UUID, at: dict[str, Any]) -> set[tuple[int | None, int]]:
    rows = first_written(Attendance, meeting_id=meeting, **at)
    return {(row["person_id"], row["organization_id"]) for row in rows}


def _promises_then(meeting: UUID, at: dict[str, Any]) -> list[tuple[Any, ...]]:
    rows = sorted(first_written(Commitment, meeting_id=meeting, **at), key=lambda row: row["pgh_id"])
    return [_promise(row) for row in rows]


def _decisions_then(meeting: UUID, at: dict[str, Any]) -> list[tuple[tuple[Any, ...], int | None]]:
    rows = sorted(first_written(Decision, meeting_id=meeting, **at), key=lambda row: row["pgh_id"])
    parts = first_written(DecisionPart, decision_id__in=[row["id"] for row in rows], **at)
    proposers = {part["decision_id"]: part["organization_id"] for part in parts}
    return [(_decision(row), proposers.get(row["id"])) for row in rows]


def _promise(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("id", "promiser_id", "person_id", "promisee_id", "text", "made_on", "due_on"))


def _decision(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("id", "text", "is_carried", "decided_on"))
