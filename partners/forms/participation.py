"""Forms about taking part: who is a partner, since when, at which stage; which partners a list shows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm
from collab.forms.filters import ANY, ListFilter
from collab.forms.inputs import DayField, RowField, not_after_today
from collab.models import Organization, Person
from partners.forms.fields import TagsField, input_of, name_of, read, written
from partners.models import Partner, PartnerStage
from partners.models.participation import PartnerQuerySet


class PartnerForm(RecordForm):
    """What is agreed with a partner, what it brings, who keeps the contact."""

    core_from_on = DayField(label=_("Core partner from"), required=False)
    core_to_on = DayField(label=_("Core partner until"), required=False, help_text=_("Leave empty while it belongs."))
    explained_on = DayField(
        label=_("Model explained on"), required=False,
        help_text=_("The day on which the way of working, and how long it takes, was explained to this partner."),
    )  # fmt: skip
    horizon_agreed_on = DayField(
        label=_("Horizon agreed on"), required=False,
        help_text=_("The day on which it agreed to the long horizon: relationships first, results later."),
    )  # fmt: skip

    class Meta:
        model = Partner
        fields = ("core_from_on", "core_to_on", "explained_on", "horizon_agreed_on", "activities", "resources")
        widgets = {"activities": forms.Textarea(attrs={"rows": 3}), "resources": forms.Textarea(attrs={"rows": 3})}

    field_order = (
        "organization", "stage", "core_from_on", "core_to_on", "contact", "owner", "explained_on", "horizon_agreed_on",
        "activities", "resources", "tags",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activities"].help_text = _("What it does already that the joint work can build on.")
        self.fields["resources"].help_text = _("People, places, data or money that are there without new funds.")
        if self.is_new:
            self._ask_who()
        else:
            self._ask_contacts()
        self.fields["tags"] = TagsField(
            label=_("Tags"), required=False,
            help_text=_("Words of your own to find partners by, with commas between them. Everybody here sees them."),
        )  # fmt: skip
        self.initial["tags"] = ", ".join(self.instance.tags)
        self.own = list(self.collaboration.partner_fields.in_use())
        for one in self.own:
            self.fields[name_of(one)] = input_of(one)
            self.initial[name_of(one)] = read(one, self.instance.details)
        self.order_fields(self.field_order)

    def _ask_who(self) -> None:
        free = self.collaboration.organizations.filter(partner=None).order_by("name")
        self.fields["organization"] = RowField(
            free, label=_("Organisation"), empty_label=_("Choose an organisation"),
            help_text=_("An organisation that is not listed yet is added under “Organisations” first."),
        )  # fmt: skip
        self.fields["stage"] = forms.ChoiceField(
            label=_("Stage today"), choices=PartnerStage.Stage.choices, initial=PartnerStage.Stage.IDENTIFIED
        )
        del self.fields["core_to_on"]

    def _ask_contacts(self) -> None:
        own = _people_of(self.instance.organization)
        ours = _people_of(self.collaboration.backbone) if self.collaboration.backbone else []
        self.fields["contact"] = RowField(
            _with(own, self.instance.contact), label=_("First contact"), required=False, empty_label=_("Nobody named"),
            help_text=_("Somebody who acts for this organisation."),
        )  # fmt: skip
        self.fields["owner"] = RowField(
            _with(ours, self.instance.owner), label=_("Who keeps the relationship on our side"), required=False,
            empty_label=_("Nobody named"), help_text=_("Somebody of the backbone organisation."),
        )  # fmt: skip
        self.initial["contact"], self.initial["owner"] = self.instance.contact_id, self.instance.owner_id

    def columns(self) -> list[str]:
        """What is shown is what is written."""
        more = ("organization",) if self.is_new else ("contact", "owner")
        return [*more, "tags", "details", *(name for name in super().columns() if name in self.fields)]

    def clean_explained_on(self) -> date | None:
        """Nothing was explained tomorrow."""
        return not_after_today(self.cleaned_data["explained_on"], self.collaboration)

    def clean_horizon_agreed_on(self) -> date | None:
        """Nothing was agreed tomorrow."""
        return not_after_today(self.cleaned_data["horizon_agreed_on"], self.collaboration)

    def clean(self) -> dict[str, Any]:
        """Rows that were chosen are written too."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("organization", "contact", "owner"):
            if name in self.fields and name not in self.errors:
                setattr(self.instance, name, typed.get(name))
        self.instance.tags = typed.get("tags") or []
        said = {str(one.pk): written(typed.get(name_of(one))) for one in self.own}
        kept = {key: value for key, value in self.instance.details.items() if key not in said}
        self.instance.details = kept | {key: value for key, value in said.items() if value is not None}
        return typed

    def save_parts(self) -> None:
        """A new partner stands at a stage from today."""
        if self.is_new:
            PartnerStage.objects.get_or_create(
                partner=self.instance, from_on=self.collaboration.today(),
                defaults={"collaboration": self.collaboration, "stage": self.cleaned_data["stage"]},
            )  # fmt: skip


class StageForm(RecordForm):
    """The stage from a day on."""

    from_on = DayField(label=_("From"))

    class Meta:
        model = PartnerStage
        fields = ("stage", "from_on", "note")
        widgets = {"stage": forms.RadioSelect}

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partner = partner
        self.fields["stage"].choices = PartnerStage.Stage.choices  # type: ignore[attr-defined]  # without an empty choice
        self.fields["note"].help_text = _("What the partner did, in one line.")
        self.initial.setdefault("from_on", self.collaboration.today())

    def clean_from_on(self) -> date | None:
        """No stage is reached tomorrow."""
        return not_after_today(self.cleaned_data["from_on"], self.collaboration)


class PartnerFilter(ListFilter):
    """Which partners; always by name, as this is no league table."""

    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[ANY, *PartnerStage.Stage.choices])
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[ANY, *Organization.Sector.choices])
    core = forms.ChoiceField(
        label=_("Core"), required=False, choices=[ANY, ("yes", _("Core partners")), ("no", _("Others"))]
    )
    tag = forms.ChoiceField(label=_("Tag"), required=False)

    def __init__(self, data: Any, *, tags: list[str]) -> None:
        super().__init__(data)
        field: Any = self.fields["tag"]
        field.choices = [ANY, *((one, one) for one in tags)]
        if not tags:
            del self.fields["tag"]

    def apply(self, partners: PartnerQuerySet, *, on: date) -> PartnerQuerySet:
        """The partners that were asked for, with their stage."""
        asked = self.asked
        rows = partners.with_stage(on=on)
        if asked["q"]:
            rows = rows.matching(asked["q"])
        if asked["stage"]:
            rows = rows.filter(stage=asked["stage"])  # type: ignore[misc]  # an annotation
        if asked["sector"]:
            rows = rows.filter(organization__sector=asked["sector"])
        if asked["core"]:
            core = Partner.objects.core(on=on).values("pk")
            rows = rows.filter(pk__in=core) if asked["core"] == "yes" else rows.exclude(pk__in=core)
        if asked.get("tag"):
            rows = rows.tagged(asked["tag"])
        return rows.order_by("organization__name", "pk")


class StatementFilter(forms.Form):
    """Statements about all partners, or about one."""

    partner = forms.ChoiceField(label=_("Partner"), required=False)

    def __init__(self, data: Any, *, partners: list[Partner]) -> None:
        super().__init__(data)
        field: Any = self.fields["partner"]
        named = sorted((str(one.organization), one.pk) for one in partners)
        field.choices = [("", _("All partners")), *((str(pk), name) for name, pk in named)]

    @property
    def wanted(self) -> int | None:
        """The id of the one that is asked for; None for all, and for one that the reader does not see."""
        return int(self.cleaned_data["partner"]) if self.is_valid() and self.cleaned_data["partner"] else None


def _people_of(organization: Organization) -> list[Person]:
    affiliations = organization.affiliations.filter(to_on=None).select_related("person").order_by("person__name")
    return [one.person for one in affiliations]


def _with(people: list[Person], chosen: Person | None) -> list[Person]:
    return people if chosen is None or chosen in people else [*people, chosen]
