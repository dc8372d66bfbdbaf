"""Forms of a wave: what is asked and when, and who is asked."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm
from collab.forms.inputs import DayField
from collab.models import Affiliation
from partners.forms.instruments import ASKED, FILE
from partners.models import Instrument, Invitation, Survey
from partners.questionnaire import SOURCE_LANGUAGE, Questionnaire, shipped

USUAL_LENGTH = timedelta(days=21)


class SurveyForm(RecordForm):
    """One wave. Its instrument, languages and limits stand fixed once it is made."""

    FIXED = ("source", "languages", "least_respondents", "opens_on")

    opens_on = DayField(label=_("Opens on"))
    closes_on = DayField(label=_("Last day"), help_text=_("After this day nobody answers, and all answers count."))
    consent = forms.CharField(
        label=_("What respondents agree to"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands on the first page, below who sees what. In a language that all respondents read."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Survey
        fields = ("name", "opens_on", "closes_on", "languages", "consent", "least_respondents")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages: Any = self.fields["languages"]
        languages.choices = list(settings.LANGUAGES)
        if self.is_new:
            self.fields["source"] = forms.ChoiceField(label=_("Instrument"), choices=self._sources())
            today = self.collaboration.today()
            spoken = [one for one in self.collaboration.languages if one in dict(settings.LANGUAGES)]
            self.initial.setdefault("languages", spoken or [SOURCE_LANGUAGE])
            self.initial.setdefault("opens_on", today)
            self.initial.setdefault("closes_on", today + USUAL_LENGTH)
            self.order_fields(["source", *self.Meta.fields])
        else:
            for name in self.FIXED:
                self.fields.pop(name, None)

    def _sources(self) -> list[tuple[str, Any]]:
        own = Instrument.objects.filter(collaboration=self.collaboration, is_shipped=False).published().newest_first()
        asked = sorted((one for one in shipped().values() if one.scored_as in ASKED), key=_usual_first)
        files = [(FILE + one.key, one.title[SOURCE_LANGUAGE]) for one in asked]
        return [*files, *((str(one.pk), str(one)) for one in own)]

    def columns(self) -> list[str]:
        """Also the instrument, when the wave is new."""
        fixed = [] if self.is_new else self.FIXED
        return [*(name for name in super().columns() if name not in fixed), *(["instrument"] if self.is_new else [])]

    def clean(self) -> dict[str, Any]:
        """The instrument as a row, in languages that it has."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        source = typed.get("source")
        if not source:
            return typed
        known = self._known(source)
        asked = known.questionnaire if known else shipped()[source.removeprefix(FILE)]
        lacking = set(typed.get("languages", [])) - set(asked.languages)
        if lacking:
            names = ", ".join(str(dict(settings.LANGUAGES)[one]) for one in sorted(lacking))
            self.add_error("languages", _now("This instrument has no words in: %(names)s.") % {"names": names})
        if known:
            self.instance.instrument = known
        return typed

    def prepare(self) -> None:
        """A shipped instrument becomes a row with the first wave that uses it."""
        if self.is_new and self.instance.instrument_id is None:
            key = self.cleaned_data["source"].removeprefix(FILE)
            self.instance.instrument = Instrument.of_file(key, collaboration=self.collaboration, at=timezone.now())

    def _known(self, source: str) -> Instrument | None:
        """The instrument as a row; None while no wave has used it."""
        mine = Instrument.objects.filter(collaboration=self.collaboration)
        if not source.startswith(FILE):
            return mine.get(pk=source)
        key = source.removeprefix(FILE)
        return mine.filter(key=key, version=shipped()[key].version, is_shipped=True).first()


def _usual_first(one: Questionnaire) -> int:
    return ASKED.index(one.scored_as)


class RespondentForm(forms.Form):
    """Whom to ask: people who act for a core partner and are not invited yet."""

    people = forms.MultipleChoiceField(
        label=_("Whom to ask"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )  # fmt: skip

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey
        on = survey.collaboration.today()
        core = survey.collaboration.partners.core(on=on).values("organization")
        rows = Affiliation.objects.filter(collaboration=survey.collaboration, organization__in=core)
        rows = rows.filter(Q(to_on=None) | Q(to_on__gt=on)).exclude(person__invitations__survey=survey)
        self.rows = {
            str(one.pk): one
            for one in rows.select_related("person", "organization").order_by("organization__name", "person__name")
        }
        field: Any = self.fields["people"]
        field.choices = [(key, self._label(one)) for key, one in self.rows.items()]
        self.initial["people"] = self._one_each() if not survey.invitations.exists() else []

    def _label(self, one: Affiliation) -> str:
        reach = one.person.email or _now("no address: printed sheet")
        return f"{one.organization} – {one.person} ({reach})"

    def _one_each(self) -> list[str]:
        """The first with an address of each organisation."""
        first: dict[int, str] = {}
        for key, one in self.rows.items():
            if one.person.email:
                first.setdefault(one.organization_id, key)
        return list(first.values())

    def chosen(self) -> list[Invitation]:
        """Invitations to be written; a person of two organisations is asked once, for the first."""
        found: dict[int, Invitation] = {}
        for key in self.cleaned_data["people"]:
            one = self.rows[key]
            spoken = one.person.language if one.person.language in self.survey.languages else self.survey.languages[0]
            found.setdefault(
                one.person_id,
                Invitation(
                    collaboration=self.survey.collaboration, survey=self.survey, person=one.person,
                    organization=one.organization, address=one.person.email, language=spoken,
                ),
            )  # fmt: skip
        return list(found.values())
