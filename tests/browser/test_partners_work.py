"""What a team, a partner and a funder do with partners: by keyboard alone, and by pointer without any script."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Work
from tests.browser.pages import Site
from tests.browser.stack import Stack, wait_for

pytestmark = [pytest.mark.browser]

# four partners with somebody who answers; the demo has an open wave of its own
PLACE = """
from datetime import timedelta
from django.utils import timezone
from collab.models import User
from tests import factories
day = timezone.now().date() - timedelta(days=100)
c = factories.collaboration(name="Small river", slug="{slug}", started_on=day)
facilitator = User.objects.get(email="facilitator@example.org")
factories.seat(collaboration=c, role="facilitator", user=facilitator, organization=c.backbone, from_on=day)
for n in range(4):
    one = factories.organization(collaboration=c, name=f"Landing {{n}}")
    factories.partner(one)
    factories.person(organization=one, name=f"Rui {{n}}", email=f"rui{{n}}@{slug}.example")
"""
# three of them answer everything by the same verbs as the answer page; a fourth has begun
ANSWERED = """
from decimal import Decimal
from django.utils import timezone
from partners.asking import Way
from partners.models import Invitation
now, today = timezone.now(), timezone.now().date()
for number, one in enumerate(Invitation.objects.filter(survey__collaboration__slug="{slug}").order_by("pk")):
    one.agree(at=now, on=today)
    others = [each.pk for each in Way(one).roster]
    one.pick(others, of=others, on=today)
    if number == 3:
        continue
    for step in Way(one).steps:
        one.answer({{q.key: Decimal(2) for q in step.questions}}, subject=step.subject.pk, on=today)
    one.finish(at=now, on=today)
"""


def test_a_wave_is_run(stack: Stack, site: Site, work: Work, hands: str) -> None:
    slug = f"small-{hands.replace(' ', '-')}"
    stack.manage("shell", "-v0", "-c", PLACE.format(slug=slug))
    team = work("facilitator")
    page = team.page
    page.goto(f"/c/{slug}/surveys/")
    team.press(page.get_by_role("link", name="Start a survey").first)
    team.choose(page.get_by_label("Instrument"), "Working relationships")
    team.write(page.get_by_label("Name", exact=True), "Autumn wave")
    expect(page.get_by_label("Last day")).to_have_value((date.today() + timedelta(days=21)).isoformat())
    team.press(page.get_by_role("button", name="Choose whom to ask"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Whom do we ask?")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(4)
    team.press(page.get_by_role("button", name="Invite"))
    expect(page.get_by_role("heading", level=1)).to_have_text("0 of 4 people have finished")
    wait_for(lambda: all_mails_are_sent(page), 30, "the mails are not on their way")
    stack.manage("shell", "-v0", "-c", ANSWERED.format(slug=slug))
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 4 people have finished")
    row = page.get_by_role("row").filter(has_text="Landing 3")
    expect(row).to_contain_text("begun")
    team.press(page.get_by_role("button", name="Remind the 1 who has not finished"))
    expect(page.get_by_text("1 reminder is on its way.")).to_be_visible()
    team.press(page.get_by_role("button", name="Remind the 1 who has not finished"))
    expect(page.get_by_text("Who was reminded within the last hour is not reminded again.")).to_be_visible()
    team.press(row.get_by_role("button", name="New link"))
    expect(page.get_by_text("A new link is on its way")).to_be_visible()
    team.press(page.get_by_role("link", name="Close the survey"))
    expect(page.get_by_text("3 organisations finished. 1 person has not finished")).to_be_visible()
    team.press(page.get_by_role("button", name="Close the survey"))
    expect(page.get_by_text("The survey is closed; its answers count now.")).to_be_visible()
    team.press(page.get_by_role("link", name="See the results"))
    expect(page.get_by_role("heading", level=1)).to_have_text("3 organisations answered")
    stack.wait_until_fresh(30)


def all_mails_are_sent(page: Page) -> bool:
    """With scripts the page shows itself anew; without, somebody loads it."""
    page.reload()
    return page.get_by_text("4 of 4 mails are sent.").count() == 1


def test_an_instrument_is_copied_changed_and_published(site: Site, work: Work, hands: str) -> None:
    team = work("coordinator")
    page, name = team.page, f"River ties, {hands}"
    page.goto(f"/c/{site.collaboration[1]}/surveys/instruments/")
    team.press(page.get_by_role("link", name="Make a version of your own"))
    team.mark(page.get_by_role("radio", name="Whose strategy is it?"))
    team.write(page.get_by_label("Name of your version"), name)
    team.press(page.get_by_role("button", name="Begin"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Change a draft")
    last = page.get_by_label("Item 4", exact=True).input_value()
    team.write(page.get_by_label("Place of item 4, 1 to 4"), "1")
    team.write(page.get_by_label("Another item"), "We share our catch records.")
    team.press(page.get_by_role("button", name="Save draft"))
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    expect(page.get_by_label("Item 1", exact=True)).to_have_value(last)
    expect(page.get_by_label("Item 5", exact=True)).to_have_value("We share our catch records.")
    team.mark(page.get_by_label("Take item 5 out"))
    team.press(page.get_by_role("button", name="Save draft"))
    expect(page.get_by_label("Item 5", exact=True)).to_have_count(0)
    team.press(page.get_by_role("link", name="Look at it"))
    team.press(page.get_by_role("button", name="Publish"))
    team.agree("Publish")
    expect(page.get_by_text("The instrument is published. The next survey can use it.")).to_be_visible()


def test_a_level_is_judged_and_the_partner_contests_it(site: Site, work: Work, hands: str) -> None:
    team, path = work("facilitator"), site.path("partners:partner_detail")
    page = team.page
    page.goto(path)
    team.press(page.get_by_role("link", name="Rate this partner"))
    capacity = page.get_by_role("group", name="Capacity")
    team.mark(capacity.get_by_role("radio").nth(2))
    evidence = capacity.locator("xpath=ancestor::div[contains(@class,'rating')]").get_by_label("What it rests on")
    team.write(evidence, f"They named somebody, seen by {hands}.")
    team.press(page.get_by_role("button", name="Save rating"))
    expect(page.get_by_text("The rating is saved.")).to_be_visible()
    rated = work("partner")
    page = rated.page
    page.goto(path)
    said = page.get_by_role("listitem").filter(has_text=f"seen by {hands}.")
    rated.press(said.get_by_role("link", name=re.compile("capacity$")))
    rated.mark(page.get_by_role("radio", name="Contests the level"))
    rated.write(page.locator("main textarea"), f"She left in May, says {hands}.")
    rated.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Your words are saved.")).to_be_visible()
    rated.press(page.get_by_role("link", name="As a list or a file"))
    expect(page.get_by_role("row").filter(has_text=f"says {hands}.")).to_contain_text("Contests the level")


def test_a_strategy_is_written_taken_up_and_endorsed(site: Site, work: Work, hands: str) -> None:
    team, title = work("facilitator"), f"One shore, {hands}"
    page = team.page
    page.goto(f"/c/{site.collaboration[1]}/strategy/")
    team.press(page.get_by_role("link", name="Write down a version"))
    team.write(page.get_by_label("Title"), title)
    team.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.goto(f"/c/{site.collaboration[1]}/strategy/")
    team.press(page.get_by_role("link", name=title, exact=True))
    team.press(page.get_by_role("link", name="Note what somebody wrote"))
    team.choose(page.get_by_label("Organisation"), "Unión Estero")
    team.write(page.get_by_label("What it wrote"), "The chapter on closed seasons")
    team.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("The chapter on closed seasons")).to_be_visible()
    partner = work("partner")
    page = partner.page
    page.goto(f"/c/{site.collaboration[1]}/strategy/")
    partner.press(page.get_by_role("link", name=f"Endorse or object: {title}"))
    partner.mark(page.get_by_role("radio", name="Objects"))
    partner.press(page.get_by_role("button", name="Save"))
    expect(page.locator("[data-focus]")).to_contain_text("Say what would have to change")
    partner.mark(page.get_by_role("radio", name="Endorses"))
    partner.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("heading", name="1 stand behind it, nobody objects").first).to_be_visible()


def test_a_funder_decides_at_a_gate(site: Site, work: Work, hands: str) -> None:
    funder = work("funder")
    page, reason = funder.page, f"The pairs are few yet, seen by {hands}."
    page.goto(f"/c/{site.collaboration[1]}/reviews/")
    funder.press(page.get_by_role("link", name="Decide at a gate"))
    funder.mark(page.get_by_role("radio", name="Not yet"))
    funder.press(page.get_by_role("button", name="Record decision"))
    expect(page.locator("[data-focus]")).to_be_visible()
    funder.write(page.get_by_role("textbox", name="Reason"), reason)
    funder.press(page.get_by_role("button", name="Record decision"))
    expect(page.get_by_text(reason)).to_be_visible()
