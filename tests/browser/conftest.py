"""A browser on a real stack; every page is watched for violations of the content security policy."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.stack import Stack

WATCH = """
window.__violations = [];
document.addEventListener('securitypolicyviolation', e => {
  window.__violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile);
});
"""


def chromium() -> str:
    """A Chromium on this machine; empty when there is none."""
    named = os.environ.get("GROUNDWORK_CHROMIUM")
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return named or next((path for path in found if path), "")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Web, worker and beat with the demo."""
    here = Stack(folder=tmp_path_factory.mktemp("stack"), name=f"groundwork_browser_{os.getpid()}")
    try:
        here.make_database()
        here.manage("load_demo")
        here.manage("collectstatic", "--noinput", "-v0")
        here.start("web", "worker", "beat")
        yield here
    finally:
        here.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    path = chromium()
    if not path:
        pytest.skip("no Chromium on this machine; set GROUNDWORK_CHROMIUM or install the package chromium")
    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser, stack: Stack) -> Iterator[Callable[..., Page]]:
    """`open_page(width=320)` gives a page in a context of its own; violations fail the test."""
    contexts: list[BrowserContext] = []

    def _open(*, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(base_url=stack.url, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(15_000)
        context.add_init_script(WATCH)
        contexts.append(context)
        return context.new_page()

    yield _open
    found = []
    for context in contexts:
        for page in context.pages:
            if page.url.startswith("http") and _has_scripts(context):
                found += page.evaluate("window.__violations || []")
        context.close()
    assert found == []


def _has_scripts(context: BrowserContext) -> bool:
    return getattr(context, "_options", {}).get("javaScriptEnabled", True)


def sign_in(page: Page, role: str) -> None:
    """By one click of the demo."""
    page.goto("/demo/")
    page.get_by_role("button", name=role).click()
    page.wait_for_url("**/")


@pytest.fixture
def screenshots() -> Path | None:
    """Where to keep pictures, when somebody asks for them."""
    folder = os.environ.get("GROUNDWORK_SCREENSHOTS")
    return Path(folder) if folder else None
