"""Main tasks of access.md by two kinds of reader: by keyboard alone, and by pointer without any script.

Logging a meeting is in test_journeys.py; rating, reviewing at a gate and running a survey in test_partners_work.py;
answering one in test_surveys.py; liaisons in test_government_pages.py; importing and reporting in files of their own.
"""

import re
import time
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Work
from tests.browser.pages import Site
from tests.browser.stack import Stack, wait_for
from tests.browser.visitor import CODE, newest_mail

pytestmark = [pytest.mark.browser]
FACILITATOR = "facilitator@example.org"
SEAT = """SELECT u.name, s.role, o.name, s.to_on FROM collab_seat s JOIN collab_user u ON u.id = s.user_id
  JOIN collab_organization o ON o.id = s.organization_id WHERE u.email = %s"""
OUTCOME = """SELECT o.name, c.due_on, c.outcome FROM collab_commitment c
  JOIN collab_organization o ON o.id = c.promiser_id WHERE c.text = %s"""
GATES = {"keyboard": "G2", "no scripts": "G3"}  # each decision is recorded once a day
DECIDED = "SELECT partner_id, gate, decision FROM partners_readinessreview WHERE reason = %s"
LINKS = "SELECT revoked_at IS NOT NULL FROM metrics_sharelink WHERE label = %s"
STANDING = """SELECT o.name, merged_into_id IS NULL FROM collab_organization o
  JOIN collab_collaboration c ON c.id = o.collaboration_id WHERE slug = %s AND o.name LIKE 'Heron%%' ORDER BY o.id"""
TWICE = """
from collab.models import User
from tests import factories
c = factories.collaboration(name="Herons {slug}", slug="{slug}")
factories.seat(collaboration=c, role="coordinator", user=User.objects.get(email="coordinator@example.org"),
               organization=c.backbone, from_on=c.started_on)
for name in ("Heron Watch", "Heron Watch e.V."):
    factories.organization(collaboration=c, name=name)
"""


def test_signing_in_by_a_code_that_came_by_mail(stack: Stack, work: Work) -> None:
    somebody, begun = work(""), time.time()
    page = somebody.page
    page.goto("/")
    somebody.write(page.get_by_role("textbox", name="E-mail address"), FACILITATOR)
    somebody.press(page.get_by_role("button", name="Send me a code"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    mail = wait_for(lambda: newest_mail(stack.mail, FACILITATOR, after=begun), 30, "no mail came")
    code = CODE.search(mail)
    assert code
    somebody.write(page.get_by_label("Code"), "WRO-NG0")
    somebody.press(page.get_by_role("button", name="Sign in", exact=True))
    expect(page.locator("[data-focus]")).to_be_visible()
    somebody.write(page.get_by_label("Code"), code[0])
    somebody.press(page.get_by_role("button", name="Sign in", exact=True))
    expect(page.get_by_role("link", name="Mesa Ribereña")).to_be_visible()


def test_reading_why_a_score_changed(site: Site, work: Work) -> None:
    funder = work("funder")
    page = funder.page
    page.goto(f"/c/{site.collaboration[1]}/")
    funder.press(page.get_by_role("link", name=re.compile("See every part.*Readiness")))
    expect(page.get_by_role("heading", name="Why it changed")).to_be_visible()
    change = page.get_by_role("table", name="Parts of the change")
    points = [float(cell.replace("−", "-")) for cell in change.locator("tbody td:last-child").all_inner_texts()]
    assert round(sum(points[:-1]) - points[-1], 1) == 0, "start and parts add up to the end"
    funder.press(page.locator("summary").filter(has_text="Formula of each component, in words"))
    funder.press(page.get_by_role("region", name="What it is made of").get_by_role("link", name="Evidence").first)
    expect(page.get_by_role("region", name="Evidence behind").get_by_role("listitem").first).to_be_visible()


def test_reading_why_a_partner_is_ready(site: Site, work: Work) -> None:
    funder = work("funder")
    page = funder.page
    page.goto(site.path("partners:partner_detail"))
    funder.press(page.get_by_role("link", name="How this number comes about"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why is the readiness of")
    funder.press(page.get_by_role("link", name="Evidence behind Interest"))
    expect(page.get_by_role("region", name="Evidence behind interest").get_by_role("link").first).to_be_visible()


def test_going_back_in_time_and_on_again(stack: Stack, site: Site, work: Work) -> None:
    funder = work("funder")
    page, home = funder.page, f"/c/{site.collaboration[1]}/"
    [(last,)] = stack.rows("SELECT max(month) FROM collab_score WHERE collaboration_id = %s", [site.collaboration[0]])
    page.goto(home)
    back = page.get_by_role("form", name="Look back")
    funder.choose(back.get_by_label("Month"), f"Month {last - 3}")
    funder.press(back.get_by_role("button", name="Show"))
    expect(page.get_by_text("You look back: the state of")).to_be_visible()
    funder.press(page.get_by_role("link", name="One month back"))
    expect(back.get_by_label("Month")).to_have_value(str(last - 4))
    for month in (last - 3, last - 2):
        funder.press(page.get_by_role("link", name="One month on"))
        expect(back.get_by_label("Month")).to_have_value(str(month))
    funder.choose(back.get_by_label("What was known"), "As it was published then")
    funder.press(back.get_by_role("button", name="Show"))
    told = page.get_by_text(re.compile("as they were first published|Nothing had been published by then"))
    expect(told).to_be_visible()
    funder.press(page.get_by_role("link", name="Back to now"))
    expect(page).to_have_url(re.compile(f"{home}$"))
    expect(page.get_by_text("You look back")).to_have_count(0)


def test_recording_a_review_of_a_partner(stack: Stack, site: Site, work: Work, hands: str) -> None:
    funder, reason = work("funder"), f"The board meets first, seen by {hands}."
    page = funder.page
    page.goto(site.path("partners:partner_detail"))
    funder.press(page.get_by_role("link", name="Decide", exact=True))
    funder.mark(page.get_by_role("radio", name=GATES[hands]))
    funder.mark(page.get_by_role("radio", name="Not yet"))
    funder.write(page.get_by_role("textbox", name="Reason"), reason)
    funder.press(page.get_by_role("button", name="Record decision"))
    expect(page.get_by_text("The decision is recorded, with the figures it saw.")).to_be_visible()
    assert stack.rows(DECIDED, [reason]) == [(int(site.record("partner")), GATES[hands], "not yet")]


def test_inviting_a_person(stack: Stack, site: Site, work: Work, hands: str) -> None:
    coordinator, address = work("coordinator"), f"{hands.replace(' ', '-')}@example.org"
    page = coordinator.page
    page.goto(f"/c/{site.collaboration[1]}/seats/")
    coordinator.press(page.get_by_role("link", name="Invite somebody").first)
    coordinator.write(page.get_by_label("E-mail address"), address)
    coordinator.write(page.get_by_label("Name", exact=True), "Nia Okafor")
    coordinator.mark(page.get_by_role("radio", name="Viewer"))
    coordinator.choose(page.get_by_label("Organisation (optional)", exact=True), "Kestrel Lane Foundation")
    coordinator.press(page.get_by_role("button", name="Send the invitation"))
    expect(page.get_by_text(address).first).to_be_visible()
    assert stack.rows(SEAT, [address]) == [("Nia Okafor", "viewer", "Kestrel Lane Foundation", None)]


def test_a_commitment_is_noted_and_closed(stack: Stack, site: Site, work: Work, hands: str) -> None:
    team, text, due = work("facilitator"), f"Send the draft, {hands}", date.today() + timedelta(days=7)
    page = team.page
    page.goto(f"/c/{site.collaboration[1]}/commitments/")
    team.press(page.get_by_role("link", name="Note a commitment").first)
    who = page.get_by_label("Who promised").locator("option").nth(1).inner_text().strip()
    team.choose(page.get_by_label("Who promised"), who)
    team.write(page.get_by_label("What was promised"), text)
    team.day(page.get_by_label("Due on"), due)
    team.press(page.get_by_role("button", name="Save commitment"))
    expect(page.get_by_text(text).first).to_be_visible()
    assert stack.rows(OUTCOME, [text]) == [(who, due, "open")]
    team.press(page.get_by_role("link", name="Say what became of it").first)
    team.mark(page.get_by_role("radio", name="Kept", exact=True))
    team.press(page.get_by_role("button", name="Save outcome"))
    expect(page.get_by_text("Kept", exact=False).first).to_be_visible()
    assert stack.rows(OUTCOME, [text]) == [(who, due, "kept")]


def test_the_scores_are_shared_by_a_link_that_is_withdrawn(
    stack: Stack, site: Site, work: Work, hands: str, open_page: OpenPage
) -> None:
    funder, label = work("coordinator"), f"The board, {hands}"
    page = funder.page
    page.goto(f"/c/{site.collaboration[1]}/share/")
    funder.write(page.get_by_label("For whom"), label)
    funder.press(page.get_by_role("button", name="Make a link"))
    given = page.get_by_label("Link", exact=True).input_value()
    assert stack.rows(LINKS, [label]) == [(False,)]
    guest: Page = open_page(java_script_enabled=hands == "keyboard")
    guest.goto(given)
    expect(guest.get_by_role("heading", level=1)).to_be_visible()
    withdraw = page.get_by_role("listitem").filter(has_text=label).get_by_role("button")
    funder.press(withdraw)
    funder.agree("Withdraw")
    expect(withdraw).to_have_count(0)
    assert stack.rows(LINKS, [label]) == [(True,)]
    answer = guest.reload()
    assert answer
    assert answer.status == 404


def test_two_records_that_look_alike_become_one_and_two_again(stack: Stack, site: Site, work: Work, hands: str) -> None:
    slug, first, second = f"herons-{hands.replace(' ', '-')}", "Heron Watch", "Heron Watch e.V."
    stack.manage("shell", "-v0", "-c", TWICE.format(slug=slug))
    team = work("coordinator")
    page = team.page
    page.goto(f"/c/{slug}/organizations/")
    team.press(page.locator("summary").filter(has_text="1 pair of names looks alike"))
    team.press(page.get_by_role("link", name=f"Compare “{first}” and “{second}”"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Merge “{second}” into “{first}”?")
    team.press(page.get_by_role("button", name="Merge the two records"))
    expect(page.get_by_text("The two records are one now.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    assert stack.rows(STANDING, [slug]) == [(first, True), (second, False)]
    team.press(page.get_by_role("button", name=f"Take the merge of {second} back"))
    expect(page.get_by_text("The merge is taken back.")).to_be_visible()
    assert stack.rows(STANDING, [slug]) == [(first, True), (second, True)]
