"""Forms about officials: who holds an office, and that somebody left it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.directory import not_after_today
from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField
from government.forms.people import WhoForm
from government.models import Liaison, Official


class OfficialForm(WhoForm):
    """Who holds the office."""

    from_on = DayField(label=_("In office from"))

    class Meta:
        model = Official
        fields = ("office", "from_on")

    field_order = ("office", "person", "person_name", "person_title", "from_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        former = self.mandate.officials.first()
        self.initial.setdefault("office", former.office if former else "")
        self.fields["office"].help_text = _(
            "The post, such as Secretary of Labour. Others read the post, never the name."
        )
        self.order_fields(self.field_order)

    def clean_from_on(self) -> date | None:
        """Somebody who takes office tomorrow does not hold it yet."""
        return not_after_today(self.cleaned_data["from_on"], self.collaboration)


class OfficialEditForm(RecordForm):
    """The post and since when; what was wrong is corrected in place, and the history keeps what stood there."""

    from_on = DayField(label=_("In office from"))

    class Meta:
        model = Official
        fields = ("office", "from_on")

    def clean_from_on(self) -> date | None:
        """Somebody who takes office tomorrow does not hold it yet."""
        return not_after_today(self.cleaned_data["from_on"], self.collaboration)


class OfficialLeaveForm(RecordForm):
    """The office ends for this person; some liaisons may go with them."""

    to_on = DayField(label=_("Left on"), help_text=_("The first day on which this person no longer held the office."))

    class Meta:
        model = Official
        fields = ("to_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["to_on"] = self.collaboration.today()
        open_entries = Liaison.objects.filter(mandate=self.instance.mandate_id, to_on=None).select_related("person")
        self.serving = {str(one.pk): one for one in open_entries.order_by("person__name", "pk")}
        self.fields["closing"] = forms.MultipleChoiceField(
            label=_("Who leaves too?"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(key, f"{one.person}, {one.get_steps_display()}") for key, one in self.serving.items()],
            help_text=_("Close those whose way led through this person. Keep those who serve the office."),
        )  # fmt: skip

    def clean_to_on(self) -> date | None:
        """Nobody has left tomorrow."""
        return not_after_today(self.cleaned_data["to_on"], self.collaboration)

    def clean(self) -> dict[str, Any]:
        """Nobody stops being a liaison before they began."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [self.serving[key] for key in typed.get("closing", [])]
        if typed.get("to_on") and any(one.from_on > typed["to_on"] for one in chosen):
            self.add_error("closing", _("Somebody you chose became a liaison after that day; keep them."))
        return typed

    def _update(self) -> bool:
        """The official leaves, and those who leave too, in one transaction; twice changes nothing."""
        rows = Official.objects.select_for_update().filter(pk=self.instance.pk, to_on=None)
        locked = rows.filter(version=self.cleaned_data["version"]).first()
        if locked is None and self.rows().filter(to_on=None).exists():
            return self._meet_conflict()
        if locked is None:
            self.add_error(None, _("Somebody closed this entry already. Look at the mandate."))
            return False
        closing = [self.serving[key] for key in self.cleaned_data["closing"]]
        locked.leave(on=self.cleaned_data["to_on"], closing=closing)
        return True
