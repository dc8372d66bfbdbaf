"""What an instrument says: sections, items, scales and their words in several languages; a schema that is checked."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

FOLDER = Path(__file__).parent / "instruments"
SOURCE_LANGUAGE = "en"
LANGUAGES = ("en", "es", "pt-br", "de")
# Items that formulas read: their key, whom they are about and their scale stand fixed in every copy.
SCORED = {
    **dict.fromkeys(("trust-reliable", "trust-goals", "trust-open"), ("partner", 1, 4)),
    "joint-work": ("partner", 0, 5),
    **dict.fromkeys(
        ("perceived-wrote", "perceived-go-on", "perceived-stop", "perceived-explain"), ("collaboration", 1, 5)
    ),
}

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Words = dict[str, Text]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scale(_Strict):
    """A row of levels. `anchors` holds one list of words per language, one word a level; empty for free text."""

    key: Key
    kind: Literal["levels", "text"] = "levels"
    low: int = Field(default=0, ge=0, le=10)
    high: int = Field(default=0, ge=0, le=10)
    anchors: dict[str, list[Text]] = {}

    @property
    def levels(self) -> range:
        """Its values."""
        return range(self.low, self.high + 1) if self.kind == "levels" else range(0)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.kind == "levels" and self.high <= self.low:
            raise ValueError(f"scale {self.key}: needs two levels at least")
        wrong = [language for language, words in self.anchors.items() if len(words) != len(self.levels)]
        if wrong:
            raise ValueError(f"scale {self.key}: one anchor a level is needed in {', '.join(wrong)}")
        return self


class Item(_Strict):
    """One statement or question."""

    key: Key
    scale: Key
    text: Words


class Section(_Strict):
    """Items that are answered together: about each partner that was picked, or about the collaboration as a whole."""

    key: Key
    about: Literal["partner", "collaboration"]
    title: Words
    hint: Words = {}
    items: list[Item] = Field(min_length=1, max_length=60)


class Questionnaire(_Strict):
    """A whole instrument. `scored_as` says which formula reads it; what it does not name is tabled only."""

    key: Key
    version: int = Field(ge=1, le=9999)
    scored_as: Literal["relationship", "perceived", "health", "partner_readiness", "collaboration_readiness", "none"]
    licence: Text
    tested: list[str] = [SOURCE_LANGUAGE]
    title: Words
    intro: Words
    pick: Words = {}
    scales: list[Scale] = Field(min_length=1, max_length=40)
    sections: list[Section] = Field(min_length=1, max_length=20)

    @property
    def items(self) -> list[Item]:
        """All items in order."""
        return [item for section in self.sections for item in section.items]

    @property
    def languages(self) -> list[str]:
        """Those in which every word is there."""
        return [language for language in LANGUAGES if all(language in words for words in self._words())]

    @property
    def asks_about_partners(self) -> bool:
        """Whether respondents pick whom they work with, then rate each."""
        return any(section.about == "partner" for section in self.sections)

    def scale(self, key: str) -> Scale:
        """A scale by its key. KeyError for none."""
        return {one.key: one for one in self.scales}[key]

    def scale_of(self, item: str) -> Scale:
        """The scale on which an item is answered. KeyError for no such item."""
        return self.scale({one.key: one.scale for one in self.items}[item])

    def _words(self) -> list[dict[str, Text] | dict[str, list[Text]]]:
        sections = [words for one in self.sections for words in (one.title, *([one.hint] if one.hint else []))]
        scales = [one.anchors for one in self.scales if one.anchors]
        return [self.title, self.intro, *([self.pick] if self.pick else []), *sections, *scales,
                *(item.text for item in self.items)]  # fmt: skip

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        keys = [item.key for item in self.items]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValueError(f"items stand twice: {', '.join(sorted(twice))}")
        scales = [scale.key for scale in self.scales]
        if len(set(scales)) != len(scales):
            raise ValueError("a scale stands twice")
        unknown = {item.scale for item in self.items} - set(scales)
        if unknown:
            raise ValueError(f"no such scale: {', '.join(sorted(unknown))}")
        if SOURCE_LANGUAGE not in self.languages:
            raise ValueError("English words are missing")
        if self.asks_about_partners and not self.pick:
            raise ValueError("the question whom one works with is missing")
        for section in self.sections:
            for item in section.items:
                self._scored_stays_scored(section, item)
        return self

    def _scored_stays_scored(self, section: Section, item: Item) -> None:
        scale = self.scale(item.scale)
        if item.key in SCORED and (section.about, scale.low, scale.high) != SCORED[item.key]:
            raise ValueError(f"{item.key}: formulas read this item; its scale and whom it is about cannot change")


@lru_cache(maxsize=1)
def shipped() -> dict[str, Questionnaire]:
    """The instruments that come with the product, by key. Raises ValidationError for a file that breaks the schema."""
    found = [Questionnaire.model_validate(tomllib.loads(file.read_text())) for file in sorted(FOLDER.glob("*.toml"))]
    return {one.key: one for one in found}
