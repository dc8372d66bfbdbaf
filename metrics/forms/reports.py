"""Forms about reports: what one is about, its sections, when it is due again, a template of one's own."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField
from collab.models import Collaboration, User
from collab.months import add_months
from metrics.models import Report, ReportSchedule, ReportSection, ReportTemplate
from metrics.reports.evidence import EVIDENCE
from metrics.reports.sections import add_sections, pages_of
from metrics.reports.templates import SHIPPED

QUARTER = 3


def template_choices(collaboration: Collaboration) -> list[tuple[str, Any]]:
    """The templates of the product, then the collaboration's own."""
    own = ReportTemplate.objects.filter(collaboration=collaboration)
    return [*((key, plan.name) for key, plan in SHIPPED.items()), *((f"own-{one.pk}", one.name) for one in own)]


def last_quarter(today: date) -> tuple[date, date]:
    """The calendar quarter before this one. Example: 2026-11-24 -> 2026-07-01, 2026-09-30."""
    this = date(today.year, (today.month - 1) // QUARTER * QUARTER + 1, 1)
    return add_months(this, -QUARTER), this - timedelta(days=1)


class ReportForm(RecordForm):
    """What a report is about. A new one gets the sections of its template."""

    template = forms.ChoiceField(label=_("Template"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    from_on = DayField(label=_("Period from"))
    until_on = DayField(label=_("Period until"))
    due_on = DayField(label=_("Due on"), required=False)

    class Meta:
        model = Report
        fields = ("template", "title", "audience", "lede", "language", "from_on", "until_on", "due_on", "most_pages")
        widgets = {"lede": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if self.is_new:
            self.instance.owner = user
            self.fields["template"].choices = template_choices(self.collaboration)  # type: ignore[attr-defined]
            self.initial.setdefault("template", "board")
            self.initial["from_on"], self.initial["until_on"] = last_quarter(self.collaboration.today())
            del self.fields["most_pages"]
        else:
            del self.fields["template"]

    def columns(self) -> list[str]:
        """What is shown is what is written; a new report also says whose it is."""
        own = ["owner"] if self.is_new else []
        return own + [name for name in super().columns() if name in self.fields]

    def fresh(self, instance: Any) -> "ReportForm":
        """The same form over the row as it stands now."""
        return type(self)(instance=instance, collaboration=self.collaboration, user=self.user)

    def rows(self) -> Any:
        """A locked report is no longer there to be changed."""
        return super().rows().exclude(state=Report.State.LOCKED)

    def clean_until_on(self) -> date | None:
        """A report tells what was, not what will be."""
        until = self.cleaned_data["until_on"]
        if until and until > self.collaboration.today():
            raise ValidationError(_("The period must have ended."))
        return until  # type: ignore[no-any-return]

    def prepare(self) -> None:
        """The template says how long the report may be."""
        if self.is_new:
            self.instance.most_pages = pages_of(self.instance.template, self.collaboration)

    def save_parts(self) -> None:
        """The sections of the template, in the language of the report."""
        if self.is_new:
            add_sections(self.instance)


class SectionForm(RecordForm):
    """The words of one section and the evidence drawn in; saved while one writes."""

    evidence = forms.MultipleChoiceField(
        label=_("Evidence drawn in"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(key, one.label) for key, one in EVIDENCE.items()],
    )  # fmt: skip

    class Meta:
        model = ReportSection
        fields = ("title", "text", "evidence", "guidance", "most_words")
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}

    def rows(self) -> Any:
        """The row, while its report can still be changed."""
        return super().rows().exclude(report__state=Report.State.LOCKED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        kwargs.setdefault("prefix", f"s{instance.pk}" if instance else "s")
        super().__init__(*args, **kwargs)


class RemarkForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time Django's class takes no argument
    """What should change before the report can be locked."""

    class Meta:
        model = Report
        fields = ("remark",)
        widgets = {"remark": forms.Textarea(attrs={"rows": 3})}


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time Django's class takes no argument
    """Keep the sections of a report as a template under a name."""

    class Meta:
        model = ReportTemplate
        fields = ("name",)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("title", "guidance", "most_words", "evidence")
        self.instance.collaboration, self.instance.most_pages = report.collaboration, report.most_pages
        self.instance.sections = [{name: getattr(one, name) for name in names} for one in report.sections.all()]

    def _get_validation_exclusions(self) -> set[str]:
        """The rule "one a name" needs the collaboration, which the form does not show."""
        return super()._get_validation_exclusions() - {"collaboration"}  # type: ignore[misc,no-any-return]


class ScheduleForm(RecordForm):
    """When a report is due again, and who writes it."""

    template = forms.ChoiceField(label=_("Template"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    next_on = DayField(label=_("Next draft on"))
    owner = forms.ModelChoiceField(
        label=_("Who writes it"), queryset=User.objects.none(), empty_label=pgettext_lazy("a person", "Choose one")
    )

    class Meta:
        model = ReportSchedule
        fields = ("template", "audience", "language", "owner", "every_months", "next_on", "days_to_write")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = self.collaboration.today()
        team = self.collaboration.seats.current(on=today).filter(role__in=("coordinator", "facilitator"))
        self.fields["template"].choices = template_choices(self.collaboration)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = User.objects.filter(pk__in=team.values("user")).order_by("name")  # type: ignore[attr-defined]
        self.initial.setdefault("next_on", add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), QUARTER))
