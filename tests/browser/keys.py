"""A reader with a keyboard and nothing else, and the people that such a reader marks."""

from playwright.sync_api import Locator, Page

MOST_TABS = 150
FOCUS_SHOWS = """e => {
  const ring = one => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const box = e.getBoundingClientRect(), label = e.closest("label");
  const isInView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return isInView && (ring(e) || Boolean(label && ring(label)));
}"""


class Keys:
    """A reader with a keyboard and nothing else; wherever the focus stands, it shows."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, place: Locator) -> Locator:
        """Press Tab until the place has the focus."""
        for _step in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focused = self.page.locator(":focus")
            if focused.count():
                assert focused.evaluate(FOCUS_SHOWS), f"no focus to see on {focused.evaluate('e => e.outerHTML')[:300]}"
            if place.evaluate("e => e === document.activeElement"):
                return place
        raise AssertionError(f"the keyboard does not reach {place}")

    def press(self, place: Locator, key: str = "Enter") -> None:
        """Go there and press a key."""
        self.to(place)
        self.page.keyboard.press(key)

    def type(self, place: Locator, text: str) -> None:
        """Go there and write."""
        self.to(place)
        self.page.keyboard.type(text)


def attendees(page: Page) -> list[Locator]:
    """Two people of two organisations."""
    boxes = page.get_by_role("group", name="Who was there").get_by_role("checkbox").all()
    chosen: dict[str, Locator] = {}
    for box in boxes:
        organization = (box.get_attribute("value") or "").rpartition("-")[2]
        if (box.get_attribute("value") or "").startswith("p") and box.is_visible():
            chosen.setdefault(organization, box)
    assert len(chosen) >= 2, "people of two organisations can be marked"
    return list(chosen.values())[:2]
