"""What differs between two documents: words that changed, numbers that changed. Pure."""

from dataclasses import dataclass

from metrics.reports.document import Bullets, Document, Quote, Section, Words
from metrics.reports.numbers import cell_text


@dataclass(frozen=True)
class Difference:
    """One place that reads differently; empty = it was not there."""

    where: str
    before: str
    after: str


def compare(before: Document, after: Document) -> list[Difference]:
    """The places that differ, in reading order of the later document, then what is only in the earlier one."""
    old, new = _places(before), _places(after)
    keys = [*new, *(key for key in old if key not in new)]
    rows = (Difference(key, old.get(key, ""), new.get(key, "")) for key in keys)
    return [one for one in rows if one.before != one.after]


def _places(document: Document) -> dict[str, str]:
    places = {"": document.title, "…": document.lede}
    for section in document.sections:
        places[section.title] = _words(section)
    for section, table in document.tables():
        for row in table.rows:
            for column, cell in zip(table.columns[1:], row[1:], strict=True):
                places[f"{section.title}: {cell_text(row[0])}, {column}"] = cell_text(cell)
    return places


def _words(section: Section) -> str:
    said: list[str] = []
    for block in section.blocks:
        match block:
            case Words(text):
                said.append(text)
            case Bullets(items, _is_numbered):
                said.extend(items)
            case Quote(text, by):
                said.append(f"“{text}” {by}")
    return "\n".join(said)
