"""The same work by two pairs of hands: a keyboard and nothing else, or a pointer in a browser without scripts."""

from abc import ABC, abstractmethod
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.keys import Keys

MOST_STEPS = 40


class Hands(ABC):
    """Somebody at work on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @abstractmethod
    def press(self, place: Locator) -> None:
        """A link or a button."""

    @abstractmethod
    def write(self, place: Locator, text: str) -> None:
        """In a field, in place of what stands there."""

    @abstractmethod
    def mark(self, place: Locator) -> None:
        """A box that is empty, or one of several levels."""

    @abstractmethod
    def choose(self, place: Locator, words: str) -> None:
        """In a list that opens."""

    @abstractmethod
    def day(self, place: Locator, day: date) -> None:
        """In a field for a day."""

    @abstractmethod
    def send(self, place: Locator, file: Path) -> None:
        """A file, by the browser's own window."""

    @abstractmethod
    def agree(self, button: str) -> None:
        """Answer the question that a script asks before a grave act; without scripts nobody asks."""


class Keyboard(Hands):
    """Tab, Enter, Space and arrows; wherever the focus stands, it shows."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.keys = Keys(page)

    def press(self, place: Locator) -> None:
        self.keys.press(place)

    def write(self, place: Locator, text: str) -> None:
        self.keys.to(place)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def mark(self, place: Locator) -> None:
        group = self.page.locator(f"input[type=radio][name='{place.get_attribute('name')}']")
        if not group.count():
            self.keys.press(place, "Space")
            return
        checked = [one for one in group.all() if one.is_checked()]
        self.keys.to(checked[0] if checked else group.first)
        self.page.keyboard.press("Space")
        for _step in range(group.count()):
            if place.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not reach {place}")

    def choose(self, place: Locator, words: str) -> None:
        self.keys.to(place)
        for key in ("ArrowDown", "ArrowUp"):
            for _step in range(MOST_STEPS):
                if place.locator("option:checked").inner_text().strip() == words:
                    return
                self.page.keyboard.press(key)
        raise AssertionError(f"the arrows do not reach {words}")

    def day(self, place: Locator, day: date) -> None:
        """Its digits one after the other, in the order of the browser's own language."""
        self.keys.type(place, f"{day:%m%d%Y}")
        assert place.input_value() == day.isoformat()

    def send(self, place: Locator, file: Path) -> None:
        with self.page.expect_file_chooser() as asked:  # first: the browser takes a moment to hand us choosers
            self.keys.to(place)
            self.page.keyboard.press("Enter")
        asked.value.set_files(file)

    def agree(self, button: str) -> None:
        dialog = self.page.get_by_role("dialog")
        self.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(self.page.locator(":focus"), "who does not agree goes on where they were").to_have_count(1)
        self.page.keyboard.press("Enter")
        self.keys.press(dialog.get_by_role("button", name=button))


class Pointer(Hands):
    """What a browser does by itself, without any script of ours."""

    def press(self, place: Locator) -> None:
        place.click()

    def write(self, place: Locator, text: str) -> None:
        place.fill(text)

    def mark(self, place: Locator) -> None:
        place.check()

    def choose(self, place: Locator, words: str) -> None:
        place.select_option(label=words)

    def day(self, place: Locator, day: date) -> None:
        place.fill(day.isoformat())

    def send(self, place: Locator, file: Path) -> None:
        place.set_input_files(file)

    def agree(self, button: str) -> None:
        assert not self.page.get_by_role("dialog").count(), button
