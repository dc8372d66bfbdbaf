"""Reads the forms of a page as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT_TYPES = {"text", "search", "email", "url", "tel", "number", "date", "time", "datetime-local", "hidden", "textarea"}


@dataclass
class PageForm:
    """One form: where it goes, what it would send untouched, and which fields take typed text."""

    method: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.inside: PageForm | None = None
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.inside = PageForm(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self.inside)
        if self.inside is None:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea" and name:
            self.textarea = name
            self.inside.values[name] = ""
            self.inside.typed.append(name)
        elif tag == "select" and name:
            self.select = name
            self.inside.chosen.append(name)
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.inside.values):
            self.inside.values[self.select] = given.get("value", "")

    def _input(self, name: str, given: dict[str, str]) -> None:
        assert self.inside is not None
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio"):
            self.inside.chosen.append(name)
            if "checked" in given:
                self.inside.values[name] = given.get("value", "on")
        elif kind in TEXT_TYPES:
            self.inside.values[name] = given.get("value", "")
            (self.inside.hidden if kind == "hidden" else self.inside.typed).append(name)

    def handle_data(self, data: str) -> None:
        if self.textarea and self.inside is not None:
            self.inside.values[self.textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "textarea":
            self.textarea = ""
        elif tag == "select":
            self.select = ""


def forms_on(html: str) -> list[PageForm]:
    """All forms of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
