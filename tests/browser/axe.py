"""What the accessibility engine finds on a page, line by line, and what it cannot find: sideways scrolling."""

from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# what is wider than the screen though it does not stand in a labelled region that the keyboard can scroll
SIDEWAYS = """() => {
  const found = [], root = document.scrollingElement, limit = document.documentElement.clientWidth;
  if (root.scrollWidth > limit) {
    const wide = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > limit + 1
      && e.checkVisibility() && !e.closest("[role=region]"));
    found.push(`page is ${root.scrollWidth} px wide: ` + wide.slice(-3).map(e => e.outerHTML.slice(0, 99)).join(" | "));
  }
  for (const e of document.body.querySelectorAll("*")) {
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && /auto|scroll/.test(getComputedStyle(e).overflowX)
        && e.checkVisibility() && !e.matches("textarea, select, input")
        && !(e.tabIndex === 0 && e.matches("[role=region]:is([aria-label], [aria-labelledby])"))) {
      found.push("scrolls without a label: " + e.outerHTML.slice(0, 160));
    }
  }
  return found;
}"""


@cache
def _engine() -> str:
    """The engine's own script."""
    return str(Axe().axe_script)


def violations(page: Page) -> list[str]:
    """One line for each violation and element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_engine())
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(options).then(all => all.violations)", OPTIONS)
    return [
        f"{one['id']}: {node['target']} {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for one in found
        for node in one["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """What makes the reader scroll sideways."""
    return list(page.evaluate(SIDEWAYS))
