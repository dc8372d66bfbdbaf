"""Which column of a file is which: by header in any language of ours, then by what its cells hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from django.utils import translation

from collab.search import fold
from metrics.exchange.cells import LANGUAGES, Known, plain
from metrics.exchange.kinds import Column, Kind
from metrics.exchange.reasons import Wrong

ENOUGH = 0.8  # share of cells that must fit for a column to be taken by content
SURE_BY_CONTENT = {"email", "website", "held_at", "sector", "mode", "criterion", "outcome"}
_comma = re.compile(r"-?\d{1,3}(\.\d{3})*,\d{1,2}|-?\d+,\d{1,2}")
_points = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]\d{4}\b")


def folded_header(header: str) -> str:
    """A header without case, accents and signs. Example: "E-Mail (work)" -> "e mail work"."""
    return " ".join(re.sub(r"[^\w]+|_", " ", fold(header)).split())


def guess(kind: Kind, headers: Sequence[str], peek: Sequence[Sequence[Any]], known: Known) -> dict[str, int]:
    """Column of the kind -> place in the file, as far as it is clear."""
    wanted = {folded_header(header): place for place, header in reversed(list(enumerate(headers))) if header}
    found: dict[str, int] = {}
    for column in kind.columns:
        for alias in names_of(column):
            if alias in wanted and wanted[alias] not in found.values():
                found[column.name] = wanted[alias]
                break
    for column in kind.columns:
        if column.name not in found and column.name in SURE_BY_CONTENT:
            _guess_by_content(column, found, headers, peek, known)
    return found


def names_of(column: Column) -> list[str]:
    """Headers under which a column is known, its own label in each language first."""
    labels = []
    for language in LANGUAGES:
        with translation.override(language):
            labels.append(folded_header(str(column.label)))
    return [*labels, folded_header(column.name), *column.aliases.split("|")]


def _guess_by_content(
    column: Column, found: dict[str, int], headers: Sequence[str], peek: Sequence[Sequence[Any]], known: Known
) -> None:
    for place in range(len(headers)):
        values = [row[place] for row in peek if place < len(row) and plain(row[place])]
        if place not in found.values() and values and _fits(column, values, known):
            found[column.name] = place
            return


def _fits(column: Column, values: Sequence[Any], known: Known) -> bool:
    good = 0
    for value in values:
        try:
            column.read(value, known)
            good += 1
        except Wrong:
            continue
    dotted = column.name != "website" or any("." in plain(value) and "@" not in plain(value) for value in values)
    return dotted and good >= ENOUGH * len(values)


def writing_of(peek: Sequence[Sequence[Any]], *, language: str) -> dict[str, bool]:
    """How a file writes days and numbers: what its cells prove, else what is usual in the reader's language."""
    texts = [cell for row in peek for cell in row if isinstance(cell, str)]
    pairs = [(int(match[1]), int(match[2])) for text in texts if (match := _points.match(text.strip()))]
    month_first = any(second > 12 for _first, second in pairs) and not any(first > 12 for first, _second in pairs)  # noqa: PLR2004
    slashes = any("/" in text for text in texts if _points.match(text.strip()))
    usual = language.startswith("en-us") and slashes
    comma = any(_comma.fullmatch(text.strip()) for text in texts)
    return {"day_first": not (month_first or usual), "comma": comma}


def by_preset(headers: Sequence[str], preset: Mapping[str, str]) -> dict[str, int]:
    """What a preset says for these headers: column -> place; columns whose header is missing are left out."""
    places = {folded_header(header): place for place, header in reversed(list(enumerate(headers)))}
    return {name: places[header] for name, header in preset.items() if header in places}


def written_so(known: Known, writing: Mapping[str, bool]) -> Known:
    """The same with how the file writes days and numbers."""
    return replace(known, day_first=writing.get("day_first", True), comma=writing.get("comma", False))


def samples(headers: Sequence[str], peek: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """What a person needs to tell columns apart: header, place as a spreadsheet names it, three values."""
    shown = []
    for place, header in enumerate(headers):
        values = (plain(row[place])[:60] for row in peek if place < len(row) and plain(row[place]))
        shown.append({"place": place, "header": header, "letter": letter(place), "values": list(islice(values, 3))})
    return shown


def letter(place: int) -> str:
    """The name of a column in a spreadsheet. Example: 0 -> "A", 27 -> "AB"."""
    name, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
