"""Forms about one meeting: what it was, when, who was there; the private note; which meetings a list shows."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from collab.forms.attendance import NewcomerRows
from collab.forms.editing import RecordForm
from collab.forms.filters import ANY, ListFilter
from collab.forms.inputs import NOON, ClockField, DayField, RowField, hush, instant
from collab.forms.roster import Attendee, Roster, attendee_key
from collab.models import Attendance, Collaboration, Meeting, Organization
from collab.models.meetings import MeetingQuerySet

LONGEST_NOTE = 20_000
UNKNOWN = "new"  # somebody typed in who is not entered yet
SLACK = timedelta(minutes=15)  # clocks of phones and servers differ


class MeetingForm(RecordForm):
    """A meeting and who attends it."""

    is_planned = forms.BooleanField(label=_("It is still to come"), required=False)
    who = forms.MultipleChoiceField(label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple)
    day = DayField(label=_("Day"))
    clock = ClockField(
        label=_("Time"), required=False, help_text=_("Midday, or now if it is earlier, is noted if you leave it empty.")
    )

    class Meta:
        model = Meeting
        fields = ("mode", "kind", "called_by", "chaired_by", "topics", "summary")
        widgets = {"mode": forms.RadioSelect, "summary": forms.Textarea(attrs={"rows": 4})}

    field_order = ("mode", "day", "clock", "is_planned", "who")

    def __init__(self, *args: Any, now: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now or timezone.now()
        self.today = self.collaboration.today(now=self.now)
        present = [] if self.is_new else list(self.instance.attendances.select_related("person", "organization"))
        self.roster = Roster(self.collaboration, on=self.today, also=present)
        self.newcomers = NewcomerRows(
            self.data if self.is_bound else None, prefix="newcomers", form_kwargs={"roster": self.roster}
        )
        for name in ("called_by", "chaired_by"):
            label = self.fields[name].label
            self.fields[name] = RowField(
                self.roster.organizations, label=label, required=False, empty_label=_("Not noted")
            )
        who: Any = self.fields["who"]
        who.choices = self.roster.groups()
        mode: Any = self.fields["mode"]
        mode.label = _("How did you meet?")
        mode.choices = Meeting.Mode.choices  # without the empty choice, which is none
        if not self.is_new:
            self._start_from_row(present)

    def _start_from_row(self, present: list[Attendance]) -> None:
        local = self.instance.held_at.astimezone(self.collaboration.zone)
        self.initial.update(day=local.date(), clock=local.time().replace(second=0, microsecond=0))
        self.initial["is_planned"] = not self.instance.is_held
        self.initial["who"] = [attendee_key(one.person_id, one.organization_id) for one in present]

    def fresh(self, instance: Any) -> "MeetingForm":
        """The same form over the row as it stands now."""
        return type(self)(instance=instance, collaboration=self.collaboration, now=self.now)

    def is_valid(self) -> bool:
        """Whether the meeting and the people typed in are both right."""
        own = super().is_valid()  # first: it may find fault with the parts
        return all([own, *(rows.is_valid() for rows in self.row_sets())])

    def row_sets(self) -> list[Any]:
        """The repeated parts of this form."""
        return [self.newcomers]

    def hush(self, more: str) -> None:
        """Show what was typed without judging it; the person has only asked for one more row."""
        hush(self)
        for rows in self.row_sets():
            rows.hush() if hasattr(rows, "hush") else hush(rows)
            if rows.prefix == more:
                rows.lead_to_last()

    def columns(self) -> list[str]:
        """Also when it was, which takes two inputs, and whether it took place."""
        return [*super().columns(), "held_at", "is_held"]

    # -- checking -----------------------------------------------------------------------------------------------------

    def clean_who(self) -> list[str]:
        """Nobody sits there for two organisations at once."""
        keys = list(dict.fromkeys(self.cleaned_data["who"]))
        people = [person for person, _organization in self._pairs(keys) if person]
        if len(people) != len(set(people)):
            raise ValidationError(_("One person is marked for two organisations. Choose the one they came for."))
        return keys

    def clean(self) -> dict[str, Any]:
        """Somebody was there, at a time that exists; what took place lies in the past."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "who" in cleaned and not cleaned["who"] and not self.newcomers.filled():
            self.add_error("who", _("Mark at least one person or organisation, or add a new one."))
        self.instance.is_held = not cleaned.get("is_planned")
        if cleaned.get("day"):
            self._set_moment(cleaned["day"], cleaned.get("clock"))
        return cleaned

    def _set_moment(self, day: date, clock: time | None) -> None:
        if not self.is_new and {"day", "clock"}.isdisjoint(self.changed_data):
            moment = self.instance.held_at  # the second of two equal hours stays the second
        else:
            try:
                moment = instant(day, clock, self.collaboration.zone)
            except ValidationError as error:
                self.add_error("clock" if clock else "day", error)
                return
        # midday stands for "no time": a meeting of this morning may be noted before noon
        is_timed = clock is not None and clock != NOON
        late = day > self.today or (is_timed and moment > self.now + SLACK)
        if late and self.instance.is_held:
            self.add_error(
                "day",
                _("A meeting that took place cannot lie in the future. Tick “It is still to come” if it is planned."),
            )
        # and counts from now on, not only from noon on
        is_ahead = clock is None and day == self.today and moment > self.now
        self.instance.held_at = (
            self.now.replace(second=0, microsecond=0) if is_ahead and self.instance.is_held else moment
        )

    # -- who was there ------------------------------------------------------------------------------------------------

    def recent_boxes(self) -> list[tuple[str, SafeString]]:
        """Those met lately: label and checkbox."""
        marked = self._marked()
        return [(str(self.roster.attendees[key]), self._box(key, marked)) for key in self.roster.recent]

    def other_boxes(self) -> list[tuple[str, list[tuple[str, SafeString]]]]:
        """All others, by organisation."""
        marked, recent, people = self._marked(), set(self.roster.recent), self.roster.attendees
        groups = [(name, [key for key, _label in group if key not in recent]) for name, group in self.roster.groups()]
        return [
            (name, [(str(people[key].person or ""), self._box(key, marked)) for key in keys])
            for name, keys in groups
            if keys
        ]

    def is_others_open(self) -> bool:
        """Whether one of the others is marked, or nobody was met lately."""
        return bool(self._marked() - set(self.roster.recent)) or not self.roster.recent

    def _marked(self) -> set[str]:
        return {str(key) for key in self["who"].value() or ()}

    def _box(self, key: str, marked: set[str]) -> SafeString:
        """A checkbox; Django's own renders four templates for each, and a collaboration has hundreds of people."""
        mark = mark_safe(" checked") if key in marked else ""
        name = self.add_prefix("who")
        return format_html('<input type="checkbox" name="{}" value="{}" id="id_{}_{}"{}>', name, key, name, key, mark)

    def _pairs(self, keys: list[str]) -> list[tuple[int | None, int]]:
        return [self.roster.attendees[key].pair for key in keys]

    def known_pairs(self) -> set[tuple[int | None, int] | None]:
        """The attendances that were asked for; None for somebody who is not known yet."""
        found = [row.newcomer.find() for row in self.newcomers.filled()]
        return {*self._pairs(self.cleaned_data["who"]), *(one and one.pair for one in found)}

    def settle(self) -> None:
        """Somebody typed in whom the first of two clicks has entered is among those chosen."""
        found = [row.newcomer.find() for row in self.newcomers.filled()]
        known = [one.key if one else UNKNOWN for one in found]
        self.cleaned_data["who"] = list(dict.fromkeys([*self.cleaned_data["who"], *known]))

    def save_parts(self) -> None:
        """Write who was there; take out who was not."""
        made = [row.newcomer.find_or_make() for row in self.newcomers.filled()]
        chosen = [self.roster.attendees[key] for key in self.cleaned_data["who"]]
        wanted: dict[tuple[int | None, int], Attendee] = {one.pair: one for one in [*chosen, *made]}
        for row in self.instance.attendances.all():
            pair = (row.person_id, row.organization_id)
            if wanted.pop(pair, None) is None:
                row.delete()
        for person_id, organization_id in wanted:
            Attendance.objects.create(
                collaboration=self.collaboration,
                meeting=self.instance,
                person_id=person_id,
                organization_id=organization_id,
            )


class NoteForm(RecordForm):
    """The private note of a meeting; only behind an audited act."""

    note = forms.CharField(
        label=_("Private note"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Only the facilitation team reads this. It never leaves in an export."),
    )  # fmt: skip

    class Meta:
        model = Meeting
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["note"] = self.instance.private_note

    def columns(self) -> list[str]:
        """The sealed note alone."""
        return ["private_note_sealed"]

    def prepare(self) -> None:
        """Seal it for this row."""
        self.instance.private_note = self.cleaned_data["note"]


class MeetingFilter(ListFilter):
    """Which meetings a list shows."""

    SORTS = {"": ("-held_at", "id"), "oldest": ("held_at", "id"), "mode": ("mode", "-held_at", "id")}

    mode = forms.ChoiceField(label=_("How"), required=False, choices=[ANY, *Meeting.Mode.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *Meeting.Kind.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, ("held", _("Took place")), ("planned", _("Planned"))]
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"), required=False,
        choices=[("", _("Newest first")), ("oldest", _("Oldest first")), ("mode", _("By how people met"))],
    )  # fmt: skip

    def __init__(self, data: Any, *, organizations: list[Organization]) -> None:
        super().__init__(data)
        self.fields["organization"] = RowField(
            organizations, label=_("Organisation"), required=False, empty_label=_("All")
        )
        self.order_fields(["q", "organization", "mode", "kind", "state", "since", "until", "sort"])

    def apply(self, meetings: MeetingQuerySet, *, collaboration: Collaboration) -> MeetingQuerySet:
        """The meetings that were asked for, in the order that was asked for."""
        asked = self.asked
        if asked["q"]:
            meetings = meetings.matching(asked["q"])
        if asked["organization"]:
            meetings = meetings.with_organization(asked["organization"])
        if asked["state"]:
            meetings = meetings.held() if asked["state"] == "held" else meetings.planned()
        equal = {name: asked[name] for name in ("mode", "kind") if asked[name]}
        first, after = asked["since"], asked["until"] and asked["until"] + timedelta(days=1)
        midnights = [day and datetime.combine(day, time(), tzinfo=collaboration.zone) for day in (first, after)]
        return meetings.filter(**equal).between(*midnights).order_by(*self.order)
