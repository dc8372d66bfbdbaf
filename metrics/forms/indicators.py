"""Forms about indicators: what is measured, what holds it back before month 24, and the figures of its periods."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField
from collab.models import AuditEvent, Collaboration, User
from collab.months import FRAME_MONTHS
from metrics import guardrail
from metrics.models import Indicator, IndicatorPeriod

Way = Indicator.Way
CONTEXT_FIRST = [("", _("Choose how to go on")), *Way.choices]


class IndicatorForm(RecordForm):
    """One indicator. Where the guardrail holds it, saving needs one of three ways on; each attempt is noted."""

    baseline_on = DayField(label=_("Baseline measured on"), required=False)
    is_sure = forms.BooleanField(label=_("Keep the level that I chose"), required=False)

    class Meta:
        model = Indicator
        fields = ("name", "unit", "level", "from_month", "baseline", "baseline_on", "narrative", "way", "reason")
        widgets = {"level": forms.RadioSelect, "way": forms.RadioSelect, "narrative": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.is_held = self.is_in_doubt = False
        self.fields["level"].choices = Indicator.Level.choices
        self.fields["way"].choices = Way.choices
        self.fields["way"].required = self.fields["reason"].required = False
        if self.is_new:
            today = self.collaboration.today()
            self.initial.setdefault("from_month", self.collaboration.month(on=today) or 0)

    def fresh(self, instance: Any) -> "IndicatorForm":
        """The same form over the row as it stands now; being sure is said, not stored."""
        is_sure = {"is_sure": bool(self.data.get(self.add_prefix("is_sure")))}
        return IndicatorForm(instance=instance, collaboration=self.collaboration, user=self.user, initial=is_sure)

    def columns(self) -> list[str]:
        """Also who asked for an override and who confirmed it."""
        return [*super().columns(), "asked_by", "confirmed_by"]

    def clean(self) -> dict[str, Any]:
        """Hold a measure of the population that would count too early, and one that only sounds like it."""
        cleaned = super().clean() or {}
        level, month = cleaned.get("level"), cleaned.get("from_month")
        if level is None or month is None:
            return cleaned
        sounds = guardrail.suggests_population(cleaned.get("name", ""), cleaned.get("unit", ""))
        self.is_in_doubt = level != guardrail.POPULATION and sounds
        if self.is_in_doubt and not cleaned.get("is_sure"):
            doubt = _("This sounds like a measure of the whole population. Choose that level, or keep yours.")
            self.add_error("level", doubt)
        if level != guardrail.POPULATION:
            cleaned["way"] = cleaned["reason"] = ""
        elif cleaned.get("way") == Way.LATER:
            cleaned["from_month"] = max(month, FRAME_MONTHS)
        elif guardrail.must_choose(level, [month], is_confirmed=False):
            self._hold(cleaned)
        else:
            cleaned["way"] = cleaned["reason"] = ""
        if level == guardrail.POPULATION and not self.is_new:
            self._refuse_early_targets()
        return cleaned

    def prepare(self) -> None:
        """An override belongs to who asked for it last; another reason or month must be confirmed anew."""
        one = self.instance
        if one.way != Way.OVERRIDE:
            one.asked_by = one.confirmed_by = None
        elif one.asked_by_id is None or {"way", "reason", "from_month", "name", "level"} & set(self.changed_data):
            one.asked_by, one.confirmed_by = self.user, None

    def store(self) -> bool:
        """Save, and write down every attempt that met the guardrail, whatever became of it."""
        is_stored = super().store()
        if self.is_held or self.is_in_doubt:
            AuditEvent.record(
                AuditEvent.Act.GUARDRAIL, user=self.user, collaboration=self.collaboration,
                subject=f"{self.cleaned_data.get('name', '')[:120]}: {self._outcome(is_stored=is_stored)}",
            )  # fmt: skip
        return is_stored

    def _outcome(self, *, is_stored: bool) -> str:
        if not is_stored:
            return "held back"
        return str(Way(self.instance.way).label) if self.instance.way else str(_("kept as %s")) % self.instance.level

    def _post_clean(self) -> None:
        if self.instance.way == Way.OVERRIDE or self.cleaned_data.get("way") == Way.OVERRIDE:
            self.instance.asked_by = self.instance.asked_by or self.user
        super()._post_clean()

    def _hold(self, cleaned: dict[str, Any]) -> None:
        self.is_held = True
        if not cleaned.get("way"):
            self.add_error("way", _("This would count before month 24. Choose how to go on."))
        elif cleaned["way"] == Way.OVERRIDE and not cleaned.get("reason"):
            self.add_error("reason", _("Say why this measure should count so early."))

    def _refuse_early_targets(self) -> None:
        """An override that is asked for is not confirmed yet, so that targets would stand too early."""
        early = self.instance.periods.filter(from_month__lt=FRAME_MONTHS, target__isnull=False)
        if self.instance.is_guarded is False and self.changed_data and early.exists():
            self.add_error("level", _("Take the targets before month 24 out of its periods first."))


class PeriodForm(RecordForm):
    """Target and actual of some months of one indicator."""

    class Meta:
        model = IndicatorPeriod
        fields = ("from_month", "to_month", "target", "actual", "note")

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.instance.indicator = indicator
        self.instance.is_guarded = guardrail.is_guarded(
            indicator.level, is_confirmed=indicator.confirmed_by_id is not None
        )
        if self.is_new:
            last = indicator.periods.order_by("-to_month").first()
            first = last.to_month + 1 if last else indicator.from_month
            self.initial.setdefault("from_month", first)
            self.initial.setdefault("to_month", first + 5)

    def fresh(self, instance: Any) -> "PeriodForm":
        """The same form over the row as it stands now."""
        return PeriodForm(instance=instance, collaboration=self.collaboration, indicator=self.indicator)

    @property
    def is_held(self) -> bool:
        """Whether a target before month 24 was refused."""
        if not (self.is_bound and self.errors) or self.cleaned_data.get("target") is None:
            return False
        month = self.cleaned_data.get("from_month", FRAME_MONTHS)
        return not guardrail.may_count(month, guarded=self.instance.is_guarded)


def record_refused_target(form: PeriodForm, *, user: User, collaboration: Collaboration) -> None:
    """Write down that somebody tried to set a target too early."""
    if form.is_held:
        subject = f"{form.indicator.name[:120]}: target in month {form.cleaned_data['from_month']} refused"
        AuditEvent.record(AuditEvent.Act.GUARDRAIL, user=user, collaboration=collaboration, subject=subject)
