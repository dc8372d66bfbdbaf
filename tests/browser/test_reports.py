"""A report from its first word to the file that leaves: by keyboard alone, and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.keys import Keys
from tests.browser.stack import Stack
from tests.browser.test_access import found_here

pytestmark = [pytest.mark.browser]

WRITE = re.compile(r"/reports/[0-9a-f-]{36}/write/$")
LIST = "/c/mesa-riberena/reports/"
TOLD = "SELECT text FROM metrics_reportsection s JOIN metrics_report r ON r.id = s.report_id WHERE r.title = %s"
STATE = "SELECT state, remark FROM metrics_report WHERE title = %s"


def begin(page: Page, title: str) -> None:
    """A board paper under a title."""
    page.goto(f"{LIST}new/")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Begin the report").click()
    expect(page).to_have_url(WRITE)


def _hand_in(page: Page) -> None:
    """By keys alone."""
    Keys(page).press(page.get_by_role("button", name="Hand in for reading"))
    expect(page.get_by_text("Waits for a second person.")).to_be_visible()


def _give_back(reader: Page, remark: str) -> None:
    """By keys alone."""
    second = Keys(reader)
    second.press(reader.locator("summary").filter(has_text="Give it back"))
    second.type(reader.get_by_label("What should change"), remark)
    second.press(reader.get_by_role("button", name="Give back", exact=True))
    expect(reader.get_by_text("The report is a draft again.")).to_be_visible()


def test_a_report_by_keyboard_alone_saved_while_one_writes(stack: Stack, open_page: OpenPage) -> None:
    page = open_page(role="coordinator")
    keys, title = Keys(page), "Told by keys alone"
    page.goto(f"{LIST}new/")
    keys.type(page.get_by_label("Title"), title)
    keys.press(page.get_by_role("button", name="Begin the report"))
    expect(page).to_have_url(WRITE)
    keys.type(page.get_by_role("textbox", name="Text").first, "We met the office twice.")
    page.keyboard.press("Tab")  # what was written is saved when the field is left
    expect(page.get_by_text("Saved", exact=True).first).to_be_visible()
    assert "We met the office twice." in [text for (text,) in stack.rows(TOLD, [title])]
    page.goto(page.url)
    assert found_here(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    keys.press(page.get_by_role("link", name="Read it as it will look"))
    expect(page.get_by_text("We met the office twice.")).to_be_visible()
    _hand_in(page)
    assert found_here(page) == []
    reader = open_page(role="funder")
    reader.goto(page.url)
    _give_back(reader, "Name the second office.")
    assert stack.rows(STATE, [title]) == [("draft", "Name the second office.")]
    page.goto(page.url)
    page.set_viewport_size({"width": 1280, "height": 900})
    _hand_in(page)
    reader.goto(page.url)
    locks = Keyboard(reader)
    locks.press(reader.get_by_role("button", name="Lock the report"))
    locks.agree("Lock the report")
    expect(reader.get_by_text("Numbers will not change.").first).to_be_visible()
    assert [state for state, _remark in stack.rows(STATE, [title])] == ["locked"]
    expect_files(locks)
    page.goto(page.url)
    keys.press(page.get_by_role("button", name="Write a new version"))
    expect(page).to_have_url(WRITE)
    keys.press(page.get_by_role("link", name="Read it as it will look"))
    keys.press(page.get_by_role("link", name="Compare with the version before"))
    expect(page).to_have_url(re.compile(r"/compare/$"))
    assert found_here(page) == []


def test_a_report_without_scripts_to_its_locked_file(stack: Stack, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, role="coordinator")
    title = "Told without scripts"
    begin(page, title)
    page.get_by_role("button", name="Add a section").click()
    sections = page.get_by_role("textbox", name="Text")
    before = sections.count()
    sections.first.fill("The council answered.")
    page.get_by_role("button", name="Save section").first.click()
    expect(sections.first).to_have_value("The council answered.")
    page.get_by_role("button", name=re.compile("Take out.*New section")).click()
    expect(sections).to_have_count(before - 1)
    page.get_by_role("link", name="Read it as it will look").click()
    page.get_by_role("button", name="Hand in for reading").click()
    reader = open_page(java_script_enabled=False, role="funder")
    reader.goto(page.url)
    reader.get_by_role("button", name="Lock the report").click()
    expect(reader.get_by_text("Numbers will not change.").first).to_be_visible()
    assert stack.rows(STATE, [title]) == [("locked", "")]
    expect_files(Pointer(reader))
    assert found_on_paper(reader) == []


def expect_files(reader: Hands) -> None:
    """A locked report is taken away in each form."""
    for kind in ("PDF", "DOCX", "PPTX", "XLSX", "CSV"):
        with reader.page.expect_download() as started:
            reader.press(reader.page.get_by_role("link", name=kind, exact=True))
        assert started.value.suggested_filename.endswith(f".{kind.lower()}")


def found_on_paper(page: Page) -> list[str]:
    """What stands on the printed page and should not."""
    page.emulate_media(media="print")
    shown = page.locator(".no-print:visible, nav:visible, button:visible")
    return [one.evaluate("e => e.outerHTML.slice(0, 120)") for one in shown.all()]
