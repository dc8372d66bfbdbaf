"""Levels with words: a question answered by one of some anchors, or by "not known"."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
NOT_KNOWN = "x"


class LevelField(forms.TypedChoiceField):
    """A level from 0 up with its words, or "not known". Cleaned: ("level", 3), ("level", None), or None."""

    widget = forms.RadioSelect

    def __init__(self, anchors: Sequence[Words], **kwargs: Any) -> None:
        choices = [(str(level), words) for level, words in enumerate(anchors)]
        super().__init__(
            choices=[*choices, (NOT_KNOWN, _("Not known"))], coerce=_answer, empty_value=None, required=False, **kwargs
        )


class Scale:
    """One question as the page shows it: its levels, and the fields beside it."""

    def __init__(self, levels: BoundField, beside: Iterable[BoundField], before: str, evidence_before: str) -> None:
        self.levels = levels
        self.beside = list(beside)
        self.before = before
        self.evidence_before = evidence_before

    @property
    def choices(self) -> list[tuple[Any, str, Words, bool]]:
        """Input, digit, words, and whether it was the answer of last time."""
        return [
            (choice, "" if choice.data["value"] == NOT_KNOWN else choice.data["value"], choice.choice_label,
             str(choice.data["value"]) == self.before)
            for choice in self.levels
        ]  # fmt: skip


def as_choice(level: int | None) -> str:
    """The choice that stands for a stored level."""
    return NOT_KNOWN if level is None else str(level)


def _answer(value: str) -> tuple[str, int | None]:
    return ("level", None if value == NOT_KNOWN else int(value))
