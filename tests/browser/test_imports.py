"""The import in a browser: a file and its preview by keyboard and without script; axe finds nothing."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import sideways, violations
from tests.browser.conftest import OpenPage, Work
from tests.browser.pages import Site
from tests.browser.stack import Stack
from tests.browser.test_access import found_here

pytestmark = [pytest.mark.browser]
FILE = b"Sector;Nombre;Ciudad\nONG;Casa del Agua;Oaxaca\nwizards;Molino;Puebla\nONG;Rio Vivo;Lima\n"


def brought(page: Page) -> None:
    """Send the file and stop at its columns."""
    page.goto("/")
    place = re.search(r"/c/([^/]+)/", page.content())
    assert place is not None
    page.goto(f"/c/{place[1]}/imports/")
    page.locator("input[value=organizations]").check()
    page.set_input_files("input[type=file]", {"name": "lista.csv", "mimeType": "text/csv", "buffer": FILE})
    page.get_by_role("button", name="Go on to its columns").press("Enter")


@pytest.mark.parametrize(("width", "script"), [(320, False), (1280, True)])
def test_a_file_is_previewed_and_nothing_is_clipped_or_closed_to_anybody(open_page: OpenPage, width: int, script: bool):
    page = open_page(role="coordinator", width=width, java_script_enabled=script)
    brought(page)
    until(page, "Which column is which")
    expect(page.get_by_label("Name", exact=True)).to_have_value("1")
    looked(page, script)
    page.get_by_role("button", name="See what would change").press("Enter")
    for _look in range(60):
        if page.get_by_role("link", name="Change the columns").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 records would be written")
    expect(page.get_by_text("“wizards” is not known for “Sector”.")).to_be_visible()
    looked(page, script)
    page.get_by_role("button", name="Forget this file").press("Enter")
    expect(page.get_by_text("The file is forgotten. Nothing was written.")).to_be_visible()
    looked(page, script)


NAMED = """SELECT o.name, o.place FROM collab_organization o JOIN collab_collaboration c ON c.id = o.collaboration_id
  WHERE c.slug = %s AND o.name LIKE %s ORDER BY o.name"""


def test_a_file_is_imported_and_taken_back(stack: Stack, site: Site, work: Work, hands: str, tmp_path: Path) -> None:
    team, slug, mark = work("coordinator"), site.collaboration[1], hands.title().replace(" ", "")
    page, file = team.page, tmp_path / "lista.csv"
    rows = ("Sector;Nombre;Ciudad", f"ONG;Pozo {mark};Oaxaca", f"wizards;Bruja {mark};Puebla", f"ONG;Faro {mark};Lima")
    file.write_text("\n".join(rows))
    page.goto(f"/c/{slug}/imports/")
    team.mark(page.locator("input[value=organizations]"))
    team.send(page.locator("input[type=file]"), file)
    team.press(page.get_by_role("button", name="Go on to its columns"))
    expect(page).to_have_url(re.compile(r"/imports/[0-9a-f-]{36}/"))
    until(page, "Which column is which")
    expect(page.get_by_label("Name", exact=True)).to_have_value("1")
    team.press(page.get_by_role("button", name="See what would change"))
    until(page, "2 records would be written")
    expect(page.get_by_text("1 row is refused and would be left out.")).to_be_visible()
    assert stack.rows(NAMED, [slug, f"%{mark}"]) == []
    team.press(page.get_by_role("button", name="Write 2 records"))
    until(page, "Imported: 2 new, 0 changed")
    assert stack.rows(NAMED, [slug, f"%{mark}"]) == [(f"Faro {mark}", "Lima"), (f"Pozo {mark}", "Oaxaca")]
    team.press(page.get_by_role("button", name="Take the import back"))
    until(page, "was taken back")
    assert stack.rows(NAMED, [slug, f"%{mark}"]) == []


def test_names_that_look_alike_wait_for_a_decision(site: Site, work: Work, hands: str, tmp_path: Path) -> None:
    team, file = work("coordinator"), tmp_path / "vecinas.csv"
    page = team.page
    file.write_text("Sector;Nombre;Ciudad\nONG;Cooperativa Marea Vivo;Loreto\nONG;Unión Estero;Loreto\n")
    page.goto(f"/c/{site.collaboration[1]}/imports/")
    team.mark(page.locator("input[value=organizations]"))
    team.send(page.locator("input[type=file]"), file)
    team.press(page.get_by_role("button", name="Go on to its columns"))
    expect(page).to_have_url(re.compile(r"/imports/[0-9a-f-]{36}/"))
    until(page, "Which column is which")
    team.press(page.get_by_role("button", name="See what would change"))
    until(page, "1 row waits for your decision")
    looked_at_both(page, hands)
    question = page.get_by_role("group", name="Cooperativa Marea Vivo")
    expect(question.get_by_role("radio", name="It is “Cooperativa Marea Viva”; change that one")).to_be_visible()
    team.press(page.get_by_role("button", name="Keep these decisions"))
    expect(page.get_by_text("Choose for each row. What you chose so far is kept.")).to_be_visible()
    team.mark(question.get_by_role("radio", name="It is another one; add it"))
    team.press(page.get_by_role("button", name="Keep these decisions"))
    expect(page.get_by_role("heading", level=1)).to_have_text("2 records would be written")
    page.goto(f"{page.url}?show=changed")
    expect(page.locator("ins", has_text="Loreto")).to_be_visible()
    looked_at_both(page, hands)
    team.press(page.get_by_role("button", name="Forget this file"))
    expect(page.get_by_text("The file is forgotten. Nothing was written.")).to_be_visible()


def looked_at_both(page: Page, hands: str) -> None:
    """Wide in light and narrow in dark, where there are scripts for axe; then wide again."""
    if hands == "keyboard":
        assert found_here(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})


def looked(page: Page, script: bool) -> None:
    """Nothing hangs out of the page, and axe, which is a script itself, finds nothing."""
    if script:
        assert violations(page) == []
        assert sideways(page) == []


def come(page: Page, kind: str, name: str, data: bytes) -> None:
    """Send a file of a kind and stop at what is asked about it."""
    page.goto("/")
    place = re.search(r"/c/([^/]+)/", page.content())
    assert place is not None
    page.goto(f"/c/{place[1]}/imports/")
    page.locator(f"input[value={kind}]").check()
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Go on to its columns").press("Enter")


def until(page: Page, words: str) -> None:
    """Look again until a worker is done."""
    for _look in range(60):
        if re.search(words, page.get_by_role("heading", level=1).inner_text()):
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(words))


@pytest.mark.parametrize(
    ("width", "script", "scheme"), [(320, False, "light"), (320, True, "dark"), (1280, True, "light")]
)
def test_a_network_is_written_and_taken_back(open_page: OpenPage, width: int, script: bool, scheme: str):
    page = open_page(role="coordinator", width=width, java_script_enabled=script, color_scheme=scheme)
    come(page, "network", "red.csv", f"from,to,level\nMolino {width}{scheme},Union {width}{scheme},3\n".encode())
    until(page, "2 organisations and 1 ties are in the file")
    looked(page, script)
    page.get_by_role("button", name="See what would change").press("Enter")
    looked(page, script)  # being read, or read already
    until(page, "would be written")
    looked(page, script)
    page.get_by_role("button", name="Write 3 records").press("Enter")
    until(page, "Imported: 3 new")
    looked(page, script)
    page.get_by_role("button", name="Take the import back").press("Enter")
    until(page, "was taken back")
    looked(page, script)
