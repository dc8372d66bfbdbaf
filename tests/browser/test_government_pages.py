"""The government pages in a browser: by keyboard alone, in every state, and for a liaison who signs in."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import OpenPage, Work
from tests.browser.pages import Site
from tests.browser.stack import Stack
from tests.browser.test_government import clean, place

pytestmark = [pytest.mark.browser]
FORMS = (
    "mandate_create", "mandate_edit", "official_create", "official_leave", "liaison_create", "liaison_leave",
    "rating_create", "stance_create", "consultation_create", "influence_create", "privacy_notice_create",
    "entry_review_create", "own_statement_edit", "state_role_create",
)  # fmt: skip


CARRIES = """SELECT p.name, l.steps, l.to_on, f.name FROM government_liaison l
  JOIN collab_person p ON p.id = l.person_id
  LEFT JOIN government_liaison s ON s.id = l.successor_id LEFT JOIN collab_person f ON f.id = s.person_id
  JOIN collab_collaboration c ON c.id = l.collaboration_id WHERE c.slug = %s AND p.name LIKE 'N%%' ORDER BY p.name"""
RATED = """SELECT ability, willingness, authority, bandwidth, trust FROM government_liaisonrating r
  JOIN government_liaison l ON l.id = r.liaison_id JOIN collab_person p ON p.id = l.person_id
  JOIN collab_collaboration c ON c.id = l.collaboration_id WHERE c.slug = %s AND p.name = 'Nadia Rocha'"""


def test_a_liaison_is_named_rated_and_takes_over(stack: Stack, site: Site, work: Work, hands: str) -> None:
    path, team = place(stack), work("facilitator")
    page, slug, today = team.page, path.split("/")[2], date.today()
    page.goto(path)
    team.write(page.get_by_label("Topic or body"), "palm")
    team.press(page.get_by_role("button", name="Show", exact=True).first)
    expect(page.get_by_role("heading", name="Ministry of Labour", level=4)).to_have_count(0)
    team.press(page.locator("#rungs").get_by_role("link", name="City of Palm"))
    expect(page.get_by_role("heading", level=1)).to_have_text("City of Palm: Shelter")
    team.press(page.get_by_role("link", name="Name a liaison").first)
    team.write(page.get_by_label("Or somebody new: name"), "Nadia Rocha")
    team.mark(page.get_by_role("radio", name="Direct adviser"))
    team.press(page.get_by_role("button", name="Save liaison"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Rate Nadia Rocha")
    lines = page.get_by_label("What it rests on, in one line")
    for number, level in enumerate((3, 4, 3, 1, 3)):
        team.mark(page.locator("fieldset").nth(number).get_by_role("radio").nth(level))
        team.write(lines.nth(number), "Called back the same day")
    team.press(page.get_by_role("button", name="Save rating"))
    expect(page.get_by_text("The rating is saved.")).to_be_visible()
    mine = page.locator(".liaison").filter(has_text="Nadia Rocha")
    expect(mine.get_by_role("listitem").filter(has_text="Bandwidth 1")).to_contain_text("weakest")
    expect(mine).to_contain_text("liaison fitness 61")  # 100 (3/4 4/4 3/4 1/4)^(1/4)
    assert stack.rows(RATED, [slug]) == [(3, 4, 3, 1, 3)]
    team.press(page.get_by_role("link", name="Compare the liaisons"))
    expect(page.get_by_role("columnheader", name="Nadia Rocha")).to_be_visible()
    assert hands != "keyboard" or clean(page) == []
    page.go_back()
    team.press(page.get_by_role("link", name="Left? Nilo Lake"))
    team.choose(page.get_by_label("Who follows?"), "Nadia Rocha")
    team.press(page.get_by_role("button", name="Close the entry"))
    expect(page.get_by_text("The entry is closed and kept as history.")).to_be_visible()
    assert stack.rows(CARRIES, [slug]) == [("Nadia Rocha", 0, None, None), ("Nilo Lake", 0, today, "Nadia Rocha")]


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
