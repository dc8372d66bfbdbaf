"""Forms that open a collaboration and change its settings."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm
from collab.invitations import invite
from collab.models import Collaboration, Organization, User
from collab.roles import Role

FACTS = ("name", "issue", "country", "started_on", "framed_on", "time_zone", "currency", "languages")
MOST_SLUG_SIGNS = 50  # of 60; the rest is for a number
LABELS = {"started_on": _("Day 0"), "framed_on": _("Problem framed on"), "time_zone": _("Time zone")}
HINTS = {
    "issue": _("What the organisations want to change, in one line."),
    "started_on": _("Months are counted from this day."),
    "framed_on": _("When the problem was first put into words together. Leave it empty if nobody knows."),
    "time_zone": _("Days begin and end in this zone."),
    "currency": _("Three capital letters, such as USD."),
}


def day_input() -> forms.DateInput:
    """A day as every browser understands it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_zones() -> list[tuple[str, str]]:
    """The zones of the world by region and city."""
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name)]


def language_choices(more: list[str]) -> list[tuple[str, Any]]:
    """The languages of the product, and those that a collaboration has besides."""
    known = dict(settings.LANGUAGES)
    return [*known.items(), *((code, _language(code)) for code in more if code not in known)]


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


class LanguagesField(forms.MultipleChoiceField):
    """Which languages people read."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Languages"),
            required=False,
            choices=language_choices([]),
            widget=forms.CheckboxSelectMultiple,
        )


class CollaborationForm(RecordForm):
    """The settings of a collaboration: facts, backbone, and how it ended."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, help_text=HINTS["time_zone"])
    languages = LanguagesField()

    class Meta:
        model = Collaboration
        fields = (*FACTS, "backbone", "ended_on", "closed_as")
        labels = LABELS
        help_texts = HINTS | {"closed_as": _("Fill in both, or neither while the collaboration goes on.")}
        widgets = {name: day_input() for name in ("started_on", "framed_on", "ended_on")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = language_choices(self.collaboration.languages)
        self.fields["backbone"].empty_label = _("Not noted")
        self.fields["closed_as"].choices = [("", _("It goes on")), *Collaboration.ClosedAs.choices]

    def rows(self) -> Any:
        """The collaboration itself."""
        return Collaboration.objects.filter(pk=self.instance.pk)


class NewCollaborationForm(forms.ModelForm):
    """A collaboration with its backbone organisation and its first coordinator."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, initial="UTC", help_text=HINTS["time_zone"])
    languages = LanguagesField()
    backbone_name = forms.CharField(
        label=_("Backbone organisation"),
        max_length=160,
        help_text=_("Who holds the work together; the coordinator's own."),
    )
    coordinator_name = forms.CharField(label=_("Name of the first coordinator"), max_length=120)
    coordinator_email = forms.EmailField(label=_("E-mail address of the first coordinator"), max_length=254)
    error_css_class = "invalid"

    class Meta:
        model = Collaboration
        fields = FACTS
        labels = LABELS
        help_texts = HINTS
        widgets = {name: day_input() for name in ("started_on", "framed_on")}

    def clean_name(self) -> str:
        """A name names one; the same form sent twice makes no second one."""
        name: str = self.cleaned_data["name"]
        if Collaboration.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("A collaboration of this name exists already."))
        return name

    def found(self, *, by: User, origin: str) -> Collaboration | None:
        """Write collaboration, backbone, seat and invitation, all or nothing; None leaves an error to show."""
        try:
            with transaction.atomic():
                return self._write(by, origin)
        except IntegrityError:
            self.add_error("name", _("Somebody made a collaboration of this name at this moment."))
            return None

    def _write(self, by: User, origin: str) -> Collaboration:
        collaboration = self.save(commit=False)
        collaboration.slug = free_slug(collaboration.name)
        collaboration.save(force_insert=True)
        backbone = Organization.objects.create(collaboration=collaboration, name=self.cleaned_data["backbone_name"])
        collaboration.backbone = backbone
        collaboration.save(update_fields=["backbone"])
        invite(
            email=self.cleaned_data["coordinator_email"],
            name=self.cleaned_data["coordinator_name"],
            language=next(iter(code for code in collaboration.languages if code in dict(settings.LANGUAGES)), "en"),
            role=Role.COORDINATOR,
            organization=backbone,
            by=by,
            on=collaboration.today(),
            origin=origin,
        )
        return collaboration


def free_slug(name: str) -> str:
    """The name as it may stand in an address, with a number where it is taken."""
    stem = slugify(name)[:MOST_SLUG_SIGNS].strip("-") or "collaboration"
    taken = set(Collaboration.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slugs = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 2))]
    return next(slug for slug in slugs if slug not in taken)
