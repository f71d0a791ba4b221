"""Main pages in languages that are made up: all of the product's texts are translated, and longer ones fit."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from typing_extensions import override

from tests.pages.web.demo_pages import OPEN_ALL, Demo, enter
from tests.plugins.audit import Extent
from tests.plugins.languages import LONG, MADE_UP, MIRRORED, OPEN, Language
from tests.repo.tree import ROOT

ROLE = "lead in an embargo group"
NARROWEST = 320
SAID = frozenset({"aria-label", "title", "placeholder", "alt", "data-confirm", "label"})

TITLES = frozenset({"Joint statement"})
"""What people call something, in words that the product has as well."""

PAGES = (
    "/",
    "/calendar?month=2027-07",
    "/calendar?month=2027-07&form=list",
    "/campaigns",
    "/campaigns/{campaign}",
    "/campaigns/{campaign}/work",
    "/campaigns/{campaign}/content",
    "/campaigns/{campaign}/timeline",
    "/campaigns/{campaign}/table",
    "/campaigns/{campaign}/people",
    "/content",
    "/content/new",
    "/content/{item}",
    "/content/{item}/activity",
    "/content/{item}/details",
    "/observances",
    "/events",
    "/bills",
    "/facts",
    "/feeds",
    "/feeds/new",
    "/reminders",
    "/notifications",
    "/search?q=day",
    "/account",
    "/organisations",
    "/playbooks",
)


class Said(HTMLParser):
    """What a page says in its own words: texts between tags and in attributes; not what people have typed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self._within: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within.append(tag)
        self.texts |= {value for name, value in attrs if name in SAID and value}

    @override
    def handle_data(self, data: str) -> None:
        if self._within[-1:] not in (["bdi"], ["script"], ["style"]):
            self.texts.add(" ".join(data.split()))


@pytest.fixture
def paths(demo: Demo) -> list[str]:
    client = demo.client(ROLE)
    campaign = _first_of(client, [f"/campaigns/{one}" for one in demo.fill["campaigns public_id"]])
    item = _first_of(client, [f"/content/{one}/details" for one in demo.fill["content public_id"]])
    return [path.format(campaign=campaign.split("/")[2], item=item.split("/")[2]) for path in PAGES]


def _first_of(client: FlaskClient, paths: list[str]) -> str:
    return next(path for path in paths if client.get(path).status_code == 200)


def own_texts() -> frozenset[str]:
    """Return the texts of the product that pages show as they are: with nothing filled in, and like no name."""
    with (ROOT / "translations" / "messages.pot").open("rb") as file:
        texts = [one for message in read_po(file) for one in _forms(message.id)]
    return frozenset(text for text in texts if " " in text and "%" not in text)


def _forms(ident: object) -> Iterator[str]:
    if isinstance(ident, str):
        yield ident
    elif isinstance(ident, tuple):
        yield from map(str, ident)


def test_every_text_of_the_product_is_translated(demo: Demo, language: Language, paths: list[str]) -> None:
    language.set(MADE_UP)
    texts, client = own_texts(), demo.client(ROLE)
    found: dict[str, list[str]] = {}
    for path in paths:
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 200)
        said = Said()
        said.feed(answer.text)
        assert any(text.startswith(OPEN) for text in said.texts)
        if left := sorted(said.texts & texts - TITLES):
            found[path] = left

    assert found == {}


@pytest.mark.first
@pytest.mark.timeout(240)
def test_longer_and_mirrored_texts_fit_a_small_telephone(
    demo: Demo, language: Language, paths: list[str], open_undrawn_page, live_server, extent: Extent
) -> None:
    client = demo.client(ROLE)
    page = open_undrawn_page(width=NARROWEST)
    enter(page, client, live_server.url)
    too_wide = []
    looks = [(spoken, path) for place, path in enumerate(paths) for spoken in extent.some((LONG, MIRRORED), place, 1)]
    for spoken, path in looks:
        language.set(spoken)
        answer = page.goto(path, wait_until="domcontentloaded")
        assert answer is not None
        assert (path, answer.status, page.get_attribute("html", "lang")) == (path, 200, spoken)
        page.evaluate(OPEN_ALL)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        too_wide += [(spoken, path, width)] * (width > NARROWEST)

    assert too_wide == []
