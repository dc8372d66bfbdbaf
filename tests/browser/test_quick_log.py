"""Two minutes on a phone: a usual meeting of five people in twelve interactions at most, by finger or by keyboard."""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import sideways, violations
from tests.browser.conftest import OpenPage
from tests.browser.pages import Site
from tests.browser.stack import Stack

pytestmark = [pytest.mark.browser]

PHONE = {"width": 360, "height": 740}
MOST = 12  # interactions for a usual meeting of five people
FIVE = 5
SAVED = re.compile(r"/meetings/[0-9a-f-]{36}/$")


@dataclass
class Finger:
    """Counts what a person does: one tap, one choice from a list, or the writing of one text."""

    page: Page
    done: list[str] = field(default_factory=list)

    def tap(self, place: Locator) -> None:
        """Touch it."""
        self.done.append(f"tap {place}")
        place.tap()

    def write(self, place: Locator, text: str) -> None:
        """Touch an input and write: two."""
        self.tap(place)
        self.done.append("write")
        self.page.keyboard.type(text)

    def choose(self, place: Locator, index: int) -> None:
        """Open a list and take one: two."""
        self.done += [f"open {place}", "choose"]
        place.select_option(index=index)


@pytest.fixture
def log(site: Site) -> str:
    """The address of the quick log."""
    return site.path("collab:meeting_create")


def present(stack: Stack) -> tuple[int, int, int]:
    """Of the newest meeting: how many were there, how many promises, how many decisions."""
    [(pk,)] = stack.rows("SELECT id FROM collab_meeting ORDER BY created_at DESC LIMIT 1")
    counts = [
        stack.rows(f"SELECT count(*) FROM collab_{table} WHERE meeting_id = %s", [pk])[0][0]  # noqa: S608  constants
        for table in ("attendance", "commitment", "decision")
    ]
    return counts[0], counts[1], counts[2]


def test_usual_meeting_of_five_by_touch(stack: Stack, open_page: OpenPage, log: str) -> None:
    page = open_page(**PHONE, role="facilitator", has_touch=True, is_mobile=True)
    page.goto(log)
    assert violations(page) == []
    assert sideways(page) == []
    finger = Finger(page)
    boxes = page.get_by_role("group", name="Who was there").locator(".chips label")
    for number in range(FIVE):
        finger.tap(boxes.nth(number))
    finger.write(page.get_by_label("What happened"), "First month of shared catch records.")
    finger.choose(page.get_by_label("Who promised").first, 3)
    finger.write(page.get_by_label("What was promised").first, "Sends the form")
    finger.tap(page.get_by_role("button", name="Save meeting").last)
    expect(page).to_have_url(SAVED)
    print(f"\n{len(finger.done)} interactions: {finger.done}")
    assert len(finger.done) <= MOST
    assert present(stack) == (FIVE, 1, 0)


def test_the_same_people_again_are_one_tap(stack: Stack, open_page: OpenPage, log: str) -> None:
    page = open_page(**PHONE, role="facilitator", has_touch=True, is_mobile=True)
    page.goto(log)
    finger, group = Finger(page), page.get_by_role("link", name="5 present").first
    page.get_by_label("What happened").fill("Written before the tap")
    finger.tap(group)
    marked = page.get_by_role("group", name="Who was there").get_by_role("checkbox", checked=True)
    expect(marked).to_have_count(FIVE)
    expect(page.get_by_label("What happened")).to_have_value("Written before the tap")
    finger.tap(page.get_by_role("button", name="Save meeting").last)
    expect(page).to_have_url(SAVED)
    assert len(finger.done) == 2
    assert present(stack) == (FIVE, 0, 0)


def test_finding_and_adding_people_by_keyboard(stack: Stack, open_page: OpenPage, log: str) -> None:
    page = open_page(**PHONE, role="facilitator")
    page.goto(log)
    find, who = page.get_by_role("searchbox", name="Find or add"), page.get_by_role("group", name="Who was there")
    label = who.locator("[data-others] label").first
    name = label.inner_text().splitlines()[0] if label.is_visible() else label.text_content().strip()
    find.focus()
    page.keyboard.type(name[:12].upper())
    page.keyboard.press("Enter")
    expect(who.get_by_role("checkbox", checked=True)).to_have_count(1)
    expect(find).to_have_value("")
    page.keyboard.type("Dra. Nadie Ríos")
    expect(page.get_by_role("button", name="Add “Dra. Nadie Ríos” as somebody new")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name of the person")).to_have_value("Dra. Nadie Ríos")
    expect(page.get_by_label("Comes for")).to_be_focused()
    page.keyboard.press("ArrowDown")
    save = page.get_by_role("button", name="Save meeting").last
    save.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(SAVED)
    assert present(stack) == (2, 0, 0)
    assert stack.rows("SELECT count(*) FROM collab_person WHERE name = 'Dra. Nadie Ríos'") == [(1,)]


def test_filters_leave_the_first_screen_of_a_phone_to_the_list(open_page: OpenPage, site: Site) -> None:
    page = open_page(**PHONE, role="facilitator")
    page.goto(site.path("collab:meeting_list"))
    table = page.get_by_role("table").bounding_box()
    assert table
    assert table["y"] < PHONE["height"]
    page.get_by_text("Filter and order").click()
    page.get_by_label("How").select_option("call")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("mode=call"))
