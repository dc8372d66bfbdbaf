"""A browser on a real stack; every page is watched for script errors and violations of the content security policy."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from ops.browser import browser as find_browser
from ops.processes import send, session_of
from tests.browser.far import slow_page  # noqa: F401  a fixture of the tests of this folder
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.pages import Site
from tests.browser.stack import Stack, wait_for
from tests.browser.visitor import newest_mail

# somebody with a password, an app for codes, recovery codes and a passkey, so that all pages of an account are there
KEEPER = """
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from tests import factories
user = factories.user(email="keeper@example.org", name="Edda Keel", password={password!r})
TOTP.activate(user, {secret!r})
RecoveryCodes.activate(user)
Authenticator.objects.create(user=user, type="webauthn", data={{"name": "Blue key", "credential": {{}}}})
"""
KEEPERS_PASSWORD = "seven calm herons wade"
KEEPERS_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WATCH = """
document.addEventListener('securitypolicyviolation', e => {
  window.reportTrouble([e.violatedDirective, e.blockedURI, location.pathname, e.sourceFile, e.lineNumber].join(' '));
});
"""
# no calls to the maker's servers, no first-run pages
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
PATIENCE = 15_000.0  # ms
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def stack(browser: Browser) -> Iterator[Stack]:
    """Web, worker and beat with the demo, scored."""
    here = Stack(Path(tempfile.mkdtemp(prefix="groundwork-browser-")))
    name = f"groundwork_browser_{os.getpid()}"
    try:
        here.start("valkey")
        here.make_database(name)
        here.prepare()
        here.start("web", "worker", "beat")
        here.wait_until_fresh(60)
        yield here
    finally:
        here.stop()
        here.drop_database(name)
        rmtree(here.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def site(stack: Stack) -> Site:
    """Its addresses and readers; somebody asked for a code, so there is mail."""
    stack.manage("shell", "-v0", "-c", KEEPER.format(password=KEEPERS_PASSWORD, secret=KEEPERS_SECRET))
    here, begun = Site(stack.url, stack.rows, KEEPERS_PASSWORD), time.time()
    asked = here.visitor("anonymous").form("/account/login/code/", "email")
    here.visitor("anonymous").post(asked.action, asked.filled([("email", "viewer@example.org")]))
    wait_for(lambda: newest_mail(stack.mail, "viewer@example.org", after=begun), 30, "no mail came")
    here.sessions.clear()
    return here


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    path, reason = find_browser(may_install=False)
    if not path:
        pytest.skip(os.environ.get("GROUNDWORK_NO_BROWSER") or reason)
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def sleeping_worker(stack: Stack) -> Iterator[Callable[[], None]]:
    """Nobody computes until the test calls what it is given, or ends."""
    pids = session_of(stack.keeper.children["worker"].pid)

    def _wake() -> None:
        for pid in pids:
            send(pid, signal.SIGCONT)

    for pid in pids:
        send(pid, signal.SIGSTOP)
    yield _wake
    _wake()
    stack.wait_until_fresh(30)


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """`open_page(width=320, role="funder")` gives a page in a context of its own; any trouble fails the test."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def _open(*, width: int = 1280, height: int = 900, role: str = "", **options: Any) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            locale="en-GB",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        context.expose_binding("reportTrouble", lambda _source, text: trouble.append(text))
        context.add_init_script(WATCH)
        context.on("weberror", lambda error: trouble.append(str(error.error)))
        if role:
            context.add_cookies(site.cookies(role))  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield _open
    for context in contexts:
        context.close()
    assert trouble == []


Work = Callable[[str], Hands]


@pytest.fixture(params=["keyboard", "no scripts"])
def hands(request: pytest.FixtureRequest) -> str:
    """Whose hands."""
    return str(request.param)


@pytest.fixture
def work(hands: str, open_page: OpenPage) -> Work:
    """`work("funder")` gives the hands of a funder; `work("")` of somebody who has not signed in."""

    def _work(role: str) -> Hands:
        if hands == "keyboard":
            return Keyboard(open_page(role=role))
        return Pointer(open_page(role=role, java_script_enabled=False))

    return _work
