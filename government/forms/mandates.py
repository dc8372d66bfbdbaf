"""Forms about mandates: what a public body decides, which mandates a list shows, that nobody was found."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.directory import not_after_today, validate_visible
from collab.forms.editing import RecordForm
from collab.forms.filters import ListFilter
from collab.forms.inputs import DayField, RowField
from collab.models import Organization
from government.coverage import Cover, Flag
from government.ladder import Rung
from government.models import Mandate, NoneFound
from government.models.mandates import MandateQuerySet


class MandateForm(RecordForm):
    """What a public body may decide that matters here."""

    from_on = DayField(label=_("Matters from"))
    to_on = DayField(
        label=_("Until"), required=False, help_text=_("Leave empty while it matters. Closed mandates stay as history.")
    )
    body_name = forms.CharField(
        label=_("Or a new public body: name"), max_length=160, required=False, validators=[validate_visible]
    )

    class Meta:
        model = Mandate
        fields = ("level", "topic", "decides", "weight", "from_on", "to_on")
        widgets = {
            "level": forms.RadioSelect, "weight": forms.RadioSelect, "decides": forms.Textarea(attrs={"rows": 3}),
        }  # fmt: skip

    field_order = ("body", "body_name", "level", "topic", "decides", "weight", "from_on", "to_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = list(self.collaboration.organizations.filter(sector=Organization.Sector.GOVERNMENT).order_by("name"))
        if not self.is_new and self.instance.body not in bodies:
            bodies.append(self.instance.body)
        self.fields["body"] = RowField(
            bodies, label=_("Public body"), required=False, empty_label=_("Choose a public body"),
            help_text=_("Choose one of the sector government, or write a new name below."),
        )  # fmt: skip
        self.fields["level"].choices = list(reversed(Mandate.Level.choices))  # from the top, without an empty choice
        self.fields["weight"].choices = Mandate.Weight.choices
        self.initial.setdefault("from_on", self.collaboration.started_on)
        if not self.is_new:
            self.initial["body"] = self.instance.body_id
            del self.fields["body_name"]
        else:
            del self.fields["to_on"]
        self.order_fields(self.field_order)

    def columns(self) -> list[str]:
        """The body is written whether chosen or typed in."""
        return ["body", *(name for name in super().columns() if name in self.fields)]

    def clean(self) -> dict[str, Any]:
        """One body, from the list or new."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        chosen, name = typed.get("body"), typed.get("body_name")
        if "body" in self.errors or "body_name" in self.errors:
            return typed
        if chosen and name:
            self.add_error("body_name", _("Choose a body from the list or write a new name, not both."))
        elif chosen:
            self.instance.body = chosen
        elif name and self.collaboration.organizations.called(name).exists():
            self.add_error("body_name", _("An organisation of this name is listed already."))
        elif name:
            self.instance.body = Organization(
                collaboration=self.collaboration, name=name, sector=Organization.Sector.GOVERNMENT
            )
        else:
            self.add_error("body", _("Choose a public body, or write the name of a new one."))
        return typed

    def prepare(self) -> None:
        """Write down a new body."""
        if self.instance.body.pk is None:
            self.instance.body.save()
        self.instance.body_id = self.instance.body.pk


class NoneFoundForm(RecordForm):
    """Somebody looked and found no liaison."""

    confirmed_on = DayField(label=_("Confirmed on"))

    class Meta:
        model = NoneFound
        fields = ("confirmed_on", "note")

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.mandate = mandate
        self.initial.setdefault("confirmed_on", self.collaboration.today())
        self.fields["note"].help_text = _("Whom you asked, by role. Everyone on the facilitation team reads it.")

    def clean_confirmed_on(self) -> date | None:
        """Nobody looked tomorrow."""
        return not_after_today(self.cleaned_data["confirmed_on"], self.collaboration)


SHOWN: dict[str, Callable[[Rung], bool]] = {
    "gaps": lambda one: one.coverage.is_gap,
    "late": lambda one: one.is_late,
    "thin": lambda one: one.coverage.state is Cover.THIN,
    "unknown": lambda one: one.coverage.state is Cover.UNKNOWN,
    "alone": lambda one: Flag.ALONE in one.coverage.flags,
}


class MandateFilter(ListFilter):
    """Which mandates."""

    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", _("All levels")), *reversed(Mandate.Level.choices)]
    )
    show = forms.ChoiceField(
        label=_("Show"), required=False, choices=[
            ("", _("All mandates")), ("gaps", _("Gaps only")), ("late", _("Talk overdue")), ("thin", _("Thin")),
            ("unknown", _("Not known")), ("alone", _("One person away from none")),
        ],
    )  # fmt: skip
    field_order = ("q", "level", "show")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["q"].label = _("Topic or body")

    def apply(self, mandates: MandateQuerySet) -> MandateQuerySet:
        """The mandates of the level and words that were asked for."""
        asked = self.asked
        if asked["q"]:
            mandates = mandates.matching(asked["q"])
        return mandates.filter(level=asked["level"]) if asked["level"] else mandates

    def narrow(self, rungs: Sequence[Rung]) -> list[Rung]:
        """Only those that were asked for: it follows from rows, not from a column."""
        fits = SHOWN.get(self.asked["show"])
        return [one for one in rungs if fits(one)] if fits else list(rungs)
