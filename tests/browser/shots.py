"""Pictures of every page at three widths, light, dark and as printed.

    python -m tests.browser.shots [FOLDER] [--readme]

Looks at the installation of GROUNDWORK_URL, whose database is DATABASE_URL; `./dev shots` gives both.
"""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import psycopg
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from ops.browser import browser as find_browser

ROOT = Path(__file__).resolve().parents[2]
COLOURS = 128
WIDTHS = (320, 768, 1280)
PAPER = 794  # px: A4 upright
SCHEMES = ("light", "dark")
READERS = ("facilitator", "funder")


def rows(statement: str) -> list[tuple[Any, ...]]:
    """Rows of the database that the pages show."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as line:
        return line.execute(statement).fetchall()  # type: ignore[arg-type]


def wanted(site: Any) -> Iterator[tuple[str, str, str]]:
    """Who looks at which page: facilitator and funder at what they may see, others at what only they see."""
    from tests.browser.pages import names  # noqa: PLC0415  addresses are known once Django is set up

    for name in names():
        try:
            path = site.path(name)
            seen = [role for role in READERS if site.visitor(role).get(path).status == 200]
            for role in seen or [site.reader(name)[0]]:
                yield role, name, path
        except LookupError as error:  # an installation without the demo, or with people who changed it
            print(f"left out: {name}: {error}", flush=True)


def take(page: Page, file: Path) -> None:
    """All pictures of the page that is open."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(media="screen", color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=file.with_name(f"{file.name}-{width}-{scheme}.png"), full_page=True)
    page.set_viewport_size({"width": PAPER, "height": 1123})
    page.emulate_media(media="print", color_scheme="light")
    page.screenshot(path=file.with_name(f"{file.name}-print.png"), full_page=True)


def open_as(browser: Browser, site: Any, role: str) -> Page:
    """A page in a window of this reader."""
    context = browser.new_context(base_url=site.url, reduced_motion="reduce", locale="en-GB")
    if role != "anonymous":
        context.add_cookies(site.cookies(role))
    return context.new_page()


def take_all(browser: Browser, site: Any, folder: Path) -> int:
    """Every page; answers how many were looked at."""
    pages: dict[str, Page] = {}
    count = 0
    for role, name, path in wanted(site):
        if role not in pages:
            pages[role] = open_as(browser, site, role)
        pages[role].goto(path)
        take(pages[role], folder / role / name.replace(":", "-"))
        count += 1
        print(f"{role:12} {path}", flush=True)
    return count


def take_readme(browser: Browser, site: Any) -> list[Path]:
    """The pictures of the README."""
    folder = ROOT / "docs" / "img"
    folder.mkdir(parents=True, exist_ok=True)
    slug = site.collaboration[1]
    taken = []
    for name, role, path in (
        ("portfolio", "funder", "/"), ("collaboration", "facilitator", f"/c/{slug}/"),
        ("network", "facilitator", f"/c/{slug}/network/"),
    ):  # fmt: skip
        page = open_as(browser, site, role)
        page.set_viewport_size({"width": 1280, "height": 1400})
        page.emulate_media(color_scheme="light")
        page.goto(path)
        taken.append(folder / f"{name}.png")
        page.screenshot(path=taken[-1])
        make_light(taken[-1])
    return taken


def make_light(picture: Path) -> None:
    """Few colours, as a page has few: a third of the bytes, and what the reader sees is the same."""
    with Image.open(picture) as whole:
        few = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(prog="./dev shots", description=(__doc__ or "").partition(":")[0])
    var = Path(os.environ.get("GROUNDWORK_VAR") or ROOT / "var")
    parser.add_argument("folder", nargs="?", type=Path, default=var / "shots", help="where to put them (var/shots)")
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collab.settings")
    django.setup()
    from tests.browser.pages import Site  # noqa: PLC0415  addresses are known once Django is set up

    path, reason = find_browser(may_install=False)
    if not path:
        raise SystemExit(reason)
    site = Site(os.environ["GROUNDWORK_URL"], rows)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        if chosen.readme:
            print(*take_readme(browser, site), sep="\n")
        else:
            print(f"{take_all(browser, site, chosen.folder)} pages in {chosen.folder}")
        browser.close()


if __name__ == "__main__":
    main()
