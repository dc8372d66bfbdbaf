"""The facilitator's pages: by keyboard on a phone, without scripts, behind personal links, in each of their states."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import sideways, violations
from tests.browser.conftest import OpenPage
from tests.browser.keys import Keys, attendees
from tests.browser.pages import Site
from tests.browser.stack import Stack
from tests.browser.test_access import found_here, found_on

pytestmark = [pytest.mark.browser]

PHONE = {"width": 360, "height": 740}
SAVED = re.compile(r"/meetings/[0-9a-f-]{36}/$")
# a personal link of somebody who promised by name, and that of the settings in the same mail
LINKS = """
from datetime import timedelta
from django.utils import timezone
from collab.models import Commitment, Person, PromiseLink, ReminderSetting
rows = Commitment.objects.open().exclude(person=None).filter(collaboration__slug={slug!r})
one = rows.select_related("person", "collaboration").order_by("due_on", "pk").first()
Person.objects.filter(pk=one.person_id).update(language="es")
until = timezone.now() + timedelta(days=1)
link, token = PromiseLink.issue(collaboration=one.collaboration, person=one.person, expires_at=until)
print("LINKS", token, ReminderSetting.of(one.person.email).token)
"""
EMPTY = """
from datetime import timedelta
from django.utils import timezone
from collab.models import User
from tests import factories
day = timezone.now().date() - timedelta(days=100)
c = factories.collaboration(name="Quiet bay", slug="quiet-bay", started_on=day)
factories.seat(collaboration=c, role="facilitator", user=User.objects.get(email="facilitator@example.org"),
               organization=c.backbone, from_on=day)
"""


@pytest.fixture
def home(site: Site) -> str:
    """The address of the collaboration."""
    return f"/c/{site.collaboration[1]}/"


@pytest.fixture(scope="module")
def quiet(stack: Stack, site: Site) -> str:
    """The address of a collaboration in which nothing was done."""
    stack.manage("shell", "-v0", "-c", EMPTY)
    stack.wait_until_fresh(20)
    return "/c/quiet-bay/"


def test_a_meeting_is_logged_on_a_phone_by_keyboard_alone(stack: Stack, site: Site, open_page: OpenPage) -> None:
    page = open_page(**PHONE, role="facilitator")
    page.goto(site.path("collab:meeting_create"))
    keys = Keys(page)
    for box in attendees(page):
        keys.press(box, "Space")
        expect(box).to_be_checked()
    keys.type(page.get_by_label("What happened"), "By keys, on a phone.")
    promise = page.get_by_role("group", name="A promise").first
    keys.press(promise.get_by_label("Who promised"), "ArrowDown")
    keys.type(promise.get_by_label("What was promised"), "Sends the list")
    keys.press(page.get_by_role("button", name="Save meeting").last)
    expect(page).to_have_url(SAVED)
    assert stack.rows("SELECT count(*) FROM collab_commitment WHERE text = 'Sends the list'") == [(1,)]


# -- without scripts ---------------------------------------------------------------------------------------------------


def test_week_sheet_and_search_without_scripts(stack: Stack, site: Site, open_page: OpenPage, home: str) -> None:
    page = open_page(java_script_enabled=False, role="facilitator")
    page.goto(f"{home}week/")
    expect(page.get_by_role("heading", name="Promises")).to_be_visible()
    page.get_by_role("region", name="Promises").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/commitments/"))
    page.goto(f"{home}since-we-last-met/")
    page.get_by_label("Planned meeting").select_option(index=1)
    page.get_by_role("button", name="Show the sheet").click()
    expect(page.get_by_role("heading", name="Who is coming")).to_be_visible()
    page.goto(f"{home}search/")
    word = known_word(stack, site)
    page.get_by_role("searchbox", name="Words").last.fill(word.upper())
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.locator("#rows mark").first).to_have_text(re.compile(word, re.IGNORECASE))
    page.locator("#rows").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def known_word(stack: Stack, site: Site) -> str:
    """A word of the newest meeting's topics."""
    said = "SELECT topics FROM collab_meeting WHERE collaboration_id = %s AND is_held AND topics <> ''"
    [(topics,)] = stack.rows(f"{said} ORDER BY held_at DESC LIMIT 1", [site.collaboration[0]])
    return max(re.findall(r"\w+", topics), key=len)


def calendar_file(title: str) -> bytes:
    """One event in a week."""
    day = f"{datetime.now(UTC) + timedelta(days=7):%Y%m%d}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:browser", f"DTSTART:{day}T100000Z",
             f"SUMMARY:{title}", "END:VEVENT", "END:VCALENDAR", ""]  # fmt: skip
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("with_scripts", [True, False])
def test_calendar_in_and_out(open_page: OpenPage, home: str, with_scripts: bool) -> None:
    page = open_page(java_script_enabled=with_scripts, role="facilitator")
    page.goto(f"{home}calendar/")
    file = {"name": "a.ics", "mimeType": "text/calendar", "buffer": b"no calendar"}
    page.get_by_label("Calendar file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Plan its meetings").click()
    expect(page.locator("[data-focus]")).to_be_visible()
    _look(page, with_scripts)
    page.get_by_label("Name", exact=True).fill("Mine")
    page.get_by_label("Address of the calendar").fill("https://127.0.0.1/a.ics")
    page.get_by_role("button", name="Read this calendar").click()
    expect(page.get_by_label("Address of the calendar")).to_have_value("https://127.0.0.1/a.ics")
    expect(page.get_by_text("does not lie in the public internet").first).to_be_visible()
    _look(page, with_scripts)
    good = {"name": "a.ics", "mimeType": "text/calendar", "buffer": calendar_file("Round at the pier")}
    page.get_by_label("Calendar file").set_input_files(good)  # type: ignore[arg-type]
    page.get_by_role("button", name="Plan its meetings").click()
    expect(page.get_by_text("meetings are planned")).to_be_visible()
    page.get_by_role("button", name=re.compile("Make a(n| new) address")).click()
    address = page.get_by_label("Calendar address", exact=True).input_value()
    _look(page, with_scripts)
    body = page.request.get(address).text()
    assert body.startswith("BEGIN:VCALENDAR")
    assert "Round at the pier" not in body


def _look(page: Page, with_scripts: bool) -> None:
    """The engine needs scripts."""
    if with_scripts:
        assert found_here(page) == []


# -- behind personal links ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def links(stack: Stack, site: Site) -> tuple[str, str]:
    """Addresses of the own promises and of the settings of reminders."""
    said = stack.manage("shell", "-v0", "-c", LINKS.format(slug=site.collaboration[1]))
    [line] = [one for one in said.splitlines() if one.startswith("LINKS")]
    _word, promises, reminders = line.split()
    return f"/promises/{promises}/", f"/reminders/{reminders}/"


@pytest.mark.parametrize("with_scripts", [True, False])
def test_reminders_are_changed_behind_the_link_of_a_mail(
    open_page: OpenPage, links: tuple[str, str], with_scripts: bool
) -> None:
    page = open_page(width=320, java_script_enabled=with_scripts)
    page.goto(links[1])
    _look(page, with_scripts)
    page.get_by_label("At about").select_option("17")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("At about")).to_have_value("17")


def test_a_promise_is_settled_behind_the_link_in_the_words_of_the_person(
    open_page: OpenPage, links: tuple[str, str]
) -> None:
    page = open_page(width=320)
    assert found_on(page, links[0]) == []
    section = page.locator("main section").first
    section.get_by_label("Incumplido", exact=True).check()
    page.get_by_role("button", name="Enviar").click()
    expect(page.locator("[data-focus]").first).to_be_visible()
    assert found_here(page) == []
    page.locator("main section").first.get_by_label("Cumplido", exact=True).check()
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_text("Gracias. 1 compromiso quedó anotado.")).to_be_visible()
    assert found_here(page) == []
    assert found_on(page, "/promises/none/", status=404) == []


# -- each state --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "week/", "since-we-last-met/", "search/", "search/?q=nothing-holds-this", "calendar/", "meetings/templates/",
        "meetings/templates/new/", "commitments/?state=overdue",
    ],
)  # fmt: skip
def test_state_without_anything_has_no_violation(quiet: str, open_page: OpenPage, path: str) -> None:
    assert found_on(open_page(role="facilitator"), quiet + path) == []


@pytest.mark.parametrize("path", ["search/?q=a", "search/?q=a&kind=people", "meetings/templates/", "week/"])
def test_full_state_has_no_violation(home: str, open_page: OpenPage, path: str) -> None:
    assert found_on(open_page(role="facilitator"), home + path) == []


def test_sheet_of_a_planned_meeting_has_no_violation_and_prints(home: str, open_page: OpenPage) -> None:
    page = open_page(role="facilitator")
    page.goto(f"{home}since-we-last-met/")
    page.get_by_label("Planned meeting").select_option(index=1)
    page.get_by_role("button", name="Show the sheet").click()
    expect(page.get_by_role("heading", name="Who is coming")).to_be_visible()
    assert found_here(page) == []
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Another meeting or group")).to_be_hidden()
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 2


def test_refused_template_says_so(home: str, open_page: OpenPage) -> None:
    page = open_page(role="facilitator")
    page.goto(f"{home}meetings/templates/new/")
    page.get_by_role("button", name="Save template").click()
    expect(page.locator("[data-focus]")).to_be_focused()
    assert found_here(page) == []


def test_conflict_offers_both_texts_to_everybody(stack: Stack, site: Site, home: str, open_page: OpenPage) -> None:
    page = open_page(**PHONE, role="facilitator")
    meeting = site.record("meeting")
    page.goto(f"{home}meetings/{meeting}/edit/")
    stack.rows(
        "UPDATE collab_meeting SET version = version + 1, summary = 'Theirs' WHERE id = %s RETURNING id", [meeting]
    )
    page.get_by_label("What happened").fill("Mine")
    page.get_by_role("button", name="Save").last.click()
    expect(page.locator("[data-focus]")).to_be_focused()
    assert violations(page) == []
    assert sideways(page) == []
    assert found_here(page) == []
    choice = page.get_by_role("group", name="What happened")
    keys = Keys(page)
    keys.to(choice.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(choice.get_by_role("radio").last).to_be_checked()
    page.get_by_role("button", name="Save").last.click()
    expect(page).to_have_url(SAVED)
    expect(page.get_by_text("Theirs")).to_be_visible()
