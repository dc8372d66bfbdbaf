"""The portfolio: which of the reader's collaborations, in which order, and under which name that is kept."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collab.models import Gate, User
from collab.models.collaborations import CollaborationQuerySet
from metrics.charts.month_line import PHASES
from metrics.forms.filters import SEARCH_LENGTH, Filter, choice
from metrics.formulas.catalogue import FRAME_MONTHS
from metrics.models import SavedView
from metrics.models.standings import NEEDIEST

AFTER = "after"
GATE_WORDS = {"pass": _("passed"), "fail": _("not passed"), "unknown": _("unknown")}
ORDERS = {
    "": NEEDIEST,
    "name": ("name", "pk"),
    "start": ("-started_on", "name", "pk"),
    "fresh": (F("standing__as_of").desc(nulls_last=True), "name", "pk"),
}


class PortfolioFilter(Filter):
    """Search, filters and order of the portfolio."""

    q = forms.CharField(label=_("Search"), required=False, max_length=SEARCH_LENGTH, widget=forms.SearchInput)
    country = forms.ChoiceField(label=_("Country"), required=False)
    phase = forms.ChoiceField(
        label=_("Phase"), required=False,
        choices=[
            ("", _("All phases")), *((str(first), label) for first, _name, label, _short in PHASES),
            (AFTER, _("After month 24")),
        ],
    )  # fmt: skip
    gate = forms.ChoiceField(
        label=_("Gate"), required=False,
        choices=[
            ("", _("All gates")),
            *((gate, [(f"{gate}-{state}", words) for state, words in GATE_WORDS.items()]) for gate in Gate.values),
        ],
    )  # fmt: skip
    needs = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("All")), ("attention", _("Only what needs attention"))]
    )
    order = forms.ChoiceField(
        label=_("Order by"), required=False,
        choices=[
            ("", _("What needs me first")), ("name", pgettext_lazy("order", "Name")),
            ("start", _("Start, newest first")), ("fresh", _("Figures, newest first")),
        ],
    )  # fmt: skip

    def __init__(self, data: Any = None, *, countries: Iterable[str]) -> None:
        super().__init__(data)
        choice(self, "country").choices = [("", _("All countries")), *((name, name) for name in countries)]

    def chosen(self, mine: CollaborationQuerySet) -> CollaborationQuerySet:
        """Those that were asked for, in the order that was asked for."""
        country, gate = self.asked("country"), self.asked("gate")
        mine = _with_words(mine, self.asked("q"))
        if country:
            mine = mine.filter(country=country)
        if gate:
            name, state = gate.split("-")
            mine = mine.filter(**{f"standing__gates__{name}": state})
        if self.asked("needs"):
            mine = mine.filter(standing__troubles__gt=0)
        return self._in_phase(mine).order_by(*ORDERS[self.asked("order")])

    def _in_phase(self, mine: CollaborationQuerySet) -> CollaborationQuerySet:
        phase = self.asked("phase")
        if not phase:
            return mine
        if phase == AFTER:
            return mine.filter(standing__month__gt=FRAME_MONTHS)
        first = int(phase)
        following = next((begin for begin, *_words in PHASES if begin > first), FRAME_MONTHS + 1)
        return mine.filter(standing__month__gte=first, standing__month__lt=following)

    @property
    def query(self) -> str:
        """What was asked for and understood, as in an address."""
        return urlencode({name: self.asked(name) for name in self.fields if self.asked(name)})


class ComparisonFilter(Filter):
    """Which collaborations are offered beside the one that was taken."""

    q = forms.CharField(label=_("Search"), required=False, max_length=SEARCH_LENGTH, widget=forms.SearchInput)

    def chosen(self, mine: CollaborationQuerySet) -> CollaborationQuerySet:
        """Those whose name, issue or country holds the words."""
        return _with_words(mine, self.asked("q")).order_by("name", "pk")


def _with_words(mine: CollaborationQuerySet, words: str) -> CollaborationQuerySet:
    if not words:
        return mine
    return mine.filter(Q(name__icontains=words) | Q(issue__icontains=words) | Q(country__icontains=words))


class SavedViewForm(forms.ModelForm):
    """A name for the view that the reader sees."""

    class Meta:
        model = SavedView
        fields = ("name",)

    def __init__(self, data: Any = None, *, user: User, query: str = "") -> None:
        super().__init__(data, instance=SavedView(user=user, query=query), auto_id="view_%s")

    def clean_name(self) -> str:
        """A name once only; the person belongs to the rule though not to the form."""
        name: str = self.cleaned_data["name"]
        if self.instance.user.saved_views.filter(name=name).exists():
            raise forms.ValidationError(_("You have a view of this name already."))
        return name
