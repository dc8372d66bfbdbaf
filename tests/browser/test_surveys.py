"""A whole wave: mailed, answered on phones and by plain requests, followed, closed, and seen in the scores."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import sideways, violations
from tests.browser.conftest import OpenPage
from tests.browser.keys import Keys
from tests.browser.pages import Site
from tests.browser.stack import Stack
from tests.browser.test_access import found_here, found_on
from tests.browser.wide_wave import ASKED, Wave, answer, begin, expected_strength, levels

pytestmark = [pytest.mark.browser]

PHONE = {"width": 360, "height": 740}
IN_BROWSERS = 3  # the first with scripts, the second without, the third by keyboard alone
MOST_REQUESTS, MOST_BYTES, MOST_PAGE_BYTES, MOST_MINUTES = 8, 60_000, 14_336, 4


@pytest.fixture(scope="module")
def wave(stack: Stack, site: Site) -> Wave:
    """Thirty partners are asked; nobody has answered yet."""
    return begin(stack, site)


def test_first_load_is_small(site: Site, open_page: OpenPage, wave: Wave) -> None:
    page = open_page(**PHONE)
    sizes: dict[str, int] = {}
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    urls: dict[str, str] = {}
    line.on("Network.requestWillBeSent", lambda event: urls.update({event["requestId"]: event["request"]["url"]}))
    line.on(
        "Network.loadingFinished",
        lambda event: sizes.update({urls[event["requestId"]]: int(event["encodedDataLength"])}),
    )
    page.goto(wave.links[-1])
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="I agree, begin")).to_be_visible()
    sent = {url: size for url, size in sizes.items() if not url.startswith("data:")}
    print(f"\nfirst load: {sum(sent.values())} bytes in {len(sent)} requests")
    assert len(sent) + 1 <= MOST_REQUESTS, "the link itself is one more: it redirects"
    assert sum(sent.values()) <= MOST_BYTES
    assert next(size for url, size in sent.items() if "/answer/" in url) <= MOST_PAGE_BYTES


def test_a_wave_of_thirty_by_thirty(stack: Stack, site: Site, open_page: OpenPage, wave: Wave) -> None:
    with_scripts = open_page(**PHONE, has_touch=True, is_mobile=True)
    took = on_a_phone(with_scripts, wave.links[0], 0, checks_saving=True)
    print(f"\nthirty partners on a phone in {took:.0f} s")
    assert took <= MOST_MINUTES * 60
    on_a_phone(open_page(**PHONE, java_script_enabled=False), wave.links[1], 1, checks_saving=False)
    by_keyboard(open_page(**PHONE), wave.links[2], 2)
    team = open_page(role="facilitator")
    team.goto(wave.path)
    expect(team.get_by_role("heading", level=1)).to_have_text(f"3 of {ASKED} people have finished")
    expect(team.get_by_text(f"{ASKED} of {ASKED} mails are sent.")).to_be_visible()
    with ThreadPoolExecutor(4) as many:
        list(many.map(lambda n: answer(site, wave.links[n], n), range(IN_BROWSERS, ASKED)))
    team.reload()
    expect(team.get_by_role("heading", level=1)).to_have_text(f"{ASKED} of {ASKED} people have finished")
    assert found_here(team) == []
    assert stack.rows(COUNT) == [(ASKED * ASKED * 4, 0)], "no answer counts yet, none is lost, none is there twice"
    close(team)
    stack.wait_until_fresh(60)
    assert stack.rows(COUNT) == [(ASKED * ASKED * 4, ASKED * ASKED * 4)]
    [(value,)] = stack.rows(STRENGTH)
    assert value == pytest.approx(expected_strength(), abs=1e-3)
    team.goto("/c/wide-river/scores/relationship/")
    expect(team.locator("main")).to_contain_text(f"{value:.0f}")
    team.goto(f"{wave.path}results/")
    expect(team.get_by_role("heading", level=1)).to_have_text(f"{ASKED} organisations answered")
    assert found_here(team) == []
    late = open_page(**PHONE)
    late.goto(wave.links[0])
    expect(late.get_by_role("heading", level=1)).to_have_text("Thank you. Your answers are saved.")
    assert found_here(late) == []


COUNT = """SELECT count(*), count(a.counted_on) FROM partners_answer a JOIN collab_collaboration c
  ON c.id = a.collaboration_id WHERE c.slug = 'wide-river' AND a.item <> 'roster'"""
STRENGTH = """SELECT s.value FROM collab_score s JOIN collab_collaboration c ON c.id = s.collaboration_id
  WHERE c.slug = 'wide-river' AND s.metric = 'relationship' ORDER BY s.month DESC LIMIT 1"""


def on_a_phone(page: Page, link: str, number: int, *, checks_saving: bool) -> float:
    """Answer everything by touch; how long it took, in seconds. Every kind of page is looked at on the way."""
    page.goto(link)
    begun = time.monotonic()
    expect(page.get_by_text(f"Ana {number:02} answers for River partner {number:02}")).to_be_visible()
    page.get_by_role("button", name="I agree, begin").click()
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(ASKED)
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(f"Step 1 of {ASKED}")).to_be_visible()
    for step in range(ASKED):
        expect(page.locator("#progress")).to_contain_text(f"Step {step + 1} of {ASKED}")
        for item, value in levels(number, subject_on(page)):
            page.locator(f"input[name={item}][value='{value}']").check()
        if checks_saving and step == 0:
            expect(page.locator("#saved")).to_contain_text("Saved at")
            page.reload()
            expect(page.locator("input[type=radio]:checked")).to_have_count(4)
        page.get_by_role("button", name="Save and").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("That is all. Thank you!")
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        f"River partner {number:02} works with {ASKED} partners"
    )
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your answers are saved.")
    return time.monotonic() - begun


def by_keyboard(page: Page, link: str, number: int) -> None:
    """Answer everything without a pointer."""
    keys = Keys(page)
    page.goto(link)
    keys.press(page.get_by_role("button", name="I agree, begin"))
    expect(page.get_by_role("checkbox")).to_have_count(ASKED)
    for box in page.get_by_role("checkbox").all():
        keys.press(box, "Space")
    keys.press(page.get_by_role("button", name="Go on"))
    for step in range(ASKED):
        expect(page.locator("#progress")).to_contain_text(f"Step {step + 1} of {ASKED}")
        for item, value in levels(number, subject_on(page)):
            choose(page, keys, item, value)
        keys.press(page.get_by_role("button", name="Save and"))
    expect(page.get_by_role("heading", level=1)).to_have_text("That is all. Thank you!")
    keys.press(page.get_by_role("button", name="Finish"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your answers are saved.")


def choose(page: Page, keys: Keys, item: str, value: str) -> None:
    """Tab into a scale, mark its first level, and go on by arrows to the one that is meant."""
    keys.press(page.locator(f"input[name={item}]").first, "Space")
    for _level in range(page.locator(f"input[name={item}]").count()):
        if page.locator(f"input[name={item}][value='{value}']").is_checked():
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"the arrows do not reach {value} of {item}")


def subject_on(page: Page) -> int | None:
    """The number of the partner that this step is about; None for the backbone."""
    title = page.get_by_role("heading", level=1).inner_text().strip()
    return int(title[-2:]) if title.startswith("River") else None


def close(team: Page) -> None:
    """Close the wave as the team does."""
    team.set_viewport_size({"width": 1280, "height": 900})
    team.get_by_role("link", name="Close the survey").click()
    team.get_by_role("button", name=re.compile("Close")).click()
    expect(team.get_by_text("The survey is closed; its answers count now.")).to_be_visible()


@pytest.fixture(scope="module")
def second_wave(stack: Stack, site: Site, wave: Wave) -> str:
    """A link of a wave that is open, after the other was answered."""
    made = stack.manage("shell", "-v0", "-c", OPEN_AGAIN)
    return made.strip().splitlines()[-1]


OPEN_AGAIN = """
from datetime import timedelta
from django.utils import timezone
from collab.models import Collaboration
from partners.mailing import new_link
from tests import factories
c = Collaboration.objects.get(slug="wide-river")
own, *others = c.organizations.filter(name__startswith="River").order_by("name")[:5]
day = timezone.now().date()
wave = factories.survey(own, *others, opens_on=day, closes_on=day + timedelta(days=9), name="Autumn wave")
print(new_link(factories.invitation(wave, own.affiliations.get().person), survey=wave))
"""


def test_every_page_of_a_respondent_has_no_violation(open_page: OpenPage, second_wave: str) -> None:
    page = open_page(**PHONE)
    page.goto(second_wave)
    home = page.url
    assert found_here(page) == []
    page.get_by_role("button", name="I agree, begin").click()
    assert found_here(page) == []
    for box in page.get_by_role("checkbox").all()[:2]:
        box.check()
    page.get_by_role("button", name="Go on").click()
    assert found_here(page) == []
    page.locator("input[name=joint-work][value='3']").check()
    expect(page.locator("#saved")).to_contain_text("Saved at")
    assert [*violations(page), *sideways(page)] == []
    for path in ("review/", "earlier/", "decline/"):
        assert found_on(page, home + path) == []
    assert found_on(page, home + "step/o1/", status=404) == []
    assert found_on(page, "/a/nothing/", status=404) == []
    page.goto(home + "decline/")
    page.get_by_role("button", name="Do not take part").click()
    assert found_here(page) == []


def test_the_language_is_switched_and_nothing_is_lost(open_page: OpenPage, second_wave: str) -> None:
    page = open_page(**PHONE, java_script_enabled=False)
    page.goto(second_wave)
    page.get_by_role("button", name="I agree, begin").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Go on").click()
    page.locator("input[name=trust-open][value='2']").check()
    page.get_by_role("button", name="Save and").click()
    page.get_by_role("button", name="español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.go_back()
    page.go_back()
    page.reload()
    expect(page.locator("input[name=trust-open][value='2']")).to_be_checked()


@pytest.mark.parametrize(
    "page", ["", "new/", "{survey}/", "{survey}/edit/", "{survey}/respondents/", "{survey}/close/"]
)
def test_running_a_wave_has_no_violation(site: Site, open_page: OpenPage, page: str) -> None:
    path = f"/c/{site.collaboration[1]}/surveys/" + page.format(survey=site.record("survey"))
    assert found_on(open_page(role="facilitator"), path) == []
