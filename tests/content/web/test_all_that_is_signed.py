"""Whoever signs off on the page of the copy sees there all that is signed, or is sent to where it is."""

import html
import re
from dataclasses import fields, replace

import pytest

from scheduler.agenda.domain.visibility import Audience, GuardRules
from scheduler.content.domain.item_text import ItemText, Variant, canonical_json
from scheduler.content.domain.kinds import KINDS, Kind
from scheduler.content.domain.quotes import Quote
from scheduler.content.models import Item, ItemChannel, ItemVersion
from scheduler.content.presenters.copy_view import copy_view
from scheduler.content.presenters.pictures import SHOWN_WITH_ITEM
from scheduler.content.queries.items import Seen
from tests.content.web.gallery import Gallery
from tests.content.web.house import House
from tests.pictures import samples

_SPECIAL = {
    "hashtags": ("OurHashtag",),
    "call_to_action_link": "https://example.org/our-call",
    "length": "12:34",
    "quotes": (Quote("Our quote", "Our speaker", "Our role", "Our place"),),
    "variants": (Variant("threads", "", "Our variant"),),
}
FULL = ItemText(
    **{
        part.name: _SPECIAL.get(part.name, f"Our {part.name}")
        for part in fields(ItemText)
        if part.name != "attachments"
    }  # type: ignore[arg-type]
)
FOREIGN = [part.name for part in fields(ItemText) if part.name not in {*KINDS[Kind.POST].fields, "attachments"}]


def of_kind(kind: Kind) -> ItemText:
    """Return a text with every field that the form of a kind asks for."""
    return ItemText(**{name: value for name in KINDS[kind].fields if (value := getattr(FULL, name, None)) is not None})


def asked(house: House, kind: Kind, text: ItemText, channels: tuple[str, ...]) -> str:
    return house.make(lambda stage: stage.ask(stage.item(kind=kind, text=text, channels=channels), stage.port))


def words(text: ItemText) -> set[str]:
    """Return everything in a text that somebody typed."""
    plain = {value for part in fields(text) if isinstance(value := getattr(text, part.name), str) and value}
    quoted = {word for row in text.quotes for word in (row.text, row.speaker, row.role, row.organisation)}
    pictured = {word for row in text.attachments for word in (row.name, row.alt_text, row.credit)}
    return plain | quoted | pictured | {row.text for row in text.variants} | set(text.hashtags)


def lacking(page: str, text: ItemText) -> set[str]:
    """Return what a page does not show of a text."""
    shown = html.unescape(page.partition("<main")[2])
    return {word for word in words(text) if word not in shown}


def may_sign_there(page: str) -> bool:
    return 'name="answer" value="yes"' in page


def ways(house: House, path: str) -> dict[str, str]:
    """Return the page of the copy in each way to read it."""
    first = house.get("port_lead", path).text
    found = re.findall(rf'href="({re.escape(path)}\?channel=(\w+))#text"', first)
    return {"": first} | {name: house.get("port_lead", address).text for address, name in found}


@pytest.mark.parametrize("kind", Kind)
def test_every_field_of_a_kind_is_on_the_page_on_which_it_is_signed(house: House, kind: Kind) -> None:
    text = of_kind(kind)
    path = asked(house, kind, text, KINDS[kind].channels)
    pages = ways(house, path)

    assert len(pages) == len(KINDS[kind].channels) + 2
    assert may_sign_there(pages[""])
    assert may_sign_there(pages["written"])
    assert {name: lacking(page, text) for name, page in pages.items() if may_sign_there(page)} == {
        name: set() for name, page in pages.items() if may_sign_there(page)
    }


def test_a_post_with_parts_of_another_kind_is_signed_where_they_are_shown(house: House) -> None:
    path = asked(house, Kind.POST, FULL, ("x",))

    assert not any(may_sign_there(page) for page in ways(house, path).values())
    assert not lacking(house.get("port_lead", f"{path}/sign-off/{house.stage.port.id}").text, FULL)


@pytest.mark.parametrize("name", FOREIGN)
def test_a_post_does_not_show_a_part_of_another_kind(name: str) -> None:
    text = replace(of_kind(Kind.POST), **{name: getattr(FULL, name)})
    item, version = Item(kind=Kind.POST), ItemVersion(text=canonical_json(text))
    view = copy_view(Seen(item, version, GuardRules(Audience.COALITION), (), None), [ItemChannel(channel="x")], "x")

    assert view.shows_all == (name == "captions")


def test_pictures_are_signed_with_their_whole_alt_text_and_credit(house: House) -> None:
    path = asked(house, Kind.POST, of_kind(Kind.POST), ("x",))
    gallery, long = Gallery(house, path), "A girl reads at a window. " * 20 + "Behind her is a harbour."
    gallery.added(name="window.jpg", alt_text=long, credit="Nia Okafor")

    for name, page in ways(house, path).items():
        assert may_sign_there(page), name
        assert {word for word in (long, "window.jpg", "Photo: Nia Okafor") if word not in html.unescape(page)} == set()
    answer = house.get("port_lead", f"{path}/sign-off/{house.stage.port.id}").text
    assert long in answer

    for number in range(SHOWN_WITH_ITEM):
        gallery.added(samples.jpeg(image=samples.drawing(width=70 + number)), name=f"{number}.jpg")
    assert not any(may_sign_there(page) for page in ways(house, path).values())


def test_the_text_of_a_channel_that_was_taken_off_is_signed_where_it_is_shown(house: House) -> None:
    text = replace(of_kind(Kind.STATEMENT), variants=(Variant("bluesky", "", "Our variant"),))
    path = asked(house, Kind.STATEMENT, text, ("website",))

    assert not any(may_sign_there(page) for page in ways(house, path).values())
    assert "Our variant" in house.get("port_lead", f"{path}/sign-off/{house.stage.port.id}").text
