"""Taking everything away in a browser, by keyboard, with and without script: asked for, waited for, downloaded."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.axe import sideways, violations
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize(("width", "script"), [(320, False), (1280, True)])
def test_a_coordinator_takes_everything_away(open_page: OpenPage, width: int, script: bool):
    page = open_page(role="coordinator", width=width, java_script_enabled=script)
    page.goto("/")
    place = re.search(r"/c/([^/]+)/", page.content())
    assert place is not None
    page.goto(f"/c/{place[1]}/exports/")
    before = page.get_by_role("link", name="Download").count()
    page.get_by_role("button", name=re.compile("Write")).press("Enter")
    for _look in range(120):
        if page.get_by_role("link", name="Download").count() > before:
            break
        page.wait_for_timeout(500)
        if not script:
            page.reload()
    expect(page.get_by_role("button", name="Write a new file")).to_be_visible()
    if script:
        assert violations(page) == []
        assert sideways(page) == []
    with page.expect_download() as told:
        page.get_by_role("link", name="Download").first.press("Enter")
    with zipfile.ZipFile(told.value.path()) as files:
        assert files.testzip() is None
        assert {"README.txt", "organizations.csv", "scores.csv"} <= set(files.namelist())
