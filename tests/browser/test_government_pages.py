"""The government pages in a browser: by keyboard alone, in every state, and for a liaison who signs in."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import OpenPage
from tests.browser.pages import Site
from tests.browser.stack import Stack
from tests.browser.test_government import clean, place, reach

pytestmark = [pytest.mark.browser]
FORMS = (
    "mandate_create", "mandate_edit", "official_create", "official_leave", "liaison_create", "liaison_leave",
    "rating_create", "stance_create", "consultation_create", "influence_create", "privacy_notice_create",
    "entry_review_create", "own_statement_edit", "state_role_create",
)  # fmt: skip


def press(page: Page, role: str, name: str) -> None:
    """Reach something by the keyboard and press it."""
    reach(page, page.get_by_role(role, name=name).first)  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def test_from_a_mandate_to_the_weakest_criterion_by_keyboard_alone(
    stack: Stack, site: Site, open_page: OpenPage
) -> None:
    path, page = place(stack), open_page(role="facilitator")
    page.goto(path)
    reach(page, page.get_by_label("Topic or body"))
    page.keyboard.type("palm")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ministry of Labour", level=4)).to_have_count(0)
    reach(page, page.locator("#rungs").get_by_role("link", name="City of Palm"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("City of Palm: Shelter")
    press(page, "link", "Name a liaison")
    reach(page, page.get_by_label("Or somebody new: name"))
    page.keyboard.type("Nadia Rocha")
    reach(page, page.get_by_role("radio", name="Direct adviser"))
    page.keyboard.press("Space")
    press(page, "button", "Save liaison")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rate Nadia Rocha")
    lines = page.get_by_label("What it rests on, in one line")
    for number, level in enumerate((3, 4, 3, 1, 3)):
        group = page.locator("fieldset").nth(number)
        reach(page, group.get_by_role("radio").first)
        page.keyboard.press("Space")
        for _step in range(level):
            page.keyboard.press("ArrowDown")
        expect(group.get_by_role("radio").nth(level)).to_be_checked()
        reach(page, lines.nth(number))
        page.keyboard.type("Called back the same day")
    press(page, "button", "Save rating")
    expect(page.get_by_text("The rating is saved.")).to_be_visible()
    mine = page.locator(".liaison").filter(has_text="Nadia Rocha")
    expect(mine.get_by_role("listitem").filter(has_text="Bandwidth 1")).to_contain_text("weakest")
    expect(mine).to_contain_text("liaison fitness 61")  # 100 (3/4 4/4 3/4 1/4)^(1/4)
    press(page, "link", "Compare the liaisons")
    expect(page.get_by_role("columnheader", name="Nadia Rocha")).to_be_visible()
    assert clean(page) == []


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_refused_is_accessible(site: Site, open_page: OpenPage, name: str) -> None:
    page = open_page(role="coordinator")
    page.goto(site.path(f"government:{name}"))
    form = page.locator("main form[method=post]").last
    for typed in form.locator("input:is([type=text], [type=date], :not([type])):visible, textarea:visible").all():
        typed.fill("")
    form.get_by_role("button").first.click()
    expect(page.locator("main .errors, main [role=alert]").first).to_be_visible()
    assert clean(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_the_page_is_accessible(site: Site, open_page: OpenPage, scheme: str) -> None:
    page = open_page(role="facilitator", color_scheme=scheme)
    path = site.path("government:mandate_list")
    page.goto(path)
    page.get_by_text("Show as a table").first.click()
    expect(page.get_by_role("table", name="Contacts by level")).to_be_visible()
    assert clean(page) == []
    for query in ("?q=nothing+like+it", "?show=gaps", "?show=alone"):
        page.goto(path + query)
        assert violations(page) == []
    page.goto(site.path("government:influence_list"))
    assert clean(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_liaison_who_signs_in_reads_and_corrects_the_own_entry(
    site: Site, open_page: OpenPage, scripts: bool
) -> None:
    page = open_page(role="liaison", java_script_enabled=scripts)
    page.goto(site.path("government:mandate_list"))
    page.get_by_role("link", name="Your own entry").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own entry")
    page.get_by_role("radio", name="Correction").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Say in your own words what is wrong.").first).to_be_visible()
    assert not scripts or clean(page) == []
    page.get_by_label("In your own words").fill("I lead the unit now.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("I lead the unit now.").first).to_be_visible()
    expect(page.get_by_text("Not answered yet").first).to_be_visible()
    assert not scripts or clean(page) == []
