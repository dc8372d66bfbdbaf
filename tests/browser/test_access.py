"""Every page and main state can be read and used by everybody: no violation, no sideways scrolling, nothing refused."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page, expect

from collab.models import Metric
from tests.browser.axe import sideways, violations
from tests.browser.conftest import KEEPERS_PASSWORD, OpenPage
from tests.browser.pages import NO_PAGE, WORDS, Site, names
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
    """The same without loading the page; what can be opened is open, as nothing more shows when it is closed."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
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
    assert NEVER_REFUSED.keys() <= set(names())


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


REFUSE = """form => {
  form.noValidate = true;
  for (const one of form.querySelectorAll("input, textarea")) {
    if (one.matches("[type=hidden], [type=checkbox], [type=radio], [type=file]")) continue;
    if (one.matches("input")) one.type = "text";
    one.value = "not this ".repeat(600);
  }
}"""
# pages of forms that nothing wrong can be written on
NEVER_REFUSED = {
    "collab:closing_create": "nothing is ticked on the list before it",
    "government:none_found_create": "somebody is found for each office of the demo",
    "partners:survey_close": "one button",
}


def forms() -> list[str]:
    """Pages to write something down on."""
    words = ("_create", "_edit", "_leave", "_close", "_note")
    return [name for name in names() if name.endswith(words) and name not in NEVER_REFUSED]


@pytest.mark.parametrize("name", forms())
def test_refused_form_says_so_in_reach_of_everybody(site: Site, open_page: OpenPage, name: str) -> None:
    role, path = site.reader(name)
    page = open_page(role=role)
    page.goto(path)
    form = page.locator("main form[method=post]:has(input:not([type=hidden]), textarea, select)").last
    form.evaluate(REFUSE)
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        form.locator("button[type=submit]:not([name]):visible").last.click()
    assert sent.value.status == 422
    summary = page.locator("[data-focus]")
    expect(summary).to_be_focused()
    link = summary.get_by_role("link").first
    link.click()
    field = page.locator(":focus")
    expect(field).to_be_in_viewport()
    assert field.evaluate("e => e.matches('input, select, textarea, fieldset')"), "the link leads to its field"
    told = field.evaluate("e => e.closest('[aria-describedby]')?.getAttribute('aria-describedby') ?? ''")
    assert [one for one in told.split() if one.endswith("_error")], "the field, or its group, knows what is wrong"
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 640})
    assert [*violations(page), *sideways(page)] == []


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


def test_every_chart_opens_within_the_policy(site: Site, open_page: OpenPage) -> None:
    charts = {name for name, why in NO_PAGE.items() if why == "data of a chart"}
    asked: set[str] = set()
    page = open_page(role="facilitator")
    for path, known in pages_with_charts(site):
        page.goto(path)
        figures = page.locator("figure[data-figure]")
        expect(figures).to_have_count(known)
        for figure in figures.all():
            figure.get_by_role("button", name="Explore").click()
            expect(figure.locator(".explored .main-svg").first).to_be_visible()
            expect(figure.locator(".drawing")).to_be_focused()
            asked.add(resolve(urlsplit(str(figure.get_attribute("data-figure"))).path).view_name)
        assert found_here(page) == []
        assert page.locator("style").count() == 0, "nobody writes a style of its own"
    assert asked == charts, "each kind of chart was opened, and each is known"


def pages_with_charts(site: Site) -> list[tuple[str, int]]:
    """Every page with a chart that the facilitator sees, with its number of charts; each score has a page."""
    paths = {site.path(name) for name in names() if not name.startswith(("account_", "mfa_"))}
    paths |= {site.path("metrics:score_detail").replace(WORDS["metric"], one) for one in Metric.values}
    found = []
    for path in sorted(paths):
        charts = site.visitor("facilitator").get(path).text.count("<figure data-figure=")
        if charts:
            found.append((path, charts))
    assert len(found) > len(Metric.values)
    return found


def test_prints_without_navigation(site: Site, open_page: OpenPage) -> None:
    page = open_page(role="facilitator")
    page.goto(f"/c/{site.collaboration[1]}/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    for button in page.locator("main .button").all():
        expect(button).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
