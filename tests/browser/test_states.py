"""States of pages that no plain address shows: one table, each looked at wide in light and narrow in dark."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import OpenPage
from tests.browser.hands import Keyboard
from tests.browser.pages import Site
from tests.browser.stack import Stack
from tests.browser.test_access import found_here, found_on

pytestmark = [pytest.mark.browser]

TEAM = "coordinator"
# records that look alike, records that are one, links that are shown once
MADE = """
from datetime import timedelta
from django.utils import timezone
from collab.merging import merge
from collab.models import Collaboration, EndorsementLink, User
from metrics.models import ShareLink
from tests import factories
c, now = Collaboration.objects.get(slug="{slug}"), timezone.now()
user = User.objects.get(email="coordinator@example.org")
one, twin, lost = (factories.organization(collaboration=c, name=name)
                   for name in ("Egret Bank Union", "Egret Bank Unión", "Union of the Egret Bank"))
who, same, gone = (factories.person(organization=one, name=name)
                   for name in ("Maria Elena Quiroz", "María Elena Quiroz", "M. Elena Quiroz Rey"))
merge(lost, into=one, by=user)
merge(gone, into=who, by=user)
soon = dict(collaboration=c, expires_at=now + timedelta(days=3))
version = factories.strategy(c, title="Given to read")
day = c.today()
wave = factories.survey(one, twin, opens_on=day, closes_on=day + timedelta(days=9), name="On paper")
factories.invitation(wave, who, address="")
_link, asked = EndorsementLink.issue(strategy=version, organization=one, person=who, **soon)
_link, shared = ShareLink.issue(label="A board that looks", created_by=user, **soon)
for name, value in dict(one=one.pk, twin=twin.pk, who=who.pk, same=same.pk, asked=asked, shared=shared,
                        survey=wave.pk).items():
    print("MADE", name, value)
"""
ERRORS = """
from django.template.loader import render_to_string
print("<<<" + render_to_string("{name}.html", {{"reason": ""}}) + ">>>")
"""


def leave(button: str) -> Callable[[Page], None]:
    """Press a button that leads on."""

    def _leave(page: Page) -> None:
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button", name=re.compile(button)).first.click()

    return _leave


def fill(button: str, **typed: str) -> Callable[[Page], None]:
    """Write, then press a button that leads on."""

    def _fill(page: Page) -> None:
        for label, text in typed.items():
            page.get_by_label(re.compile(label)).first.fill(text)
        leave(button)(page)

    return _fill


def forge(page: Page) -> None:
    """A form that was not ours."""
    page.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(e => e.value = 'none')")
    leave("Save")(page)


def show_parts(page: Page) -> None:
    """Every notice that scripts show, all at once."""
    page.evaluate("""() => {
      const parts = [...document.querySelectorAll("template[id^=part-]")].map(one => one.content.firstElementChild);
      const notices = parts.filter(one => one.matches(".notice")).map(one => one.cloneNode(true));
      document.getElementById("messages").append(...notices);
    }""")
    assert page.locator("#messages > .notice").count() >= 7


@dataclass(frozen=True)
class State:
    """How to get there, an address, who goes and what they do there, and by which words we know that it is this one."""

    path: str
    says: str
    role: str = "facilitator"
    status: int = 200
    act: Callable[[Page], None] | None = None


BACK = "You look back: the state of"
STATES = {
    "names that look alike": State("{c}/organizations/", "Compare “.+” and “.+”", TEAM),
    "people that look alike": State("{c}/people/", "Compare “.+” and “.+”", TEAM),
    "a merge of organisations, before": State("{c}/organizations/{twin}/merge/?into={one}", "What will move", TEAM),
    "a merge of people, before": State("{c}/people/{same}/merge/?into={who}", "What will stand", TEAM),
    "a merge into nothing": State("{c}/organizations/{twin}/merge/?into=0", "There is one thing to correct", TEAM, 422),
    "an organisation also known as": State("{c}/organizations/{one}/", "Union of the Egret Bank", TEAM),
    "a person also known as": State("{c}/people/{who}/", "M. Elena Quiroz Rey", TEAM),
    "overview, months ago": State("{c}/?month=3", BACK, "funder"),
    "overview, before anything was published": State("{c}/?month=3&known=published", "Nothing had been", "funder"),
    "score, months ago": State("{c}/scores/readiness/?month=3", BACK, "funder"),
    "score, between two months": State("{c}/scores/readiness/?from=9&to=12", "Why it changed", "funder"),
    "score, evidence of a part": State("{c}/scores/readiness/?part=A1", "Evidence behind", "funder"),
    "score, how it is spread": State("{c}/scores/ownership/", "How it is spread"),
    "score of a partner, months ago": State("{c}/partners/{partner}/score/?month=3", BACK, "funder"),
    "network, months ago": State("{c}/network/?month=3", "One month on"),
    "network, one in focus": State("{c}/network/?focus={organization}", "Show everybody"),
    "network, one sector": State("{c}/network/?sector=government", "Show everybody"),
    "two compared": State("/compare/?with={slug}&with={other}", "is no contest", "funder"),
    "one to compare": State("/compare/?with={slug}", "with another", "funder"),
    "nobody to compare": State("/compare/?q=zzzz", "No other collaboration matches", "funder"),
    "portfolio, nothing found": State("/?q=zzzz", "No collaboration matches", "funder"),
    "portfolio of nobody": State("/", "You have no seat in a collaboration yet", "keeper"),
    "commitments, none of these": State("{c}/commitments/?q=zzzz", "No commitment fits"),
    "meetings, none of these": State("{c}/meetings/?q=zzzz", "No meeting fits"),
    "a link to the scores, shown once": State("{c}/share/", "This is the link", TEAM, act=fill("Make a link", For="A")),
    "a view that is kept": State("/?q=mesa", "Your views:", "funder", act=lambda page: keep_view(page)),
    "links to print": State("{c}/surveys/{survey}/", "Maria Elena Quiroz", act=leave("Print sheets with links")),
    "scores behind a link": State("/s/{shared}/", "Where it stands", ""),
    "scores behind a link that is gone": State("/s/none/", "This link is no longer valid", "", 404),
    "a strategy behind a link": State("/e/{asked}/", "Given to read", ""),
    "a strategy behind a link, refused": State("/e/{asked}/", "one thing to correct", "", act=leave("Save|Send")),
    "a strategy behind a link that is gone": State("/e/none/", "This link is no longer valid", "", 404),
    "a form that is not ours": State("/profile/", "This form was open for too long", act=forge),
    "every notice of the scripts": State("{c}/meetings/new/", "You are offline.", act=show_parts),
}


def keep_view(page: Page) -> None:
    """Keep what is shown, and look at what is kept."""
    page.get_by_text("Keep this view").click()
    fill("^Keep$", Name="Looked at")(page)


@pytest.fixture(scope="module")
def made(stack: Stack, site: Site) -> dict[str, str]:
    """What stands for a word of an address."""
    said = stack.manage("shell", "-v0", "-c", MADE.format(slug=site.collaboration[1]))
    words = dict(line.split()[1:] for line in said.splitlines() if line.startswith("MADE"))
    partner = site.record("partner")
    [(organization,)] = stack.rows("SELECT organization_id FROM partners_partner WHERE id = %s", [partner])
    [(other,)] = stack.rows(
        "SELECT slug FROM collab_collaboration c JOIN collab_seat s ON s.collaboration_id = c.id JOIN collab_user u"
        " ON u.id = s.user_id WHERE u.email = 'funder@example.org' AND c.id <> %s ORDER BY c.id LIMIT 1",
        [site.collaboration[0]],
    )
    here = {"c": f"/c/{site.collaboration[1]}", "slug": site.collaboration[1], "other": other, "partner": partner}
    return words | here | {"organization": str(organization)}


@pytest.mark.parametrize("name", STATES)
def test_state_has_no_violation(made: dict[str, str], open_page: OpenPage, name: str) -> None:
    state = STATES[name]
    page, path = open_page(role=state.role), state.path.format_map(made)
    answer = page.goto(path)
    assert answer
    assert answer.status == state.status
    if state.act:
        state.act(page)
    assert found_here(page) == []
    expect(page.get_by_text(re.compile(state.says)).filter(visible=True).first).to_be_visible()


def test_a_token_that_is_shown_once_has_no_violation(site: Site, open_page: OpenPage) -> None:
    path = site.path("collab:token_create")
    assert site.prove(path).status == 200
    page = open_page(role="keeper")
    page.goto(path)
    leave("Make the token")(page)
    expect(page.locator("[data-focus]")).to_be_focused()
    assert found_here(page) == []
    fill("Make the token", What="For a sheet")(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your new token")
    assert found_here(page) == []


@pytest.mark.parametrize("name", ["500", "503", "429"])
def test_page_of_an_error_has_no_violation(stack: Stack, open_page: OpenPage, name: str) -> None:
    said = stack.manage("shell", "-v0", "-c", ERRORS.format(name=name))
    body = said.partition("<<<")[2].rpartition(">>>")[0]
    page = open_page()
    page.route("**/broken/", lambda route: route.fulfill(status=int(name), body=body, content_type="text/html"))
    assert found_on(page, "/broken/", status=int(name)) == []


def test_figures_that_cannot_be_computed_say_so(stack: Stack, site: Site, open_page: OpenPage) -> None:
    row = "INSERT INTO metrics_attempt (collaboration_id, tries, error) VALUES (%s, 5, 'ValueError') RETURNING id"
    page = open_page(role="facilitator")
    try:
        stack.rows(row, [site.collaboration[0]])
        assert found_on(page, f"/c/{site.collaboration[1]}/") == []
        expect(page.get_by_text("Newer figures could not be computed.")).to_be_visible()
    finally:
        stack.rows("DELETE FROM metrics_attempt WHERE collaboration_id = %s RETURNING id", [site.collaboration[0]])


def test_every_dialog_can_be_read_and_left(site: Site, open_page: OpenPage) -> None:
    page = open_page(role="facilitator")
    page.goto(site.path("collab:meeting_create"))
    dialogs = page.evaluate("""() => [...document.querySelectorAll("template[id^=part-]")]
      .filter(one => one.content.firstElementChild.matches("dialog")).map(one => one.id)""")
    assert len(dialogs) >= 4
    for dialog in dialogs:
        page.evaluate(
            """id => {
              const part = document.getElementById(id).content.firstElementChild;
              const one = document.body.appendChild(part.cloneNode(true));
              one.querySelectorAll("h2:empty").forEach(e => { e.textContent = "Withdraw this link?"; });
              one.querySelectorAll("button:empty").forEach(e => { e.textContent = "Withdraw"; });
              one.showModal();
            }""",
            dialog,
        )
        assert found_here(page) == []
        focused = page.get_by_role("dialog").locator(":focus")
        expect(focused).to_have_count(1)
        assert focused.evaluate("e => !e.matches('.grave')"), "what cannot be taken back is not the first answer"
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=320, height=640, role="facilitator", color_scheme="dark")
    page.goto(f"/c/{site.collaboration[1]}/")
    hands, menu = Keyboard(page), page.get_by_role("button", name="Menu", exact=True)
    hands.press(menu)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    assert violations(page) == []
    hands.keys.to(page.get_by_role("navigation", name="Main").get_by_role("link", name="Overview"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(menu).to_be_focused()
    hands.press(menu) if not menu.evaluate("e => e === document.activeElement") else page.keyboard.press("Enter")
    hands.press(page.get_by_role("button", name="Close menu"))
    expect(menu).to_be_focused()
