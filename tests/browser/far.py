"""A slow phone far away: a page with nothing kept, on a slow line and a slow processor, and what is seen of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.pages import Site

# access.md: 400 kbit/s, 400 ms there and back, a processor slowed to a quarter
BYTES_A_SECOND, ROUND_TRIP, SLOWER = 400_000 / 8, 400, 4
LONG_PATIENCE = 60_000.0  # ms
WATCH = """
window.seen = {paint: 0, shift: 0, what: ''};
new PerformanceObserver((list) => { for (const one of list.getEntries()) {
  window.seen.paint = one.startTime; window.seen.what = one.element ? one.element.tagName : '';
}}).observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.seen.shift += one.value; })
  .observe({type: 'layout-shift', buffered: true});
"""


@pytest.fixture
def slow_page(browser: Browser, site: Site) -> Iterator[Any]:
    """`slow_page(role)` gives a page with nothing kept, on a slow line and processor, and its line of control."""
    contexts = []

    def _open(role: str, *, is_near: bool = False) -> tuple[Page, CDPSession]:
        context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}, locale="en-GB")
        context.set_default_timeout(LONG_PATIENCE)
        context.add_init_script(WATCH)
        contexts.append(context)
        if role:
            context.add_cookies(site.cookies(role))  # type: ignore[arg-type]
        page = context.new_page()
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        if not is_near:
            speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
            line.send("Network.emulateNetworkConditions", {"offline": False, "latency": ROUND_TRIP, **speed})
        return page, line

    yield _open
    for context in contexts:
        context.close()


def first_look(page: Page, line: CDPSession, path: str) -> tuple[float, int, float, str]:
    """Milliseconds to the largest paint, bytes on the wire, how far things shifted, and what was largest."""
    sizes: list[int] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    seen = page.evaluate("window.seen")
    return seen["paint"], sum(sizes), seen["shift"], seen["what"]


def say(what: str, value: float, bar: float, unit: str = "ms") -> None:
    """One line of the figures."""
    print(f"{what:<58}{value:>10.0f} {unit:<5} bar <= {bar:g}: {'met' if value <= bar else 'MISSED'}", flush=True)
