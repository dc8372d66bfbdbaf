"""Forms about the strategy: its versions, what was written into it, who stands behind it, who leads, who gives."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField, RowField, not_after_today
from collab.models import (
    Decision,
    Endorsement,
    LeadershipRole,
    Organization,
    Person,
    Resource,
    StrategyContribution,
    StrategyVersion,
)

MOST_DECISIONS = 100


class StrategyForm(RecordForm):
    """A version: a draft, or approved on a day by a decision."""

    drafted_on = DayField(label=_("Drafted on"))
    approved_on = DayField(
        label=_("Approved on"),
        required=False,
        help_text=_("A draft changes nothing; the version approved last counts."),
    )

    class Meta:
        model = StrategyVersion
        fields = ("title", "text", "drafted_on", "approved_on")
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decisions = self.collaboration.decisions.filter(is_carried=True).order_by("-decided_on")[:MOST_DECISIONS]
        self.fields["decision"] = RowField(
            decisions, label=_("Approved by the decision"), required=False, empty_label=_("No decision is noted"),
            help_text=_("Decisions are noted with their meeting, or under “Decisions”."),
        )  # fmt: skip
        self.initial["decision"] = self.instance.decision_id
        self.initial.setdefault("drafted_on", self.collaboration.today())

    def columns(self) -> list[str]:
        """The decision is written too."""
        return [*super().columns(), "decision"]

    def clean_drafted_on(self) -> date | None:
        """Nothing was drafted tomorrow."""
        return not_after_today(self.cleaned_data["drafted_on"], self.collaboration)

    def clean_approved_on(self) -> date | None:
        """Nothing was approved tomorrow."""
        return not_after_today(self.cleaned_data["approved_on"], self.collaboration)

    def clean(self) -> dict[str, Any]:
        """The chosen decision."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if "decision" not in self.errors:
            chosen = typed.get("decision")
            assert chosen is None or isinstance(chosen, Decision)  # noqa: S101  narrows the type
            self.instance.decision = chosen
        return typed


class OfOrganization(RecordForm):
    """A record of what one organisation did; the organisation stands first and is chosen from the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.collaboration.organizations.order_by("name")
        self.fields["organization"] = RowField(rows, label=_("Organisation"), empty_label=_("Choose an organisation"))
        self.initial.setdefault("organization", getattr(self.instance, "organization_id", None))
        self.order_fields(["organization", *(name for name in self.fields if name != "organization")])

    def columns(self) -> list[str]:
        """The organisation is written too."""
        return ["organization", *super().columns()]

    def clean(self) -> dict[str, Any]:
        """The chosen organisation."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = typed.get("organization")
        if isinstance(chosen, Organization):
            self.instance.organization = chosen  # type: ignore[attr-defined]  # every record here has one
        for name, value in typed.items():
            if (
                name.endswith("_on")
                and name != "to_on"
                and isinstance(value, date)
                and value > self.collaboration.today()
            ):
                self.add_error(name, _("This day lies in the future."))
        return typed


class ContributionForm(OfOrganization):
    """Something an organisation wrote, and whether it was taken up."""

    proposed_on = DayField(label=_("Proposed on"))
    accepted_on = DayField(label=_("Accepted on"), required=False, help_text=_("It counts from this day."))
    declined_on = DayField(label=_("Not taken up, on"), required=False)

    class Meta:
        model = StrategyContribution
        fields = ("text", "points", "proposed_on", "accepted_on", "declined_on")

    def __init__(self, *args: Any, strategy: StrategyVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strategy = strategy
        self.instance.strategy = strategy
        self.initial.setdefault("proposed_on", strategy.drafted_on)

    def fresh(self, instance: Any) -> "ContributionForm":
        """The same form over the row as it stands now."""
        return ContributionForm(instance=instance, strategy=self.strategy, collaboration=self.collaboration)


class LeadershipForm(OfOrganization):
    """Who chairs or leads a group, from a day up to another."""

    from_on = DayField(label=_("From"))
    to_on = DayField(label=_("Until"), required=False, help_text=_("Leave empty while it leads."))

    class Meta:
        model = LeadershipRole
        fields = ("role", "group", "from_on", "to_on")
        widgets = {"role": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = LeadershipRole.Role.choices  # type: ignore[attr-defined]  # no empty choice
        self.initial.setdefault("from_on", self.collaboration.today())


class ResourceForm(OfOrganization):
    """Money or work that was given, with its rate."""

    given_on = DayField(label=_("Given on"))

    class Meta:
        model = Resource
        fields = ("kind", "text", "amount", "unit", "unit_rate", "given_on")
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Resource.Kind.choices  # type: ignore[attr-defined]  # no empty choice
        self.initial.setdefault("unit", self.collaboration.currency)
        self.initial.setdefault("given_on", self.collaboration.today())

    def columns(self) -> list[str]:
        """What it is worth is written with it."""
        return [*super().columns(), "value"]

    def clean(self) -> dict[str, Any]:
        """Count it at its rate, before the rules of the table are asked."""
        typed = super().clean()
        if typed.get("amount") is not None and typed.get("unit_rate") is not None:
            self.instance.amount, self.instance.unit_rate = typed["amount"], typed["unit_rate"]
            self.instance.value = self.instance.worth()
        return typed


class EndorsementForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time Django's class takes no argument
    """One organisation endorses a version, or objects with a reason; on one day the newer answer counts."""

    class Meta:
        model = Endorsement
        fields = ("stance", "reason")
        widgets = {"stance": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data: Any, *, strategy: StrategyVersion, organization: Organization | None, by: str) -> None:
        """`organization` None asks for it: the facilitation team notes what was said on paper."""
        super().__init__(data)
        place = strategy.collaboration
        self.instance.collaboration, self.instance.strategy = place, strategy
        self.instance.signed_by, self.instance.given_on = by[:120], place.today()
        self.fields["stance"].choices = Endorsement.Stance.choices  # type: ignore[attr-defined]  # no empty choice
        self.fields["reason"].help_text = _("Needed with an objection: say what would have to change.")
        if organization is not None:
            self.instance.organization = organization
        else:
            rows = place.organizations.order_by("name")
            self.fields["organization"] = RowField(
                rows, label=_("Organisation"), empty_label=_("Choose an organisation")
            )
            self.order_fields(("organization", "stance", "reason"))

    def clean(self) -> dict[str, Any]:
        """An objection says why; the chosen organisation."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if isinstance(chosen := typed.get("organization"), Organization):
            self.instance.organization = chosen
        if typed.get("stance") == Endorsement.Stance.OBJECTED and not typed.get("reason"):
            self.add_error("reason", _("Say what would have to change, so that the others can answer."))
        return typed

    def store(self) -> bool:
        """Write it, once a day. False leaves errors to show with 422."""
        if not self.is_bound or not self.is_valid():
            return False
        one = self.instance
        Endorsement.objects.update_or_create(
            strategy=one.strategy, organization=one.organization, given_on=one.given_on,
            defaults={"stance": one.stance, "reason": one.reason, "signed_by": one.signed_by},
            create_defaults={
                "collaboration": one.collaboration, "stance": one.stance, "reason": one.reason,
                "signed_by": one.signed_by,
            },
        )  # fmt: skip
        return True

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"given_on"}  # type: ignore[misc]  # the newer answer replaces it


class EndorsementLinkForm(forms.Form):
    """Who is asked by a personal link; the mail goes to the address of the person."""

    def __init__(self, data: Any, *, strategy: StrategyVersion) -> None:
        super().__init__(data)
        today = strategy.collaboration.today()
        people = (
            Person.objects.filter(collaboration=strategy.collaboration)
            .exclude(email="")
            .filter(affiliations__to_on=None, affiliations__organization__isnull=False)
            .distinct()
            .order_by("name")
        )
        self.today = today
        self.fields["person"] = RowField(
            people, label=_("Person"), empty_label=_("Choose a person"),
            help_text=_("People with a mail address who act for an organisation."),
        )  # fmt: skip

    def clean_person(self) -> Person:
        """Somebody who acts for an organisation today."""
        person: Person = self.cleaned_data["person"]
        if person.organization_on(self.today) is None:
            raise forms.ValidationError(_("This person acts for no organisation today."))
        return person
