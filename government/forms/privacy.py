"""Forms about people whom these records name: told, looked at again, answered, erased; and their own words."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.forms.directory import not_after_today
from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField
from collab.models import Person
from government.erasing import NOTE, Mention
from government.models import EntryReview, Liaison, OwnStatement, PrivacyNotice
from government.words import ANCHORS


class PrivacyNoticeForm(RecordForm):
    """Somebody was told."""

    told_on = DayField(label=_("Told on"))

    class Meta:
        model = PrivacyNotice
        fields = ("how", "told_on")
        widgets = {"how": forms.RadioSelect}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.person = person
        self.fields["how"].choices = PrivacyNotice.How.choices
        self.initial.setdefault("told_on", self.collaboration.today())

    def clean_told_on(self) -> date | None:
        """Nobody was told tomorrow."""
        return not_after_today(self.cleaned_data["told_on"], self.collaboration)

    def save_parts(self) -> None:
        """The person's own page says when they were told last."""
        told(self.instance)


def told(notice: PrivacyNotice) -> None:
    """Keep the newest day on the person, too."""
    earlier = Q(informed_on=None) | Q(informed_on__lt=notice.told_on)
    Person.objects.filter(earlier, pk=notice.person_id).update(informed_on=notice.told_on)


class EntryReviewForm(RecordForm):
    """Whether what is held is still needed, and right."""

    reviewed_on = DayField(label=_("Looked at on"))

    class Meta:
        model = EntryReview
        fields = ("outcome", "reason", "reviewed_on")
        widgets = {"outcome": forms.RadioSelect}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.person = person
        self.fields["outcome"].choices = EntryReview.Outcome.choices
        self.fields["reason"].label = _("Why")
        self.initial.setdefault("reviewed_on", self.collaboration.today())

    def clean_reviewed_on(self) -> date | None:
        """Nobody looked tomorrow."""
        return not_after_today(self.cleaned_data["reviewed_on"], self.collaboration)


class AnswerForm(RecordForm):
    """What was done about what somebody said of the own entry."""

    answer = forms.CharField(
        label=_("What was done"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person reads it on the page of the own entry."),
    )  # fmt: skip

    class Meta:
        model = OwnStatement
        fields = ("answer",)

    def columns(self) -> list[str]:
        """Also the day."""
        return ["answer", "answered_on"]

    def prepare(self) -> None:
        """Answered today."""
        self.instance.answered_on = self.collaboration.today()


class OwnStatementForm(RecordForm):
    """What a liaison wants to say: a correction or an objection in own words, or how much time there is."""

    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, choices=OwnStatement.Kind.choices)
    bandwidth = forms.TypedChoiceField(
        label=_("Time for this work"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect,
        help_text=_("Choose this if you want to confirm how much time you have."),
    )  # fmt: skip

    class Meta:
        model = OwnStatement
        fields = ("kind", "text", "bandwidth")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, liaison: Liaison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.liaison, self.instance.said_on = liaison, self.collaboration.today()
        self.fields["bandwidth"].choices = list(enumerate(ANCHORS["bandwidth"]))
        self.fields["text"].label = _("In your own words")

    def columns(self) -> list[str]:
        """Also the day."""
        return [*super().columns(), "said_on"]

    def clean(self) -> dict[str, Any]:
        """Time is a choice, everything else is text."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        is_time = typed.get("kind") == OwnStatement.Kind.BANDWIDTH
        if is_time and typed.get("bandwidth") is None and "bandwidth" not in self.errors:
            self.add_error("bandwidth", _("Choose how much time there is."))
        if not is_time:
            typed["bandwidth"] = None
            if typed.get("kind") and not typed.get("text") and "text" not in self.errors:
                self.add_error("text", _("Say in your own words what is wrong."))
        return typed


class ErasureForm(forms.Form):
    """Which mentions are replaced, and that it is meant."""

    def __init__(self, data: Any = None, *, found: list[Mention], person: Person) -> None:
        super().__init__(data)
        self.found, self.person = found, person
        self.fields["redact"] = forms.MultipleChoiceField(
            required=False, choices=[(one.key, one.label) for one in found], widget=forms.CheckboxSelectMultiple
        )
        self.fields["name"] = forms.CharField(
            label=_("Write the name of the person, so that nobody is erased by mistake"), max_length=120
        )

    def clean_name(self) -> str:
        """The very name."""
        typed = str(self.cleaned_data["name"])
        if typed.strip().casefold() != self.person.name.strip().casefold():
            raise forms.ValidationError(_("This is not the name of the person on this page."))
        return typed

    @property
    def places(self) -> list[tuple[Any, Mention, bool]]:
        """Each mention with its box, and whether it is a private note."""
        return [(box, one, one.column == NOTE) for box, one in zip(self["redact"], self.found, strict=True)]
