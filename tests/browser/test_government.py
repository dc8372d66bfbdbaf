"""Government in a browser: an office changes hands, somebody reads the own entry, somebody is erased."""

import re
import time
from datetime import date, timedelta
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import sideways, violations
from tests.browser.conftest import OpenPage
from tests.browser.pages import Site
from tests.browser.stack import Stack, wait_for
from tests.browser.visitor import newest_mail

pytestmark = [pytest.mark.browser]
MOST_TABS = 150
_number = count(1)
# two offices that are reached since the start, ten months ago; everybody has a seat
PLACE = """
from datetime import datetime, timedelta, timezone
from collab.models import User
from collab.months import snapshot_on
from tests import factories
from tests.government import story
today = datetime.now(timezone.utc).date()
c = factories.collaboration(name="{slug}", slug="{slug}", started_on=today - timedelta(days=305))
for role in ("coordinator", "facilitator"):
    factories.seat(collaboration=c, role=role, user=User.objects.get(email=role + "@example.org"),
                   organization=c.backbone, from_on=c.started_on)
begun = dict(from_on=c.started_on)
story.state_led(c)
for name, office, who, helper in (("Ministry of Labour", "Minister", "Ana Brook", "Paulo Reed"),
                                  ("City of Palm", "Mayor", "Tereza Hill", "Nilo Lake")):
    body = factories.organization(collaboration=c, name=name, sector="government")
    mandate = story.mandate(body=body, topic="Shelter", **begun)
    story.official(mandate, office=office, person=factories.person(organization=body, name=who), **begun)
    person = factories.person(organization=body, name=helper, email=helper.split()[0].lower() + "@{slug}.example")
    liaison = story.liaison(mandate, person=person, **begun)
    for days in (300, 100):
        story.rating(liaison, rated_on=today - timedelta(days=days))
    story.stance(mandate, 2, seen_on=today - timedelta(days=90))
    for days in (290, 200, 120, 60, 20):
        at = datetime.combine(today - timedelta(days=days), datetime.min.time(), tzinfo=timezone.utc)
        factories.meeting(c.backbone, body, held_at=at, summary=helper + " took part.")
"""


def place(stack: Stack) -> str:
    """A new collaboration, scored; the address of its government page."""
    slug = f"offices-{next(_number)}"
    stack.manage("shell", "-v0", "-c", PLACE.format(slug=slug))
    stack.wait_until_fresh(60)
    return f"/c/{slug}/government/"


def scores(stack: Stack, path: str) -> dict[date, float]:
    """Government engagement by the day of its snapshot."""
    asked = (
        "SELECT as_of, value FROM collab_score s JOIN collab_collaboration c ON c.id = s.collaboration_id"
        " WHERE c.slug = %s AND metric = 'government' ORDER BY month"
    )
    return dict(stack.rows(asked, [path.split("/")[2]]))


def until(found: dict[date, float], day: date) -> dict[date, float]:
    """The snapshots before a day."""
    return {on: value for on, value in found.items() if on < day}


def reach(page: Page, wanted: Locator) -> None:
    """By the keyboard alone."""
    for _tab in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"not reached by {MOST_TABS} tabs")


def sections(page: Page) -> list[str]:
    """The headings of the page in order."""
    return page.get_by_role("heading", level=2).all_inner_texts()


def clean(page: Page) -> list[str]:
    """What is wrong here, wide and narrow."""
    page.set_viewport_size({"width": 1280, "height": 900})
    wide = violations(page)
    page.set_viewport_size({"width": 320, "height": 640})
    narrow = [*violations(page), *sideways(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return [*wide, *narrow]


def _name_and_rate(page: Page, name: str) -> None:
    """Somebody new as liaison, at the third level of each criterion."""
    page.get_by_label("Or somebody new: name").fill(name)
    page.get_by_role("radio", name="Direct adviser").check()
    page.get_by_role("button", name="Save liaison").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Rate {name}")
    for group in page.locator("fieldset").all():
        group.get_by_role("radio").nth(3).check()
    for line in page.get_by_label("What it rests on, in one line").all():
        line.fill("Called back the same day")
    page.get_by_role("button", name="Save rating").click()
    expect(page.get_by_text("The rating is saved.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_office_changes_hands(stack: Stack, site: Site, open_page: OpenPage, scripts: bool) -> None:
    path, page = place(stack), open_page(role="facilitator", java_script_enabled=scripts)
    before, left = scores(stack, path), date.today() - timedelta(days=15)  # in month 9
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Every office on the list is reached")
    page.get_by_role("link", name="City of Palm").first.click()
    page.get_by_role("link", name="Left the office?").click()
    page.get_by_label("Left on").fill(left.isoformat())
    page.get_by_label("Nilo Lake").check()
    page.get_by_role("button", name="Close the entry").click()
    expect(page.get_by_text("The entry is closed and kept as history.")).to_be_visible()
    expect(page.get_by_role("heading", name="The office is vacant since")).to_be_visible()
    stack.wait_until_fresh(60)
    # history is unchanged, engagement falls from that month on, the gap stands first
    after = scores(stack, path)
    last = max(before)
    assert until(after, left) == until(before, left)
    assert len(until(before, left)) >= 9
    assert all(after[day] < before[day] for day in before if day >= left)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody reaches City of Palm")
    assert sections(page)[0] == "Gaps first"
    expect(page.get_by_text("The mandate without a liaison holds it down: City of Palm")).to_be_visible()
    assert not scripts or clean(page) == []
    # a successor closes it
    wanted = page.get_by_role("link", name=re.compile("^Name a liaison ?: City of Palm")).first
    if scripts:
        reach(page, wanted)
        page.keyboard.press("Enter")
    else:
        wanted.click()
    _name_and_rate(page, "Nadia Rocha")
    stack.wait_until_fresh(60)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Every office on the list is reached")
    assert "Gaps first" not in sections(page)
    closed = scores(stack, path)
    assert closed[last] > after[last]
    assert until(closed, left) == until(before, left)


def test_own_entry_is_read_and_answered(stack: Stack, site: Site, open_page: OpenPage) -> None:
    path, page, begun = place(stack), open_page(role="facilitator"), time.time()
    page.goto(f"{path}people/")
    assert clean(page) == []
    page.get_by_role("link", name="Nilo Lake").click()
    assert clean(page) == []
    page.get_by_role("button", name="Mail the link to the own entry").click()
    expect(page.get_by_text("The link is on its way.")).to_be_visible()
    address = f"nilo@{path.split('/')[2]}.example"
    wait_for(lambda: newest_mail(stack.mail, address, after=begun), 30, "no mail came")
    [link] = re.findall(r"https?://\S+/own-entry/\S+", newest_mail(stack.mail, address, after=begun) or "")
    own = open_page()
    own.goto(link)
    expect(own.get_by_text("Nilo Lake")).to_have_count(0)
    assert clean(own) == []
    own.get_by_role("button", name="Open my entry").click()
    expect(own.get_by_text("Nilo Lake").first).to_be_visible()
    assert "own-entry/" in own.url
    assert link.rstrip("/").rpartition("/")[2] not in own.url
    assert clean(own) == []
    own.get_by_role("radio", name="Objection").check()
    own.get_by_role("button", name="Send").click()
    expect(own.get_by_text("Say in your own words what is wrong.").first).to_be_visible()
    assert clean(own) == []
    own.get_by_label("In your own words").fill("I left that post.")
    own.get_by_role("button", name="Send").click()
    expect(own.get_by_text("Not answered yet")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Answer").click()
    assert clean(page) == []
    page.get_by_label("What was done").fill("The entry is closed.")
    page.get_by_role("button", name="Save the answer").click()
    own.reload()
    expect(own.get_by_text("The entry is closed.")).to_be_visible()


def test_a_person_is_erased(stack: Stack, site: Site, open_page: OpenPage) -> None:
    path, page = place(stack), open_page(role="coordinator")
    before = scores(stack, path)
    page.goto(f"{path}people/")
    page.get_by_role("link", name="Paulo Reed").click()
    page.get_by_role("link", name="Erase this person").click()
    assert clean(page) == []
    expect(page.get_by_role("checkbox")).to_have_count(5)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("checkbox").first).to_be_checked()
    page.get_by_label("Write the name of the person").fill("Paulo Reed")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("The person is erased. This cannot be taken back.")).to_be_visible()
    assert clean(page) == []
    expect(page.get_by_role("listitem").filter(has_text="meeting: what happened")).to_have_count(4)
    stack.wait_until_fresh(60)
    assert scores(stack, path) == before
    page.goto(path)
    expect(page.get_by_text("Paulo Reed")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"Erased person \d+")).first).to_be_visible()
