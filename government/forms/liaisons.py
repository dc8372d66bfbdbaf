"""Forms about liaisons: who carries what we bring, how near to the official, until when, who follows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.directory import not_after_today
from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField, RowField
from government.forms.people import WhoForm
from government.models import Liaison


class LiaisonForm(WhoForm):
    """A new liaison."""

    from_on = DayField(label=_("Liaison from"))

    class Meta:
        model = Liaison
        fields = ("steps", "from_on")
        widgets = {"steps": forms.RadioSelect}

    field_order = ("person", "person_name", "person_title", "steps", "from_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = Liaison.Steps.choices
        self.initial.setdefault("from_on", self.collaboration.today())
        self.order_fields(self.field_order)

    def clean_from_on(self) -> date | None:
        """Nobody is a liaison from tomorrow."""
        return not_after_today(self.cleaned_data["from_on"], self.collaboration)

    def save_parts(self) -> None:
        """Whoever left last without a successor is followed by this one."""
        left = Liaison.objects.filter(mandate=self.mandate, to_on__isnull=False, successor=None)
        last = left.exclude(pk=self.instance.pk).order_by("-to_on", "-pk").first()
        if last and not self.mandate.liaisons.filter(to_on=None).exclude(pk=self.instance.pk).exists():
            Liaison.objects.filter(pk=last.pk).update(successor=self.instance, version=last.version + 1)


class LiaisonEditForm(RecordForm):
    """How near the liaison stands, and since when."""

    from_on = DayField(label=_("Liaison from"))

    class Meta:
        model = Liaison
        fields = ("steps", "from_on")
        widgets = {"steps": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = Liaison.Steps.choices

    def clean_from_on(self) -> date | None:
        """Nobody is a liaison from tomorrow."""
        return not_after_today(self.cleaned_data["from_on"], self.collaboration)


class LiaisonLeaveForm(RecordForm):
    """The entry ends; somebody may follow."""

    to_on = DayField(label=_("Left on"), help_text=_("The first day on which this person no longer was a liaison."))

    class Meta:
        model = Liaison
        fields = ("to_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["to_on"] = self.collaboration.today()
        others = Liaison.objects.filter(mandate=self.instance.mandate_id, to_on=None).exclude(pk=self.instance.pk)
        self.fields["successor"] = RowField(
            others.select_related("person").order_by("person__name", "pk"), label=_("Who follows?"), required=False,
            empty_label=_("Nobody yet"),
            help_text=_("Other liaisons of this mandate. Somebody new can be named on the next page."),
        )  # fmt: skip

    def clean_to_on(self) -> date | None:
        """Nobody has left tomorrow."""
        return not_after_today(self.cleaned_data["to_on"], self.collaboration)

    def _update(self) -> bool:
        """The liaison leaves and the gap opens where nobody is left, in one transaction; twice changes nothing."""
        rows = Liaison.objects.select_for_update().filter(pk=self.instance.pk, to_on=None)
        locked = rows.filter(version=self.cleaned_data["version"]).first()
        if locked is None and self.rows().filter(to_on=None).exists():
            return self._meet_conflict()
        if locked is None:
            self.add_error(None, _("Somebody closed this entry already. Look at the mandate."))
            return False
        locked.leave(on=self.cleaned_data["to_on"], successor=self.cleaned_data["successor"])
        return True
