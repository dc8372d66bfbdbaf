"""A visitor without a browser: keeps cookies, reads the forms of a page, and sends them as a browser would."""

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesParser
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path

SECONDS = 30.0
CODE = re.compile(r"\b[0-9A-Z]{3,4}-[0-9A-Z]{3,4}\b")
Pair = tuple[str, str]


@dataclass
class Answer:
    """What came back; redirects are not followed."""

    status: int
    text: str
    to: str = ""
    took: float = 0.0


@dataclass
class Form:
    """One form of a page: where it goes and what it sends untouched."""

    action: str
    fields: list[Pair] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)  # of check boxes, radio buttons and lists

    def filled(self, typed: Iterable[Pair]) -> list[Pair]:
        """What is sent when this is typed in; other fields stay as they are."""
        typed = list(typed)
        names = {name for name, _value in typed}
        return [pair for pair in self.fields if pair[0] not in names] + typed


class _Reader(HTMLParser):
    """Finds the forms of a page with what a browser would send of each."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = ""
        self._text: list[str] = []
        self._template = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        self._template += tag == "template"
        if self._template:
            return
        if tag == "form":
            self._form = Form(have.get("action", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "select":
            self._select = have.get("name", "")
        elif tag == "textarea":
            self._area, self._text = have.get("name", ""), []
        elif tag == "option" and self._select:
            self._choice(self._select, have, is_chosen="selected" in have)
        elif tag == "input" and have.get("name"):
            self._input(have)

    def _input(self, have: dict[str, str]) -> None:
        assert self._form is not None
        kind = have.get("type", "text")
        if kind in ("radio", "checkbox"):
            self._choice(have["name"], {"value": "on"} | have, is_chosen="checked" in have)
        elif kind not in ("submit", "button", "reset", "image", "file"):
            self._form.fields.append((have["name"], have.get("value", "")))

    def _choice(self, name: str, have: dict[str, str], *, is_chosen: bool) -> None:
        assert self._form is not None
        self._form.choices.setdefault(name, []).append(have.get("value", ""))
        if is_chosen:
            self._form.fields.append((name, have.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._template -= tag == "template"
        if self._form is None or self._template:
            return
        if tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area:
            self._form.fields.append((self._area, "".join(self._text).removeprefix("\n")))
            self._area = ""
        elif tag == "form":
            self._form = None


class _Stay(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class Visitor:
    """Somebody with a cookie jar."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.jar = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar), _Stay()
        )

    def twin(self) -> "Visitor":
        """Another window of the same person: the same cookies."""
        other = Visitor(self.url)
        for cookie in self.jar:
            other.jar.set_cookie(cookie)
        return other

    def get(self, path: str) -> Answer:
        """One page. Raises OSError when nobody answers."""
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.url, path)))  # noqa: S310  loopback

    def post(self, path: str, pairs: Iterable[Pair]) -> Answer:
        """Send a form. Raises OSError when nobody answers: it may be saved or not."""
        body = urllib.parse.urlencode(list(pairs)).encode()
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.url, path), data=body))  # noqa: S310

    def _ask(self, request: urllib.request.Request) -> Answer:
        request.add_header("Origin", self.url)
        begun = time.monotonic()
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                status, text, to = answer.status, answer.read().decode(), ""
        except urllib.error.HTTPError as error:
            status, text, to = error.code, error.read().decode(errors="replace"), error.headers.get("Location", "")
        return Answer(status, text, to, time.monotonic() - begun)

    def form(self, path: str, holding: str) -> Form:
        """The form of a page that has a field of this name."""
        answer = self.get(path)
        assert answer.status == 200, f"{path}: {answer.status} {answer.text[:2000]}"
        reader = _Reader()
        reader.feed(answer.text)
        found = [one for one in reader.forms if holding in {name for name, _v in one.fields} | one.choices.keys()]
        assert found, f"no form with a field {holding} on {path}"
        found[0].action = urllib.parse.urljoin(path, found[0].action)
        return found[0]


def newest_mail(folder: Path, to: str, *, after: float) -> str:
    """The text of the newest mail to somebody that was written after a moment; empty while there is none."""
    files = sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime, reverse=True) if folder.exists() else []
    for file in files:
        if file.stat().st_mtime < after:
            break
        message = BytesParser(policy=policy.default).parsebytes(file.read_bytes().split(b"\n-----")[0])
        body = message.get_body(("plain",))
        if to in str(message["To"]) and body is not None:
            return str(body.get_content())
    return ""


def sign_in_by_code(visitor: Visitor, address: str, mail: Callable[[], str]) -> None:
    """The real way in: ask for a code, read it in the mail, type it in."""
    asked = visitor.form("/account/login/code/", "email")
    sent = visitor.post(asked.action, asked.filled([("email", address)]))
    assert sent.status == 302, sent.text
    found = CODE.search(mail())
    assert found, "no code in the mail"
    confirm = visitor.form(sent.to, "code")
    done = visitor.post(confirm.action, confirm.filled([("code", found[0])]))
    assert done.status == 302, done.text
