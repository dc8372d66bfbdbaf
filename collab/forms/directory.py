"""Forms about organisations, people, and for whom somebody acts from when to when."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import global_settings
from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm, is_storable
from collab.forms.filters import ANY, ListFilter
from collab.forms.inputs import DayField, RowField, not_after_today
from collab.models import Affiliation, Organization, Person
from collab.models.directory import OrganizationQuerySet, PersonQuerySet

LANGUAGES = [(code, _(name)) for code, name in global_settings.LANGUAGES]


def validate_visible(text: str) -> None:
    """Refuse a name that nobody could see or press."""
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in text):
        raise ValidationError(_("This name holds no sign that can be seen."))


class OrganizationForm(RecordForm):
    """One organisation or public body."""

    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Organization
        fields = ("name", "short_label", "sector", "is_local", "parent", "place", "website")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(validate_visible)
        self.fields["parent"] = RowField(
            self._possible_parents(), label=_("Part of"), required=False, empty_label=_("Nothing else"),
            help_text=_("The larger body it belongs to, such as a ministry for a department."),
        )  # fmt: skip

    def clean_name(self) -> str:
        """A name that a merged record holds belongs to the record that stands for it."""
        name = str(self.cleaned_data["name"])
        if not is_storable(name):  # told of every text at once, later
            return name
        merged = Organization.everyone.filter(collaboration=self.collaboration, name__iexact=name)
        taken = merged.exclude(survivor=None).select_related("survivor").first()
        if taken and taken.survivor:
            said = gettext("This name belongs to a record that was merged into “%(name)s”.")
            raise ValidationError(said % {"name": taken.survivor.name})
        return name

    def _possible_parents(self) -> list[Organization]:
        """All that are not this one or a part of it, so that nothing is part of itself in a circle."""
        listed = list(self.collaboration.organizations.order_by("name"))
        below, grown = {self.instance.pk}, not self.is_new
        while grown:
            parts = {one.pk for one in listed if one.parent_id in below}
            grown = not parts <= below
            below |= parts
        return [one for one in listed if one.pk not in below]


class OrganizationFilter(ListFilter):
    """Which organisations."""

    SORTS = {
        "": ("name",),
        "sector": ("sector", "name"),
        "place": ("place", "name"),
        "met": ("-last_met_at", "name"),
        "silent": ("last_met_at", "name"),
    }

    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[ANY, *Organization.Sector.choices])
    local = forms.ChoiceField(
        label=_("Local or foreign"), required=False, choices=[ANY, ("yes", _("Local")), ("no", _("Foreign"))]
    )
    sort = forms.ChoiceField(
        label=_("Order"), required=False,
        choices=[
            ("", _("By name")), ("sector", _("By sector")), ("place", _("By place")), ("met", _("Met lately first")),
            ("silent", _("Longest not met first")),
        ],
    )  # fmt: skip

    def apply(self, organizations: OrganizationQuerySet) -> OrganizationQuerySet:
        """The organisations that were asked for, in the order that was asked for."""
        asked = self.asked
        if asked["q"]:
            organizations = organizations.matching(asked["q"])
        if asked["sector"]:
            organizations = organizations.filter(sector=asked["sector"])
        if asked["local"]:
            organizations = organizations.filter(is_local=asked["local"] == "yes")
        return organizations.order_by(*(_nulls_last(name) for name in self.order))


def _nulls_last(name: str) -> Any:
    """Nobody knows when: after all that are known, or, where silence is looked for, before them."""
    from_newest = name.startswith("-")
    column = F(name.lstrip("-"))
    return column.desc(nulls_last=True) if from_newest else column.asc(nulls_first=True)


class PersonForm(RecordForm):
    """One person. Contact data is only there for those who may see it."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    informed_on = DayField(
        label=_("Informed on"), required=False,
        help_text=_("The day this person was told what is recorded here and why."),
    )  # fmt: skip
    agreed_on = DayField(
        label=_("Agreed to be named in reports on"), required=False,
        help_text=_("Without it a report says the role in place of the name."),
    )  # fmt: skip

    class Meta:
        model = Person
        fields = ("name", "job_title", "email", "phone", "language", "informed_on", "agreed_on")

    def __init__(self, *args: Any, shows_contacts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shows_contacts = shows_contacts
        if not shows_contacts:
            del self.fields["email"], self.fields["phone"]
        self.fields["name"].validators.append(validate_visible)
        own = self.instance.language
        unlisted = [(own, own)] if own and own not in dict(LANGUAGES) else []
        languages = [("", _("Not known")), *unlisted, *LANGUAGES]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]  # it is a choice

    def columns(self) -> list[str]:
        """What is shown is what is written."""
        return [name for name in super().columns() if name in self.fields]

    def fresh(self, instance: Model) -> "PersonForm":
        """The same form over the row as it stands now."""
        return type(self)(instance=instance, collaboration=self.collaboration, shows_contacts=self.shows_contacts)

    def clean_informed_on(self) -> date | None:
        """Nobody was told tomorrow."""
        return not_after_today(self.cleaned_data["informed_on"], self.collaboration)

    def clean_agreed_on(self) -> date | None:
        """Nobody agreed tomorrow."""
        return not_after_today(self.cleaned_data["agreed_on"], self.collaboration)


class NewPersonForm(PersonForm):
    """Somebody new, and for whom they act."""

    is_namesake = forms.BooleanField(label=_("This is another person of the same name"), required=False)
    from_on = DayField(label=_("Acts for it since"), required=False, help_text=_("Leave empty if you do not know."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organizations = self.collaboration.organizations.order_by("name")
        self.fields["organization"] = RowField(
            organizations, label=_("Acts for"), required=False, empty_label=_("Nobody yet")
        )
        self.order_fields(["name", "job_title", "organization", "from_on"])
        self.known: list[Person] = []

    def clean(self) -> dict[str, Any]:
        """The same form sent twice, or somebody known already, makes nobody twice unless that is meant."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("name") and not typed.get("is_namesake"):
            self.known = list(self.collaboration.people.called(typed["name"])[:5])
            if self.known:
                self.add_error("name", _("Somebody of this name is listed already. If this is another, say so."))
        if typed.get("from_on") and not typed.get("organization") and "organization" not in self.errors:
            self.add_error("organization", _("Say for whom this person acts since that day."))
        return typed

    def save_parts(self) -> None:
        """Write for whom the person acts."""
        if self.cleaned_data["organization"]:
            Affiliation.objects.create(
                collaboration=self.collaboration, person=self.instance,
                organization=self.cleaned_data["organization"], from_on=self.cleaned_data["from_on"],
            )  # fmt: skip


class PersonFilter(ListFilter):
    """Which people."""

    SORTS = {"": ("name", "pk"), "newest": ("-created_at", "pk"), "informed": ("informed_on", "name", "pk")}

    acting = forms.ChoiceField(
        label=_("Acting"),
        required=False,
        choices=[ANY, ("now", _("For somebody today")), ("past", _("For nobody today"))],
    )
    informed = forms.ChoiceField(
        label=_("Informed"),
        required=False,
        choices=[ANY, ("yes", pgettext_lazy("person", "Informed")), ("no", _("Not yet"))],
    )
    sort = forms.ChoiceField(
        label=_("Order"), required=False,
        choices=[("", _("By name")), ("newest", _("Newest entries first")), ("informed", _("By day of information"))],
    )  # fmt: skip

    def __init__(self, data: Any, *, organizations: Iterable[Organization], today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["organization"] = RowField(
            organizations, label=_("Organisation"), required=False, empty_label=_("All")
        )
        self.order_fields(["q", "organization", "acting", "informed", "sort"])

    def apply(self, people: PersonQuerySet) -> PersonQuerySet:
        """The people who were asked for, in the order that was asked for."""
        asked = self.asked
        acting = Affiliation.objects.all()
        if asked["q"]:
            people = people.matching(asked["q"])
        if asked["organization"]:
            acting = acting.filter(organization=asked["organization"])
            people = people.filter(pk__in=acting.values("person"))
        if asked["acting"]:
            now = Q(pk__in=acting.current(on=self.today).values("person"))
            people = people.filter(now if asked["acting"] == "now" else ~now)
        if asked["informed"]:
            people = people.filter(informed_on__isnull=asked["informed"] == "no")
        return people.order_by(*self.order)


class AffiliationForm(RecordForm):
    """For whom a person acts, from when to when."""

    from_on = DayField(label=_("From"), required=False, help_text=_("Leave empty if you do not know."))
    to_on = DayField(label=_("Until"), required=False, help_text=_("Leave empty while it lasts."))

    class Meta:
        model = Affiliation
        fields = ("organization", "from_on", "to_on")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.person = person
        organizations = self.collaboration.organizations.order_by("name")
        self.fields["organization"] = RowField(
            organizations, label=_("Organisation"), empty_label=_("Choose an organisation")
        )
        self.order_fields(["organization", "from_on", "to_on"])

    def clean(self) -> dict[str, Any]:
        """The same form sent twice makes nothing twice."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        same = {name: typed.get(name) for name in ("organization", "from_on", "to_on")}
        if same["organization"] and same["to_on"] and self.instance.person.affiliations.filter(**same).exists():
            raise ValidationError(gettext("This is listed already."))
        return typed


class AffiliationEndForm(RecordForm):
    """Until when somebody acted for an organisation."""

    to_on = DayField(label=_("Last day"))

    class Meta:
        model = Affiliation
        fields = ("to_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"end_{self.instance.pk}_%s"
