"""Weights, expectations and thresholds from a month on: what differs from the defaults, and why."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab.models import Collaboration, User
from government.models import StateRole
from metrics.formulas.catalogue import EXPECTATION_MONTHS
from metrics.formulas.rules import DEFAULT, WEIGHED, Bands, Rules, weighed, weighed_keys
from metrics.labels import COMPONENTS, METRICS, SECTIONS, THRESHOLDS
from metrics.models import WeightSet

WHOLE = 100
LAST_MONTH = 600
BAND = re.compile(r"\s*(\d{1,3})\s*[-–]\s*(\d{1,3})\s*")
OTHER = "cadence", "thresholds"


class BandsField(forms.CharField):
    """Five pairs of low and high, for months 0, 6, 12, 18 and 24. Example: 5-25, 20-45, 35-60, 45-70, 55-80."""

    default_error_messages = {
        "bands": _("Give five pairs of low and high between 0 and 100, such as 5-25, 20-45, 35-60, 45-70, 55-80.")
    }

    def clean(self, value: Any) -> Bands:
        """The pairs as numbers."""
        text = str(super().clean(value))
        found = [BAND.fullmatch(one) for one in text.split(",")]
        bands = tuple((int(one[1]), int(one[2])) for one in found if one)
        if len(bands) != len(found) or len(bands) != len(EXPECTATION_MONTHS):
            raise ValidationError(self.error_messages["bands"], code="bands")
        if any(not low <= high <= WHOLE for low, high in bands):
            raise ValidationError(self.error_messages["bands"], code="bands")
        return bands


class Group:
    """Fields that belong together."""

    def __init__(self, label: str | Promise, fields: list[BoundField], hint: str | Promise = "") -> None:
        self.label, self.fields, self.hint = label, fields, hint


class WeightSetForm(forms.Form):
    """A new set of rules; it starts from those in force today, so that only what is meant to change is typed."""

    from_month = forms.IntegerField(
        label=_("From month"), min_value=0, max_value=LAST_MONTH,
        help_text=_("This month and all after it are computed anew by these rules; those before it stay as they are."),
    )  # fmt: skip
    why = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    half_life = forms.IntegerField(
        label=_("Half-life of a contact, in days"), min_value=1, max_value=730,
        help_text=_("After so many days a meeting counts half."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, collaboration: Collaboration, rules: Rules, month: int) -> None:
        super().__init__(data)
        self.collaboration, self.rules = collaboration, rules
        self.initial = {"from_month": month, "half_life": round(rules.half_life)}
        for metric in WEIGHED:
            self._weights(metric)
        for metric, bands in rules.bands.items():
            text = ", ".join(f"{low:g}-{high:g}" for low, high in bands)
            self.fields[f"bands-{metric}"] = BandsField(label=str(METRICS[metric].label), max_length=60, initial=text)
        for role, days in rules.cadence.items():
            label = StateRole.Role(role).label
            self.fields[f"cadence-{role}"] = forms.IntegerField(label=label, min_value=1, max_value=365, initial=days)
        for key, value in rules.thresholds.items():
            self.fields[f"thresholds-{key}"] = _percent(THRESHOLDS[key], value)

    @property
    def groups(self) -> list[Group]:
        """The fields of the page, by what they set."""
        weights = _("Weights in per cent; they add up to 100.")
        found = [
            Group(METRICS[metric].label, [self[f"{metric}-{key}"] for key in weighed_keys(metric)], weights)
            for metric in WEIGHED
        ]
        return [
            *found,
            Group(
                _("What may be expected"), self._of("bands"),
                _("Low and high at months 0, 6, 12, 18 and 24. Planning default, no published norm."),
            ),
            Group(_("What gates ask"), self._of("thresholds"), _("Government engagement by the role of the state.")),
            Group(_("How often offices should be met, in days"), self._of("cadence")),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each metric is weighed as a whole."""
        for metric in WEIGHED:
            given: list[Any] = [self.cleaned_data.get(f"{metric}-{key}") for key in weighed_keys(metric)]
            if None not in given and sum(given) != WHOLE:
                first = f"{metric}-{weighed_keys(metric)[0]}"
                total = _("The weights of %(name)s add up to %(sum)s, not to 100.")
                self.add_error(first, total % {"name": METRICS[metric].label, "sum": sum(given)})
        return self.cleaned_data

    def store(self, *, by: User) -> bool:
        """Add the set where all is in order; only what differs from the defaults is kept in it."""
        if not self.is_valid():
            return False
        given = self.cleaned_data
        WeightSet.objects.create(
            collaboration=self.collaboration, from_month=given["from_month"], why=given["why"], set_by=by,
            half_life=None if given["half_life"] == DEFAULT.half_life else given["half_life"],
            weights=self._weighed(), bands=self._differing("bands", {k: tuple(v) for k, v in DEFAULT.bands.items()}),
            thresholds=self._differing("thresholds", DEFAULT.thresholds),
            cadence=self._differing("cadence", DEFAULT.cadence),
        )  # fmt: skip
        return True

    def _weights(self, metric: str) -> None:
        shares = weighed(metric, self.rules.weights[metric])
        for key in weighed_keys(metric):
            label = SECTIONS[key] if metric == "readiness" else COMPONENTS[metric][key].label
            self.fields[f"{metric}-{key}"] = _percent(label, round(WHOLE * shares[key]))

    def _weighed(self) -> dict[str, dict[str, float]]:
        found = {}
        for metric in WEIGHED:
            given = {key: self.cleaned_data[f"{metric}-{key}"] for key in weighed_keys(metric)}
            usual = {key: round(WHOLE * share) for key, share in weighed(metric, DEFAULT.weights[metric]).items()}
            if given != usual:
                found[metric] = {key: share / WHOLE for key, share in given.items()}
        return found

    def _differing(self, name: str, usual: Any) -> dict[str, Any]:
        given = {key: self.cleaned_data[f"{name}-{key}"] for key in usual}
        return {key: value for key, value in given.items() if value != usual[key]}

    def _of(self, name: str) -> list[BoundField]:
        return [self[one] for one in self.fields if one.startswith(f"{name}-")]


def _percent(label: str | Promise, value: float) -> forms.IntegerField:
    return forms.IntegerField(
        label=str(label), initial=round(value), validators=[MinValueValidator(0), MaxValueValidator(WHOLE)],
        widget=forms.NumberInput(attrs={"min": 0, "max": WHOLE}),
    )  # fmt: skip
