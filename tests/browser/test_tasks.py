"""Main tasks of access.md by two kinds of reader: by keyboard alone, and without scripts.

Signing in, logging a meeting, surveys, offices, imports and reports have tests of their own beside this file.
"""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.keys import Keys
from tests.browser.pages import Site

pytestmark = [pytest.mark.browser]


class ByKeyboard:
    """Presses Tab until a place has the focus, then uses the keys that belong there."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, Keys(page)

    def press(self, place: Locator) -> None:
        """Follow a link, press a button."""
        self.keys.press(place)

    def choose(self, first: Locator, wanted: Locator) -> None:
        """One of several: the group is one stop, the arrows lead on within it."""
        self.keys.press(first, "Space")
        for _step in range(10):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not reach {wanted}")

    def pick(self, place: Locator, label: str) -> None:
        """An option, by the first letters of its words."""
        self.keys.type(place, label)

    def type(self, place: Locator, text: str) -> None:
        """Write."""
        self.keys.type(place, text)

    def day(self, place: Locator, day: date) -> None:
        """A day, its digits one after the other, in the order of the browser's own language."""
        self.keys.type(place, f"{day:%m%d%Y}")


class WithoutScripts:
    """Clicks and writes where nothing but the server answers."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, place: Locator) -> None:
        """Follow a link, press a button."""
        place.click()

    def choose(self, first: Locator, wanted: Locator) -> None:
        """One of several."""
        assert first.count()
        wanted.check()

    def pick(self, place: Locator, label: str) -> None:
        """An option by its words."""
        place.select_option(label=label)

    def type(self, place: Locator, text: str) -> None:
        """Write."""
        place.fill(text)

    def day(self, place: Locator, day: date) -> None:
        """A day."""
        place.fill(day.isoformat())


@pytest.fixture(params=[ByKeyboard, WithoutScripts])
def reader(request: Any, open_page: OpenPage) -> Any:
    """`reader("funder")`: somebody with this role who reads in one of the two ways."""
    kind = request.param

    def _reader(role: str) -> Any:
        return kind(open_page(role=role, java_script_enabled=kind is ByKeyboard))

    return _reader


def test_reading_why_a_score_changed(reader: Any, site: Site) -> None:
    by = reader("funder")
    page: Page = by.page
    page.goto(f"/c/{site.collaboration[1]}/")
    by.press(page.get_by_role("link", name=re.compile("See every part.*Readiness")))
    expect(page.get_by_role("heading", name="Why it changed")).to_be_visible()
    change = page.get_by_role("table", name="Parts of the change")
    points = [float(cell.replace("−", "-")) for cell in change.locator("tbody td:last-child").all_inner_texts()]
    assert round(sum(points[:-1]) - points[-1], 1) == 0, "start and parts add up to the end"
    by.press(page.locator("summary").filter(has_text="Formula of each component, in words"))
    by.press(page.get_by_role("region", name="What it is made of").get_by_role("link", name="Evidence").first)
    expect(page.get_by_role("region", name="Evidence behind").get_by_role("listitem").first).to_be_visible()


def test_reading_why_a_partner_is_ready(reader: Any, site: Site) -> None:
    by = reader("funder")
    page: Page = by.page
    page.goto(site.path("partners:partner_detail"))
    by.press(page.get_by_role("link", name="How this number comes about"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why is the readiness of")
    by.press(page.get_by_role("link", name="Evidence behind Interest"))
    expect(page.get_by_role("region", name="Evidence behind interest").get_by_role("link").first).to_be_visible()


def test_recording_a_review(reader: Any, site: Site) -> None:
    by = reader("funder")
    page: Page = by.page
    page.goto(f"/c/{site.collaboration[1]}/reviews/new/?partner={site.record('partner')}")
    decision = page.get_by_role("radio", name="Go", exact=False).first
    by.choose(decision, page.get_by_role("radio", name="Not yet"))
    reason = f"Read by {type(by).__name__}: the board meets first."
    by.type(page.get_by_role("textbox", name="Reason"), reason)
    by.press(page.get_by_role("button", name="Record decision"))
    expect(page.get_by_text(reason).first).to_be_visible()


def test_inviting_a_person(reader: Any, site: Site) -> None:
    by = reader("coordinator")
    page: Page = by.page
    page.goto(f"/c/{site.collaboration[1]}/seats/")
    by.press(page.get_by_role("link", name="Invite somebody").first)
    address = f"{type(by).__name__.lower()}@example.org"
    by.type(page.get_by_label("E-mail address"), address)
    by.type(page.get_by_label("Name", exact=True), "Nia Okafor")
    by.choose(page.get_by_role("radio").first, page.get_by_role("radio", name="Viewer"))
    by.pick(page.get_by_label("Organisation (optional)", exact=True), "Kestrel Lane Foundation")
    by.press(page.get_by_role("button", name="Send the invitation"))
    expect(page.get_by_text(address).first).to_be_visible()


def test_a_commitment_is_noted_and_closed(reader: Any, site: Site) -> None:
    by = reader("facilitator")
    page: Page = by.page
    page.goto(f"/c/{site.collaboration[1]}/commitments/")
    by.press(page.get_by_role("link", name="Note a commitment").first)
    text = f"Send the draft, {type(by).__name__}"
    by.pick(page.get_by_label("Who promised"), page.get_by_label("Who promised").locator("option").nth(1).inner_text())
    by.type(page.get_by_label("What was promised"), text)
    by.day(page.get_by_label("Due on"), date.today() + timedelta(days=7))
    by.press(page.get_by_role("button", name="Save commitment"))
    expect(page.get_by_text(text).first).to_be_visible()
    by.press(page.get_by_role("link", name="Say what became of it").first)
    by.choose(page.get_by_role("radio").first, page.get_by_role("radio", name="Kept", exact=True))
    by.press(page.get_by_role("button", name="Save outcome"))
    expect(page.get_by_text("Kept", exact=False).first).to_be_visible()


def test_a_partner_is_rated(reader: Any, site: Site) -> None:
    by = reader("funder")
    page: Page = by.page
    page.goto(f"/c/{site.collaboration[1]}/partners/{site.record('partner')}/rating/")
    interest = page.locator("[name=interest]")
    by.choose(interest.first, interest.nth(3))
    said = f"Sent two people to the landing site ({type(by).__name__})"
    by.type(page.get_by_label("What it rests on").first, said)
    by.press(page.locator("main form[method=post] button[type=submit]").last)
    expect(page.get_by_text(said).first).to_be_visible()
