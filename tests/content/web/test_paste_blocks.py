"""The texts to paste on pages: exact, in the order of the preview, with what goes into fields of its own."""

import html
import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from scheduler.content.domain.binding import hash_of, pasted_texts
from scheduler.content.domain.item_text import ItemText, Variant, text_from_json
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import State
from tests.accessible import violations
from tests.content.web.newsroom import Newsroom
from tests.plugins.browser import OpenPage

OP_ED = ItemText(
    title="Titel",
    body="Der **Text**.",
    byline="Ana Reyes",
    byline_role="Direktorin",
    hashtags=("Kinderrechte",),
    call_to_action="Schreibt https://e.org/_a_",
    content_warning="Gewalt",
    disclaimer="Die Meinung der Autorin.",
    photo_credit="J. Okafor",
    alt_text="Ein leerer Tisch am Morgen",
)
# Left to right, as they have to follow each other.
PARTS = (
    *("Gewalt", "Die Meinung der Autorin.", "Ana Reyes, Direktorin", "Der", "Schreibt", "#Kinderrechte", "J. Okafor"),
    "Ein leerer Tisch am Morgen",
)
TYPED = [
    "30. Juli\n18. Oktober\n1) eins\n> 50 Millionen",
    "\u3000日本語 @_un_women_\n\n\n\u3000https://e.org/watch?v=_a_",
    "    فقرة\n+ ٥٠ و Kolleg*innen",
]


def pasted(page: str) -> dict[str, str]:
    """Return what stands in the blocks of a page, character for character, by the id of the block."""
    found = re.findall(r'<div class="paste-text" id="([^"]+)"[^>]*>(.*?)</div>', page, re.DOTALL)
    return {ident: html.unescape(text) for ident, text in found}


def in_order(text: str, parts: tuple[str, ...]) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_typed_is_previewed_and_pasted_character_for_character(newsroom: Newsroom, typed: str) -> None:
    path = newsroom.item(channels=("x", "website"), kind=Kind.ARTICLE)
    sent = newsroom.text(path, body=typed.replace("\n", "\r\n") + "\r\n")

    preview = pasted(newsroom.post("lead", f"{path}/words", **sent, preview="1").text)
    newsroom.post("lead", f"{path}/words", **sent)
    saved = pasted(newsroom.read("lead", path))

    title = newsroom.version(path).title
    assert saved == {"paste-1": typed, "paste-2": f"{title}\n\n{typed}"}
    assert list(preview.values()) == list(saved.values())


def test_preview_page_and_pasted_text_have_one_order(newsroom: Newsroom) -> None:
    path = newsroom.item(kind=Kind.OP_ED, text=OP_ED, channels=("website", "press_list"))
    sent = newsroom.text(path, hashtags="#Kinderrechte", **{
        name: getattr(OP_ED, name) for name in ItemText.__dataclass_fields__ if isinstance(getattr(OP_ED, name), str)
    })  # fmt: skip

    preview = newsroom.post("lead", f"{path}/words", **sent, preview="1").text
    page = newsroom.read("lead", path)

    for shown in (preview, page):
        reading = re.sub(r"<[^>]+>", "", shown[shown.index('<article class="reading"') :])
        assert in_order(html.unescape(reading), PARTS)
        blocks = [text for ident, text in pasted(shown).items() if not ident.endswith("-notices")]
        assert blocks[0] == blocks[2]
        assert in_order(blocks[0], PARTS[:-1])
        assert blocks[1] == blocks[3] == OP_ED.alt_text


def test_a_block_holds_what_goes_into_fields_of_its_own(newsroom: Newsroom) -> None:
    text = ItemText(body="Text", content_warning="Насилие", alt_text="Пустой\nстол", photo_credit="Ю. Окафор")
    path = newsroom.item(text=text, channels=("mastodon", "x"))

    blocks = pasted(newsroom.read("lead", path))

    assert blocks == {
        "paste-2": "Text",
        "paste-2-warning": "Насилие",
        "paste-1-alt": "Пустой\nстол",
        "paste-1-credit": "Ю. Окафор",
        "paste-1": "Content warning: Насилие\n\nText",
        "paste-2-alt": "Пустой\nстол",
        "paste-2-credit": "Ю. Окафор",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ItemText(body="**강조**와 링크"), "without their marks"),
        (ItemText(body="a", variants=(Variant("x", "", "[ici](https://e.org)"),)), "that readers will see"),
        (ItemText(body="30. Juli, 5*3, @_a_"), None),
    ],
)
def test_the_writer_sees_where_marks_mean_something_else(newsroom: Newsroom, text: ItemText, says: str | None) -> None:
    path = newsroom.item(text=text, channels=("x",))

    page = newsroom.read("lead", path)

    for warning in ("without their marks", "that readers will see"):
        assert (warning in page) is (warning == says)


def test_whoever_signs_reads_what_is_pasted(newsroom: Newsroom) -> None:
    path = newsroom.item(text=ItemText(title="T", body="18. *Oktober*", alt_text="テーブル"), channels=("bluesky",))
    newsroom.put(path, state=State.IN_REVIEW)
    version = newsroom.version(path)
    text = text_from_json(version.text)
    # As another release would have left it, which pasted something else of the same text.
    version.text_hash = hash_of(version.text, {**pasted_texts(text), "post": "18. _Oktober_"}, 3)
    newsroom.store.commit()

    page = newsroom.get("other_lead", f"{path}/sign-off/{newsroom.harbour.id}").text

    assert pasted(page) == {"paste-1": "18. Oktober", "paste-1-alt": "テーブル"}
    assert f'value="{version.signed_hash}"' in page
    assert version.text_hash not in page


def enter(newsroom: Newsroom, page: Page, who: str) -> None:
    """Give the browser the session of a person who has logged in."""
    cookie = newsroom.clients[who].get_cookie("session")
    assert cookie is not None
    page.goto("/healthz")
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": page.url}])


def test_what_is_copied_is_what_was_typed(newsroom: Newsroom, open_page: OpenPage) -> None:
    typed = "\u3000日本語\n\n    30. Juli\n> 50"
    path = newsroom.item(text=ItemText(title="T", body=typed, alt_text="テーブル"), channels=("x",))
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    enter(newsroom, page, "lead")
    page.goto(path)

    for block, label, copied in (
        ("paste-1", "Copy text", typed),
        ("paste-1-alt", "Copy alt text", "テーブル"),
    ):
        # The button before still says that it has copied: each is waited for by itself.
        button = page.locator(f'button[data-copy="{block}"]')
        expect(button).to_have_text(label)
        button.click()
        expect(button).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == copied


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_blocks_fit_and_are_accessible(newsroom: Newsroom, open_page: OpenPage, width: int, scheme: str) -> None:
    text = replace(OP_ED, body="https://e.org/" + "kinderrechte" * 30 + "\n\nبيان **مشترك**\n" + TYPED[2])
    path = newsroom.item(kind=Kind.OP_ED, text=text, channels=("mastodon", "website"))
    newsroom.put(path, state=State.IN_REVIEW)
    page = open_page(width=width, color_scheme=scheme)

    for who, shown in (
        ("lead", path),
        ("lead", f"{path}/words"),
        ("other_lead", f"{path}/sign-off/{newsroom.harbour.id}"),
    ):
        enter(newsroom, page, who)
        page.goto(shown)
        if shown.endswith("/words"):
            page.get_by_role("button", name="Preview").click()
            page.locator("#preview .paste-text").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, shown
        assert violations(page) == [], shown
