"""What a person does at the screen."""

import re
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Locator, Page


@dataclass(frozen=True, slots=True)
class Desk:
    """A page with somebody before it."""

    page: Page

    def go(self, path: str) -> "Desk":
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, (path, answer.status)
        return self

    def press(self, name: str, *, beside: str = "") -> "Desk":
        """Press a button; of several with the same name, the one in the line with these words."""
        with self.page.expect_navigation():
            self._one("button", name, beside).click()
        return self

    def follow(self, name: str, *, beside: str = "") -> "Desk":
        """Follow a link; of several with the same name, the one in the line with these words."""
        with self.page.expect_navigation():
            self._one("link", name, beside).click()
        return self

    def _one(self, role: Literal["button", "link"], name: str, beside: str) -> Locator:
        # Screen readers are told more: "Remove: Mo Member".
        if not beside:
            return self.page.get_by_role(role, name=re.compile(rf"^{re.escape(name)}($|\s*[,:])"))
        named = re.compile(rf"^{re.escape(name)}")
        control = self.page.get_by_role(role, name=named)
        line = self.page.locator("li, tr, article").filter(has_text=beside, has=control).last
        return line.get_by_role(role, name=named)

    def fill(self, **values: str) -> "Desk":
        """Type into the controls with these ids; `__` in a name stands for a dash."""
        for name, value in values.items():
            self.page.locator(f"#{name.replace('__', '-')}").fill(value)
        return self

    def choose(self, **values: str) -> "Desk":
        """Choose options by their label in the lists with these ids."""
        for name, value in values.items():
            self.page.locator(f"#{name.replace('__', '-')}").select_option(label=value)
        return self

    @property
    def text(self) -> str:
        """What is to be read on the page."""
        return self.page.locator("body").inner_text()

    @property
    def status(self) -> str:
        """What the page says of what was just done."""
        return self.page.locator(".flashes").inner_text()

    def path(self) -> str:
        return str(self.page.evaluate("location.pathname"))
