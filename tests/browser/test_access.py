"""Every page and main state can be read and used by everybody: no violation, no sideways scrolling, nothing refused."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import sideways, violations
from tests.browser.conftest import KEEPERS_PASSWORD, OpenPage
from tests.browser.pages import NO_PAGE, Site, names
from tests.browser.stack import Stack

pytestmark = [pytest.mark.browser]
EMPTY = """
from datetime import timedelta
from django.utils import timezone
from collab.models import User
from tests import factories
day = timezone.now().date() - timedelta(days=100)
for slug in {slugs}:
    c = factories.collaboration(name=slug.title(), slug=slug, started_on=day)
    for role in ("coordinator", "facilitator", "viewer"):
        factories.seat(collaboration=c, role=role, user=User.objects.get(email=role + "@example.org"),
                       organization=c.backbone, from_on=day)
"""


def found_on(page: Page, path: str, *, status: int = 200) -> list[str]:
    """What is wrong at 1280 px in light and at 320 px in dark."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status
    return found_here(page)


def found_here(page: Page) -> list[str]:
    """The same without loading the page."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    wide = [f"1280 light {line}" for line in violations(page)]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 640})
    return [*wide, *(f"320 dark {line}" for line in [*violations(page), *sideways(page)])]


@pytest.mark.parametrize("name", names())
def test_page_has_no_violation(site: Site, open_page: OpenPage, name: str) -> None:
    role, path = site.reader(name)
    assert found_on(open_page(role=role if role != "anonymous" else ""), path) == []


def test_pages_in_the_middle_of_signing_in_have_no_violation(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/account/login/")
    page.get_by_role("textbox", name="E-mail address").fill("viewer@example.org")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    assert found_here(page) == []
    page = open_page()
    page.goto("/account/login/")
    page.get_by_text("Use a password").click()
    page.get_by_role("textbox", name="E-mail address").last.fill("keeper@example.org")
    page.get_by_label("Password").fill(KEEPERS_PASSWORD)
    page.get_by_role("button", name="Sign in with the password").click()
    expect(page).to_have_url(re.compile("/2fa/authenticate/"))
    assert found_here(page) == []


def test_addresses_without_a_page_exist() -> None:
    assert NO_PAGE.keys() - set(names()) == NO_PAGE.keys()


@pytest.fixture(scope="module")
def empty(stack: Stack, site: Site) -> str:
    """The address of a collaboration without any evidence."""
    stack.manage("shell", "-v0", "-c", EMPTY.format(slugs=["nothing-yet"]))
    stack.wait_until_fresh(20)
    return "/c/nothing-yet/"


@pytest.mark.parametrize(
    "page",
    [
        "",
        "meetings/",
        "meetings/new/",
        "commitments/",
        "decisions/",
        "people/",
        "pairs/",
        "scores/ownership/",
        "network/",
        "partners/",
        "reviews/",
        "strategy/",
        "government/",
        "reports/",
        "week/",
    ],
)
def test_empty_page_has_no_violation(empty: str, site: Site, open_page: OpenPage, page: str) -> None:
    assert found_on(open_page(role="facilitator"), empty + page) == []


def test_not_enough_evidence_says_what_to_do(empty: str, open_page: OpenPage) -> None:
    page = open_page(role="facilitator")
    page.goto(empty)
    expect(page.get_by_text("not enough evidence", exact=False).first).to_be_visible()


@pytest.mark.parametrize("name", ["meeting_create", "organization_create", "person_create", "commitment_create"])
def test_refused_form_says_so_in_reach_of_everybody(site: Site, open_page: OpenPage, name: str) -> None:
    page = open_page(role="facilitator")
    page.goto(site.path(f"collab:{name}"))
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator("main form[method=post] button[type=submit]:not([name]):visible").last.click()
    assert sent.value.status == 422
    summary = page.locator("[data-focus]")
    expect(summary).to_be_focused()
    link = summary.get_by_role("link").first
    link.click()
    field = page.locator(":focus")
    expect(field).to_be_in_viewport()
    assert field.evaluate("e => e.matches('input, select, textarea, fieldset')"), "the link leads to its field"
    assert field.get_attribute("aria-describedby"), "the field knows what is wrong with it"
    assert found_here(page) == []


@pytest.mark.parametrize(
    ("path", "status"), [("meetings/new/", 403), ("network/", 403), ("scores/none/", 404), ("no-such-page/", 404)]
)
def test_refusal_has_no_violation(site: Site, open_page: OpenPage, path: str, status: int) -> None:
    assert found_on(open_page(role="viewer"), f"/c/{site.collaboration[1]}/{path}", status=status) == []


@pytest.mark.usefixtures("sleeping_worker")
def test_stale_figures_say_so(stack: Stack, site: Site, open_page: OpenPage) -> None:
    stack.rows("INSERT INTO metrics_stale (collaboration_id) VALUES (%s) RETURNING id", [site.collaboration[0]])
    page = open_page(role="facilitator")
    assert found_on(page, f"/c/{site.collaboration[1]}/") == []
    expect(page.get_by_text("Newer figures are being computed")).to_be_visible()
    assert found_on(page, "/") == []
    expect(page.get_by_text("Newer figures are being computed")).to_be_visible()


@pytest.mark.parametrize("path", ["", "scores/government/", "partners/{partner}/score/", "network/"])
def test_every_chart_opens_within_the_policy(site: Site, open_page: OpenPage, path: str) -> None:
    page = open_page(role="facilitator")
    page.goto(f"/c/{site.collaboration[1]}/{path.format(partner=site.record('partner'))}")
    figures = page.locator("figure[data-figure]")
    assert figures.count() or path == "network/"  # the map is explored in its own drawing
    for figure in figures.all():
        figure.get_by_role("button", name="Explore").click()
        expect(figure.locator(".explored .main-svg").first).to_be_visible()
        expect(figure.locator(".drawing")).to_be_focused()
    assert found_here(page) == []
    assert page.locator("style").count() == 0, "nobody writes a style of its own"


def test_prints_without_navigation(site: Site, open_page: OpenPage) -> None:
    page = open_page(role="facilitator")
    page.goto(f"/c/{site.collaboration[1]}/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    for button in page.locator("main .button").all():
        expect(button).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
