"""The map with script: a neighbourhood comes into its place, the months play, its picture is taken away."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import Site

pytestmark = pytest.mark.browser
MARK = "document.querySelector('header.masthead').dataset.same = 'yes'"  # gone when the page is loaded anew


@pytest.fixture
def map_page(open_page: OpenPage, site: Site) -> Page:
    """The map before a facilitator, in a page that knows itself again."""
    page = open_page(role="facilitator")
    page.goto(site.path("metrics:network_detail"))
    page.evaluate(MARK)
    return page


def is_same(page: Page) -> bool:
    """Whether the page was never left."""
    return page.locator("[data-same]").count() == 1


def test_a_neighbourhood_comes_in_its_place_and_the_way_back_leads_to_everybody(map_page: Page) -> None:
    page, chosen = map_page, map_page.locator("svg.map > a").first
    name = chosen.get_attribute("aria-label") or ""
    chosen.focus()
    before = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"focus=\d+"))
    expect(page.locator("svg.map .tie.faded").first).to_be_attached()
    expect(page.locator(":focus")).to_have_attribute("aria-label", name)
    assert (is_same(page), page.evaluate("scrollY")) == (True, before)
    page.get_by_role("link", name="Show everybody").click()
    expect(page.locator("svg.map .faded")).to_have_count(0)
    assert is_same(page)
    page.go_back()
    page.wait_for_url(re.compile(r"focus=\d+"))
    expect(page.locator("svg.map .tie.faded").first).to_be_attached()


def test_a_neighbourhood_stands_out_before_the_server_has_drawn_it(map_page: Page) -> None:
    page = map_page
    page.route(re.compile(r"focus="), lambda route: route.fulfill(status=204))  # an answer that brings nothing
    chosen = page.locator("svg.map > a").first
    chosen.focus()
    page.keyboard.press("Enter")
    near = page.locator("svg.map > a.near")
    expect(page.locator("svg.map.narrowed .near-ties > .tie").first).to_be_attached()
    ties = page.locator(".near-ties > .tie").evaluate_all("all => all.map(one => one.getAttribute('d')).join('')")
    said = int(re.search(r": (\d+) tie", chosen.get_attribute("aria-label") or "")[1])  # type: ignore[index]
    assert (ties.count("L"), near.count()) == (said, said + 1)


def test_a_month_back_comes_in_the_place_of_the_map(map_page: Page) -> None:
    page = map_page
    page.get_by_role("link", name="One month back").click()
    page.wait_for_url(re.compile(r"month=\d+"))
    expect(page.get_by_role("link", name="One month on")).to_be_visible()
    expect(page.locator(":focus")).to_have_text("One month back")
    assert is_same(page)


def test_the_months_play_and_all_of_the_page_stands_at_the_month_where_they_were_stopped(map_page: Page) -> None:
    page = map_page
    play = page.get_by_role("button", name="Play the months")
    play.click()
    expect(page.locator("select[name=month]")).to_have_value(re.compile(r"^[1-3]$"))
    play.click()
    expect(play).to_be_focused()
    expect(play).not_to_have_attribute("aria-pressed", "true")
    assert re.search(r"month=[1-4]$", page.url)
    assert is_same(page)
    month, found = page.locator("select[name=month]").input_value(), page.locator("h1").inner_text()
    page.reload()
    assert (page.locator("select[name=month]").input_value(), page.locator("h1").inner_text()) == (month, found)


@pytest.mark.parametrize(("kind", "begins"), [("SVG", b"<svg"), ("PNG", b"\x89PNG")])
def test_the_picture_is_taken_away(map_page: Page, kind: str, begins: bytes) -> None:
    with map_page.expect_download() as taken:
        map_page.get_by_role("button", name=f"Download {kind}").click()
    assert Path(taken.value.path()).read_bytes().startswith(begins)


def test_without_script_the_same_links_lead_to_the_same_map(open_page: OpenPage, site: Site) -> None:
    page = open_page(role="facilitator", java_script_enabled=False)
    page.goto(site.path("metrics:network_detail"))
    href = page.locator("svg.map > a").first.get_attribute("href") or ""
    page.goto(site.path("metrics:network_detail") + href)
    expect(page.locator("svg.map .tie.faded").first).to_be_attached()
    page.get_by_role("link", name="Show everybody").click()
    expect(page.locator("svg.map .faded")).to_have_count(0)
