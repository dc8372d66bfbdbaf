"""The catalogues of words: whole where somebody reads without an account, and never broken where they say something."""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGES = {"es": "es", "pt_BR": "pt-br", "de": "de"}
ROOT = Path(settings.BASE_DIR)
LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
# what opens by a personal link, and the mail that brings the link
WITHOUT_AN_ACCOUNT = (
    "templates/[45]*.html", "templates/bare.html", "templates/partners/answer*.html",
    "templates/partners/survey_*.txt", "templates/partners/survey_sheet.html", "partners/asking.py",
    "partners/forms/answers.py", "partners/views/answers.py", "partners/mailing.py",
    "templates/collab/endorsement_answer.html", "templates/collab/*.txt", "collab/views/endorsements.py",
    "templates/collab/promise_*.html", "templates/collab/reminder_edit.html", "collab/views/promises.py",
    "collab/reminders.py", "templates/components/parts.html", "templates/government/own_entry*",
    "templates/metrics/share_detail.html", "templates/metrics/share_gone.html",
)  # fmt: skip


def catalogue(language: str) -> Catalog:
    path = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def parts(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """One text, or singular and plurals."""
    return (text,) if isinstance(text, str) else tuple(text)


def forms(message: Message) -> tuple[str, ...]:
    return parts(message.string)


def wanted() -> Iterator[tuple[str, str]]:
    """(file, text) of every string that somebody without an account may read."""
    for pattern in WITHOUT_AN_ACCOUNT:
        found = sorted(ROOT.glob(pattern))
        assert found, f"{pattern} names no file"
        for path in found:
            text = path.read_text()
            code = text if path.suffix == ".py" else templatize(text)
            for _line, said, _comments, _context in extract(
                "python", io.BytesIO(code.encode()), DEFAULT_KEYWORDS | LAZY
            ):
                yield str(path.relative_to(ROOT)), said[0] if isinstance(said, tuple) else said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_without_an_account_is_translated(language: str) -> None:
    known = catalogue(language)
    missing = [(where, text) for where, text in wanted() if not known.get(text) or not all(forms(known.get(text)))]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders_and_the_marks_of_its_sentence(language: str) -> None:
    inside = re.compile(r"%\(\w+\)[sd]|</?[a-z]+>|\{\w*\}")
    broken = []
    for message in catalogue(language):
        sources = parts(message.id)
        wished = set(inside.findall(sources[-1]))
        said = [text for text in forms(message) if text]
        if message.id and said:
            # a singular may spell its number out
            loose = set(inside.findall(sources[0])) if len(sources) > 1 else wished
            if any(not loose & wished <= set(inside.findall(text)) <= wished for text in said):
                broken.append((message.id, said))
            if len(said) != len(forms(message)) or message.fuzzy:
                broken.append((message.id, "a form is missing, or not sure"))
    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    """Whoever edits words runs `./dev manage compilemessages`; both files travel together."""
    with (settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = {(one.context, parts(one.id)): forms(one) for one in read_mo(file) if one.id}
    said = [one for one in catalogue(language) if one.id and all(forms(one))]
    assert compiled == {(one.context, parts(one.id)): forms(one) for one in said}


def test_no_sentence_stands_within_another_string() -> None:
    """A text inside of an f-string is not found by what gathers the texts: it would stay English for ever."""
    hidden = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for top in ("collab", "partners", "government", "metrics")
        for file in (ROOT / top).rglob("*.py")
        for string in ast.walk(ast.parse(file.read_text()))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", *DEFAULT_KEYWORDS, *LAZY}
    ]
    assert hidden == []
