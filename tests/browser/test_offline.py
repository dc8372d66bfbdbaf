"""Days without signal: what is typed is kept on the device, sent once, in order, and gone after signing out."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import sideways, violations
from tests.browser.conftest import PATIENCE, OpenPage
from tests.browser.flaky import bad_line
from tests.browser.pages import Site
from tests.browser.stack import Stack, wait_for

pytestmark = [pytest.mark.browser]

PHONE = {"width": 360, "height": 740}
DEVICES = 3
# what a scripted hand does on the kept form: a day, two people, one line, save
LOG = """([day, line]) => {
  const form = document.querySelector("form[data-log]");
  form.querySelector("[name=when][value=other]").click();
  form.elements.day.value = day;
  [...form.querySelectorAll("[name=who]")].slice(0, 2).forEach((box) => { box.checked = true; });
  form.elements.topics.value = line;
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.requestSubmit();
}"""
PLAIN = """async () => {
  const ended = asked => new Promise(done => { asked.onsuccess = () => done(asked.result); });
  const line = await ended(indexedDB.open("groundwork"));
  const all = store => ended(line.transaction(store).objectStore(store).getAll());
  const [keys, entries, forms] = [await all("keys"), await all("entries"), await all("forms")];
  let leaked = "";
  for (const one of [...entries, ...forms]) leaked += Object.keys(one) + new TextDecoder("latin1").decode(one.sealed);
  const key = keys[0].key;
  const out = await crypto.subtle.exportKey("raw", key).then(() => "read", () => "refused");
  line.close();
  return { leaked, out, extractable: key.extractable, entries: entries.length };
}"""
HELD = """async store => {
  const ended = asked => new Promise(done => { asked.onsuccess = () => done(asked.result); });
  const line = await ended(indexedDB.open("groundwork"));
  if (!line.objectStoreNames.contains(store)) return line.close(), 0;
  const n = await ended(line.transaction(store).objectStore(store).count());
  line.close();
  return n;
}"""
NAMES = """async () => [
  (await indexedDB.databases()).map(one => one.name), Object.keys(localStorage), Object.keys(sessionStorage),
]"""


def held(page: Page, store: str) -> int:
    """How many rows of a store this device keeps."""
    return int(page.evaluate(HELD, store))


def ready(page: Page) -> Page:
    """Once the page keeps what is typed."""
    expect(page.locator("html[data-keeps]")).to_have_count(1)
    return page


def learn(page: Page, path: str) -> None:
    """A visit with signal, after which the device can do without: its worker runs, the form is kept."""
    page.goto(path)
    ready(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_for(lambda: page.evaluate("navigator.serviceWorker.controller !== null"), 20, "the worker takes over")
    wait_for(lambda: held(page, "forms"), 20, "the form is kept")


def count(stack: Stack, topic: str) -> int:
    """How many meetings of this topic the server has."""
    return int(stack.rows("SELECT count(*) FROM collab_meeting WHERE topics = %s", [topic])[0][0])


def test_a_meeting_logged_without_signal_arrives_once_when_it_returns(
    stack: Stack, site: Site, open_page: OpenPage
) -> None:
    log, page = site.path("collab:meeting_create"), open_page(**PHONE, role="facilitator")
    learn(page, site.path("collab:meeting_list"))
    page.context.set_offline(True)
    page.goto(log)  # the worker gives the page of this device
    expect(page.get_by_role("heading", level=1)).to_have_text("Log a meeting")
    expect(page.get_by_text("You are offline.")).to_be_visible()
    expect(page.get_by_text("A private note is never kept on a device.")).to_be_visible()
    assert page.get_by_role("textbox", name="Private note").count() == 0
    assert violations(page) == []
    assert sideways(page) == []
    for box in page.locator(".chips label").all()[:2]:
        box.click()
    page.get_by_label("What happened").fill("At the bus stop.")
    page.get_by_text("Kind, topics").click()
    page.get_by_label("Topics").fill("Bus stop")
    page.get_by_role("button", name="Save meeting").last.click()
    expect(page.get_by_text("is kept on this device")).to_be_visible()
    expect(page.get_by_text("Waiting to be sent: 1.")).to_be_visible()
    seen = page.evaluate(PLAIN)
    assert "Bus stop" not in seen["leaked"]
    assert (seen["out"], seen["extractable"], seen["entries"]) == ("refused", False, 1)
    page.goto("/device/")
    expect(page.get_by_role("listitem").filter(has_text="waits to be sent")).to_have_count(1)
    assert violations(page) == []
    assert count(stack, "Bus stop") == 0
    page.context.set_offline(False)
    expect(page.get_by_text("Waiting to be sent")).to_have_count(0)
    assert count(stack, "Bus stop") == 1


def test_a_draft_outlives_its_page_and_is_gone_once_saved(stack: Stack, site: Site, open_page: OpenPage) -> None:
    page = open_page(**PHONE, role="facilitator")
    page.goto(site.path("collab:meeting_create"))
    ready(page)
    page.locator(".chips label").first.click()
    page.get_by_label("What happened").fill("Half a sentence")
    page.get_by_label("Private note").fill("A canary")
    page.get_by_role("button", name="Add another promise").click()
    page.get_by_role("textbox", name="What was promised").nth(1).fill("The second promise")
    page.get_by_label("Who promised").nth(1).select_option(index=2)
    page.get_by_text("Kind, topics").click()
    page.get_by_label("Topics").fill("Draft")
    page.wait_for_timeout(600)
    other = page.context.new_page()  # as after a crash: the page did not end in order
    page.close(run_before_unload=False)
    other.goto("/device/")
    row = other.get_by_role("listitem").filter(has_text="draft")
    row.get_by_role("link", name="Open").click()
    expect(other.get_by_label("What happened")).to_have_value("Half a sentence")
    expect(other.get_by_role("textbox", name="What was promised").nth(1)).to_have_value("The second promise")
    expect(other.get_by_label("Private note")).to_have_value("")
    other.get_by_role("button", name="Save meeting").last.click()
    expect(other).to_have_url(re.compile(r"/meetings/[0-9a-f-]{36}/$"))
    assert count(stack, "Draft") == 1
    other.goto("/device/")
    ready(other)
    expect(other.get_by_role("listitem")).to_have_count(0)


def test_signed_out_by_time_keeps_the_queue_and_asks_for_the_same_person(
    stack: Stack, site: Site, open_page: OpenPage
) -> None:
    page = open_page(**PHONE, role="facilitator")
    learn(page, site.path("collab:meeting_create"))
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.evaluate(LOG, ["2026-03-02", "Session over"])
    expect(page.get_by_text("once the person who wrote it signs in")).to_be_visible()
    page.context.add_cookies(site.cookies("coordinator"))  # somebody else signs in on this device
    page.goto(site.path("collab:meeting_list"))
    ready(page)
    expect(page.get_by_text("Waiting to be sent")).to_have_count(0)  # not theirs to see
    assert count(stack, "Session over") == 0
    page.context.clear_cookies()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(site.path("collab:meeting_list"))
    wait_for(lambda: count(stack, "Session over") == 1, 20, "the queue is sent")


def test_signing_out_asks_and_leaves_nothing_on_the_device(stack: Stack, site: Site, open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/demo/")
    page.get_by_role("button", name="Itzel Camacho").click()
    learn(page, site.path("collab:meeting_create"))
    page.get_by_label("What happened").fill("Never sent")
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Sign out").click()
    asked = page.get_by_role("dialog", name="Send what waits on this device, or discard it?")
    assert violations(page) == []
    asked.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_label("What happened")).to_have_value("Never sent")
    page.get_by_role("button", name="Sign out").click()
    page.on("dialog", lambda one: one.accept())
    asked.get_by_role("button", name="Discard and sign out").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in")
    assert page.evaluate(NAMES) == [[], [], []]


# -- a bad line --------------------------------------------------------------------------------------------------------


@pytest.fixture
def device(browser: Browser, site: Site) -> Iterator[Callable[[str, timedelta], BrowserContext]]:
    """`device(url, clock)` is a phone of the facilitator, whose clock is wrong by so much."""
    contexts: list[BrowserContext] = []

    def _device(url: str, clock: timedelta) -> BrowserContext:
        context = browser.new_context(base_url=url, viewport=PHONE)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.clock.set_system_time(datetime.now(UTC) + clock)
        context.add_cookies([one | {"url": url} for one in site.cookies("facilitator")])  # type: ignore[list-item]
        contexts.append(context)
        return context

    yield _device
    for context in contexts:
        context.close()


def _log_without_a_signal(pages: list[Page], meetings: int, mark: str) -> None:
    """Meetings in turn on each device, newest first, so that the order of sending is not the order of writing."""
    for n in range(meetings):
        day = datetime(2025, 6, 1, tzinfo=UTC) + timedelta(days=meetings - n)
        page = pages[n % DEVICES]
        before = page.locator("form[data-log] [name=id]").input_value()
        page.evaluate(LOG, [f"{day:%Y-%m-%d}", f"{mark}{n}"])
        page.wait_for_function("id => document.querySelector('form[data-log]').elements.id.value !== id", arg=before)
        if n % 7 == 6:
            page.reload()
            ready(page)


def _send_until_nothing_waits(pages: list[Page], *, patience: float) -> None:
    """Tell each device in turn that it is online again; every 25th time its page is loaded anew."""
    begun, number = time.monotonic(), 0
    while any(held(page, "entries") for page in pages):
        assert time.monotonic() - begun < patience, "the queue does not empty"
        page, number = pages[number % DEVICES], number + 1
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(150)
        if number % 25 == 0:
            page.reload()
            ready(page)


@pytest.mark.parametrize("meetings", [12, pytest.param(200, marks=pytest.mark.long)])
def test_over_a_bad_line_nothing_is_lost_and_nothing_comes_twice(
    stack: Stack, site: Site, device: Callable[[str, timedelta], BrowserContext], meetings: int
) -> None:
    log, mark = site.path("collab:meeting_create"), f"Line {meetings}-"
    with bad_line(stack.url, seed=meetings) as (url, line):
        pages = []
        for number in range(DEVICES):
            page = device(url, timedelta(days=(-3, 0, 4)[number])).new_page()
            learn(page, log)
            page.context.set_offline(True)
            page.goto(log)
            ready(page)
            pages.append(page)
        _log_without_a_signal(pages, meetings, mark)
        context = pages[0].context
        pages[0].close(run_before_unload=False)  # a crash
        pages[0] = context.new_page()
        for page in pages:
            page.context.set_offline(False)
            page.goto("/device/")
            ready(page)
        _send_until_nothing_waits(pages, patience=60 + 2 * meetings)
    rows = stack.rows("SELECT topics, held_at FROM collab_meeting WHERE topics LIKE %s ORDER BY held_at", [f"{mark}%"])
    print(f"\n{meetings} meetings: {line.passed} passed, {line.cut_before} cut before, {line.cut_after} cut after")
    assert [topic for topic, _held in rows] == [f"{mark}{n}" for n in reversed(range(meetings))]
    assert line.cut_before > 0
    assert line.cut_after > 0
