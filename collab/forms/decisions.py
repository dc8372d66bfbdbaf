"""Forms about decisions: what was decided, how, by whom it was proposed and approved; which ones a list shows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm, first_written
from collab.forms.filters import ANY, ListFilter
from collab.forms.inputs import DayField, RowField, not_after_today
from collab.forms.made_in import meeting_field
from collab.models import Decision, DecisionPart, Organization
from collab.models.decisions import DecisionQuerySet

YES, NO = "True", "False"


class RowsField(forms.TypedMultipleChoiceField):
    """Some of rows that were loaded once; the cleaned value is the list of rows."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, rows: Iterable[Model], **kwargs: Any) -> None:
        by_key = {str(row.pk): row for row in rows}
        super().__init__(
            choices=[(key, str(row)) for key, row in by_key.items()],
            coerce=by_key.__getitem__,
            empty_value=[],
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """The rows, each once."""
        return list(dict.fromkeys(super().clean(value)))


class DecisionForm(RecordForm):
    """One decision and who had a part in it."""

    PARTS = {"proposed_by": DecisionPart.Part.PROPOSED, "approved_by": DecisionPart.Part.APPROVED}

    is_carried = forms.TypedChoiceField(
        label=_("Was it carried?"), choices=((YES, _("Carried")), (NO, _("Not carried"))), coerce=YES.__eq__,
        widget=forms.RadioSelect, initial=YES,
    )  # fmt: skip
    decided_on = DayField(label=_("Decided on"))

    class Meta:
        model = Decision
        fields = ("text", "subject", "how", "is_carried", "decided_on", "meeting")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}), "subject": forms.RadioSelect, "how": forms.RadioSelect,
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organizations = list(self.collaboration.organizations.order_by("name"))
        labels = {"proposed_by": _("Proposed by"), "approved_by": _("Approved by")}
        for name, label in labels.items():
            self.fields[name] = RowsField(organizations, label=label, required=False)
        meant = [self.instance.meeting_id, self.data.get("meeting"), self.initial.get("meeting")]
        self.fields["meeting"] = meeting_field(self.collaboration, label=_("Meeting"), meant=meant)
        self.fields["subject"].choices = Decision.Subject.choices  # type: ignore[attr-defined]  # it is a choice
        self.fields["how"].choices = Decision.How.choices  # type: ignore[attr-defined]  # it is a choice
        self.order_fields(["text", "subject", "how", "is_carried", *self.PARTS, "decided_on", "meeting"])
        if not self.is_new:
            parts = list(self.instance.parts.values_list("part", "organization_id"))
            for name, part in self.PARTS.items():
                self.initial[name] = [organization for kind, organization in parts if kind == part]

    def clean_decided_on(self) -> date | None:
        """Nothing was decided tomorrow."""
        return not_after_today(self.cleaned_data["decided_on"], self.collaboration)

    def save_parts(self) -> None:
        """Write who proposed and who approved; take out who did not."""
        wanted = self._wanted()
        for row in self.instance.parts.all():
            if (row.part, row.organization_id) in wanted:
                wanted.remove((row.part, row.organization_id))
            else:
                row.delete()
        for part, organization_id in sorted(wanted):
            DecisionPart.objects.create(
                collaboration=self.collaboration, decision=self.instance, part=part, organization_id=organization_id
            )

    def is_same_as_first(self, first: dict[str, Any]) -> bool:
        """Whether decision and parts both equal what was first written."""
        rows = first_written(DecisionPart, decision_id=first["id"], pgh_created_at=first["pgh_created_at"])
        first_parts = {(row["part"], row["organization_id"]) for row in rows}
        return super().is_same_as_first(first) and self._wanted() == first_parts

    def _wanted(self) -> set[tuple[str, int]]:
        return {(str(part), one.pk) for name, part in self.PARTS.items() for one in self.cleaned_data[name]}


class DecisionFilter(ListFilter):
    """Which decisions."""

    SORTS = {"": ("-decided_on", "id"), "oldest": ("decided_on", "id"), "subject": ("subject", "-decided_on", "id")}

    subject = forms.ChoiceField(label=_("Subject"), required=False, choices=[ANY, *Decision.Subject.choices])
    how = forms.ChoiceField(label=_("How"), required=False, choices=[ANY, *Decision.How.choices])
    carried = forms.ChoiceField(
        label=_("Carried or not"), required=False, choices=[ANY, ("yes", _("Carried")), ("no", _("Not carried"))]
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"), required=False,
        choices=[("", _("Newest first")), ("oldest", _("Oldest first")), ("subject", _("By subject"))],
    )  # fmt: skip

    def __init__(self, data: Any, *, organizations: Iterable[Organization]) -> None:
        super().__init__(data)
        self.fields["organization"] = RowField(
            organizations, label=_("Organisation"), required=False, empty_label=_("All")
        )
        self.order_fields(["q", "organization", "subject", "how", "carried", "since", "until", "sort"])

    def apply(self, decisions: DecisionQuerySet) -> DecisionQuerySet:
        """The decisions that were asked for, in the order that was asked for."""
        asked = self.asked
        if asked["q"]:
            decisions = decisions.matching(asked["q"])
        if asked["organization"]:
            parts = DecisionPart.objects.filter(organization=asked["organization"])
            decisions = decisions.filter(pk__in=parts.values("decision"))
        if asked["carried"]:
            decisions = decisions.filter(is_carried=asked["carried"] == "yes")
        equal = {name: asked[name] for name in ("subject", "how") if asked[name]}
        if asked["since"]:
            equal["decided_on__gte"] = asked["since"]
        if asked["until"]:
            equal["decided_on__lte"] = asked["until"]
        return decisions.filter(**equal).order_by(*self.order)
