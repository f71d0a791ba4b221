"""What a person does at the screen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Locator, Page
from typing_extensions import override


@dataclass(frozen=True, slots=True)
class BrowserUser:
    """A page with somebody before it."""

    page: Page

    def go(self, path: str) -> "BrowserUser":
        # An address of another place on the same page loads nothing.
        answer = self.page.goto(path) or self.page.reload()
        assert answer is not None
        assert answer.ok, (path, answer.status)
        return self._arrived()

    def press(self, name: str, *, beside: str = "") -> "BrowserUser":
        """Press a button; of several with the same name, the one in the line or form with this text."""
        with self.page.expect_navigation():
            self._one("button", name, beside).click()
        return self._arrived()

    def follow(self, name: str, *, beside: str = "") -> "BrowserUser":
        """Follow a link; of several that lead to different places, the one in the line or form with this text."""
        links = self._one("link", name, beside)
        assert len({link.get_attribute("href") for link in links.all()}) == 1, (name, links.all())
        with self.page.expect_navigation():
            links.first.click()
        return self._arrived()

    def turn_to(self, tab: str, *, of: str = "Campaign") -> "BrowserUser":
        """Turn to another page of the same thing by its tab, which may say how many things are there."""
        tabs = self.page.get_by_role("navigation", name=of, exact=True)
        with self.page.expect_navigation():
            tabs.get_by_role("link", name=re.compile(rf"^{re.escape(tab)}( \d+)?$")).click()
        return self._arrived()

    def unfold(self, summary: str) -> "BrowserUser":
        """Open what is folded away under this text."""
        self.page.locator("summary:visible", has_text=summary).click()
        return self

    def tick(self, *labels: str) -> "BrowserUser":
        """Tick boxes or pick one of several choices, by their labels."""
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
        return self

    def _arrived(self) -> "BrowserUser":
        """Look at the page that has come."""
        return self

    def _one(self, role: Literal["button", "link"], name: str, beside: str) -> Locator:
        # Screen readers are told more: "Remove: Mo Member".
        if not beside:
            return self.page.get_by_role(role, name=re.compile(rf"^{re.escape(name)}($|\s*[,:]| for )"))
        named = re.compile(rf"^{re.escape(name)}")
        control = self.page.get_by_role(role, name=named)
        line = self.page.locator("li, tr, article, form").filter(has_text=beside, has=control).last
        return line.get_by_role(role, name=named)

    def fill(self, **values: str) -> "BrowserUser":
        """Type into the controls with these ids; `__` in a name stands for a dash."""
        for name, value in values.items():
            self.page.locator(f"#{name.replace('__', '-')}").fill(value)
        return self

    def enter(self, typed: Mapping[str, str]) -> "BrowserUser":
        """Type into fields by their labels."""
        for label, value in typed.items():
            self.field(label).fill(value)
        return self

    def pick(self, chosen: Mapping[str, str]) -> "BrowserUser":
        """Choose options by their label in lists by theirs."""
        for label, value in chosen.items():
            self.field(label).select_option(label=value)
        return self

    def upload(self, label: str, name: str, content: bytes) -> "BrowserUser":
        """Choose a file."""
        file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.field(label).set_input_files(file)
        return self

    def part(self, name: str) -> Locator:
        """Return the part of the page that is called so."""
        return self.page.get_by_role("region", name=name, exact=True)

    def field(self, label: str) -> Locator:
        """Return a field by its label, which may say that nothing need be typed."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( optional)?$"))

    def choose(self, **values: str) -> "BrowserUser":
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
        """Where one is on the site."""
        return urlsplit(self.page.url).path


class Telephone(BrowserUser):
    """A screen on which no page may be wider than it."""

    @override
    def _arrived(self) -> BrowserUser:
        width, screen = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= screen, (self.page.url, width)
        return self


@dataclass(frozen=True, slots=True)
class CountedTelephone(Telephone):
    """A telephone that counts what is done on it: each press, each field filled, each address entered."""

    acts: list[str] = field(default_factory=list)

    @override
    def go(self, path: str) -> BrowserUser:
        self.acts.append(path)
        return Telephone.go(self, path)

    @override
    def press(self, name: str, *, beside: str = "") -> BrowserUser:
        self.acts.append(name)
        return Telephone.press(self, name, beside=beside)

    @override
    def follow(self, name: str, *, beside: str = "") -> BrowserUser:
        self.acts.append(name)
        return Telephone.follow(self, name, beside=beside)

    @override
    def turn_to(self, tab: str, *, of: str = "Campaign") -> BrowserUser:
        self.acts.append(tab)
        return Telephone.turn_to(self, tab, of=of)

    @override
    def unfold(self, summary: str) -> BrowserUser:
        self.acts.append(summary)
        return Telephone.unfold(self, summary)

    @override
    def tick(self, *labels: str) -> BrowserUser:
        self.acts.extend(labels)
        return Telephone.tick(self, *labels)

    @override
    def fill(self, **values: str) -> BrowserUser:
        self.acts.extend(values)
        return Telephone.fill(self, **values)
