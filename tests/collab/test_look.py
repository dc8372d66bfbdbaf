"""The look: no inline code, colours from tokens only, light pages, tags that say what they should."""

import re
from datetime import UTC, date, datetime
from math import nan
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import gettext, override

from collab.http import CompressionMiddleware
from collab.sheets import WHOLE, SheetStorage, parts
from collab.strips import strip_of
from collab.tables import KINDS
from collab.templatetags import ui

STATIC = settings.BASE_DIR / "static"
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
STYLES = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
FIRST_SCRIPTS = ["django_htmx/htmx-2.min.js", "js/app.js"]
SECTOR_NAMES = [
    "nonprofit",
    "philanthropy",
    "business",
    "government",
    "academia",
    "community",
    "multilateral",
    "media",
    "other",
]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_holds_no_inline_code(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", path.read_text())  # tags speak of "one=", which is no event
    for refused in (r"\sstyle\s*=", r"<style", r"\son[a-z]+\s*=", r"hx-on", r"javascript:", r"\bjs:", r"hx-vars"):
        assert not re.search(refused, text, re.IGNORECASE), refused
    assert not re.search(r"<script(?![^>]*\ssrc=)", text, re.IGNORECASE)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_evaluates_no_text_and_holds_no_words(path: Path) -> None:
    text = path.read_text()
    assert not re.search(
        r"\beval\(|new Function|setTimeout\(\s*[\"']|document\.write|localStorage|insertAdjacentHTML", text
    )
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_takes_its_colours_from_tokens(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert len(text.splitlines()) <= 300
    if path.name != "tokens.css":
        assert not re.search(
            r"#[0-9a-f]{3,8}\b|(oklch|oklab|rgba?|hsla?|lab|lch|color|light-dark)\(", text, re.IGNORECASE
        )
    assert not re.search(r"[\s{;](margin|padding|border)-(left|right|top|bottom)\s*:", text)
    assert not re.search(r"[\s{;](left|right|top|bottom|width|height|float)\s*:", text)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_uses_only_tokens_that_exist(path: Path) -> None:
    declared = set(re.findall(r"(--[\w-]+)\s*:", "".join(style.read_text() for style in STYLES)))
    local = {"--n", "--flow", "--col"}  # set by a component's own variants, always with a default
    assert set(re.findall(r"var\((--[\w-]+)", path.read_text())) <= declared | local


def test_every_token_has_its_light_fallback() -> None:
    text = (STATIC / "css/tokens.css").read_text()
    both = set(re.findall(r"(--[\w-]+):\s*light-dark", text))
    fallback = text.partition("@supports not")[2].partition(':root[data-theme="light"]')[0]
    assert both <= set(re.findall(r"(--[\w-]+):", fallback))


def compressed(name: str) -> int:
    """The bytes of a static file on the wire."""
    return len(brotli.compress(Path(finders.find(name)).read_bytes()))


def test_first_load_is_light() -> None:
    bare, base = ((settings.BASE_DIR / "templates" / name).read_text() for name in ("bare.html", "base.html"))
    linked = re.findall(r"(?:rel=\"stylesheet\" href|<script src)=\"\{% static '([^']+)' %\}", bare + base)
    assert sorted(linked) == sorted(FIRST_SCRIPTS)
    assert len(brotli.compress("".join(file.read_text() for file in parts()).encode())) <= 13_000
    assert sum(map(compressed, FIRST_SCRIPTS)) <= 25_000


def test_the_sheets_of_a_page_are_one_file_of_all_of_them(tmp_path: Path) -> None:
    storage = SheetStorage(location=tmp_path)
    assert [one for one in storage.post_process({}) if isinstance(one[2], Exception)] == []
    whole = (tmp_path / storage.stored_name(WHOLE)).read_text()
    assert whole == "".join(file.read_text() for file in parts())
    assert [file.name for file in parts()][:2] == ["tokens.css", "base.css"]
    assert {file.name for file in parts()} == {file.name for file in STYLES}
    assert Template("{% load ui %}{% stylesheets %}").render(Context()).count("stylesheet") == 1


@pytest.mark.django_db
def test_pages_travel_compressed_to_those_who_can_read_that(client: Client) -> None:
    plain, packed = client.get("/account/login/"), client.get("/account/login/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2


@pytest.mark.parametrize(
    ("kind", "is_packed"),
    [
        ("text/csv; charset=utf-8", True), ("application/json", True), ("application/xml", True),
        ("application/pdf", False), ("application/zip", False), ("application/octet-stream", False),
        (KINDS["xlsx"], False),
    ],
)  # fmt: skip
def test_only_text_is_compressed_on_the_way(rf: RequestFactory, kind: str, is_packed: bool) -> None:
    body = b"the same words " * 1000
    asked = rf.get("/", headers={"accept-encoding": "gzip"})
    answer = CompressionMiddleware(lambda _: HttpResponse(body, content_type=kind))(asked)
    assert (answer.get("Content-Encoding") == "gzip", answer.content == body) == (is_packed, not is_packed)


def test_what_is_drawn_once_knows_the_language_and_nothing_of_the_page() -> None:
    template = Template("{% load ui i18n %}{{ name }}{% once %}{{ name }}{% translate 'Menu' %}{% endonce %}")
    drawn = []
    for name, language in (("Ada", "en"), ("Ben", "en"), ("Ada", "de"), ("Ben", "en")):
        with override(language):
            drawn.append((template.render(Context({"name": name})), gettext("Menu")))
    assert [text for text, _menu in drawn] == [
        f"{name}{menu}" for name, (_text, menu) in zip(("Ada", "Ben", "Ada", "Ben"), drawn, strict=True)
    ]


def test_plotly_finds_its_styles_in_place_and_writes_none() -> None:
    vendored = (STATIC / "vendor/plotly/plotly-basic.min.js").read_text()
    charts = (STATIC / "js/charts.js").read_text()
    stand_in = re.search(r'MAP_STYLE_ID = "(\w+)"', charts)
    assert stand_in
    assert f'getElementById("{stand_in[1]}")' in vendored
    assert '"plotly.js-style-"' in vendored
    assert ".no-inline-styles" in vendored
    assert (STATIC / "vendor/plotly/LICENSE").read_text().startswith("MIT License")


def test_bare_page_has_language_direction_and_no_frame() -> None:
    with override("ar"):
        text = render_to_string("500.html")
    assert '<html lang="ar" dir="rtl">' in text
    assert "<nav" not in text


@pytest.mark.parametrize("name", ["403", "404", "500", "503", "403_csrf"])
def test_error_page_stands_alone(name: str) -> None:
    text = render_to_string(f"{name}.html")
    assert text.count("<h1>") == 1
    assert 'id="main"' in text
    assert "hx-headers" not in text  # nobody is signed in: no token, and so no session row


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (57.5, "58"),
        (57.49, "57"),
        (0, "0"),
        (0.5, "1"),
        (2.5, "3"),
        (100, "100"),
        (None, "not known"),
        (nan, "not known"),
    ],
)
def test_score_is_whole_and_missing_is_never_zero(value: float | None, shown: str) -> None:
    assert ui.score(value) == shown


def test_lengths_keep_their_point_in_every_language() -> None:
    with override("de"):
        assert ui.pct(57.5) == "57.5%"
        assert ui.span(62.25, 52) == "10.25%"
        assert ui.pct(100) == "100%"
        assert ui.pct(0) == "0%"


@pytest.mark.parametrize(
    ("language", "how", "shown"),
    [
        ("en", "", "14 November 2026"),
        ("en", "short", "14 Nov 2026"),
        ("en", "month_day", "14 Nov"),
        ("es", "", "14 de noviembre de 2026"),
        ("de", "", "14. November 2026"),
        ("pt-br", "month", "Novembro de 2026"),
    ],
)
def test_day_speaks_the_language_of_the_reader(language: str, how: str, shown: str) -> None:
    with override(language):
        assert ui.day(date(2026, 11, 14), how) == shown
        assert ui.day(datetime(2026, 11, 14, 12, tzinfo=UTC), how) == shown


def test_day_of_nothing_is_nothing() -> None:
    assert ui.day(None) == ""


def test_every_sector_has_a_shape_of_its_own() -> None:
    shapes = {re.sub(r'class="[^"]*"', "", ui.sector_mark(sector)) for sector in SECTOR_NAMES}
    assert len(shapes) == len(SECTOR_NAMES)
    assert ui.sector_mark('x"><script>') == ui.sector_mark("other")


@pytest.mark.parametrize(
    ("asked", "changes", "link"),
    [
        ("?q=fish&page=3", "page=4", "?q=fish&page=4"),
        ("?q=fish&page=3", "sort='name'", "?q=fish&sort=name"),
        ("?q=fish&sort=name", "sort=None", "?q=fish"),
        ("?tag=a&tag=b", "page=2", "?tag=a&tag=b&page=2"),
        ("?q=a%26b", "page=2", "?q=a%26b&page=2"),
        ("?page=3", "page=None", "?"),
    ],
)
def test_query_changes_only_what_it_is_told(asked: str, changes: str, link: str) -> None:
    context = Context({"request": RequestFactory().get(f"/{asked}")})
    assert Template("{% load ui %}{% query " + changes + " as q %}{{ q|safe }}").render(context) == link


def strip(value: float | None, low: float | None = None, high: float | None = None, **more: Any) -> str:
    """A score strip."""
    return render_to_string("components/score_strip.html", {"strip": strip_of("Readiness", value, low, high, **more)})


def test_score_strip_draws_value_bounds_and_band() -> None:
    html = strip(57.5, 52.0, 62.0, band=(0.0, 60.0), place="within")
    assert '<p class="value">58<small>52–62</small></p>' in html
    assert '<path class="band" d="M0 6h60v22h-60z"/>' in html
    assert '<circle class="dot" cx="57.5%"' in html
    assert 'aria-label="Readiness: 58, between 52 and 62"' in html
    assert "Within the expected band" in html


def test_score_strip_of_zero_is_a_zero() -> None:
    assert '<p class="value">0<small></small></p>' in strip(0.0)


@pytest.mark.parametrize("missing", [None, nan])
def test_score_strip_without_evidence_shows_no_number_and_no_dot(missing: float | None) -> None:
    html = strip(missing, 8.0, 63.0, place="below")
    assert "Not enough evidence" in html
    assert 'class="dot' not in html
    assert "expected band" not in html
    assert '<path class="unknown" d="M8 11h55v12h-55z"/>' in html
