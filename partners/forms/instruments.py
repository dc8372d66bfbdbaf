"""Forms of instruments: copy one, change its words in one language at a time, add and take out items and scales."""

from copy import deepcopy
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from collab.forms.editing import is_storable
from collab.models import Collaboration
from partners.drafts import free_key, in_order, in_words, lines, scale_name, seen_of
from partners.models import Instrument
from partners.questionnaire import LANGUAGES, SCORED, SOURCE_LANGUAGE, Questionnaire, shipped

FILE = "file:"
ASKED = ("relationship", "perceived", "health", "none")  # readiness is rated by signed statements, not in confidence
FREE_TEXT = "own-words"
LONGEST = 400
FEWEST_LEVELS, MOST_LEVELS = 2, 11
Content = dict[str, Any]


def spoken() -> list[tuple[str, str]]:
    """The languages that an instrument may have, with their names."""
    names = dict(settings.LANGUAGES)
    return [(code, str(names[code])) for code in LANGUAGES if code in names]


class InstrumentCopyForm(forms.Form):
    """Begin a draft: from what is shipped, or from a version of one's own."""

    source = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of your version"), max_length=120, help_text=_("What your partners read at the top.")
    )

    def __init__(self, *args: Any, collaboration: Collaboration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collaboration = collaboration
        own = Instrument.objects.filter(collaboration=collaboration, is_shipped=False).published().newest_first()
        self.rows = {str(one.pk): one for one in own}
        files = [(FILE + key, one.title[SOURCE_LANGUAGE]) for key, one in shipped().items() if one.scored_as in ASKED]
        field: Any = self.fields["source"]
        field.choices = [*files, *((key, str(one)) for key, one in self.rows.items())]

    def clean_name(self) -> str:
        """Nothing that cannot be stored."""
        return storable(self.cleaned_data["name"])

    def draft(self) -> Instrument:
        """The draft, begun now or before."""
        source: str = self.cleaned_data["source"]
        known = self.rows.get(source)
        words = known.questionnaire if known else shipped()[source.removeprefix(FILE)]
        return Instrument.draft(words, collaboration=self.collaboration, name=self.cleaned_data["name"])


class InstrumentForm(forms.Form):
    """The words of a draft in one language; in English also its items, their order and scales.

    What a formula reads keeps its scale and whom it is about: only its words change.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, instrument: Instrument, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument, self.language = instrument, language
        self.is_source = language == SOURCE_LANGUAGE
        self.content: Content = deepcopy(instrument.content)
        self.initial["seen"] = seen_of(instrument)
        self._ask_about_the_whole()
        for number, scale in enumerate(self.content["scales"]):
            if scale["kind"] == "levels":
                self._ask_about_a_scale(f"k{number}", scale)
        for number, section in enumerate(self.content["sections"]):
            self._ask_about_a_section(f"s{number}", section)
        if self.is_source:
            self._offer_a_scale()

    # -- what is asked ------------------------------------------------------------------------------------------------

    def _ask(self, name: str, label: Any, words: dict[str, str], *, rows: int = 0, **more: Any) -> None:
        is_needed = self.is_source and more.pop("is_needed", True)
        widget: Any = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        english = "" if self.is_source else words.get(SOURCE_LANGUAGE, "")
        self.fields[name] = forms.CharField(
            label=label, max_length=LONGEST, required=is_needed, widget=widget, help_text=more.get("hint") or english
        )
        self.initial[name] = words.get(self.language, "")

    def _ask_about_the_whole(self) -> None:
        self._ask("title", _("Name"), self.content["title"])
        self._ask("intro", _("What it is about"), self.content["intro"], rows=2)
        if self.content["pick"]:
            self._ask("pick", _("The question whom one works with"), self.content["pick"], rows=2)

    def _ask_about_a_scale(self, name: str, scale: Content) -> None:
        count = scale["high"] - scale["low"] + 1
        english = ", ".join(scale["anchors"].get(SOURCE_LANGUAGE, []))
        label = _now("Scale from %(low)s to %(high)s") % {"low": scale["low"], "high": scale["high"]}
        hint = _now("One line for each of its %(count)s levels, the lowest first.") % {"count": count}
        self.fields[name] = forms.CharField(
            label=label, required=False, max_length=LONGEST * MOST_LEVELS, widget=forms.Textarea(attrs={"rows": count}),
            help_text=hint if self.is_source else f"{hint} {english}",
        )  # fmt: skip
        self.initial[name] = "\n".join(scale["anchors"].get(self.language, []))

    def _ask_about_a_section(self, name: str, section: Content) -> None:
        self._ask(f"{name}-title", _("Heading"), section["title"])
        self._ask(f"{name}-hint", _("Hint above the items"), section["hint"], is_needed=False)
        for number, item in enumerate(section["items"]):
            hint = _("A score reads this item: change its words, not its sense.") if item["key"] in SCORED else ""
            place, label = {"number": number + 1}, _now("Item %(number)s")
            self._ask(f"{name}-i{number}", label % place, item["text"], rows=2, hint=hint if self.is_source else "")
            if self.is_source:
                self._ask_about_a_place(f"{name}-i{number}", number + 1, len(section["items"]))
        if self.is_source:
            choices = [(one["key"], scale_name(one)) for one in self.content["scales"]]
            if FREE_TEXT not in dict(choices):
                choices.append((FREE_TEXT, str(_("free text"))))
            self.fields[f"{name}-new"] = forms.CharField(
                label=_("Another item"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("It is shown in tables only; no score reads it."),
            )  # fmt: skip
            self.fields[f"{name}-new-scale"] = forms.ChoiceField(
                label=_("Answered on"), choices=choices, required=False
            )

    def _ask_about_a_place(self, name: str, number: int, count: int) -> None:
        """Where an item stands in its section; a number, so that one step takes it from the end to the beginning."""
        words = {"number": number, "count": count}
        if count > 1:
            self.fields[f"{name}-place"] = forms.IntegerField(
                label=_now("Place of item %(number)s, 1 to %(count)s") % words, min_value=1, max_value=count,
                required=False, initial=number,
            )  # fmt: skip
        out = _now("Take item %(number)s out") % words
        self.fields[f"{name}-out"] = forms.BooleanField(label=out, required=False)

    def _offer_a_scale(self) -> None:
        self.fields["scale-low"] = forms.IntegerField(label=_("Its lowest level"), min_value=0, max_value=1, initial=1)
        self.fields["scale-low"].required = False
        self.fields["scale-new"] = forms.CharField(
            label=_("Words of another scale"), required=False, max_length=LONGEST * MOST_LEVELS,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("One line a level, the lowest first; two to ten. Save, then choose it for an item."),
        )  # fmt: skip

    # -- what is shown ------------------------------------------------------------------------------------------------

    @property
    def scale_fields(self) -> list[Any]:
        """The fields of the scales that are there."""
        return [self[name] for name in self.fields if name.startswith("k")]

    @property
    def new_scale_fields(self) -> list[Any]:
        """The fields of one more scale."""
        return [self[name] for name in ("scale-new", "scale-low") if name in self.fields]

    @property
    def whole_fields(self) -> list[Any]:
        """The fields about the whole."""
        return [self[name] for name in ("title", "intro", "pick") if name in self.fields]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Each section with its fields, in order."""
        return [self._shown(f"s{number}", section) for number, section in enumerate(self.content["sections"])]

    def _shown(self, name: str, section: Content) -> dict[str, Any]:
        names = [f"{name}-i{number}" for number in range(len(section["items"]))]
        items = [
            (self[one], [self[more] for more in (f"{one}-place", f"{one}-out") if more in self.fields]) for one in names
        ]
        new = [self[f"{name}-new"], self[f"{name}-new-scale"]] if self.is_source else []
        return {
            "name": section["title"].get(SOURCE_LANGUAGE), "about": section["about"],
            "head": [self[f"{name}-title"], self[f"{name}-hint"]], "items": items, "new": new,
        }  # fmt: skip

    # -- what was typed -----------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """The whole instrument as it would stand, held against the schema."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(typed.items()):
            if isinstance(value, str) and not is_storable(value):
                self.add_error(name, _("This text holds signs that cannot be stored."))
        if typed.get("seen") != seen_of(self.instrument):
            self.add_error(None, _("Somebody else changed this draft. Copy your text and load the page again."))
        if self.errors:
            return typed
        self._put_words(typed)
        if self.is_source:
            self._put_items(typed)
        if not self.errors:
            self._check()
        return typed

    def _put_words(self, typed: dict[str, Any]) -> None:
        for name in ("title", "intro", "pick"):
            if name in typed:
                self._word(self.content[name], typed[name])
        for number, scale in enumerate(self.content["scales"]):
            if f"k{number}" in typed:
                self._anchors(f"k{number}", scale, lines(typed[f"k{number}"]))
        for number, section in enumerate(self.content["sections"]):
            self._word(section["title"], typed[f"s{number}-title"])
            self._word(section["hint"], typed[f"s{number}-hint"])
            for place, item in enumerate(section["items"]):
                self._word(item["text"], typed[f"s{number}-i{place}"])

    def _word(self, words: dict[str, str], text: str) -> None:
        """Put a word; in another language than English none is a translation that is not there yet."""
        words.pop(self.language, None)
        if text.strip():
            words[self.language] = text.strip()

    def _anchors(self, name: str, scale: Content, words: list[str]) -> None:
        count = scale["high"] - scale["low"] + 1
        scale["anchors"].pop(self.language, None)
        if words and len(words) != count:
            said = _now("This scale has %(count)s levels, and %(lines)s lines were written.")
            self.add_error(name, said % {"count": count, "lines": len(words)})
        elif words:
            scale["anchors"][self.language] = words

    def _put_items(self, typed: dict[str, Any]) -> None:
        known = {item["key"] for section in self.content["sections"] for item in section["items"]}
        for number, section in enumerate(self.content["sections"]):
            places = [typed.get(f"s{number}-i{place}-place") for place in range(len(section["items"]))]
            out = [bool(typed.get(f"s{number}-i{place}-out")) for place in range(len(section["items"]))]
            kept = in_order(section["items"], places, out)
            text = typed[f"s{number}-new"].strip()
            if text:
                key = free_key(text, known)
                known.add(key)
                kept.append({"key": key, "scale": typed[f"s{number}-new-scale"], "text": {self.language: text}})
            section["items"] = kept
        self._put_scales(typed)

    def _put_scales(self, typed: dict[str, Any]) -> None:
        keys = {one["key"] for one in self.content["scales"]}
        used = {item["scale"] for section in self.content["sections"] for item in section["items"]}
        if FREE_TEXT in used - keys:
            self.content["scales"].append({"key": FREE_TEXT, "kind": "text", "low": 0, "high": 0, "anchors": {}})
        words = lines(typed["scale-new"])
        if not words:
            return
        if not FEWEST_LEVELS <= len(words) < MOST_LEVELS:
            self.add_error("scale-new", _("Write two to ten lines."))
            return
        low = typed.get("scale-low") or 0
        anchors = {self.language: words}
        self.content["scales"].append(
            {"key": free_key(words[0], keys), "kind": "levels", "low": low, "high": low + len(words) - 1,
             "anchors": anchors}
        )  # fmt: skip

    def _check(self) -> None:
        try:
            self.questionnaire = Questionnaire.model_validate(self.content)
        except ValidationError as error:
            for one in error.errors():
                self.add_error(None, in_words(one))


def storable(text: str) -> str:
    """The text, when it can be stored. Raises ValidationError."""
    if not is_storable(text):
        raise forms.ValidationError(_("This text holds signs that cannot be stored."))
    return text
